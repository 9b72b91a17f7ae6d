"""Signing in and out as people, browsers and burglars meet it."""

from __future__ import annotations

from http.cookies import SimpleCookie

import httpx
import pytest
from argon2 import PasswordHasher

from nitka.entrypoints.services import Services
from tests.integration.access.conftest import PASSWORD, Browser, Tenant, sign_in

ME = "/api/v1/auth/me"


async def test_the_right_password_opens_the_desk(browser: Browser, tenant: Tenant) -> None:
    desk = browser()
    answer = await sign_in(desk, tenant.email.upper())
    assert answer.status_code == 200, answer.text
    me = (await desk.get(ME)).json()
    assert me["account"]["email"] == tenant.email
    assert me["workspace"]["id"] == str(tenant.opened.id)
    assert (me["role"], [one["role"] for one in me["workspaces"]]) == ("owner", ["owner"])


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser: Browser, tenant: Tenant) -> None:
    desk = browser()
    wrong = await sign_in(desk, tenant.email, "не тот пароль")
    unknown = await sign_in(desk, "nobody@example.com", "не тот пароль")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.headers["content-type"] == "application/problem+json"
    assert "set-cookie" not in wrong.headers


async def test_an_unknown_address_costs_as_much(
    browser: Browser, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time itself is too noisy to compare on a shared machine; what takes the time is the hash."""
    verified: list[bool] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, stored: str, given: bytes) -> bool:
        verified.append(stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$"))
        return verify(self, stored, given)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    await sign_in(browser(), "nobody-at-all@example.com", "не тот пароль")
    await sign_in(browser(), tenant.email, "не тот пароль")
    assert verified == [True, True]


def _cookie(answer: httpx.Response) -> SimpleCookie:
    cookies: SimpleCookie = SimpleCookie()
    for one in answer.headers.get_list("set-cookie"):
        cookies.load(one)
    return cookies


async def test_scripts_and_foreign_pages_do_not_get_the_cookie(browser: Browser, tenant: Tenant) -> None:
    morsel = _cookie(await sign_in(browser(), tenant.email))["nitka_session"]
    assert morsel["httponly"] is True
    assert (morsel["samesite"].lower(), morsel["path"]) == ("lax", "/")
    assert not morsel["secure"]  # plain HTTP here


@pytest.mark.parametrize(("proxy", "secure"), [("10.1.2.3", True), ("203.0.113.9", False)])
async def test_only_a_trusted_proxy_makes_it_secure(browser: Browser, tenant: Tenant, proxy: str, secure: bool) -> None:
    desk = browser(proxy)
    desk.headers.update({"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.4"})
    answer = await sign_in(desk, tenant.email)
    assert bool(_cookie(answer)["nitka_session"]["secure"]) is secure
    assert ("strict-transport-security" in answer.headers) is secure


async def test_a_planted_cookie_is_not_adopted(browser: Browser, tenant: Tenant) -> None:
    desk = browser()
    desk.cookies.set("nitka_session", "planted-by-somebody-else", domain="nitka.test")
    answer = await sign_in(desk, tenant.email)
    given = _cookie(answer)["nitka_session"].value
    assert given != "planted-by-somebody-else"
    thief = browser()
    thief.cookies.set("nitka_session", "planted-by-somebody-else", domain="nitka.test")
    assert (await thief.get(ME)).status_code == 401


async def test_each_login_has_its_own_session_and_ends_the_one_before(browser: Browser, tenant: Tenant) -> None:
    desk = browser()
    first = _cookie(await sign_in(desk, tenant.email))["nitka_session"].value
    second = _cookie(await sign_in(desk, tenant.email))["nitka_session"].value
    assert first != second
    old = browser()
    old.cookies.set("nitka_session", first, domain="nitka.test")
    assert (await old.get(ME)).status_code == 401


async def test_a_logout_kills_copies_of_the_cookie(browser: Browser, tenant: Tenant) -> None:
    desk, copy = browser(), browser()
    stolen = _cookie(await sign_in(desk, tenant.email))["nitka_session"].value
    copy.cookies.set("nitka_session", stolen, domain="nitka.test")
    assert (await copy.get(ME)).status_code == 200
    assert (await desk.post("/api/v1/auth/logout")).status_code == 204
    assert (await copy.get(ME)).status_code == 401


async def test_a_change_with_the_cookie_needs_our_header(browser: Browser, tenant: Tenant) -> None:
    desk = browser()
    await sign_in(desk, tenant.email)
    del desk.headers["X-Nitka-Request"]
    refused = await desk.patch(ME, json={"name": "Чужой"})
    assert refused.status_code == 403
    assert "X-Nitka-Request" in refused.json()["detail"]
    assert (await desk.get(ME)).json()["account"]["name"] != "Чужой"
    by_token = await desk.post("/api/v1/tokens", json={"name": "t", "role": "operator"}, headers=tenant.bearer)
    assert by_token.status_code == 201  # a token is not sent by browsers on their own


async def test_a_foreign_page_cannot_sign_its_visitor_in(browser: Browser, tenant: Tenant) -> None:
    desk = browser()
    desk.headers["Origin"] = "https://evil.example"
    assert (await sign_in(desk, tenant.email)).status_code == 403
    desk.headers["Origin"] = "http://nitka.test"
    assert (await sign_in(desk, tenant.email)).status_code == 200


async def test_a_silent_session_ends_and_a_used_one_goes_on(
    browser: Browser, tenant: Tenant, services: Services
) -> None:
    desk = browser()
    await sign_in(desk, tenant.email)

    async def age(seen: str, created: str) -> None:
        async with services.database.service() as tx:
            await tx.execute(
                """UPDATE session SET seen_at = now() - $2::text::interval, created_at = now() - $3::text::interval,
                   expires_at = least(now() - $2::text::interval + '14 days', expires_at)
                   WHERE workspace_id = $1""",
                tenant.opened.id, seen, created,
            )  # fmt: skip

    await age("13 days", "13 days")
    assert (await desk.get(ME)).status_code == 200  # and so it lives for two weeks more
    async with services.database.service() as tx:
        left = await tx.fetchval("SELECT expires_at - now() FROM session WHERE workspace_id = $1", tenant.opened.id)
    assert left.days >= 13
    await age("15 days", "20 days")
    assert (await desk.get(ME)).status_code == 401


async def test_guessing_is_slowed_down_also_for_the_right_guess(browser: Browser, tenant: Tenant) -> None:
    codes = []
    for attempt in range(22):
        # Each time from another address: the account itself is guarded.
        codes.append((await sign_in(browser(f"198.51.100.{attempt}"), tenant.email, f"guess {attempt}")).status_code)
    assert codes == [401] * 20 + [429] * 2
    late = await sign_in(browser(), tenant.email, PASSWORD)
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) >= 1
    assert late.headers["content-type"] == "application/problem+json"


async def test_one_address_cannot_try_many_accounts(browser: Browser) -> None:
    desk = browser("198.51.100.200")
    codes = {(await sign_in(desk, f"someone-{number}@example.com", "x")).status_code for number in range(54)}
    assert codes == {401, 429}


async def test_the_table_of_sessions_opens_nothing(browser: Browser, tenant: Tenant, services: Services) -> None:
    secret = _cookie(await sign_in(browser(), tenant.email))["nitka_session"].value
    async with services.database.service() as tx:
        hashes = await tx.fetch("SELECT token_hash FROM session WHERE workspace_id = $1", tenant.opened.id)
    assert all(secret.encode() not in row["token_hash"] and len(row["token_hash"]) == 32 for row in hashes)


async def test_switching_goes_only_to_ones_own_workspaces(browser: Browser, tenant: Tenant, neighbour: Tenant) -> None:
    desk = browser()
    await sign_in(desk, tenant.email)
    assert (await desk.post("/api/v1/auth/switch", json={"workspace_id": str(neighbour.opened.id)})).status_code == 404
    assert (await desk.get(ME)).json()["workspace"]["id"] == str(tenant.opened.id)
