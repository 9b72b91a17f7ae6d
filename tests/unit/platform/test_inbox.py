"""A subject of our own, while the server comes and goes: as much of one as a subscription needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from nats.aio.client import Client

from nitka.platform.inbox import Inbox

_INFO = b'INFO {"server_id":"one","version":"2.12.0","proto":1,"headers":true,"max_payload":1048576}\r\n'


class Server:
    """Greets, answers pings, and notes what is subscribed to."""

    def __init__(self) -> None:
        self.subscribed: list[str] = []
        self.port = 0
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []

    async def start(self) -> None:
        self.subscribed = []
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.close()
        self._writers = []

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        writer.write(_INFO)
        while line := await reader.readline():
            if line.startswith(b"PING"):
                writer.write(b"PONG\r\n")
            elif line.startswith(b"SUB "):
                self.subscribed.append(line.split()[1].decode())


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    one = Server()
    await one.start()
    yield one
    await one.stop()


async def _until(client: Client, *, connected: bool) -> None:
    async with asyncio.timeout(5):
        while client.is_connected != connected:
            await asyncio.sleep(0.01)


async def _quiet(_: object = None) -> None:
    """Say nothing of what goes wrong: it is meant to."""


async def test_an_inbox_that_was_left_while_the_server_was_away_does_not_come_back_with_it(server: Server) -> None:
    client = Client()
    await client.connect(
        f"nats://127.0.0.1:{server.port}", max_reconnect_attempts=-1, reconnect_time_wait=0.05,  # type: ignore[arg-type]
        error_cb=_quiet,
    )  # fmt: skip
    try:
        left, kept = await Inbox(client).open(), await Inbox(client).open()
        await client.flush()
        assert server.subscribed == [left.subject, kept.subject]
        await server.stop()
        await _until(client, connected=False)
        await left.close()
        await server.start()
        await _until(client, connected=True)
        await client.flush()
        assert server.subscribed == [kept.subject]
    finally:
        await client.close()
