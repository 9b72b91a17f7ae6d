"""What every blob storage must do. Subclass it and give `blobs`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from nitka.kernel.errors import NotFound, TooLarge
from nitka.platform.blobs import Blobs


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    """Yield a body in these pieces."""
    for part in parts:
        yield part


async def read(blobs: Blobs, key: str) -> bytes:
    """Return a whole blob."""
    return b"".join([piece async for piece in blobs.get(key)])


class BlobsContract:
    """The suite; each method gets the storage from the subclass' fixture."""

    async def test_a_body_comes_back_as_it_went(self, blobs: Blobs) -> None:
        """In other pieces perhaps, but equal."""
        body = os.urandom(300_000)
        stored = await blobs.put(pieces(body[:1], body[1:200_000], b"", body[200_000:]), 1_000_000)
        assert stored.size == len(body)
        assert await read(blobs, stored.key) == body

    async def test_equal_bodies_have_keys_of_their_own(self, blobs: Blobs) -> None:
        """Deleting one leaves the other."""
        one, two = [await blobs.put(pieces(b"same"), 100) for _ in range(2)]
        await blobs.delete(one.key)
        assert await read(blobs, two.key) == b"same"
        with pytest.raises(NotFound):
            await read(blobs, one.key)

    async def test_an_empty_body_is_a_body(self, blobs: Blobs) -> None:
        """Empty files exist."""
        stored = await blobs.put(pieces(), 100)
        assert (stored.size, await read(blobs, stored.key)) == (0, b"")

    async def test_a_body_over_its_limit_is_refused_before_it_ends(self, blobs: Blobs) -> None:
        """The rest is not even asked for."""
        asked = 0

        async def endless() -> AsyncIterator[bytes]:
            nonlocal asked
            while True:
                asked += 1
                yield b"x" * 1000

        with pytest.raises(TooLarge):
            await blobs.put(endless(), 10_000)
        assert asked == 11

    async def test_exactly_the_limit_is_allowed(self, blobs: Blobs) -> None:
        """A limit is the most, not the first too much."""
        assert (await blobs.put(pieces(b"x" * 100), 100)).size == 100

    @pytest.mark.parametrize("key", ["", "../secret", "0" * 31, "0" * 32, "a/b", "A" * 32, "\x00" * 32])
    async def test_what_is_not_there_is_not_found(self, blobs: Blobs, key: str) -> None:
        """Also what could never be a key."""
        with pytest.raises(NotFound):
            await read(blobs, key)

    async def test_deleting_twice_is_no_error(self, blobs: Blobs) -> None:
        """Who deletes may be interrupted and try again."""
        stored = await blobs.put(pieces(b"x"), 100)
        await blobs.delete(stored.key)
        await blobs.delete(stored.key)

    async def test_a_large_body_comes_back_as_it_went(self, blobs: Blobs) -> None:
        """As large as any file may be."""
        body = os.urandom(25_000_000)
        stored = await blobs.put(pieces(*(body[at : at + 999_999] for at in range(0, len(body), 999_999))), len(body))
        assert stored.size == len(body)
        assert await read(blobs, stored.key) == body

    async def test_nothing_is_left_of_what_failed(self, blobs: Blobs) -> None:
        """What breaks off in the middle, and what is too large, is nowhere."""

        async def broken() -> AsyncIterator[bytes]:
            yield b"x" * 500_000
            raise ConnectionError

        with pytest.raises(ConnectionError):
            await blobs.put(broken(), 1_000_000)
        with pytest.raises(TooLarge):
            await blobs.put(pieces(b"x" * 1001), 1000)
        assert [key async for key in blobs.all_keys()] == []

    async def test_all_that_is_there_can_be_told(self, blobs: Blobs) -> None:
        """One by one, and altogether."""
        kept = {(await blobs.put(pieces(b"x"), 10)).key for _ in range(5)}
        gone = (await blobs.put(pieces(b"x"), 10)).key
        await blobs.delete(gone)
        assert {key async for key in blobs.all_keys()} == kept
        assert all([await blobs.has(key) for key in kept])
        assert not await blobs.has(gone)
        assert not await blobs.has("../secret")

    async def test_a_file_can_keep_its_key(self, blobs: Blobs, tmp_path: Path) -> None:
        """As when a backup is restored, perhaps for the second time."""
        for body in (b"", b"first", b"again"):
            (tmp_path / "file").write_bytes(body)
            await blobs.keep("0123456789abcdef" * 2, tmp_path / "file")
            assert await read(blobs, "0123456789abcdef" * 2) == body

    async def test_several_are_stored_at_the_same_time(self, blobs: Blobs) -> None:
        """None gets what is another's."""
        bodies = [os.urandom(300_000) for _ in range(10)]
        stored = await asyncio.gather(*(blobs.put(pieces(body), 300_000) for body in bodies))
        assert await asyncio.gather(*(read(blobs, one.key) for one in stored)) == bodies

    async def test_a_storage_that_works_passes_its_check(self, blobs: Blobs) -> None:
        """And holds nothing more than before."""
        await blobs.check()
        assert [key async for key in blobs.all_keys()] == []
