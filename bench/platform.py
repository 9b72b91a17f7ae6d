"""A platform of the benchmark's own, as `nitka up` starts it, in a temporary folder."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import msgspec

from nitka.platform.engines import DataDir, Runtime


class Running(msgspec.Struct):
    """A running platform and its workspace's keys."""

    data: Path
    port: int
    pid: int
    started_in: float  # seconds from the command to the first 200 of /healthz
    keys: dict[str, Any] = {}

    @property
    def url(self) -> str:
        """Where its HTTP is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def runtime(self) -> Runtime:
        """Its engines' addresses."""
        runtime = DataDir(self.data).read_runtime()
        assert runtime is not None
        return runtime


@asynccontextmanager
async def up(data: Path | None = None) -> AsyncIterator[Running]:
    """Run `nitka up` until the block ends; a given data folder is kept."""
    folder = data or Path(tempfile.mkdtemp(prefix="nitka-bench-"))
    port = _free_port()
    begun = time.perf_counter()
    with (folder / "up.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "nitka", "up", "--data", str(folder), "--port", str(port),
            stdout=log, stderr=log, env=os.environ | {"NITKA_CLIENT_RATE": "1000000"},
        )  # fmt: skip
    try:
        await _healthy(port)
        yield Running(folder, port, process.pid, time.perf_counter() - begun)
    finally:
        with suppress(ProcessLookupError, TimeoutError):
            process.terminate()
            await asyncio.wait_for(process.wait(), 20)
        if data is None:
            shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _healthy(port: int) -> None:
    async with asyncio.timeout(60), httpx.AsyncClient() as client:
        while True:
            with suppress(httpx.HTTPError):
                if (await client.get(f"http://127.0.0.1:{port}/healthz")).status_code == httpx.codes.OK:
                    return
            await asyncio.sleep(0.01)


async def command(data: Path, *arguments: str) -> dict[str, Any]:
    """Run `nitka … --json` on this platform and return its answer."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "nitka", *arguments, "--data", str(data), "--json", stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert process.returncode == 0, "the command failed, see its message above"
    answer: dict[str, Any] = msgspec.json.decode(out)
    return answer


async def with_workspace(running: Running) -> Running:
    """Give the platform a workspace and return it with the keys."""
    running.keys = await command(
        running.data, "workspace", "create", "Bench", "--owner", "bench@example.com", "--password", "correct horse 42"
    )
    return running
