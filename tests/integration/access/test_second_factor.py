"""Two-step sign-in as people meet it: turning it on, coming in, the lost phone, and the workspace that asks for it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from nitka.entrypoints.services import Services
from nitka.platform.auth.demand import reset_by_email
from nitka.platform.auth.tickets import reset_link
from tests.integration.access.conftest import PASSWORD, Browser, Tenant, sign_in
from tests.integration.access.phone import MINE, Clock, Phone, both_steps, half, second_step, turn_on

ME, DEMAND = "/api/v1/auth/me", "/api/v1/workspace/second-factor"
ANNA = "новый-пароль-анны-5"


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


async def _actions(client: httpx.AsyncClient, tenant: Tenant) -> list[str]:
    lines = (await client.get("/api/v1/audit?limit=200", headers=tenant.bearer)).json()["items"]
    return [line["action"] for line in lines]


async def _anna(browser: Browser, tenant: Tenant) -> tuple[str, str]:
    """Another member: address and id."""
    email = f"anna-{tenant.opened.id}@example.com"
    made = await browser().post(
        "/api/v1/people/invitations", json={"email": email, "role": "operator"}, headers=tenant.bearer
    )
    token = made.json()["link"].rpartition("/")[2]
    body = {"token": token, "name": "Анна", "password": ANNA}
    accepted = await browser().post("/api/v1/auth/invitations/accept", json=body)
    return email, str(accepted.json()["account"]["id"])


async def test_it_is_turned_on_by_a_code_and_asked_for_from_then_on(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, clock: Clock
) -> None:
    assert (await home.get(MINE)).json() == {"on": False, "since": None, "recovery_left": 0, "demanded": False}
    phone = await turn_on(home, clock)
    assert len(set(phone.recovery)) == 10
    state = (await home.get(MINE)).json()
    assert (state["on"], state["recovery_left"]) == (True, 10)

    desk = browser()
    answer = await sign_in(desk, tenant.email)
    assert (answer.status_code, answer.json()["needs"]) == (202, "code")
    assert answer.headers["cache-control"] == "no-store"
    assert "nitka_session" not in str(answer.headers.get_list("set-cookie"))
    assert (await desk.get(ME)).status_code == 401
    come = await second_step(desk, answer.json()["ticket"], f" {phone.fresh()[:3]} {phone.code()[3:]}")
    assert come.status_code == 200, come.text
    assert come.json()["account"]["email"] == tenant.email
    assert (await desk.get(ME)).status_code == 200
    actions = await _actions(desk, tenant)
    assert actions[:2] == ["auth.sign_in", "auth.second_factor_on"]


async def test_turning_it_on_needs_the_password_and_a_code_of_this_very_key(
    home: httpx.AsyncClient, clock: Clock
) -> None:
    wrong = await home.post(MINE, json={"password": "не тот"})
    assert (wrong.status_code, wrong.json()["field"]) == (403, "password")
    earlier = (await home.post(MINE, json={"password": PASSWORD})).json()["key"]
    begun = await home.post(MINE, json={"password": PASSWORD})
    assert begun.headers["cache-control"] == "no-store"
    assert begun.json()["picture"].startswith("<svg")
    assert begun.json()["key"] in begun.json()["link"]
    refused = await home.post(f"{MINE}/confirm", json={"code": Phone(earlier, clock).code()})
    assert (refused.status_code, refused.json()["field"]) == (403, "code")
    assert (await home.get(MINE)).json()["on"] is False
    phone = Phone(begun.json()["key"], clock)
    assert (await home.post(f"{MINE}/confirm", json={"code": phone.code()})).status_code == 200
    assert (await home.post(MINE, json={"password": PASSWORD})).status_code == 409


async def test_turning_it_on_ends_the_other_sessions(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, clock: Clock
) -> None:
    other = browser()
    await sign_in(other, tenant.email)
    await turn_on(home, clock)
    assert (await home.get(ME)).status_code == 200
    assert (await other.get(ME)).status_code == 401


async def test_a_recovery_code_opens_once(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, clock: Clock
) -> None:
    phone = await turn_on(home, clock)
    desk = browser()
    assert (await both_steps(desk, tenant.email, phone.recovery[3].upper())).status_code == 200
    assert (await desk.get(MINE)).json()["recovery_left"] == 9
    assert (await both_steps(browser(), tenant.email, phone.recovery[3])).status_code == 403
    assert (await both_steps(browser(), tenant.email, phone.recovery[4])).status_code == 200
    assert "auth.recovery_code" in await _actions(desk, tenant)


async def test_new_recovery_codes_take_the_place_of_the_old(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, clock: Clock
) -> None:
    phone = await turn_on(home, clock)
    path = f"{MINE}/recovery-codes"
    assert (await home.post(path, json={"password": PASSWORD, "code": phone.wrong()})).status_code == 403
    assert (await home.post(path, json={"password": "не тот", "code": phone.fresh()})).status_code == 403
    made = await home.post(path, json={"password": PASSWORD, "code": phone.fresh()})
    assert made.status_code == 200, made.text
    new = made.json()["codes"]
    assert len(set(new) | set(phone.recovery)) == 20
    assert (await both_steps(browser(), tenant.email, phone.recovery[0])).status_code == 403
    assert (await both_steps(browser(), tenant.email, new[0])).status_code == 200


async def test_it_is_turned_off_by_password_and_code(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, clock: Clock
) -> None:
    phone = await turn_on(home, clock)
    for body in ({"password": "не тот", "code": phone.fresh()}, {"password": PASSWORD, "code": phone.wrong()}):
        assert (await home.post(f"{MINE}/off", json=body)).status_code == 403
    off = await home.post(f"{MINE}/off", json={"password": PASSWORD, "code": phone.fresh()})
    assert off.status_code == 204, off.text
    assert (await sign_in(browser(), tenant.email)).status_code == 200
    assert "auth.second_factor_off" in await _actions(home, tenant)


async def test_a_new_password_does_not_switch_it_off(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, clock: Clock, services: Services
) -> None:
    phone = await turn_on(home, clock)
    link = await reset_link(services.database, tenant.email)
    assert link is not None
    desk = browser()
    body = {"token": link.token, "password": ANNA}
    assert (await desk.post("/api/v1/auth/password/reset", json=body)).status_code == 204
    assert (await both_steps(desk, tenant.email, phone.fresh(), ANNA)).status_code == 200


async def test_tokens_need_no_code_and_have_none(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, clock: Clock
) -> None:
    await turn_on(home, clock)
    await home.put(DEMAND, json={"required": True})
    program = browser()
    assert (await program.get("/api/v1/people", headers=tenant.bearer)).status_code == 200
    assert (await program.get(MINE, headers=tenant.bearer)).status_code == 403
    assert (await program.post(MINE, json={"password": PASSWORD}, headers=tenant.bearer)).status_code == 403


async def test_a_workspace_that_asks_for_it_lets_nobody_in_without(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, clock: Clock
) -> None:
    email, _ = await _anna(browser, tenant)
    anna = browser()
    assert (await sign_in(anna, email, ANNA)).status_code == 200
    first = await home.put(DEMAND, json={"required": True})
    assert (first.status_code, (await home.get(DEMAND)).json()) == (409, {"required": False, "without": 2})
    owner = await turn_on(home, clock)
    assert (await home.put(DEMAND, json={"required": True})).json() == {"required": True, "without": 1}
    assert (await anna.get(ME)).status_code == 401  # what was open before is closed

    answer = await sign_in(anna, email, ANNA)
    assert (answer.status_code, answer.json()["needs"]) == (202, "setup")
    phone, done = await _set_up(anna, answer.json()["ticket"], clock)
    assert done["me"]["account"]["email"] == email
    assert len(done["recovery_codes"]) == 10
    assert (await anna.get(ME)).status_code == 200
    assert (await both_steps(browser(), email, phone.fresh(), ANNA)).status_code == 200
    kept = await anna.post(f"{MINE}/off", json={"password": ANNA, "code": phone.fresh()})
    assert kept.status_code == 409

    assert (await anna.put(DEMAND, json={"required": False})).status_code == 403
    assert (await home.put(DEMAND, json={"required": False})).json()["required"] is False
    off = await home.post(f"{MINE}/off", json={"password": PASSWORD, "code": owner.fresh()})
    assert off.status_code == 204
    assert {"workspace.second_factor_on", "workspace.second_factor_off"} < set(await _actions(home, tenant))


async def _set_up(client: httpx.AsyncClient, ticket: str, clock: Clock) -> tuple[Phone, dict[str, Any]]:
    begun = await client.post("/api/v1/auth/login/setup", json={"ticket": ticket})
    assert begun.status_code == 200, begun.text
    phone = Phone(begun.json()["key"], clock)
    done = await client.post("/api/v1/auth/login/setup/confirm", json={"ticket": ticket, "code": phone.fresh()})
    assert done.status_code == 200, done.text
    return phone, done.json()


async def test_whoever_is_invited_there_sets_it_up_as_they_join(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, clock: Clock
) -> None:
    await turn_on(home, clock)
    await home.put(DEMAND, json={"required": True})
    made = await home.post("/api/v1/people/invitations", json={"email": "boris@example.com", "role": "operator"})
    token = made.json()["link"].rpartition("/")[2]
    boris = browser()
    body = {"token": token, "name": "Борис", "password": ANNA}
    answer = await boris.post("/api/v1/auth/invitations/accept", json=body)
    assert (answer.status_code, answer.json()["needs"]) == (202, "setup")
    _, done = await _set_up(boris, answer.json()["ticket"], clock)
    assert done["me"]["workspace"]["id"] == str(tenant.opened.id)


async def test_nobody_switches_into_it_without(
    browser: Browser, tenant: Tenant, neighbour: Tenant, home: httpx.AsyncClient, clock: Clock
) -> None:
    await turn_on(home, clock)
    made = await home.post("/api/v1/people/invitations", json={"email": neighbour.email, "role": "operator"})
    token = made.json()["link"].rpartition("/")[2]
    guest, there = browser(), browser()
    body = {"token": token, "password": PASSWORD}
    assert (await guest.post("/api/v1/auth/invitations/accept", json=body)).status_code == 200
    await guest.post("/api/v1/auth/switch", json={"workspace_id": str(neighbour.opened.id)})
    await home.put(DEMAND, json={"required": True})
    assert (await guest.get(ME)).status_code == 200  # in a workspace that does not ask for it
    refused = await guest.post("/api/v1/auth/switch", json={"workspace_id": str(tenant.opened.id)})
    assert (refused.status_code, "two-step" in refused.json()["detail"]) == (403, True)
    assert (await sign_in(there, neighbour.email)).json()["needs"] == "setup"
    await turn_on(guest, clock)
    switched = await guest.post("/api/v1/auth/switch", json={"workspace_id": str(tenant.opened.id)})
    assert switched.status_code == 200


async def test_an_owner_resets_it_for_whoever_lost_the_phone(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, clock: Clock
) -> None:
    email, id_ = await _anna(browser, tenant)
    anna = browser()
    await sign_in(anna, email, ANNA)
    path = f"/api/v1/people/{id_}/second-factor"
    assert (await home.delete(path)).status_code == 409
    await turn_on(anna, clock, ANNA)
    people = (await home.get("/api/v1/people")).json()["items"]
    assert [one["second_factor"] for one in people] == [False, True]
    assert {one["second_factor"] for one in (await anna.get("/api/v1/people")).json()["items"]} == {None}
    waiting = browser()
    ticket = await half(waiting, email, ANNA)
    assert (await anna.delete(path)).status_code == 403
    assert (await home.delete(path)).status_code == 204
    assert (await anna.get(ME)).status_code == 401
    assert (await second_step(waiting, ticket, "123456")).status_code == 401
    assert (await sign_in(anna, email, ANNA)).status_code == 200
    assert "people.reset_second_factor" in await _actions(home, tenant)


async def test_whoever_runs_the_server_can_reset_it(
    browser: Browser, tenant: Tenant, home: httpx.AsyncClient, clock: Clock, services: Services
) -> None:
    assert await reset_by_email(services.database, "nobody@example.com") is None
    assert await reset_by_email(services.database, tenant.email) is False
    await turn_on(home, clock)
    assert await reset_by_email(services.database, tenant.email.upper()) is True
    assert (await home.get(ME)).status_code == 401
    assert (await sign_in(home, tenant.email)).status_code == 200
    lines = (await home.get("/api/v1/audit")).json()["items"]
    assert [(one["actor"]["kind"], one["target"] is None) for one in lines if "reset_second" in one["action"]] == [
        ("cli", False)
    ]
