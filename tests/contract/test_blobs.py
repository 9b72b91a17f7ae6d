"""The storages there are, under one suite."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from nitka.kernel.ids import new_id
from nitka.platform.blobs import FolderBlobs, MemoryBlobs
from nitka.platform.blobs.bucket import Bucket
from nitka.platform.blobs.s3 import S3Blobs
from tests.contract.blobs import BlobsContract, pieces
from tests.integration.bucket_fixtures import BucketServer


class TestMemory(BlobsContract):
    """The twin for unit tests."""

    @pytest.fixture
    def blobs(self) -> MemoryBlobs:
        """An empty one."""
        return MemoryBlobs()


class TestFolder(BlobsContract):
    """A folder on disk."""

    @pytest.fixture
    def blobs(self, tmp_path: Path) -> FolderBlobs:
        """One in a folder that does not exist yet."""
        return FolderBlobs(tmp_path / "blobs")

    async def test_no_draft_is_left_of_what_failed(self, tmp_path: Path) -> None:
        """Neither the draft nor a half file under its name."""

        async def broken() -> AsyncIterator[bytes]:
            yield b"x" * 500_000
            raise ConnectionError

        with pytest.raises(ConnectionError):
            await FolderBlobs(tmp_path).put(broken(), 1_000_000)
        assert [one for one in tmp_path.rglob("*") if one.is_file()] == []

    async def test_other_accounts_cannot_read(self, tmp_path: Path) -> None:
        """Customers' files are nobody else's on this machine."""
        stored = await FolderBlobs(tmp_path / "blobs").put(pieces(b"x"), 10)
        path = tmp_path / "blobs" / stored.key[:2] / stored.key[2:4] / stored.key
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0

    async def test_what_a_killed_process_left_goes_after_a_day(self, tmp_path: Path) -> None:
        """A draft that is being written stays."""
        blobs, drafts = FolderBlobs(tmp_path), tmp_path / "drafts"
        stored = await blobs.put(pieces(b"whole"), 10)
        for name in ("left", "written"):
            (drafts / name).write_bytes(b"x")
        os.utime(drafts / "left", (0, 0))
        await blobs.remove_broken()
        assert [one.name for one in drafts.iterdir()] == ["written"]
        assert b"".join([piece async for piece in blobs.get(stored.key)]) == b"whole"


class TestBucket(BlobsContract):
    """A bucket of a real store, spoken to over the wire."""

    @pytest.fixture
    def blobs(self, bucket_server: BucketServer, monkeypatch: pytest.MonkeyPatch) -> S3Blobs:
        """One whose names begin with what no other test has."""
        for name, value in bucket_server.environ.items():
            monkeypatch.setenv(name, value)
        return S3Blobs(Bucket.parse(bucket_server.address(f"tests/{new_id().hex}")))
