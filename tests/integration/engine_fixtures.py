"""Real engines for tests: one PostgreSQL and one NATS a worker, started at the first test that asks."""

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


async def _serve(data: DataDir, ready: Future[tuple[EngineUrls, asyncio.Event]]) -> None:
    engines, done = Engines(data, environ={}), asyncio.Event()
    try:
        urls = await engines.start()
    except BaseException as error:
        ready.set_exception(error)
        raise
    ready.set_result((urls, done))
    await done.wait()
    await engines.stop()


@pytest.fixture(scope="session")
def engines() -> Iterator[EngineUrls]:
    """Both engines in a folder of their own, supervised from a thread, so that any test can use them."""
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


@pytest.fixture(scope="session")
def database_url(engines: EngineUrls) -> str:
    """Address of the worker's PostgreSQL, as its superuser, database `nitka`."""
    return engines.database_url


@pytest.fixture(scope="session")
def nats_url(engines: EngineUrls) -> str:
    """Address of the worker's NATS."""
    return engines.nats_url
