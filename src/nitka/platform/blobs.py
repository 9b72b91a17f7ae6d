"""Blob storage: files and large bodies by random keys. A folder on disk, or memory for unit tests."""

import asyncio
import os
import re
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from nitka.kernel.errors import NotFound, TooLarge

PIECE = 64 * 1024  # bytes read at a time
_DRAFT_LIFE = 24 * 3600  # seconds since it was last written to
_KEY = re.compile("[0-9a-f]{32}")


class Blob(msgspec.Struct, frozen=True):
    """What was stored. `size` in bytes."""

    key: str
    size: int


class Blobs(Protocol):
    """Where files lie. Keys are made here, 128 random bits: whoever knows one was given it."""

    async def put(self, body: AsyncIterator[bytes], limit: int) -> Blob:
        """Store the body durably; raises `TooLarge` as soon as it is over `limit` bytes, and then keeps nothing."""
        ...

    def get(self, key: str) -> AsyncIterator[bytes]:
        """Read in pieces; the first one raises `NotFound` when there is no such blob."""
        ...

    async def delete(self, key: str) -> None:
        """Remove it; what is not there is no error."""
        ...

    async def remove_broken(self) -> None:
        """Remove what a process left behind that was killed while it wrote."""
        ...


class MemoryBlobs:
    """Blobs of a unit test."""

    def __init__(self) -> None:
        self._bodies: dict[str, bytes] = {}

    async def put(self, body: AsyncIterator[bytes], limit: int) -> Blob:
        """See `Blobs.put`."""
        whole = b""
        async for piece in body:
            whole += piece
            _check(len(whole), limit)
        key = secrets.token_hex(16)
        self._bodies[key] = whole
        return Blob(key, len(whole))

    async def get(self, key: str) -> AsyncIterator[bytes]:
        """See `Blobs.get`."""
        if key not in self._bodies:
            raise NotFound
        whole = self._bodies[key]
        for start in range(0, len(whole), PIECE):
            yield whole[start : start + PIECE]

    async def delete(self, key: str) -> None:
        """See `Blobs.delete`."""
        self._bodies.pop(key, None)

    async def remove_broken(self) -> None:
        """Do nothing: nothing outlives the process."""


class FolderBlobs:
    """Blobs in a folder: two levels of 256 folders, each file complete and flushed before it has its name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, body: AsyncIterator[bytes], limit: int) -> Blob:
        """See `Blobs.put`."""
        key = secrets.token_hex(16)
        draft = self._folder / "drafts" / key
        file = await asyncio.to_thread(_create, draft)
        try:
            size = await _write(file, body, limit)
            await asyncio.to_thread(_finish, file, draft, self._path(key))
        except BaseException:
            file.close()
            draft.unlink(missing_ok=True)
            raise
        return Blob(key, size)

    async def get(self, key: str) -> AsyncIterator[bytes]:
        """See `Blobs.get`."""
        try:
            file = await asyncio.to_thread(self._path(key).open, "rb")
        except FileNotFoundError:
            raise NotFound from None
        with file:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece

    async def delete(self, key: str) -> None:
        """See `Blobs.delete`."""
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    async def remove_broken(self) -> None:
        """See `Blobs.remove_broken`; what was written to within a day may go on."""
        await asyncio.to_thread(_remove_older, self._folder / "drafts", time.time() - _DRAFT_LIFE)

    def _path(self, key: str) -> Path:
        # Keys come from our own tables, and still: no key may ever name another file.
        if not _KEY.fullmatch(key):
            raise NotFound
        return self._folder / key[:2] / key[2:4] / key


async def _write(file: BinaryIO, body: AsyncIterator[bytes], limit: int) -> int:
    size, waiting = 0, bytearray()
    async for piece in body:
        size += len(piece)
        _check(size, limit)
        waiting += piece
        if len(waiting) >= PIECE * 4:
            await asyncio.to_thread(file.write, bytes(waiting))
            waiting.clear()
    await asyncio.to_thread(file.write, bytes(waiting))
    return size


def _remove_older(folder: Path, than: float) -> None:
    for draft in folder.glob("*"):
        with suppress(FileNotFoundError):  # finished, or removed by another process
            if draft.stat().st_mtime < than:
                draft.unlink()


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise TooLarge(f"A file has at most {limit // 1_000_000} MB")


def _create(draft: Path) -> BinaryIO:
    draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _finish(file: BinaryIO, draft: Path, path: Path) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft.rename(path)
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        _flush(folder)  # the name is durable only when its folders are


def _flush(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
