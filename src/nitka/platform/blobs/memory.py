"""Blobs of a unit test."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from nitka.kernel.errors import NotFound
from nitka.platform.blobs.port import PIECE, Blob
from nitka.platform.blobs.rules import check_size, new_key


class MemoryBlobs:
    """Blobs that are gone with the process."""

    def __init__(self) -> None:
        self._bodies: dict[str, bytes] = {}

    def __str__(self) -> str:
        return "memory"

    async def put(self, body: AsyncIterator[bytes], limit: int) -> Blob:
        """See `Blobs.put`."""
        whole = b""
        async for piece in body:
            whole += piece
            check_size(len(whole), limit)
        key = new_key()
        self._bodies[key] = whole
        return Blob(key, len(whole))

    async def keep(self, key: str, file: Path) -> None:
        """See `Blobs.keep`."""
        self._bodies[key] = await asyncio.to_thread(file.read_bytes)

    async def get(self, key: str) -> AsyncIterator[bytes]:
        """See `Blobs.get`."""
        if key not in self._bodies:
            raise NotFound
        whole = self._bodies[key]
        for start in range(0, len(whole), PIECE):
            yield whole[start : start + PIECE]

    async def has(self, key: str) -> bool:
        """See `Blobs.has`."""
        return key in self._bodies

    async def all_keys(self) -> AsyncIterator[str]:
        """See `Blobs.all_keys`."""
        for key in list(self._bodies):
            yield key

    async def delete(self, key: str) -> None:
        """See `Blobs.delete`."""
        self._bodies.pop(key, None)

    async def remove_broken(self) -> None:
        """Do nothing: nothing outlives the process."""

    async def check(self) -> None:
        """Do nothing: there is always room."""
