"""Getting past the second step: with a code overheard, by guessing, with half of a sign-in, around by another door."""

from __future__ import annotations

import asyncio
import logging
import re
from http.cookies import SimpleCookie

import asyncpg
import httpx
import pytest
import structlog

from nitka.entrypoints.services import Services
from nitka.platform.auth.tickets import reset_link
from tests.integration.access.conftest import PASSWORD, Browser, Tenant, sign_in
from tests.integration.access.phone import CODE, MINE, Clock, Phone, both_steps, half, second_step, turn_on

ME, SETUP = "/api/v1/auth/me", "/api/v1/auth/login/setup"
HALF = "nitka_half"
_OWN = "WHERE account_id = (SELECT id FROM account WHERE email = $1)"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that can be put on."""
    return Clock(monkeypatch)


@pytest.fixture
async def home(browser: Browser, tenant: Tenant) -> httpx.AsyncClient:
    """The owner's browser, signed in."""
    client = browser()
    await sign_in(client, tenant.email)
    return client


@pytest.fixture
async def phone(home: httpx.AsyncClient, clock: Clock) -> Phone:
    """The owner's phone."""
    return await turn_on(home, clock)


async def test_a_code_that_was_seen_opens_nothing_again(browser: Browser, tenant: Tenant, phone: Phone) -> None:
    code = phone.fresh()
    assert (await both_steps(browser(), tenant.email, code)).status_code == 200
    assert (await both_steps(browser(), tenant.email, code)).status_code == 403
    assert (await both_steps(browser(), tenant.email, phone.code(-1))).status_code == 403  # nor the one before it
    assert (await both_steps(browser(), tenant.email, phone.code(1))).status_code == 200


async def test_the_code_that_turned_it_on_is_spent(browser: Browser, tenant: Tenant, phone: Phone) -> None:
    assert (await both_steps(browser(), tenant.email, phone.code())).status_code == 403


async def test_of_many_at_the_same_moment_one_code_lets_in_one(browser: Browser, tenant: Tenant, phone: Phone) -> None:
    for code in (phone.fresh(), phone.recovery[0]):
        clients = [browser(f"198.51.100.{n}") for n in range(5)]
        tickets = [await half(client, tenant.email) for client in clients]
        answers = await asyncio.gather(
            *(second_step(client, ticket, code) for client, ticket in zip(clients, tickets, strict=True))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 403, 403, 403, 403]


async def test_a_code_for_the_settings_is_the_same_code(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, phone: Phone
) -> None:
    code = phone.fresh()
    assert (await both_steps(browser(), tenant.email, code)).status_code == 200
    off = await home.post(f"{MINE}/off", json={"password": PASSWORD, "code": code})
    assert off.status_code == 403
    assert (await home.get(MINE)).json()["on"] is True


async def test_one_sign_in_has_five_tries_even_at_once(browser: Browser, tenant: Tenant, phone: Phone) -> None:
    thief = browser("198.51.100.5")
    ticket = await half(thief, tenant.email)
    answers = await asyncio.gather(*(second_step(thief, ticket, phone.wrong()) for _ in range(7)))
    assert sorted(answer.status_code for answer in answers) == [401, 401, 403, 403, 403, 403, 403]
    assert (await second_step(thief, ticket, phone.fresh())).status_code in (401, 429)
    assert (await thief.get(ME)).status_code == 401


async def test_guessing_goes_slowly_however_many_tickets_and_addresses(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, phone: Phone
) -> None:
    codes: list[int] = []
    for n in range(26):
        thief = browser(f"198.51.100.{n}")
        codes.append((await both_steps(thief, tenant.email, phone.wrong())).status_code)
    assert codes == [403] * 20 + [429] * 6
    assert (await both_steps(browser("198.51.100.99"), tenant.email, phone.fresh())).status_code == 429
    # Whoever was here before has tries of their own.
    await home.post("/api/v1/auth/logout")
    assert (await both_steps(home, tenant.email, phone.fresh())).status_code == 200
    lines = (await home.get("/api/v1/audit?limit=100")).json()["items"]
    assert [line["action"] for line in lines].count("auth.second_step_refused") == 20


