"""Two companies with real conversations: whatever one asks with the other's ids, there is nothing there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Litestar

from nitka.entrypoints.services import Services
from nitka.kernel.tasks import end
from nitka.pipeline.worker import run_workers
from tests.integration.access.conftest import Browser, Tenant

WORDS = "Есть ли сорок третий размер"

# What a request needs so that it would do something, were it one's own.
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/api/v1/conversations/{conversation_id}/continuations/redeem"): {"token": "482913"},
    ("PATCH", "/api/v1/canned-answers/{answer_id}"): {"title": "моё"},
    ("PATCH", "/api/v1/conversations/{conversation_id}"): {"status": "closed"},
    ("PUT", "/api/v1/conversations/{conversation_id}/draft"): {"text": "x"},
    ("POST", "/api/v1/conversations/{conversation_id}/messages"): {"text": "x"},
    ("PATCH", "/api/v1/customers/{customer_id}"): {"name": "моё"},
    ("POST", "/api/v1/customers/{customer_id}/split"): {"identifier_ids": ["{identifier_id}"], "reason": "x"},
    ("PATCH", "/api/v1/identifiers/{identifier_id}"): {"status": "blocked"},
    ("POST", "/api/v1/customers/{customer_id}/consents"): {"purpose": "marketing", "state": "refused"},
}


@pytest.fixture(autouse=True)
async def pipeline(services: Services) -> AsyncIterator[None]:
    """What visitors write becomes conversations."""
    stopping = asyncio.Event()
    task = asyncio.create_task(run_workers(services.database, services.broker, stopping))
    yield
    stopping.set()
    done, _ = await asyncio.wait({task}, timeout=10)
    if not done:
        await end(task)


async def _visit(client: httpx.AsyncClient, tenant: Tenant, visitor: str, email: str) -> None:
    headers = {"X-Nitka-Key": tenant.opened.write_key, "X-Nitka-Visitor": f"secret of {visitor} {visitor}"}
    traits = {"email": email, "name": "Иван Петров"}
    body = {"visitor": visitor, "message_id": "1", "text": WORDS, "traits": traits}
    async with asyncio.timeout(10):
        while (answer := await client.post("/client/v1/messages", json=body, headers=headers)).status_code == 401:
            await asyncio.sleep(0.02)  # until the edge has learned the key
    assert answer.status_code == 202, answer.text


async def _items(client: httpx.AsyncClient, tenant: Tenant, path: str, least: int = 1) -> list[dict[str, Any]]:
    async with asyncio.timeout(20):
        while True:
            answer = await client.get(path, headers=tenant.bearer)
            assert answer.status_code == 200, answer.text
            items: list[dict[str, Any]] = answer.json()["items"]
            if len(items) >= least:
                return items
            await asyncio.sleep(0.05)


async def _one_of_everything(client: httpx.AsyncClient, tenant: Tenant) -> dict[str, str]:
    """Let two customers write, merge them, and return an id of each kind."""
    tag = tenant.opened.id.hex[-6:]
    await _visit(client, tenant, f"device-one-{tag}", f"ivan-{tag}@example.com")
    await _visit(client, tenant, f"device-two-{tag}", f"petr-{tag}@example.com")
    talks = await _items(client, tenant, "/api/v1/conversations", 2)
    customers = [talk["customer"]["id"] for talk in talks]
    messages = await _items(client, tenant, f"/api/v1/conversations/{talks[0]['id']}/messages")
    merged = await client.post(
        "/api/v1/customers/merge", json={"ids": customers[:2], "reason": "один человек"}, headers=tenant.bearer
    )
    assert merged.status_code in (200, 201), merged.text
    answer = await client.post(
        "/api/v1/canned-answers", json={"shortcut": "size", "title": "Размер", "text": WORDS}, headers=tenant.bearer
    )
    customer = (await client.get(f"/api/v1/customers/{customers[0]}", headers=tenant.bearer)).json()
    return {
        "conversation_id": talks[0]["id"],
        "customer_id": customers[0],
        "message_id": messages[0]["id"],
        "identifier_id": customer["identifiers"][0]["id"],
        "event_id": merged.json()["id"],
        "answer_id": answer.json()["id"],
    }


def _operations(app: Litestar) -> list[tuple[str, str]]:
    paths = app.openapi_schema.to_schema()["paths"]
    return [(method.upper(), path) for path in paths if path.startswith("/api/v1/") for method in paths[path]]


async def _state(client: httpx.AsyncClient, tenant: Tenant, ids: dict[str, str]) -> list[str]:
    paths = (
        "/conversations", f"/conversations/{ids['conversation_id']}/messages", f"/customers/{ids['customer_id']}",
        f"/customers/{ids['customer_id']}/history", "/canned-answers",
    )  # fmt: skip
    return [(await client.get(f"/api/v1{path}", headers=tenant.bearer)).text for path in paths]


async def test_a_neighbours_customers_and_conversations_are_nothing_here(
    app: Litestar, browser: Browser, tenant: Tenant, neighbour: Tenant
) -> None:
    client = browser("127.0.0.1")
    theirs = await _one_of_everything(client, neighbour)
    before = await _state(client, neighbour, theirs)
    checked = 0
    for method, path in _operations(app):
        names = re.findall(r"\{([^}]+)\}", path)
        if len(names) != 1 or names[0] not in theirs:
            continue
        body = BODIES.get((method, path), {})
        if "identifier_ids" in body:
            body = body | {"identifier_ids": [theirs["identifier_id"]]}
        address = path.replace(f"{{{names[0]}}}", theirs[names[0]])
        answer = await client.request(method, address, json=body, headers=tenant.bearer)
        assert answer.status_code == 404, (method, path, answer.text)
        checked += 1
    assert checked >= 20
    assert await _state(client, neighbour, theirs) == before


async def test_lists_and_searches_find_nothing_of_a_neighbour(
    browser: Browser, tenant: Tenant, neighbour: Tenant
) -> None:
    client = browser("127.0.0.1")
    theirs = await _one_of_everything(client, neighbour)
    tag = neighbour.opened.id.hex[-6:]
    for path in (
        "/conversations", f"/conversations?customer_id={theirs['customer_id']}", "/conversations?q=размер",
        "/conversations/counts", f"/customers?identifier=email:ivan-{tag}@example.com", "/customers?q=Иван",
        f"/customers?identifier=device:device-one-{tag}", "/customers", "/canned-answers", "/audit",
    ):  # fmt: skip
        answer = await client.get(f"/api/v1{path}", headers=tenant.bearer)
        assert answer.status_code == 200, (path, answer.text)
        text = answer.text
        assert not [one for one in (*theirs.values(), tag, WORDS) if one in text], path
        assert answer.json().get("items", []) == [] or path == "/audit", path


async def test_a_merge_across_workspaces_is_none(browser: Browser, tenant: Tenant, neighbour: Tenant) -> None:
    client = browser("127.0.0.1")
    theirs, ours = await _one_of_everything(client, neighbour), await _one_of_everything(client, tenant)
    before = await _state(client, neighbour, theirs)
    body = {"ids": [ours["customer_id"], theirs["customer_id"]], "reason": "x"}
    assert (await client.post("/api/v1/customers/merge", json=body, headers=tenant.bearer)).status_code == 404
    recipient = {"connection_id": theirs["conversation_id"], "identifier_id": theirs["identifier_id"]}
    sent = await client.post(
        f"/api/v1/conversations/{ours['conversation_id']}/messages",
        json={"text": "x", "to": recipient},
        headers=tenant.bearer,
    )
    assert sent.status_code in (400, 404), sent.text
    assert await _state(client, neighbour, theirs) == before
