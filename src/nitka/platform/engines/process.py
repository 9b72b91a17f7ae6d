"""Processes of the engines: start, await, signal, and find again after a crash of the parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nitka.platform.engines.account import Account

_LAUNCHER = Path(__file__).with_name("launch.py")
_LOG_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True)
class Command:
    """What to run, where its output goes, and the signal it gets when the parent dies."""

    argv: tuple[str, ...]
    log: Path
    death_signal: signal.Signals
    account: Account | None = None
    env: Mapping[str, str] = field(default_factory=dict)


class EngineProcess:
    """A running engine, a child of this process; made on the loop's thread, with which it also ends."""

    def __init__(self, command: Command) -> None:
        loop = asyncio.get_running_loop()
        self._popen = _spawn(command)
        self._exited: asyncio.Future[int] = loop.create_future()
        # A thread of its own: two of asyncio's few pool threads would be taken for ever.
        threading.Thread(target=self._reap, args=(loop,), name=f"reap-{self.pid}", daemon=True).start()

    @property
    def pid(self) -> int:
        """The engine's process id."""
        return self._popen.pid

    @property
    def alive(self) -> bool:
        """Whether the engine has not exited."""
        return not self._exited.done()

    async def wait(self) -> int:
        """Wait for the end; answers the exit code, negative for a signal."""
        return await asyncio.shield(self._exited)

    def send(self, signal_number: signal.Signals) -> None:
        """Signal the engine; one that has ended is no error."""
        if self.alive:
            self._popen.send_signal(signal_number)

    def _reap(self, loop: asyncio.AbstractEventLoop) -> None:
        code = self._popen.wait()
        try:
            loop.call_soon_threadsafe(self._exited.set_result, code)
        except RuntimeError:
            return  # the loop is closed: nobody waits any more


def launcher_argv(command: Command) -> list[str]:
    """The command line that runs `command` by way of the launcher."""
    account = command.account
    uid, gid, pass_folders = (account.uid, account.gid, account.pass_folders) if account else (-1, -1, False)
    words = (command.death_signal, os.getpid(), uid, gid, pass_folders)
    return [sys.executable, "-I", "-S", str(_LAUNCHER), *(str(int(word)) for word in words), *command.argv]


def _spawn(command: Command) -> subprocess.Popen[bytes]:
    if command.log.exists() and command.log.stat().st_size > _LOG_LIMIT:
        command.log.replace(command.log.with_suffix(".old.log"))
    fd = os.open(command.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        return subprocess.Popen(
            launcher_argv(command),
            stdin=subprocess.DEVNULL,
            stdout=fd,
            stderr=fd,
            env=dict(command.env),
            cwd="/",
            start_new_session=True,  # Ctrl-C is for Nitka, which stops its engines last
        )
    finally:
        os.close(fd)


def command_line(pid: int) -> str:
    """The command line of any process, empty when there is none (or only its remains)."""
    if not Path("/proc/self/cmdline").exists():
        argv = ["ps", "-o", "command=", "-p", str(pid)]
        return subprocess.run(argv, capture_output=True, text=True, check=False).stdout.strip()
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return words.replace(b"\0", b" ").decode(errors="replace").strip()
