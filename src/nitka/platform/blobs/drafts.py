"""A body as it arrives, written to a file on disk: callers may be slow, and memory must not grow with them."""

import asyncio
from collections.abc import AsyncIterator
from typing import BinaryIO

from nitka.platform.blobs.port import PIECE
from nitka.platform.blobs.rules import check_size


async def write(file: BinaryIO, body: AsyncIterator[bytes], limit: int) -> int:
    """Write the body and return its size in bytes; raises `TooLarge` as soon as it is over `limit`."""
    size, waiting = 0, bytearray()
    async for piece in body:
        size += len(piece)
        check_size(size, limit)
        waiting += piece
        if len(waiting) >= PIECE * 4:
            await asyncio.to_thread(file.write, bytes(waiting))
            waiting.clear()
    await asyncio.to_thread(file.write, bytes(waiting))
    await asyncio.to_thread(file.flush)
    return size
