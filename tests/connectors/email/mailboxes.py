"""A mailbox's connection and its session, kept in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Literal
from uuid import UUID, uuid4

import msgspec

from nitka.channels.connector import ConnectionInfo, FileStore
from nitka.channels.touch import Attachment, Touch
from nitka.connectors.email.settings import EmailSettings

WORKSPACE, CONNECTION, BRAND = (UUID(int=number) for number in (1, 2, 3))
OWN = "support@nitka.example"


def connection(**settings: Any) -> ConnectionInfo:
    """A connection of `support@nitka.example` with these settings."""
    return ConnectionInfo(
        workspace_id=WORKSPACE,
        id=CONNECTION,
        brand_id=BRAND,
        kind="email",
        name="Support",
        settings=msgspec.convert({"address": OWN, "thread_key": "secret"} | settings, EmailSettings),
    )


class MemoryFiles:
    """Files by their id."""

    def __init__(self) -> None:
        self.bodies: dict[UUID, bytes] = {}

    async def put(self, connection: ConnectionInfo, name: str, type_: str, body: AsyncIterator[bytes]) -> Attachment:
        """Keep a file."""
        data = b"".join([piece async for piece in body])
        id_ = uuid4()
        self.bodies[id_] = data
        return Attachment(id=id_, name=name, type=type_, size=len(data), blob=str(id_))

    async def open(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """Read it again."""
        yield self.bodies[attachment.id]


class MemorySession:
    """Takes touches into a list; a touch that is there already is not taken twice, as in the pipeline."""

    def __init__(self, info: ConnectionInfo) -> None:
        self.connection = info
        self.cursor: dict[str, Any] = {}
        self.stopping = asyncio.Event()
        self.stored = MemoryFiles()
        self.files: FileStore = self.stored
        self.touches: list[Touch] = []
        self.repeated = 0
        self.states: list[tuple[str, str | None]] = []
        self.refuse: list[Exception] = []  # raised by the next calls of `receive`, in order
        self.changed = asyncio.Event()

    async def receive(self, touches: list[Touch]) -> None:
        """Keep them all, or raise and keep none."""
        if self.refuse:
            raise self.refuse.pop(0)
        known = {(touch.sender, touch.external_id) for touch in self.touches}
        for touch in touches:
            msgspec.json.encode(touch)
            if (touch.sender, touch.external_id) in known:
                self.repeated += 1
            else:
                self.touches.append(touch)
        self.changed.set()

    async def save_cursor(self, cursor: dict[str, Any]) -> None:
        """Keep it as it would come from the database."""
        self.cursor = msgspec.json.decode(msgspec.json.encode(cursor))
        self.changed.set()

    async def report(self, status: Literal["ok", "connecting", "error"], error: str | None = None) -> None:
        """Remember what the desk would show."""
        self.states.append((status, error))
        self.changed.set()

    async def until(self, condition: Any, timeout: float = 30) -> None:
        """Wait until the condition holds."""
        async with asyncio.timeout(timeout):
            while not condition():
                self.changed.clear()
                await self.changed.wait()

    def texts(self) -> list[str]:
        """The words of what came."""
        return [touch.message.text for touch in self.touches if touch.message]
