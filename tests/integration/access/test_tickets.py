"""Invitations and forgotten passwords: links that work once, for the right person."""

from __future__ import annotations

from uuid import UUID

import httpx
import pytest

from nitka.channels.administration import Administration, create_workspace
from nitka.entrypoints.services import Services
from nitka.platform.auth.tickets import reset_link
from tests.integration.access.conftest import PASSWORD, Browser, Tenant, sign_in

NEW = "совсем-другой-пароль-7"


async def _invite(owner: httpx.AsyncClient, tenant: Tenant, email: str, role: str = "operator") -> str:
    answer = await owner.post("/api/v1/people/invitations", json={"email": email, "role": role}, headers=tenant.bearer)
    assert answer.status_code == 201, answer.text
    link: str = answer.json()["link"]
    assert link.startswith("http://nitka.test/desk/invite/")
    return link.rpartition("/")[2]


async def _accept(client: httpx.AsyncClient, token: str, password: str = NEW) -> httpx.Response:
    body = {"token": token, "name": "Анна", "password": password}
    return await client.post("/api/v1/auth/invitations/accept", json=body)


async def test_an_invitation_makes_a_member_once(browser: Browser, tenant: Tenant) -> None:
    owner, anna = browser(), browser()
    email = f"anna-{tenant.opened.id}@example.com"
    token = await _invite(owner, tenant, email)
    seen = (await anna.get(f"/api/v1/auth/invitations/{token}")).json()
    assert seen == {"email": email, "workspace": "Ботинки", "role": "operator", "known": False}
    accepted = await _accept(anna, token)
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["role"] == "operator"
    assert (await anna.get("/api/v1/auth/me")).status_code == 200
    assert (await _accept(browser(), token)).status_code == 404
    assert (await browser().get(f"/api/v1/auth/invitations/{token}")).status_code == 404
    assert (await sign_in(browser(), email, NEW)).status_code == 200


async def test_a_second_invitation_kills_the_first(browser: Browser, tenant: Tenant) -> None:
    owner = browser()
    first = await _invite(owner, tenant, "boris@example.com")
    second = await _invite(owner, tenant, "BORIS@example.com")
    assert (await owner.get(f"/api/v1/auth/invitations/{first}")).status_code == 404
    assert (await owner.get(f"/api/v1/auth/invitations/{second}")).status_code == 200


async def test_an_invitation_does_not_open_an_existing_account(
    browser: Browser, tenant: Tenant, neighbour: Tenant
) -> None:
    """The owner who invites sees the link: it must not let the owner into the other's account."""
    token = await _invite(browser(), tenant, neighbour.email, "owner")
    assert (await browser().get(f"/api/v1/auth/invitations/{token}")).json()["known"] is True
    burglar = browser()
    assert (await _accept(burglar, token, NEW)).status_code == 401
    assert (await sign_in(burglar, neighbour.email, NEW)).status_code == 401
    theirs = browser()
    accepted = await _accept(theirs, token, PASSWORD)
    assert accepted.status_code == 200
    assert {one["id"] for one in accepted.json()["workspaces"]} == {str(tenant.opened.id), str(neighbour.opened.id)}


@pytest.mark.parametrize("password", ["короче", "12345678", "aaaaaaaaaaaa"])
async def test_poor_passwords_are_refused_and_the_link_stays(browser: Browser, tenant: Tenant, password: str) -> None:
    token = await _invite(browser(), tenant, "vera@example.com")
    refused = await _accept(browser(), token, password)
    assert (refused.status_code, refused.json()["field"]) == (400, "password")
    assert (await browser().get(f"/api/v1/auth/invitations/{token}")).status_code == 200


async def test_an_old_invitation_opens_nothing(browser: Browser, tenant: Tenant, services: Services) -> None:
    token = await _invite(browser(), tenant, "late@example.com")
    async with services.database.service() as tx:
        await tx.execute("UPDATE ticket SET expires_at = now() WHERE workspace_id = $1", tenant.opened.id)
    assert (await _accept(browser(), token)).status_code == 404


async def test_a_reset_sets_the_password_once_and_ends_every_session(
    browser: Browser, tenant: Tenant, services: Services
) -> None:
    desk = browser()
    await sign_in(desk, tenant.email)
    link = await reset_link(services.database, tenant.email)
    assert link is not None
    body = {"token": link.token, "password": NEW}
    assert (await browser().post("/api/v1/auth/password/reset", json=body)).status_code == 204
    assert (await browser().post("/api/v1/auth/password/reset", json=body)).status_code == 404
    assert (await desk.get("/api/v1/auth/me")).status_code == 401
    assert (await sign_in(browser(), tenant.email, PASSWORD)).status_code == 401
    assert (await sign_in(browser(), tenant.email, NEW)).status_code == 200


async def test_other_reset_links_die_with_the_first_used(browser: Browser, tenant: Tenant, services: Services) -> None:
    links = [await reset_link(services.database, tenant.email) for _ in range(2)]
    codes = [
        (await browser().post("/api/v1/auth/password/reset", json={"token": link.token, "password": NEW})).status_code
        for link in links
        if link is not None
    ]
    assert codes == [204, 404]


async def test_an_owner_resets_only_those_who_belong_nowhere_else(
    browser: Browser, tenant: Tenant, services: Services, administration: Administration
) -> None:
    owner, member = browser(), browser()
    token = await _invite(owner, tenant, "grisha@example.com")
    me = (await _accept(member, token)).json()
    path = f"/api/v1/people/{me['account']['id']}/reset-link"
    made = await owner.post(path, headers=tenant.bearer)
    assert made.status_code == 201
    assert "/desk/reset/" in made.json()["link"]
    await create_workspace(
        services.database, administration, name="Своё дело", owner_email="grisha@example.com", password=NEW
    )
    assert (await owner.post(path, headers=tenant.bearer)).status_code == 403


async def test_asking_for_a_link_says_nothing_about_the_address(browser: Browser, tenant: Tenant) -> None:
    answers = [
        await browser().post("/api/v1/auth/password/forgot", json={"email": email})
        for email in (tenant.email, "nobody@example.com")
    ]
    assert [(answer.status_code, answer.content) for answer in answers] == [(202, answers[0].content)] * 2


async def test_an_invitation_of_a_neighbour_is_not_seen(browser: Browser, tenant: Tenant, neighbour: Tenant) -> None:
    await _invite(browser(), tenant, "secret-guest@example.com")
    people = (await browser().get("/api/v1/people", headers=neighbour.bearer)).json()["items"]
    assert [person["email"] for person in people] == [neighbour.email]
    pending = (await browser().get("/api/v1/people", headers=tenant.bearer)).json()["items"][-1]
    assert (pending["email"], pending["pending"]) == ("secret-guest@example.com", True)
    assert UUID(pending["id"])
