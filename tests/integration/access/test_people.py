"""Roles, members and tokens."""

from __future__ import annotations

import httpx
import pytest

from nitka.entrypoints.services import Services
from tests.integration.access.conftest import Browser, Tenant, sign_in

NEW = "совсем-другой-пароль-7"
ANY = "00000000-0000-7000-8000-000000000000"

# What each endpoint needs at least; everything else under /api/v1 is open to operators.
OWNERS = [
    ("POST", "/people/invitations", {"email": "x@example.com", "role": "operator"}),
    ("PATCH", f"/people/{ANY}", {"role": "operator"}),
    ("DELETE", f"/people/{ANY}", None),
    ("POST", f"/people/{ANY}/reset-link", None),
    ("GET", "/tokens", None),
    ("POST", "/tokens", {"name": "x", "role": "owner"}),
    ("DELETE", f"/tokens/{ANY}", None),
    ("POST", "/connections", {"kind": "chat"}),
    ("PATCH", f"/connections/{ANY}", {"name": "x"}),
    ("DELETE", f"/connections/{ANY}", None),
    ("POST", f"/connections/{ANY}/reveal", None),
    ("PATCH", "/workspace", {"name": "Другое имя"}),
]
SUPERVISORS = [
    ("GET", "/audit", None),
    ("GET", "/quarantine", None),
    ("POST", f"/quarantine/{ANY}/retry", None),
    ("POST", f"/quarantine/{ANY}/drop", None),
    ("PATCH", "/workspace", {"away_message": {"ru": "Нас нет", "en": "Away"}}),
]


async def member(browser: Browser, tenant: Tenant, role: str, email: str = "") -> httpx.AsyncClient:
    """Return the browser of a new member, signed in."""
    email = email or f"{role}-{tenant.opened.id}@example.com"
    desk = browser()
    invitation = await desk.post(
        "/api/v1/people/invitations", json={"email": email, "role": role}, headers=tenant.bearer
    )
    token = invitation.json()["link"].rpartition("/")[2]
    body = {"token": token, "name": f"Анна {role}", "password": NEW}
    answer = await desk.post("/api/v1/auth/invitations/accept", json=body)
    assert answer.status_code == 200, answer.text
    return desk


@pytest.mark.parametrize(
    ("role", "forbidden", "allowed"),
    [("operator", OWNERS + SUPERVISORS, []), ("supervisor", OWNERS, SUPERVISORS), ("owner", [], OWNERS + SUPERVISORS)],
)
async def test_a_role_may_what_it_may(
    browser: Browser,
    tenant: Tenant,
    role: str,
    forbidden: list[tuple[str, str, object]],
    allowed: list[tuple[str, str, object]],
) -> None:
    desk = await member(browser, tenant, role)
    for method, path, body in forbidden:
        answer = await desk.request(method, f"/api/v1{path}", json=body)
        assert answer.status_code == 403, (method, path)
    for method, path, body in allowed:
        answer = await desk.request(method, f"/api/v1{path}", json=body)
        assert answer.status_code in (200, 201, 404), (method, path, answer.text)


async def test_another_role_counts_from_the_next_request(browser: Browser, tenant: Tenant) -> None:
    desk = await member(browser, tenant, "supervisor")
    account = (await desk.get("/api/v1/auth/me")).json()["account"]["id"]
    assert (await desk.get("/api/v1/audit")).status_code == 200
    changed = await browser().patch(f"/api/v1/people/{account}", json={"role": "operator"}, headers=tenant.bearer)
    assert changed.json()["role"] == "operator"
    assert (await desk.get("/api/v1/audit")).status_code == 403


