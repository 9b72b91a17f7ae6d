"""Connections and the workspace's settings, and that the edge learns of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec
import pytest

from nitka.channels import registry
from nitka.channels.capabilities import Capabilities, Title
from nitka.channels.connections import open_connection
from nitka.channels.connector import ConnectionInfo, FileStore, Manifest, Outgoing, Secret, SendResult
from nitka.entrypoints.services import Services
from tests.integration.access.conftest import Browser, Tenant

CONNECTIONS = "/api/v1/connections"


class PostSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of a channel with a password."""

    host: str
    port: int = 993
    password: Secret


class Post:
    """A channel of this test."""

    manifest = Manifest(
        kind="post", title=Title("Почта", "Post"), settings=PostSettings, capabilities=Capabilities(),
        destination=("host",), credentials=("password",),
    )  # fmt: skip

    async def send(self, connection: ConnectionInfo, outgoing: Outgoing, files: FileStore) -> SendResult:
        """Send nothing."""
        return SendResult(status="failed")


@pytest.fixture(autouse=True)
def with_post(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the channel to those there are."""
    known = {**registry.connectors(), "post": Post()}
    monkeypatch.setattr(registry, "connectors", lambda: known)


async def until(met: Callable[[], object]) -> None:
    """Wait for what the watch of the bucket brings."""
    async with asyncio.timeout(5):
        while not met():
            await asyncio.sleep(0.01)


async def test_a_new_workspace_can_be_used_at_once(services: Services, tenant: Tenant, browser: Browser) -> None:
    await until(lambda: services.keys.website(tenant.opened.write_key))
    website = services.keys.website(tenant.opened.write_key)
    assert website is not None
    assert (website.workspace_id, website.region) == (tenant.opened.id, "RU")
    assert set(website.connections) == {"chat", "site"}
    assert services.keys.by_server_key(tenant.opened.server_key) == website
    assert website.config["brand"] == {"name": "Ботинки"}
    assert website.config["team"][0]["name"].startswith("owner")
    config = await browser().get("/client/v1/config", headers={"X-Nitka-Key": tenant.opened.write_key})
    assert config.status_code == 200, config.text


async def test_a_chat_brings_its_site_under_one_key(browser: Browser, tenant: Tenant, services: Services) -> None:
    client = browser()
    made = (await client.post(CONNECTIONS, json={"kind": "chat", "name": "Второй сайт"}, headers=tenant.bearer)).json()
    listed = (await client.get(CONNECTIONS, headers=tenant.bearer)).json()["items"]
    pair = [one for one in listed if one["write_key"] == made["write_key"]]
    assert sorted(one["kind"] for one in pair) == ["chat", "site"]
    assert {one["state"]["status"] for one in pair} == {"ok"}
    site = next(one["id"] for one in pair if one["kind"] == "site")
    keys = [
        (await client.post(f"{CONNECTIONS}/{id_}/reveal", headers=tenant.bearer)).json()["server_key"]
        for id_ in (made["id"], site)
    ]
    assert keys[0] == keys[1] != tenant.opened.server_key
    await until(lambda: services.keys.website(made["write_key"]))
    assert (await client.delete(f"{CONNECTIONS}/{made['id']}", headers=tenant.bearer)).status_code == 204
    await until(lambda: services.keys.website(made["write_key"]) is None)
    left = (await client.get(CONNECTIONS, headers=tenant.bearer)).json()["items"]
    assert made["write_key"] not in {one["write_key"] for one in left}


async def test_a_connection_switched_off_opens_nothing(browser: Browser, tenant: Tenant, services: Services) -> None:
    client = browser()
    for one in (await client.get(CONNECTIONS, headers=tenant.bearer)).json()["items"]:
        off = await client.patch(f"{CONNECTIONS}/{one['id']}", json={"disabled": True}, headers=tenant.bearer)
        assert (off.json()["disabled"], off.json()["state"]["status"]) == (True, "off")
    await until(lambda: services.keys.website(tenant.opened.write_key) is None)
    await client.patch(f"{CONNECTIONS}/{one['id']}", json={"disabled": False}, headers=tenant.bearer)
    await until(lambda: services.keys.website(tenant.opened.write_key))


async def test_secrets_are_sealed_and_never_shown(browser: Browser, tenant: Tenant, services: Services) -> None:
    client = browser()
    settings = {"host": "imap.example.com", "password": "тайна-42"}
    made = await client.post(CONNECTIONS, json={"kind": "post", "settings": settings}, headers=tenant.bearer)
    assert made.status_code == 201, made.text
    id_ = made.json()["id"]
    assert made.json()["settings"] == {"host": "imap.example.com", "port": 993}
    assert made.json()["secrets"] == ["password"]
    async with services.database.workspace(tenant.opened.id) as tx:
        row = await tx.fetchrow("SELECT * FROM connection WHERE id = $1::text::uuid", id_)
        whole = await tx.fetchval("SELECT connection::text FROM connection WHERE id = $1::text::uuid", id_)
    assert row is not None
    assert "тайна" not in whole
    assert "тайна-42".encode() not in row["secrets"]
    assert open_connection(dict(row), services.sealer).settings.password == "тайна-42"
    listed = await client.get(CONNECTIONS, headers=tenant.bearer)
    assert "тайна" not in listed.text
    # An empty secret in the form leaves the old one; other fields change.
    change = {"settings": {"port": 1993, "password": ""}, "name": "Склад"}
    changed = (await client.patch(f"{CONNECTIONS}/{id_}", json=change, headers=tenant.bearer)).json()
    assert (changed["name"], changed["settings"]["port"], changed["secrets"]) == ("Склад", 1993, ["password"])
    async with services.database.workspace(tenant.opened.id) as tx:
        row = await tx.fetchrow("SELECT * FROM connection WHERE id = $1::text::uuid", id_)
    assert row is not None
    assert open_connection(dict(row), services.sealer).settings.password == "тайна-42"


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"kind": "telepathy"}, None, "telepathy"),
        ({"kind": "post", "settings": {"host": "x"}}, "settings.password", "password"),
        ({"kind": "post", "settings": {"host": "x", "password": "y", "port": "много"}}, "settings.port", "int"),
        ({"kind": "post", "settings": {"hots": "x"}}, "settings.hots", "hots"),
        ({"kind": "chat", "name": ""}, "name", "length"),
    ],
)
async def test_wrong_settings_are_named(
    browser: Browser, tenant: Tenant, body: dict[str, object], field: str | None, words: str
) -> None:
    answer = await browser().post(CONNECTIONS, json=body, headers=tenant.bearer)
    problem = answer.json()
    assert (answer.status_code, problem.get("field")) == (400, field), problem
    assert words in problem["detail"]


async def test_the_form_of_a_channel_is_described(browser: Browser, tenant: Tenant) -> None:
    kinds = {
        one["kind"]: one for one in (await browser().get("/api/v1/channels", headers=tenant.bearer)).json()["items"]
    }
    schema = kinds["post"]["settings_schema"]
    assert schema["required"] == ["host", "password"]
    assert schema["properties"]["password"]["writeOnly"] is True
    assert kinds["chat"]["title"] == {"ru": "Чат на сайте", "en": "Site chat"}


async def test_working_hours_reach_the_edge(browser: Browser, tenant: Tenant, services: Services) -> None:
    client = browser()
    shown = (await client.get("/api/v1/workspace", headers=tenant.bearer)).json()
    assert len(shown["hours"]["days"]) == 7
    hours = shown["hours"] | {"always": False, "timezone": "Asia/Almaty"}
    changed = await client.patch("/api/v1/workspace", json={"hours": hours, "region": "KZ"}, headers=tenant.bearer)
    assert changed.status_code == 200, changed.text
    await until(
        lambda: (
            (site := services.keys.website(tenant.opened.write_key))
            and site.config["hours"]["timezone"] == "Asia/Almaty"
        )
    )
    site = services.keys.website(tenant.opened.write_key)
    assert site is not None
    assert site.region == "KZ"
    assert site.config["hours"]["days"][0] == {"open": True, "from": "09:00", "to": "18:00"}


async def test_what_is_set_stays_when_something_else_is_changed(browser: Browser, tenant: Tenant) -> None:
    client = browser()
    shown = (await client.get("/api/v1/workspace", headers=tenant.bearer)).json()
    assert (shown["fall_back_minutes"], shown["reopen_days"]) == (5, 14)
    for patch in ({"fall_back_minutes": 15, "reopen_days": 3}, {"widget": {"title": "Магазин"}}):
        answer = await client.patch("/api/v1/workspace", json=patch, headers=tenant.bearer)
        assert answer.status_code == 200, answer.text
    kept = (await client.get("/api/v1/workspace", headers=tenant.bearer)).json()
    assert (kept["fall_back_minutes"], kept["reopen_days"], kept["widget"]["title"]) == (15, 3, "Магазин")


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"fall_back_minutes": -1}, "fall_back_minutes"),
        ({"reopen_days": 1.5}, "reopen_days"),
        ({"region": "Россия"}, "region"),
        ({"locale": "de"}, "locale"),
        ({"hours": {"timezone": "Moscow/Europe"}}, "hours.timezone"),
        ({"hours": {"days": []}}, None),
        ({"widget": {"color": "red"}}, None),
        ({"widget": {"logo_url": "javascript:alert(1)"}}, None),
    ],
)
async def test_wrong_settings_of_the_workspace(
    browser: Browser, tenant: Tenant, patch: dict[str, object], field: str | None
) -> None:
    answer = await browser().patch("/api/v1/workspace", json=patch, headers=tenant.bearer)
    assert answer.status_code == 400, answer.text
    assert field is None or answer.json()["field"] == field


async def test_what_the_edge_missed_is_set_right(services: Services, tenant: Tenant, browser: Browser) -> None:
    from nitka.entrypoints.administration import administration_of

    await until(lambda: services.keys.website(tenant.opened.write_key))
    website = services.keys.website(tenant.opened.write_key)
    assert website is not None
    ghost = msgspec.structs.replace(website, write_key="wk_of_a_connection_long_gone", server_key="sk_gone")
    await services.keys.publish(ghost)
    await services.keys.withdraw(tenant.opened.write_key)
    await until(lambda: services.keys.website(ghost.write_key) and not services.keys.website(tenant.opened.write_key))
    await administration_of(services).publisher.publish_all()
    await until(lambda: not services.keys.website(ghost.write_key) and services.keys.website(tenant.opened.write_key))


async def test_a_mailbox_gets_a_key_for_its_threads(browser: Browser, tenant: Tenant, services: Services) -> None:
    client = browser()
    mailbox = {"address": "shop@example.com", "imap_host": "127.0.0.1", "smtp_host": "127.0.0.1", "password": "x"}
    made = (await client.post(CONNECTIONS, json={"kind": "email", "settings": mailbox}, headers=tenant.bearer)).json()
    assert made["secrets"] == ["password", "thread_key"]
    change = {"settings": {"password": "another"}}
    await client.patch(f"{CONNECTIONS}/{made['id']}", json=change, headers=tenant.bearer)
    async with services.database.workspace(tenant.opened.id) as tx:
        row = await tx.fetchrow("SELECT * FROM connection WHERE id = $1::text::uuid", made["id"])
    assert row is not None
    settings = open_connection(dict(row), services.sealer).settings
    assert settings.password == "another"
    assert len(settings.thread_key) >= 32
