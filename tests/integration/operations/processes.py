"""`nitka` as whoever runs it starts it: commands that end, and processes that serve."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec

T = TypeVar("T")
OWNER, PASSWORD = "anna@shag.example", "correct horse 42"


def environment(**given: str) -> dict[str, str]:
    """This test's environment without what it says of another Nitka, and a terminal of 80 columns."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NITKA_")}
    return kept | {"COLUMNS": "80", "PYTHONUNBUFFERED": "1"} | given


class Done(msgspec.Struct, frozen=True):
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What `--json` printed."""
        return msgspec.json.decode(self.out)


async def nitka(*arguments: object, env: dict[str, str] | None = None, within: float = 60) -> Done:
    """Run a command to its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "nitka", *map(str, arguments),
        env=environment(**(env or {})), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        out, err = await asyncio.wait_for(process.communicate(), within)
    except TimeoutError:
        process.kill()
        raise
    assert process.returncode is not None
    done = Done(process.returncode, out.decode(), err.decode())
    assert "Traceback" not in done.err, done.err
    return done


async def make_workspace(*place: object, env: dict[str, str] | None = None) -> dict[str, str]:
    """Create a workspace and return its id and keys."""
    made = await nitka(
        "workspace", "create", "Шаг", "--owner", OWNER, "--password", PASSWORD, "--json", *place, env=env
    )
    assert made.code == 0, made.err
    return dict(made.json)


class Server:
    """`nitka up` or `nitka run` in a process of its own."""

    def __init__(
        self, log: Path, *arguments: object, port: int | None = None, env: dict[str, str] | None = None
    ) -> None:
        self._arguments = [*map(str, arguments), *(("--port", str(port)) if port else ())]
        self._env = environment(**(env or {}))
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self.url = f"http://127.0.0.1:{port}"

    @property
    def log(self) -> str:
        """What it printed, of all its starts."""
        return self._log.read_text(errors="replace")

    async def launch(self) -> None:
        """Start it and do not wait."""
        with self._log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "nitka", *self._arguments, env=self._env, stdout=output, stderr=output
            )

    async def start(self, within: float = 60) -> float:
        """Start it, wait until /healthz is 200, and return how many seconds that took."""
        began = time.monotonic()
        await self.launch()
        assert self._process
        async with httpx.AsyncClient() as client:
            while True:
                assert self._process.returncode is None, self.log[-3000:]
                assert time.monotonic() - began < within, self.log[-3000:]
                with suppress(httpx.HTTPError):
                    if (await client.get(f"{self.url}/healthz", timeout=2)).status_code == 200:
                        return time.monotonic() - began
                await asyncio.sleep(0.05)

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        assert self._process
        self._process.terminate()

    async def ended(self, within: float = 30) -> int:
        """Wait for the end and return the exit code."""
        assert self._process
        return await asyncio.wait_for(self._process.wait(), within)

    async def stop(self) -> int:
        """End it in order; an end that is long in coming is forced."""
        if self._process is None or self._process.returncode is not None:
            return 0
        self.ask_to_stop()
        try:
            return await self.ended()
        except TimeoutError:
            await self.kill()
            raise

    async def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process
        self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def running(*servers: Server, start: bool = True) -> AsyncIterator[None]:
    """Run these until the block ends."""
    try:
        if start:
            await asyncio.gather(*(server.start() for server in servers))
        yield
    finally:
        await asyncio.gather(*(server.stop() for server in servers))


async def eventually(look: Callable[[], Awaitable[T]], within: float = 30) -> T:
    """Look until there is something to see, and return it."""
    until = time.monotonic() + within
    while True:
        seen = await look()
        if seen:
            return seen
        assert time.monotonic() < until, "it did not come about in time"
        await asyncio.sleep(0.1)