async def test_who_is_removed_is_out_at_once_and_keeps_a_name(
    browser: Browser, tenant: Tenant, services: Services
) -> None:
    desk = await member(browser, tenant, "operator")
    account = (await desk.get("/api/v1/auth/me")).json()["account"]["id"]
    assert (await browser().delete(f"/api/v1/people/{account}", headers=tenant.bearer)).status_code == 204
    assert (await desk.get("/api/v1/auth/me")).status_code == 401
    listed = (await browser().get("/api/v1/people", headers=tenant.bearer)).json()["items"]
    assert account not in [person["id"] for person in listed]
    async with services.database.workspace(tenant.opened.id) as tx:
        assert await tx.fetchval("SELECT name FROM account WHERE id = $1::text::uuid", account) == "Анна operator"


async def test_a_workspace_is_never_left_without_an_owner(browser: Browser, tenant: Tenant) -> None:
    owner = browser()
    await sign_in(owner, tenant.email)
    me = (await owner.get("/api/v1/auth/me")).json()["account"]["id"]
    assert (await owner.delete(f"/api/v1/people/{me}")).status_code == 409
    assert (await owner.patch(f"/api/v1/people/{me}", json={"role": "operator"})).status_code == 409
    await member(browser, tenant, "owner")
    assert (await owner.patch(f"/api/v1/people/{me}", json={"role": "operator"})).status_code == 200


async def test_an_invitation_can_be_taken_back(browser: Browser, tenant: Tenant) -> None:
    owner = browser()
    made = (
        await owner.post(
            "/api/v1/people/invitations", json={"email": "x@example.com", "role": "owner"}, headers=tenant.bearer
        )
    ).json()
    assert (await owner.delete(f"/api/v1/people/{made['id']}", headers=tenant.bearer)).status_code == 204
    assert (await owner.get(f"/api/v1/auth/invitations/{made['link'].rpartition('/')[2]}")).status_code == 404


async def test_a_token_is_told_once_and_dies_when_revoked(browser: Browser, tenant: Tenant) -> None:
    client = browser()
    made = (await client.post("/api/v1/tokens", json={"name": "CRM", "role": "operator"}, headers=tenant.bearer)).json()
    assert made["token"].startswith("nitka_")
    bearer = {"Authorization": f"Bearer {made['token']}"}
    assert (await client.get("/api/v1/people", headers=bearer)).status_code == 200
    assert (await client.get("/api/v1/tokens", headers=bearer)).status_code == 403
    listed = await client.get("/api/v1/tokens", headers=tenant.bearer)
    assert made["token"] not in listed.text
    assert (await client.delete(f"/api/v1/tokens/{made['id']}", headers=tenant.bearer)).status_code == 204
    dead = await client.get("/api/v1/people", headers=bearer)
    assert (dead.status_code, dead.headers["www-authenticate"]) == (401, "Bearer")


async def test_the_audit_log_says_who_did_what(browser: Browser, tenant: Tenant) -> None:
    desk = await member(browser, tenant, "owner")
    await desk.patch("/api/v1/workspace", json={"region": "KZ"})
    page = (await desk.get("/api/v1/audit", params={"limit": 2})).json()
    first = page["items"][0]
    assert (first["action"], first["details"], first["actor"]["name"]) == (
        "workspace.change",
        {"changed": ["region"]},
        "Анна owner",
    )
    older = (await desk.get("/api/v1/audit", params={"limit": 200, "cursor": page["next"]})).json()
    actions = [item["action"] for item in older["items"]]
    assert "people.invite" in actions
    assert "workspace.create" in actions
    assert not {item["id"] for item in page["items"]} & {item["id"] for item in older["items"]}


async def test_the_audit_log_cannot_be_rewritten(tenant: Tenant, services: Services) -> None:
    for transaction in (services.database.workspace(tenant.opened.id), services.database.service()):
        async with transaction as tx:
            may = await tx.fetchrow(
                "SELECT has_table_privilege('audit', 'UPDATE') AS edit, has_table_privilege('audit', 'DELETE') AS cut"
            )
        assert may is not None
        assert (may["edit"], may["cut"]) == (False, False)
