"""What every blob storage does."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import msgspec

from nitka.kernel.errors import NitkaError, Unavailable

PIECE = 64 * 1024  # bytes read at a time


class Blob(msgspec.Struct, frozen=True):
    """What was stored. `size` in bytes."""

    key: str
    size: int


class StoreFault(Unavailable):
    """Files can be neither stored nor read. `reason` is for whoever runs this; `lasting`: waiting will not help."""

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        super().__init__("Files are not available for the moment, please try again")
        self.reason = reason
        self.lasting = lasting


class CannotStore(NitkaError):
    """The storage of files is not set up right; the sentence says what to change."""

    title = "Files cannot be stored"
    code = "cannot_store"


class Blobs(Protocol):
    """Where files lie; as text, the place for people. Keys are 128 random bits: whoever knows one was given it."""

    async def put(self, body: AsyncIterator[bytes], limit: int) -> Blob:
        """Store the body durably; raises `TooLarge` as soon as it is over `limit` bytes, and then keeps nothing."""
        ...

    async def keep(self, key: str, file: Path) -> None:
        """Store a file under the key that it had elsewhere, and perhaps take it away; doing it again does no harm."""
        ...

    def get(self, key: str) -> AsyncIterator[bytes]:
        """Read in pieces; the first one raises `NotFound` when there is no such blob."""
        ...

    async def has(self, key: str) -> bool:
        """Return whether there is such a blob."""
        ...

    def all_keys(self) -> AsyncIterator[str]:
        """Return the keys of all that was there from the beginning of this to its end, in any order."""
        ...

    async def delete(self, key: str) -> None:
        """Remove it; what is not there is no error."""
        ...

    async def remove_broken(self) -> None:
        """Remove what a process left behind that was killed while it wrote."""
        ...

    async def check(self) -> None:
        """Raise `StoreFault` when nothing can be stored here."""
        ...
