"""What a client of the engines does: keep something, find it again, and come back after a cut."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import nats
from nats.errors import Error as NatsError
from nats.js.api import StreamConfig

Answer = TypeVar("Answer")


async def ignore(_error: Exception) -> None:
    """Refused connections are expected while an engine is away."""


async def query(url: str, statement: str) -> object:
    """The first value that the statement answers."""
    connection = await asyncpg.connect(url, timeout=5)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def keep_message(url: str, text: str) -> None:
    """Store a message in a stream and wait until it is durable."""
    client = await nats.connect(url, error_cb=ignore)
    await client.jetstream().add_stream(StreamConfig(name="KEPT", subjects=["kept"]))
    await client.jetstream().publish("kept", text.encode())
    await client.close()


async def kept_message(url: str) -> str:
    """The last message stored."""
    client = await nats.connect(
        url, error_cb=ignore, allow_reconnect=False, connect_timeout=1, reconnect_time_wait=0.01
    )
    try:
        return ((await client.jetstream().get_last_msg("KEPT", "kept")).data or b"").decode()
    finally:
        await client.close()


async def eventually(ask: Callable[[], Awaitable[Answer]], seconds: float = 20) -> Answer:
    """Ask again until an engine answers."""
    until = time.monotonic() + seconds
    while True:
        try:
            return await ask()
        except (OSError, TimeoutError, NatsError, asyncpg.PostgresError, asyncpg.InterfaceError):
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.05)