async def test_one_address_has_fewer_tries(browser: Browser, tenant: Tenant, phone: Phone) -> None:
    thief = browser("198.51.100.7")
    codes = [(await both_steps(thief, tenant.email, phone.wrong())).status_code for _ in range(10)]
    assert codes == [403] * 8 + [429] * 2


async def test_a_session_in_strange_hands_guesses_as_slowly(home: httpx.AsyncClient, phone: Phone) -> None:
    body = {"password": PASSWORD, "code": phone.wrong()}
    codes = [(await home.post(f"{MINE}/off", json=body)).status_code for _ in range(10)]
    assert codes == [403] * 8 + [429] * 2
    passwords = [(await home.post(MINE, json={"password": f"guess {n}"})).status_code for n in range(12)]
    assert passwords == [403] * 10 + [429] * 2


async def test_half_of_a_sign_in_is_no_session(browser: Browser, tenant: Tenant, phone: Phone) -> None:
    desk = browser()
    answer = await sign_in(desk, tenant.email)
    assert answer.status_code == 202
    ticket = answer.json()["ticket"]
    assert ME not in answer.text
    assert tenant.email not in answer.text
    for value in (ticket, desk.cookies[HALF]):
        thief = browser()
        thief.cookies.set("nitka_session", value, domain="nitka.test")
        assert (await thief.get(ME)).status_code == 401
        assert (await browser().get(ME, headers={"Authorization": f"Bearer {value}"})).status_code == 401


async def test_a_stolen_half_is_worth_nothing_in_another_browser(
    browser: Browser, tenant: Tenant, phone: Phone
) -> None:
    desk = browser()
    ticket = await half(desk, tenant.email)
    code = phone.fresh()
    bare, mine, other = browser(), browser(), browser()
    assert (await second_step(bare, ticket, code)).status_code == 401  # the ticket, overheard
    await half(mine, tenant.email)
    assert (await second_step(mine, ticket, code)).status_code == 401  # with a cookie of another sign-in
    other.cookies.set(HALF, desk.cookies[HALF], domain="nitka.test", path="/api/v1/auth/login")
    assert (await second_step(other, "a-ticket-made-up", code)).status_code == 401  # the cookie without the ticket
    assert (await second_step(desk, ticket, code)).status_code == 200  # and none of it has spent the code


async def test_a_ticket_counts_once(browser: Browser, tenant: Tenant, phone: Phone) -> None:
    desk = browser()
    ticket = await half(desk, tenant.email)
    cookie = desk.cookies[HALF]
    assert (await second_step(desk, ticket, phone.fresh())).status_code == 200
    assert HALF not in desk.cookies
    again = browser()
    again.cookies.set(HALF, cookie, domain="nitka.test", path="/api/v1/auth/login")
    assert (await second_step(again, ticket, phone.fresh())).status_code == 401


async def test_a_ticket_is_soon_too_old(browser: Browser, tenant: Tenant, phone: Phone, services: Services) -> None:
    desk = browser()
    ticket = await half(desk, tenant.email)
    async with services.database.service() as tx:
        left = await tx.fetchval(f"SELECT max(expires_at) - now() FROM half_sign_in {_OWN}", tenant.email)
        assert left.total_seconds() <= 300
        await tx.execute(f"UPDATE half_sign_in SET expires_at = now() - interval '1 second' {_OWN}", tenant.email)
    assert (await second_step(desk, ticket, phone.fresh())).status_code == 401


async def test_a_planted_session_or_half_is_not_adopted(
    browser: Browser, tenant: Tenant, neighbour: Tenant, phone: Phone
) -> None:
    """Session fixation: the attacker's cookies wait in the victim's browser."""
    attacker, victim = browser(), browser()
    await half(attacker, tenant.email)  # who knows the password, and waits for the victim's code
    planted = attacker.cookies[HALF]
    victim.cookies.set("nitka_session", "planted-by-somebody-else", domain="nitka.test")
    victim.cookies.set(HALF, planted, domain="nitka.test", path="/api/v1/auth/login")
    answer = await sign_in(victim, tenant.email)
    given = SimpleCookie(answer.headers["set-cookie"])
    morsel = given[HALF]
    assert morsel.value != planted
    assert (morsel["httponly"], morsel["samesite"].lower(), morsel["path"]) == (True, "strict", "/api/v1/auth/login")
    done = await second_step(victim, answer.json()["ticket"], phone.fresh())
    assert done.status_code == 200
    assert (await attacker.get(ME)).status_code == 401
    thief = browser()
    thief.cookies.set("nitka_session", "planted-by-somebody-else", domain="nitka.test")
    assert (await thief.get(ME)).status_code == 401


