"""A cable between Nitka and a server that can be pulled out and put in again."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit, urlunsplit


class Cable:
    """Listens on a port of its own and passes everything on to another address."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.connections = 0  # at this moment
        self.most = 0  # connections at the same time, ever
        self.passes = math.inf  # bytes that still get through to the server
        self.holds = False  # what is beyond them waits, and is not cut off
        self.held = asyncio.Event()  # something waits
        self._pulled = asyncio.Event()

    @property
    def url(self) -> str:
        """The address, through the cable."""
        account, at, _ = self._parts.netloc.rpartition("@")
        return urlunsplit(self._parts._replace(netloc=f"{account}{at}127.0.0.1:{self.port}"))

    async def plug(self) -> None:
        """Let connections through."""
        self._pulled.clear()
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def pull(self) -> None:
        """Cut every connection and take no new one."""
        self._pulled.set()
        if self._server is not None:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def __aenter__(self) -> Self:
        await self.plug()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        await self.pull()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            there, back = await asyncio.open_connection(self._parts.hostname, self._parts.port)
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, back}
        self.connections += 1
        self.most = max(self.most, self.connections)
        try:
            await asyncio.gather(_pump(reader, back, self._admit), _pump(there, writer))
        finally:
            self.connections -= 1
            self._open -= {writer, back}
            for one in (writer, back):
                one.transport.abort()

    async def _admit(self, size: int) -> None:
        self.passes -= size
        if self.passes >= 0:
            return
        if self.holds:
            self.held.set()
            await self._pulled.wait()
        raise ConnectionResetError


async def _everything(_: int) -> None:
    """Let it through."""


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, admit: Callable[[int], Awaitable[None]] = _everything
) -> None:
    try:
        while data := await reader.read(64 * 1024):
            await admit(len(data))
            writer.write(data)
            await writer.drain()
        writer.write_eof()
    except OSError:
        writer.transport.abort()
