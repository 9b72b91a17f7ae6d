"""Visitors who remember every request that was acknowledged, word for word, and can send it all again."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass, field
from typing import Any

import httpx

from nitka.kernel.ids import new_id


@dataclass(frozen=True)
class Sent:
    """One acknowledged request and the id that was given for it (none for tracking)."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]
    id: str | None


@dataclass
class Visitors:
    """Several browsers on one site. `said` and `viewed` are what was acknowledged, by visitor."""

    write_key: str
    names: list[str]
    sent: list[Sent] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    viewed: set[str] = field(default_factory=set)

    @classmethod
    def some(cls, write_key: str, count: int) -> Visitors:
        """Make up some."""
        return cls(write_key, [f"visitor-{number}-{new_id().hex[-6:]}" for number in range(count)])

    def headers(self, name: str) -> dict[str, str]:
        """What proves a visitor."""
        return {"X-Nitka-Key": self.write_key, "X-Nitka-Visitor": f"secret of {name}"}

    async def say(self, client: httpx.AsyncClient, name: str, text: str = "", **more: Any) -> str:
        """Write a message; return its id."""
        spoken = text or f"{len(self.said.get(name, []))} {new_id().hex}"
        body = {"visitor": name, "message_id": new_id().hex, "text": spoken} | more
        answer = await client.post("/client/v1/messages", json=body, headers=self.headers(name))
        assert answer.status_code == 202, answer.text
        self.said.setdefault(name, []).append(spoken)
        self.sent.append(Sent("/client/v1/messages", body, self.headers(name), answer.json()["id"]))
        return str(answer.json()["id"])

    async def view(self, client: httpx.AsyncClient, name: str, pages: int = 10) -> None:
        """Look at some pages, in one batch."""
        ids = [new_id().hex for _ in range(pages)]
        batch = [
            {
                "type": "page",
                "anonymousId": name,
                "messageId": one,
                "properties": {"url": f"https://shag.example/{one}"},
            }
            for one in ids
        ]
        headers = {"Authorization": "Basic " + base64.b64encode(f"{self.write_key}:".encode()).decode()}
        answer = await client.post("/v1/batch", json={"batch": batch}, headers=headers)
        assert answer.status_code == 200, answer.text
        self.viewed |= set(ids)
        self.sent.append(Sent("/v1/batch", {"batch": batch}, headers, None))

    async def live(self, client: httpx.AsyncClient, rounds: int) -> None:
        """Everybody writes and looks about, at the same time, so many times."""

        async def one(name: str) -> None:
            for _ in range(rounds):
                await self.view(client, name)
                await self.say(client, name)

        await asyncio.gather(*(one(name) for name in self.names))

    async def repeat(self, client: httpx.AsyncClient) -> None:
        """Send everything again, in order; every message must get the id that it had."""
        for one in list(self.sent):
            answer = await client.post(one.path, json=one.body, headers=one.headers)
            assert answer.is_success, answer.text
            assert one.id is None or answer.json()["id"] == one.id

    @property
    def touches(self) -> int:
        """How many touches were acknowledged."""
        return sum(map(len, self.said.values())) + len(self.viewed)
