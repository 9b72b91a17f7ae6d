"""Blobs in a folder on disk."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from nitka.kernel.errors import NotFound
from nitka.platform.blobs.drafts import write
from nitka.platform.blobs.port import PIECE, Blob, StoreFault
from nitka.platform.blobs.rules import is_key, new_key, place_of

_DRAFT_LIFE = 24 * 3600  # seconds since it was last written to


class FolderBlobs:
    """Blobs in a folder: two levels of 256 folders, each file complete and flushed before it has its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __str__(self) -> str:
        return str(self.folder)

    async def put(self, body: AsyncIterator[bytes], limit: int) -> Blob:
        """See `Blobs.put`."""
        key = new_key()
        draft = self.folder / "drafts" / key
        file = await asyncio.to_thread(_create, draft)
        try:
            size = await write(file, body, limit)
            await asyncio.to_thread(_finish, file, draft, self._path(key))
        except BaseException:
            file.close()
            draft.unlink(missing_ok=True)
            raise
        return Blob(key, size)

    async def keep(self, key: str, file: Path) -> None:
        """See `Blobs.keep`; the file must lie on the same disk, and is moved."""
        await asyncio.to_thread(_move, file, self._path(key))

    async def get(self, key: str) -> AsyncIterator[bytes]:
        """See `Blobs.get`."""
        try:
            file = await asyncio.to_thread(self._path(key).open, "rb")
        except FileNotFoundError:
            raise NotFound from None
        with file:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece

    async def has(self, key: str) -> bool:
        """See `Blobs.has`."""
        return is_key(key) and await asyncio.to_thread(self._path(key).exists)

    async def all_keys(self) -> AsyncIterator[str]:
        """See `Blobs.all_keys`."""
        for number in range(256):
            for path in await asyncio.to_thread(lambda name: list(self.folder.glob(f"{name}/*/*")), f"{number:02x}"):
                if is_key(path.name):
                    yield path.name

    async def delete(self, key: str) -> None:
        """See `Blobs.delete`."""
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    async def remove_broken(self) -> None:
        """See `Blobs.remove_broken`; what was written to within a day may go on."""
        await asyncio.to_thread(_remove_older, self.folder / "drafts", time.time() - _DRAFT_LIFE)

    async def check(self) -> None:
        """See `Blobs.check`; nothing is made."""
        there = next(one for one in (self.folder.absolute(), *self.folder.absolute().parents) if one.exists())
        if not (there.is_dir() and os.access(there, os.W_OK)):
            raise StoreFault(f"This account must be able to write to the folder {self.folder}")

    def _path(self, key: str) -> Path:
        return self.folder / place_of(key)


def _remove_older(folder: Path, than: float) -> None:
    for draft in folder.glob("*"):
        with suppress(FileNotFoundError):  # finished, or removed by another process
            if draft.stat().st_mtime < than:
                draft.unlink()


def _create(draft: Path) -> BinaryIO:
    draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _move(file: Path, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.replace(path)


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
