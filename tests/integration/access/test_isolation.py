"""Nobody sees or touches another workspace, and nobody unknown sees anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
from litestar import Litestar

from nitka.entrypoints.services import Services
from nitka.kernel.ids import new_id
from tests.integration.access.conftest import Browser, Tenant, sign_in

PUBLIC = {
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/login/code"),
    ("POST", "/api/v1/auth/login/setup"),
    ("POST", "/api/v1/auth/login/setup/confirm"),
    ("POST", "/api/v1/auth/password/forgot"),
    ("POST", "/api/v1/auth/password/reset"),
    ("GET", "/api/v1/auth/invitations/{token}"),
    ("POST", "/api/v1/auth/invitations/accept"),
}


def _desk_operations(app: Litestar) -> Iterator[tuple[str, str]]:
    for path, item in app.openapi_schema.to_schema()["paths"].items():
        if path.startswith("/api/v1"):
            for method in item:
                yield method.upper(), path


def _filled(path: str, id_: object) -> str:
    return re.sub(r"\{[^}]+\}", str(id_), path.replace("{version}", "1"))  # versions of the model are numbers


async def test_everything_is_closed_to_strangers_but_the_way_in(app: Litestar, browser: Browser) -> None:
    operations = set(_desk_operations(app))
    assert operations > PUBLIC
    stranger = browser()
    for method, path in sorted(operations - PUBLIC):
        answer = await stranger.request(method, _filled(path, new_id()), json={})
        assert answer.status_code == 401, (method, path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("header", ["Bearer nitka_made-up", "Bearer ", "Basic bml0a2E6eA==", "Bearer \xff"])
async def test_a_made_up_token_opens_nothing(browser: Browser, header: str) -> None:
    answer = await browser().get("/api/v1/people", headers=[(b"authorization", header.encode("latin-1"))])
    assert answer.status_code == 401


async def _things_of(browser: Browser, tenant: Tenant, services: Services) -> dict[str, Any]:
    """Make one of everything in this workspace and return the ids."""
    client = browser()
    token = await client.post("/api/v1/tokens", json={"name": "t", "role": "operator"}, headers=tenant.bearer)
    invitation = await client.post(
        "/api/v1/people/invitations", json={"email": "z@example.com", "role": "operator"}, headers=tenant.bearer
    )
    file = await client.post(
        "/api/v1/files", files={"file": ("тайна.txt", b"secret", "text/plain")}, headers=tenant.bearer
    )
    upload = await client.post(
        "/api/v1/imports", files={"file": ("тайна.csv", b"e-mail\nivan@mail.ru\n", "text/csv")}, headers=tenant.bearer
    )
    people = (await client.get("/api/v1/people", headers=tenant.bearer)).json()["items"]
    connections = (await client.get("/api/v1/connections", headers=tenant.bearer)).json()["items"]
    held = new_id()
    async with services.database.workspace(tenant.opened.id) as tx:
        await tx.execute(
            "INSERT INTO quarantine (workspace_id, id, partition, seq, body, error) VALUES ($1, $2, 0, 1, '{}', 'x')",
            tenant.opened.id, held,
        )  # fmt: skip
    return {
        "token_id": token.json()["id"],
        "invitation": invitation.json()["id"],
        "person_id": people[0]["id"],
        "connection_id": connections[0]["id"],
        "file_id": file.json()["id"],
        "touch_id": held,
        "import_id": upload.json()["id"],
    }


async def test_a_neighbours_ids_are_nothing_here(
    app: Litestar, browser: Browser, tenant: Tenant, neighbour: Tenant, services: Services
) -> None:
    theirs = await _things_of(browser, neighbour, services)
    client = browser()
    bodies: dict[str, Any] = {
        "/api/v1/people/{person_id}": {"role": "operator"},
        "/api/v1/connections/{connection_id}": {"name": "моё"},
        "/api/v1/imports/{import_id}/start": {"source": "x", "mapping": {"columns": {"e-mail": {"to": "email"}}}},
    }
    checked = 0
    for method, path in _desk_operations(app):
        names = re.findall(r"\{([^}]+)\}", path)
        if len(names) != 1 or names[0] not in theirs:
            continue
        for id_ in {theirs[names[0]], theirs["invitation"] if names[0] == "person_id" else theirs[names[0]]}:
            answer = await client.request(method, _filled(path, id_), json=bodies.get(path), headers=tenant.bearer)
            assert answer.status_code == 404, (method, path, answer.text)
            checked += 1
    assert checked >= 11
    # And nothing of it happened.
    assert (await _ids(browser, neighbour)) >= {str(theirs[name]) for name in theirs if name != "file_id"}


async def _ids(browser: Browser, tenant: Tenant) -> set[str]:
    found: set[str] = set()
    for path in ("people", "tokens", "connections", "quarantine", "imports"):
        page = (await browser().get(f"/api/v1/{path}", headers=tenant.bearer)).json()
        found |= {item["id"] for item in page["items"]}
    return found


async def test_lists_hold_nothing_of_a_neighbour(
    app: Litestar, browser: Browser, tenant: Tenant, neighbour: Tenant, services: Services
) -> None:
    theirs = {str(one) for one in (await _things_of(browser, neighbour, services)).values()}
    theirs |= {str(neighbour.opened.id), neighbour.email, neighbour.opened.write_key, neighbour.opened.server_key}
    client = browser()
    await sign_in(client, tenant.email)
    for method, path in _desk_operations(app):
        if method == "GET" and "{" not in path:
            answer = await client.get(path)
            assert answer.status_code in (200, 400), (path, answer.text)
            assert not [one for one in theirs if one in answer.text], path


async def test_a_file_comes_back_as_it_went_and_harmless(browser: Browser, tenant: Tenant) -> None:
    client = browser()
    body = b"<script>alert(1)</script>" * 10_000
    made = (
        await client.post("/api/v1/files", files={"file": ("отчёт.html", body, "text/html")}, headers=tenant.bearer)
    ).json()
    assert (made["name"], made["size"]) == ("отчёт.html", len(body))
    got = await client.get(made["url"], headers=tenant.bearer)
    assert got.content == body
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D0%BE")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]
    picture = (
        await client.post("/api/v1/files", files={"file": ("a.png", b"\x89PNG", "image/png")}, headers=tenant.bearer)
    ).json()
    shown = await client.get(picture["url"], headers=tenant.bearer)
    assert (shown.headers["content-type"], shown.headers["content-disposition"][:6]) == ("image/png", "inline")


@pytest.mark.parametrize("table", ["session", "account", "ticket"])
async def test_the_application_cannot_read_what_people_sign_in_with(
    tenant: Tenant, services: Services, table: str
) -> None:
    async with services.database.workspace(tenant.opened.id) as tx:
        column = {"session": "token_hash", "account": "password_hash", "ticket": "token_hash"}[table]
        if table == "ticket":  # its own invitations, no resets
            await services_reset(services, tenant)
            assert await tx.fetchval("SELECT count(*) FROM ticket") == 0
            return
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await tx.fetch(f"SELECT {column} FROM {table}")


async def services_reset(services: Services, tenant: Tenant) -> None:
    """Make a reset link for the owner."""
    from nitka.platform.auth.tickets import reset_link

    assert await reset_link(services.database, tenant.email) is not None


async def test_the_service_role_cannot_read_conversations(services: Services) -> None:
    nothing = [(table, "1") for table in ("message", "touch", "customer", "identifier", "draft")]
    for table, column in [*nothing, *(("file", name) for name in ("id", "name", "blob", "owner_node"))]:
        async with services.database.service() as tx:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await tx.fetch(f"SELECT {column} FROM {table}")
