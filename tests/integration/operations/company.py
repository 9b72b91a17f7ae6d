"""A company's own programs: what they see of a workspace by the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

Everything = dict[str, Any]


def api(url: str, token: str) -> httpx.AsyncClient:
    """A client that holds the workspace's token."""
    return httpx.AsyncClient(base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=20)


async def items(client: httpx.AsyncClient, path: str, **params: Any) -> list[dict[str, Any]]:
    """Return all items of a list, page by page."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        answer = await client.get(path, params={"limit": 100, **params, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            return found


async def everything(client: httpx.AsyncClient) -> Everything:
    """Return all that the workspace knows: customers with timelines and reasons, conversations with messages."""
    customers = await items(client, "/customers")
    conversations = await items(client, "/conversations")
    return {
        "customers": {one["id"]: one for one in customers},
        "timelines": {one["id"]: await items(client, f"/customers/{one['id']}/timeline") for one in customers},
        "why": {one["id"]: (await client.get(f"/customers/{one['id']}/why")).json() for one in customers},
        "conversations": {one["id"]: one for one in conversations},
        "messages": {one["id"]: await items(client, f"/conversations/{one['id']}/messages") for one in conversations},
        "connections": await items(client, "/connections"),
        "people": await items(client, "/people"),
    }


def customers_of(whole: Everything, visitors: list[str]) -> dict[str, dict[str, Any]]:
    """Return each visitor's customer by the visitor's name."""
    by_device = {
        identifier["value"]: customer
        for customer in whole["customers"].values()
        for identifier in customer["identifiers"]
        if identifier["type"] == "device"
    }
    return {name: by_device[name] for name in visitors if name in by_device}


def texts(whole: Everything, customer: Mapping[str, Any]) -> list[str]:
    """Return what a customer wrote, in the order of their conversations and messages."""
    return [
        message["text"]
        for conversation in sorted(whole["conversations"].values(), key=lambda one: one["number"])
        if conversation["customer"]["id"] == customer["id"]
        for message in whole["messages"][conversation["id"]]
        if message["direction"] == "in"
    ]


def pages(whole: Everything) -> list[str]:
    """Return the pages that were looked at, as often as they are there."""
    return [
        str(item["payload"]).rpartition("https://shag.example/")[2][:32]
        for timeline in whole["timelines"].values()
        for item in timeline
        if item["kind"] == "page"
    ]
