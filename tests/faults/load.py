"""Visitors who browse and write, and who know exactly what was acknowledged to them."""

from __future__ import annotations

import asyncio
import base64
import random
from dataclasses import dataclass, field

import httpx

from nitka.kernel.ids import new_id

RETRY_FOR = 120.0  # seconds a visitor insists on one message before the test fails


@dataclass
class Visitor:
    """One browser: its messages go one after another, each repeated until it is acknowledged."""

    name: str
    said: list[str] = field(default_factory=list)  # acknowledged message ids, in order
    viewed: list[str] = field(default_factory=list)  # acknowledged page views
    answers: set[str] = field(default_factory=set)  # ids the platform gave to the messages


class Load:
    """A bounded load on one edge: `messages` chat messages and `views` page views in all."""

    def __init__(self, url: str, write_key: str, visitors: int, seed: int = 1) -> None:
        self._url = url
        self._key = write_key
        self._random = random.Random(seed)
        self.visitors = [Visitor(f"visitor-{number}-{new_id().hex[-6:]}") for number in range(visitors)]
        self.repeated = 0

    async def run(self, messages: int, views: int) -> None:
        """Send everything; returns when all of it was acknowledged."""
        each = max(1, messages // len(self.visitors))
        batches = max(1, views // len(self.visitors) // 25)
        limits = httpx.Limits(max_connections=40)
        async with httpx.AsyncClient(base_url=self._url, limits=limits, timeout=10) as client:
            await asyncio.gather(*(self._one(client, visitor, each, batches) for visitor in self.visitors))

    async def _one(self, client: httpx.AsyncClient, visitor: Visitor, messages: int, batches: int) -> None:
        work = ["say"] * messages + ["view"] * batches
        self._random.shuffle(work)
        for step in work:
            if step == "say":
                await self._say(client, visitor)
            else:
                await self._view(client, visitor)

    async def _say(self, client: httpx.AsyncClient, visitor: Visitor) -> None:
        message_id = new_id().hex
        body = {"visitor": visitor.name, "message_id": message_id, "text": f"{len(visitor.said)} {message_id}"}
        headers = {"X-Nitka-Key": self._key, "X-Nitka-Visitor": f"secret of {visitor.name}"}
        answer = await self._insist(client, "/client/v1/messages", body, headers)
        visitor.said.append(message_id)
        visitor.answers.add(answer.json()["id"])

    async def _view(self, client: httpx.AsyncClient, visitor: Visitor) -> None:
        ids = [new_id().hex for _ in range(25)]
        batch = [
            {
                "type": "page",
                "anonymousId": visitor.name,
                "messageId": id_,
                "properties": {"url": f"https://shop/{id_}"},
            }
            for id_ in ids
        ]
        basic = base64.b64encode(f"{self._key}:".encode()).decode()
        await self._insist(client, "/v1/batch", {"batch": batch}, {"Authorization": f"Basic {basic}"})
        visitor.viewed += ids

    async def _insist(
        self, client: httpx.AsyncClient, path: str, body: object, headers: dict[str, str]
    ) -> httpx.Response:
        async with asyncio.timeout(RETRY_FOR):
            while True:
                try:
                    answer = await client.post(path, json=body, headers=headers)
                    if answer.is_success:
                        if self._random.random() < 0.02:  # a client that did not hear the answer says it again
                            await client.post(path, json=body, headers=headers)
                        return answer
                    if answer.status_code not in (429, 502, 503, 504):
                        raise AssertionError(f"{path} answered {answer.status_code}: {answer.text[:200]}")
                except httpx.TransportError:
                    pass
                self.repeated += 1
                await asyncio.sleep(0.2)
