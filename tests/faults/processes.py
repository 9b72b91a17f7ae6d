"""Role processes that are started again whenever they die, as an init system would, and can be killed at random."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

import httpx


def free_port() -> int:
    """Return a TCP port of the loopback interface that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Fleet:
    """`nitka run ROLE` processes by name."""

    def __init__(self, environment: dict[str, str], logs: Path) -> None:
        self._environment = os.environ | environment
        self._logs = logs
        self._arguments: dict[str, list[str]] = {}
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._over = False
        self.kills = 0

    @property
    def names(self) -> list[str]:
        """The processes that are kept running."""
        return list(self._arguments)

    def keep(self, name: str, *arguments: str) -> None:
        """Start `nitka run` with these arguments and start it again whenever it ends."""
        self._arguments[name] = list(arguments)
        self._keepers.append(asyncio.create_task(self._keep(name)))

    async def _keep(self, name: str) -> None:
        with (self._logs / f"{name}.log").open("ab") as log:
            while not self._over:
                process = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "nitka", "run", *self._arguments[name],
                    env=self._environment, stdout=log, stderr=log,
                )  # fmt: skip
                self._processes[name] = process
                await process.wait()

    def kill(self, name: str) -> None:
        """Kill -9; it comes back by itself."""
        process = self._processes.get(name)
        if process is not None and process.returncode is None:
            process.send_signal(signal.SIGKILL)
            self.kills += 1

    async def stop(self) -> None:
        """End them all, in order first, by force after ten seconds."""
        self._over = True
        for process in self._processes.values():
            with suppress(ProcessLookupError):
                process.terminate()
        _, late = await asyncio.wait(self._keepers, timeout=10)
        for process in self._processes.values():
            with suppress(ProcessLookupError):
                process.kill()
        if late:
            await asyncio.wait(late, timeout=5)


async def healthy(port: int, within: float = 60) -> None:
    """Wait until the edge on this port answers /healthz with 200; raises TimeoutError."""
    async with asyncio.timeout(within), httpx.AsyncClient() as client:
        while True:
            with suppress(httpx.HTTPError):
                if (await client.get(f"http://127.0.0.1:{port}/healthz")).status_code == 200:
                    return
            await asyncio.sleep(0.1)