async def test_coming_in_ends_the_session_that_was_there(browser: Browser, tenant: Tenant, phone: Phone) -> None:
    desk, old = browser(), browser()
    await both_steps(desk, tenant.email, phone.fresh())
    old.cookies.set("nitka_session", desk.cookies["nitka_session"], domain="nitka.test")
    ticket = await half(desk, tenant.email)
    assert (await old.get(ME)).status_code == 200  # not by the password alone
    assert (await second_step(desk, ticket, phone.fresh())).status_code == 200
    assert (await old.get(ME)).status_code == 401


async def test_a_foreign_page_cannot_finish_a_sign_in(browser: Browser, tenant: Tenant, phone: Phone) -> None:
    desk = browser()
    ticket = await half(desk, tenant.email)
    desk.headers["Origin"] = "https://evil.example"
    assert (await second_step(desk, ticket, phone.fresh())).status_code == 403


async def test_an_invitation_is_no_way_around(
    browser: Browser, tenant: Tenant, neighbour: Tenant, phone: Phone
) -> None:
    """Who knows the password and owns a workspace invites the victim there, and sees the link."""
    made = await browser().post(
        "/api/v1/people/invitations", json={"email": tenant.email, "role": "operator"}, headers=neighbour.bearer
    )
    token = made.json()["link"].rpartition("/")[2]
    body = {"token": token, "password": PASSWORD}
    thief = browser()
    answer = await thief.post("/api/v1/auth/invitations/accept", json=body)
    assert (answer.status_code, answer.json()["needs"]) == (202, "code")
    assert (await thief.get(ME)).status_code == 401
    people = (await browser().get("/api/v1/people", headers=neighbour.bearer)).json()["items"]
    assert [one["pending"] for one in people] == [False, True]  # nor has the victim joined
    assert (await second_step(thief, answer.json()["ticket"], phone.wrong())).status_code == 403
    joined = await second_step(thief, answer.json()["ticket"], phone.fresh())
    assert joined.json()["workspace"]["id"] == str(neighbour.opened.id)
    assert len(joined.json()["workspaces"]) == 2


async def test_a_new_password_ends_what_the_old_one_began(
    browser: Browser, tenant: Tenant, phone: Phone, services: Services
) -> None:
    thief = browser()
    ticket = await half(thief, tenant.email)
    link = await reset_link(services.database, tenant.email)
    assert link is not None
    body = {"token": link.token, "password": "совсем-другой-пароль-7"}
    assert (await browser().post("/api/v1/auth/password/reset", json=body)).status_code == 204
    assert (await second_step(thief, ticket, phone.fresh())).status_code == 401


async def test_a_ticket_for_a_code_does_not_set_up_another_phone(
    browser: Browser, tenant: Tenant, phone: Phone, services: Services
) -> None:
    thief = browser()
    ticket = await half(thief, tenant.email)
    assert (await thief.post(SETUP, json={"ticket": ticket})).status_code == 401
    confirm = await thief.post(f"{SETUP}/confirm", json={"ticket": ticket, "code": phone.fresh()})
    assert confirm.status_code == 401
    async with services.database.service() as tx:  # as if it had been on its way before the owner's own
        await tx.execute(f"UPDATE half_sign_in SET needs = 'setup' {_OWN}", tenant.email)
    assert (await thief.post(SETUP, json={"ticket": ticket})).status_code == 409


