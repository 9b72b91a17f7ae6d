"""Guessing a password, and keeping its owner out by guessing."""

from __future__ import annotations

import httpx
import pytest
from argon2 import PasswordHasher

from nitka.entrypoints.services import Services
from nitka.platform.auth.devices import Devices
from nitka.platform.auth.tokens import secret_hash
from tests.integration.access.conftest import PASSWORD, Browser, Tenant, sign_in

LOGOUT = "/api/v1/auth/logout"


async def _guesses(browser: Browser, email: str, times: int, network: str = "198.51.100") -> list[int]:
    """Guess from many addresses."""
    return [(await sign_in(browser(f"{network}.{n}"), email, f"guess {n}")).status_code for n in range(times)]


async def test_a_guesser_does_not_keep_out_who_was_here_before(browser: Browser, tenant: Tenant) -> None:
    home = browser()
    await sign_in(home, tenant.email)
    await home.post(LOGOUT)
    assert await _guesses(browser, tenant.email, 25) == [401] * 20 + [429] * 5
    assert (await sign_in(browser("192.0.2.99"), tenant.email)).status_code == 429  # a device never seen
    assert (await sign_in(home, tenant.email, "a typing error")).status_code == 401
    assert (await sign_in(home, tenant.email)).status_code == 200


async def test_nor_does_a_guesser_in_the_same_office(browser: Browser, tenant: Tenant) -> None:
    home, guesser = browser(), browser()  # one address
    await sign_in(home, tenant.email)
    codes = {(await sign_in(guesser, f"someone-{n}@example.com", "x")).status_code for n in range(54)}
    assert 429 in codes
    assert (await sign_in(home, tenant.email)).status_code == 200


async def test_one_guesser_alone_keeps_nobody_out(browser: Browser, tenant: Tenant) -> None:
    guesser = browser("198.51.100.5")
    codes = [(await sign_in(guesser, tenant.email, f"guess {n}")).status_code for n in range(14)]
    assert codes == [401] * 10 + [429] * 4
    assert (await sign_in(browser("192.0.2.99"), tenant.email)).status_code == 200


async def test_a_known_device_may_not_guess_for_ever(browser: Browser, tenant: Tenant) -> None:
    home = browser()
    await sign_in(home, tenant.email)
    codes = [(await sign_in(home, tenant.email, f"guess {n}")).status_code for n in range(12)]
    assert codes == [401] * 10 + [429] * 2


async def test_the_cookie_of_one_account_is_worth_nothing_for_another(
    browser: Browser, tenant: Tenant, neighbour: Tenant
) -> None:
    thief = browser("198.51.100.200")
    answer = await sign_in(thief, neighbour.email)
    cookie = next(one for one in thief.cookies.jar if one.name.startswith("nitka_device_"))
    assert "httponly" in answer.headers.get_list("set-cookie")[1].lower()
    mine = Devices(b"another installation").cookie(secret_hash(tenant.email))[0]
    thief.cookies.set(mine, str(cookie.value), domain="nitka.test", path="/api/v1/auth")
    await _guesses(browser, tenant.email, 20)
    assert (await sign_in(thief, tenant.email)).status_code == 429


async def test_an_address_without_account_is_guarded_and_paid_for_alike(
    browser: Browser, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[bool] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, stored: str, given: bytes) -> bool:
        verified.append(True)
        return verify(self, stored, given)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    known = await _guesses(browser, tenant.email, 22)
    cost = len(verified)
    unknown = await _guesses(browser, "nobody-at-all@example.com", 22, "203.0.113")
    assert (known, cost) == (unknown, len(verified) - cost)


async def test_whoever_sets_a_new_password_gets_in_while_others_guess(
    browser: Browser, tenant: Tenant, services: Services
) -> None:
    await _guesses(browser, tenant.email, 22)
    home = browser("192.0.2.99")
    token = await _reset_token(home, tenant)
    new = "совсем-другой-пароль-7"
    assert (await home.post("/api/v1/auth/password/reset", json={"token": token, "password": new})).status_code == 204
    assert (await sign_in(home, tenant.email, new)).status_code == 200
    assert (await sign_in(browser("192.0.2.98"), tenant.email, PASSWORD)).status_code == 429


async def _reset_token(client: httpx.AsyncClient, tenant: Tenant) -> str:
    people = (await client.get("/api/v1/people", headers=tenant.bearer)).json()["items"]
    made = await client.post(f"/api/v1/people/{people[0]['id']}/reset-link", headers=tenant.bearer)
    token: str = made.json()["link"].rpartition("/")[2]
    return token


def test_a_cookie_that_was_changed_is_no_cookie() -> None:
    devices, account = Devices(b"k" * 32), secret_hash("anna@example.com")
    name, value = devices.cookie(account)
    assert devices.known(account, {name: value})
    for wrong in (value[:-2] + "AA", value[4:], "", "привет", value + "AAAA"):
        assert devices.known(account, {name: wrong}) is None
    assert Devices(b"o" * 32).known(account, {name: value}) is None
