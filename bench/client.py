"""A visitor of the chat on a connection of its own: as little work as can be, for the platform shares these cores."""

from __future__ import annotations

import asyncio
from typing import Self

import msgspec

from bench.platform import Running


class Client:
    """Writes one message at a time and waits until it is taken; several callers take turns."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: str, visitor: str) -> None:
        self._reader, self._writer = reader, writer
        self._visitor = visitor
        self._turn = asyncio.Lock()
        self._head = (
            f"POST /client/v1/messages HTTP/1.1\r\nHost: x\r\nX-Nitka-Key: {key}\r\n"
            f"X-Nitka-Visitor: the secret of {visitor}\r\nContent-Type: application/json\r\nContent-Length: "
        )

    @classmethod
    async def open(cls, running: Running, visitor: str) -> Self:
        """Connect as this visitor."""
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
        return cls(reader, writer, running.keys["write_key"], visitor)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()

    async def say(self, message_id: str, text: str) -> None:
        """Return when the message was taken."""
        body = msgspec.json.encode({"visitor": self._visitor, "message_id": message_id, "text": text})
        async with self._turn:
            self._writer.write(f"{self._head}{len(body)}\r\n\r\n".encode() + body)
            status, _, rest = (await self._reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")
            assert b" 202 " in status, status
            headers = rest.lower().split(b"\r\n")
            length = next(int(line[15:]) for line in headers if line.startswith(b"content-length:"))
            await self._reader.readexactly(length)
