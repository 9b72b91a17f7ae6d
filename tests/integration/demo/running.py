"""A demo in a process of its own, as `make demo` starts it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx

from tests.faults.processes import free_port

T = TypeVar("T")
ROOT = Path(__file__).parents[3]


class RunningDemo:
    """What a newcomer has: the address, what the terminal shows, and the login from there."""

    def __init__(self, data: Path, port: int, log: Path) -> None:
        self.data = data
        self.url = f"http://127.0.0.1:{port}"
        self._log = log
        self._desk: httpx.Client | None = None

    @property
    def terminal(self) -> str:
        """What was printed up to now."""
        return self._log.read_text()

    @property
    def ready(self) -> bool:
        """Whether the terminal says what to try."""
        return "Ctrl-C" in self.terminal

    @property
    def kept(self) -> dict[str, Any]:
        """What the demo remembers."""
        return dict(json.loads((self.data / "config" / "demo.json").read_text()))

    @property
    def desk(self) -> httpx.Client:
        """The API as its owner who signed in with the printed password."""
        if self._desk is None:
            self._desk = httpx.Client(base_url=f"{self.url}/api/v1", headers={"X-Nitka-Request": "1"}, timeout=20)
            login = {"email": "demo@nitka.local", "password": self.kept["password"]}
            assert login["password"] in self.terminal
            self._desk.post("/auth/login", json=login).raise_for_status()
        return self._desk

    def items(self, path: str, **params: Any) -> list[dict[str, Any]]:
        """Return the items of a list of the API."""
        answer = self.desk.get(path, params={"limit": 100, **params})
        answer.raise_for_status()
        return list(answer.json()["items"])

    def messages_of(self, customer: str) -> list[dict[str, Any]]:
        """Return the messages of all conversations of the customer of this name."""
        mine = [one for one in self.items("/conversations") if one["customer"]["name"] == customer]
        return [message for one in mine for message in self.items(f"/conversations/{one['id']}/messages")]


def eventually(look: Callable[[], T | None], within: float = 30) -> T:
    """Look until there is something to see, and return it."""
    until = time.monotonic() + within
    while True:
        seen = look()
        if seen:
            return seen
        assert time.monotonic() < until, "it did not come about in time"
        time.sleep(0.2)


@contextmanager
def running_demo(folder: Path) -> Iterator[RunningDemo]:
    """Start a demo on this folder, wait until it says what to try, and end it as Ctrl-C does."""
    port, log = free_port(), folder / "terminal.log"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("NITKA_", "LC_", "LANG"))}
    command = [sys.executable, "-m", "nitka", "demo", "--data", str(folder / "data"), "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environment | {"PYTHONPATH": str(ROOT / "src")}, stdout=output, stderr=output
        )
    demo = RunningDemo(folder / "data", port, log)
    try:
        eventually(lambda: demo.ready or process.poll() is not None, within=90)
        assert process.poll() is None, demo.terminal
        yield demo
    finally:
        process.send_signal(signal.SIGINT)
        try:
            code = process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
    assert code == 0, demo.terminal
