"""A whole Nitka for tests of what people see: `nitka up` in a folder of its own, asked through its command line."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from nitka.channels.administration.workspaces import create_workspace
from nitka.entrypoints.administration import administration_of
from nitka.entrypoints.cli.services import connected

ROOT = Path(__file__).parents[2]
CONSOLE = ROOT / "src/nitka/entrypoints/web_dist/console/index.html"
OWNER, PASSWORD = "anna@shag.example", "correct horse 42"


def free_port() -> int:
    """Return a TCP port of the loopback interface that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Workspace:
    """A workspace as `nitka workspace create` tells of it."""

    id: str
    write_key: str
    server_key: str
    api_token: str
    owner: str


class Platform:
    """`nitka up` on a free port; can be killed and started again on the same data."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 90) -> None:
        """Start it and wait until it is healthy; raises AssertionError with the end of its log."""
        log = self.data.with_suffix(".log")
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "nitka", "up", "--data", str(self.data), "--port", str(self.port)],
                stdout=output, stderr=output, start_new_session=True,
                env={key: value for key, value in os.environ.items() if not key.startswith("NITKA_")},
            )  # fmt: skip
        end = time.monotonic() + seconds
        while not self._answers():
            assert self._process.poll() is None, log.read_text(errors="replace")[-3000:]
            assert time.monotonic() < end, log.read_text(errors="replace")[-3000:]
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """End it in order, engines too."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def workspace(self, name: str, owner: str = OWNER) -> Workspace:
        """Create a workspace, as `nitka workspace create` does."""

        async def create() -> Workspace:
            async with connected(self.data) as services:
                made = await create_workspace(
                    services.database, administration_of(services),
                    name=name, owner_email=owner, password=PASSWORD, region="RU", locale="ru",
                )  # fmt: skip
            return Workspace(str(made.id), made.write_key, made.server_key, made.api_token, owner)

        with ThreadPoolExecutor(1) as thread:  # the browser's library has a loop of its own in this one
            return thread.submit(asyncio.run, create()).result()


@contextmanager
def platform_on(data: Path) -> Iterator[Platform]:
    """A running platform for as long as the block lasts; builds the web first when nobody has."""
    if not CONSOLE.exists():
        subprocess.run(["scripts/build_web.sh"], cwd=ROOT, check=True)
    platform = Platform(data)
    platform.start()
    try:
        yield platform
    finally:
        platform.stop()
