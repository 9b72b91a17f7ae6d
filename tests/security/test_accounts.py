"""Ways into somebody else's account."""

from __future__ import annotations

from typing import Any

import httpx

from tests.integration.access.conftest import PASSWORD, Browser, Tenant

NEW = "совсем-другой-пароль-7"


async def _invited(owner: httpx.AsyncClient, tenant: Tenant, email: str, role: str = "operator") -> str:
    body = {"email": email, "role": role}
    made = await owner.post("/api/v1/people/invitations", json=body, headers=tenant.bearer)
    token: str = made.json()["link"].rpartition("/")[2]
    return token


async def _accept(client: httpx.AsyncClient, token: str, password: str) -> httpx.Response:
    body = {"token": token, "name": "Гриша", "password": password}
    return await client.post("/api/v1/auth/invitations/accept", json=body)


async def test_an_invitation_gives_no_more_guesses_of_a_password_than_the_sign_in(
    browser: Browser, tenant: Tenant, neighbour: Tenant
) -> None:
    """Whoever owns any workspace can invite the victim, and come from as many addresses as they like."""
    token = await _invited(browser(), tenant, neighbour.email)
    tries = [await _accept(browser(f"198.51.100.{n}"), token, f"guess-number-{n}") for n in range(22)]
    assert [one.status_code for one in tries] == [401] * 20 + [429] * 2


async def test_a_reset_link_made_before_somebody_joined_does_not_open_the_workspace_they_joined(
    browser: Browser, tenant: Tenant, neighbour: Tenant
) -> None:
    """An owner may reset the password of one who belongs nowhere else, and so must not keep a link in store."""
    owner, grisha, email = browser(), browser(), f"grisha-{tenant.opened.id}@example.com"
    me: dict[str, Any] = (await _accept(grisha, await _invited(owner, tenant, email), PASSWORD)).json()
    link = (await owner.post(f"/api/v1/people/{me['account']['id']}/reset-link", headers=tenant.bearer)).json()["link"]
    assert (await _accept(grisha, await _invited(browser(), neighbour, email), PASSWORD)).status_code == 200
    body = {"token": link.rpartition("/")[2], "password": NEW}
    assert (await browser().post("/api/v1/auth/password/reset", json=body)).status_code == 404


async def _colleague(browser: Browser, tenant: Tenant) -> tuple[httpx.AsyncClient, str]:
    """Return the browser and the id of a second owner."""
    desk = browser()
    token = await _invited(desk, tenant, f"second-{tenant.opened.id}@example.com", "owner")
    me = (await _accept(desk, token, PASSWORD)).json()
    return desk, me["account"]["id"]


async def _made(client: httpx.AsyncClient, **headers: str) -> dict[str, str]:
    made = await client.post("/api/v1/tokens", json={"name": "CRM", "role": "owner"}, headers=headers)
    assert made.status_code == 201, made.text
    return {"Authorization": f"Bearer {made.json()['token']}"}


async def test_whoever_is_taken_out_takes_their_tokens_along(browser: Browser, tenant: Tenant) -> None:
    """Also those that a token of theirs has made, and for good: they do not come back with the person."""
    desk, id_ = await _colleague(browser, tenant)
    program = browser()
    first = await _made(desk)
    second = await _made(program, **first)
    for bearer in (first, second):
        assert (await program.get("/api/v1/tokens", headers=bearer)).status_code == 200
    assert (await program.delete(f"/api/v1/people/{id_}", headers=tenant.bearer)).status_code == 204
    for bearer in (first, second):
        assert (await program.get("/api/v1/workspace", headers=bearer)).status_code == 401
    told = (await program.get("/api/v1/audit", headers=tenant.bearer)).json()["items"]
    assert [one["action"] for one in told[:3]].count("tokens.revoke") == 2
    again = await _invited(program, tenant, f"second-{tenant.opened.id}@example.com", "owner")
    assert (await _accept(browser(), again, PASSWORD)).status_code == 200
    assert (await program.get("/api/v1/workspace", headers=first)).status_code == 401


async def test_a_token_loses_the_rights_that_its_maker_loses(browser: Browser, tenant: Tenant) -> None:
    desk, id_ = await _colleague(browser, tenant)
    program, bearer = browser(), await _made(desk)
    await program.patch(f"/api/v1/people/{id_}", json={"role": "operator"}, headers=tenant.bearer)
    assert (await program.get("/api/v1/tokens", headers=bearer)).status_code == 403
    assert (await program.get("/api/v1/workspace", headers=bearer)).status_code == 200
