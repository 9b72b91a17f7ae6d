"""Engines of this folder's own: its processes would otherwise work on what other tests leave behind."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from nitka.platform.engines import DataDir, Engines, EngineUrls
from nitka.platform.migrate import migrate


async def _serve(data: DataDir, ready: Future[tuple[EngineUrls, asyncio.Event]]) -> None:
    engines, done = Engines(data, environ={}), asyncio.Event()
    try:
        urls = await engines.start()
        await migrate(urls.database_url)
    except BaseException as error:
        ready.set_exception(error)
        raise
    ready.set_result((urls, done))
    await done.wait()
    await engines.stop()


@pytest.fixture(scope="module")
def cluster() -> Iterator[EngineUrls]:
    """PostgreSQL, migrated, and NATS, as a cluster would have them, for the roles that a test starts."""
    folder = Path(tempfile.mkdtemp(prefix="nitka-test-"))
    ready: Future[tuple[EngineUrls, asyncio.Event]] = Future()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(_serve(DataDir(folder), ready),))
    thread.start()
    try:
        urls, done = ready.result(timeout=60)
        yield urls
        loop.call_soon_threadsafe(done.set)
    finally:
        thread.join(timeout=60)
        loop.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def environ(cluster: EngineUrls, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a process needs to work on the cluster."""
    return {
        "NITKA_DATABASE_URL": cluster.database_url,
        "NITKA_NATS_URL": cluster.nats_url,
        "NITKA_DATA": str(tmp_path_factory.mktemp("data")),
        "NITKA_LOG_FORMAT": "json",
    }