async def test_an_owners_session_cannot_take_the_owners_own_factor_off(
    home: httpx.AsyncClient, browser: Browser, tenant: Tenant, phone: Phone
) -> None:
    me = (await home.get(ME)).json()["account"]["id"]
    assert (await home.delete(f"/api/v1/people/{me}/second-factor")).status_code == 403
    made = await home.post("/api/v1/tokens", json={"name": "t", "role": "owner"})
    bearer = {"Authorization": f"Bearer {made.json()['token']}"}
    assert (await browser().delete(f"/api/v1/people/{me}/second-factor", headers=bearer)).status_code == 403
    link = (await home.post(f"/api/v1/people/{me}/reset-link")).json()["link"]
    body = {"token": link.rpartition("/")[2], "password": "совсем-другой-пароль-7"}
    await browser().post("/api/v1/auth/password/reset", json=body)
    assert (await sign_in(browser(), tenant.email, "совсем-другой-пароль-7")).status_code == 202


async def test_an_owner_here_cannot_reset_who_works_elsewhere_too(
    browser: Browser, tenant: Tenant, neighbour: Tenant, phone: Phone
) -> None:
    made = await browser().post(
        "/api/v1/people/invitations", json={"email": tenant.email, "role": "operator"}, headers=neighbour.bearer
    )
    guest = browser()
    body = {"token": made.json()["link"].rpartition("/")[2], "password": PASSWORD}
    ticket = (await guest.post("/api/v1/auth/invitations/accept", json=body)).json()["ticket"]
    me = (await second_step(guest, ticket, phone.fresh())).json()["account"]["id"]
    path = f"/api/v1/people/{me}/second-factor"
    assert (await browser().delete(path, headers=neighbour.bearer)).status_code == 403
    assert (await sign_in(browser(), tenant.email)).status_code == 202


async def test_nothing_secret_is_kept_in_plain_or_told(
    home: httpx.AsyncClient,
    browser: Browser,
    tenant: Tenant,
    clock: Clock,
    services: Services,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as lines:
        phone = await turn_on(home, clock)
        key = phone._app.secret
        desk = browser()
        ticket = await half(desk, tenant.email)
        codes = [phone.wrong(), phone.fresh()]
        for code in codes:
            await second_step(desk, ticket, code)
        await both_steps(browser(), tenant.email, phone.recovery[0])
    secrets = [key, ticket, *phone.recovery, *(one.replace("-", "") for one in phone.recovery)]
    told = f"{lines} {caplog.text} {(await home.get('/api/v1/audit?limit=100')).text}"
    stored = await _whole(services)
    assert [one for one in secrets if one in told or one in stored] == []
    assert [code for code in codes if re.search(rf"\b{code}\b", told)] == []
    assert key.encode().hex() not in stored


async def _whole(services: Services) -> str:
    """All that a backup would hold of it."""
    texts: list[str] = []
    async with services.database.service() as tx:
        for table in ("second_factor", "recovery_code", "half_sign_in", "session", "audit"):
            rows = await tx.fetch(f"SELECT t::text AS line FROM {table} AS t")
            texts += [row["line"] for row in rows]
    return "\n".join(texts)


async def test_the_application_sees_who_has_it_and_nothing_else(
    services: Services, tenant: Tenant, neighbour: Tenant, phone: Phone
) -> None:
    async with services.database.workspace(neighbour.opened.id) as tx:
        assert await tx.fetch("SELECT account_id FROM second_factor") == []
    async with services.database.workspace(tenant.opened.id) as tx:
        assert len(await tx.fetch("SELECT account_id FROM second_factor")) == 1
    for statement in ("SELECT secret FROM second_factor", "SELECT 1 FROM recovery_code", "SELECT 1 FROM half_sign_in"):
        async with services.database.workspace(tenant.opened.id) as tx:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await tx.fetch(statement)


async def test_what_is_no_second_step_is_refused_plainly(browser: Browser) -> None:
    client = browser()
    for body in ({}, {"ticket": "x"}, {"ticket": "x", "code": None}, {"ticket": ["x"], "code": "1"}):
        assert (await client.post(CODE, json=body)).status_code == 400
    assert (await second_step(client, "x" * 201, "1")).status_code == 400
    assert (await second_step(client, "x", "1" * 41)).status_code == 400
