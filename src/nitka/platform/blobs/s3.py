"""Blobs in a bucket of Amazon S3 or of any store that speaks its protocol.

A blob goes there by one PUT, which the store does whole or not at all, and which may be repeated. So a body is written
to a file without a name first (callers are slow, and may leave), and then handed over as that file's pages: a process
that is killed leaves nothing behind, neither here nor there. It is read by ranges, each a short request of its own:
the one who downloads may be as slow as they like, and what breaks in between is asked for again.
"""

import asyncio
import mmap
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import S3Store

from nitka.kernel.errors import NotFound
from nitka.platform.blobs.bucket import Bucket
from nitka.platform.blobs.drafts import write
from nitka.platform.blobs.port import PIECE, Blob, StoreFault
from nitka.platform.blobs.rules import code_of, fault_of, is_key, new_key, place_of, status_of

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

log = structlog.get_logger("files")

_WINDOW = 8 * PIECE  # bytes asked for at a time
_PUTS = 4  # at a time in a process
_PUT_FOR = 90.0  # seconds; 25 MB take that long at 2.3 Mbit/s
_ASK_FOR = 20.0  # seconds for anything else
_RETRIES: "RetryConfig" = {"max_retries": 2, "retry_timeout": timedelta(seconds=60)}
_NO_SUCH_RANGE = 416  # of an empty blob, RFC 9110 section 15.5.17


class S3Blobs:
    """Blobs in a bucket. Credentials are Amazon's usual: AWS_… of the environment, or the machine's own role."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        client: ClientConfig = {
            "allow_http": bucket.endpoint.startswith("http:"),
            "connect_timeout": timedelta(seconds=5),
            "timeout": timedelta(seconds=_PUT_FOR),
        }
        self._store = S3Store(
            bucket.name, prefix=bucket.prefix or None,
            config=_config(bucket), client_options=client, retry_config=_RETRIES,
        )  # fmt: skip
        self._puts = asyncio.Semaphore(_PUTS)

    def __str__(self) -> str:
        return str(self._bucket)

    async def put(self, body: AsyncIterator[bytes], limit: int) -> Blob:
        """See `Blobs.put`."""
        key = new_key()
        with await asyncio.to_thread(tempfile.TemporaryFile) as draft:
            size = await write(draft, body, limit)
            await self._send(key, draft)
        return Blob(key, size)

    async def keep(self, key: str, file: Path) -> None:
        """See `Blobs.keep`."""
        with await asyncio.to_thread(file.open, "rb") as content:
            await self._send(key, content)

    async def get(self, key: str) -> AsyncIterator[bytes]:
        """See `Blobs.get`."""
        place, start, size = place_of(key), 0, 1
        while start < size:
            window, size = await self._window(place, start)
            for offset in range(0, len(window), PIECE):
                yield bytes(window[offset : offset + PIECE])
            start += len(window)

    async def has(self, key: str) -> bool:
        """See `Blobs.has`."""
        if not is_key(key):
            return False
        try:
            async with self._asking():
                await obstore.head_async(self._store, place_of(key))
        except NotFound:
            return False
        return True

    async def all_keys(self) -> AsyncIterator[str]:
        """See `Blobs.all_keys`."""
        pages = obstore.list(self._store, chunk_size=1000)
        while True:
            async with self._asking():
                page = await anext(pages, None)
            if page is None:
                return
            for one in page:
                key = one["path"].rpartition("/")[2]
                if is_key(key):
                    yield key

    async def delete(self, key: str) -> None:
        """See `Blobs.delete`."""
        with suppress(NotFound):
            async with self._asking():
                await obstore.delete_async(self._store, place_of(key))

    async def remove_broken(self) -> None:
        """Do nothing: what breaks off leaves nothing behind."""

    async def check(self) -> None:
        """See `Blobs.check`; stores a few bytes, reads them, and removes them again."""
        stored = await self.put(_trial(), limit=100)
        try:
            if [piece async for piece in self.get(stored.key)] != [_TRIAL]:
                raise StoreFault(f"{self._bucket.server} gives back something else than was stored", lasting=True)
        except NotFound:
            raise StoreFault(f"{self._bucket.server} does not keep what it took", lasting=True) from None
        finally:
            await self.delete(stored.key)
        await self.has(stored.key)  # who may not list is told 403 of what is not there, instead of 404

    async def _send(self, key: str, file: BinaryIO) -> None:
        size = os.fstat(file.fileno()).st_size
        # Pages of the file, which the kernel can take back, and no copy in this process's memory.
        content = mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) if size else b""
        try:
            async with self._puts, self._asking(_PUT_FOR):
                await obstore.put_async(self._store, place_of(key), content, use_multipart=False)
        except NotFound:
            raise StoreFault(f"{self._bucket.server} answered 404 for {self._bucket}", lasting=True) from None

    async def _window(self, place: str, start: int) -> tuple[memoryview, int]:
        """Return what comes from `start` on, and the size of the whole blob."""
        try:
            async with self._asking():
                found = await obstore.get_async(self._store, place, options={"range": (start, start + _WINDOW)})
                return memoryview(await found.bytes_async()), found.meta["size"]
        except _Empty:
            return memoryview(b""), 0

    @asynccontextmanager
    async def _asking(self, within: float = _ASK_FOR) -> AsyncIterator[None]:
        """Make `NotFound` or `StoreFault` of what the client raises. Its own words hold addresses and keys."""
        try:
            async with asyncio.timeout(within):
                yield
        except TimeoutError:
            raise self._told(StoreFault(f"{self._bucket.server} does not answer in time")) from None
        except (BaseError, FileNotFoundError) as error:
            said = str(error)
            if status_of(said) == _NO_SUCH_RANGE:
                raise _Empty from None
            if isinstance(error, FileNotFoundError) and code_of(said) != "NoSuchBucket":
                raise NotFound from None
            raise self._told(fault_of(said, self._bucket)) from None

    def _told(self, fault: StoreFault) -> StoreFault:
        log.warning("files are not available", reason=fault.reason)
        return fault


class _Empty(Exception):
    """The blob has no first byte."""


_TRIAL = b"nitka"


async def _trial() -> AsyncIterator[bytes]:
    yield _TRIAL


def _config(bucket: Bucket) -> "S3Config":
    # Many stores know the removal of single objects only; ours are single anyway.
    config: S3Config = {"virtual_hosted_style_request": bucket.by_host, "disable_bulk_delete": True}
    if bucket.url:
        config["aws_endpoint_url_s3"] = bucket.url
    if bucket.region:
        config["region"] = bucket.region
    return config
