"""Keeps one engine running: ends what an earlier run left, starts, waits for readiness, restarts, stops."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import socket
import time
from pathlib import Path
from typing import Protocol

import structlog

from nitka.platform.engines.errors import EngineError
from nitka.platform.engines.process import Command, EngineProcess

_log = structlog.get_logger(__name__)

_FIRST_START_TRIES = 5
_BACK_OFF = (0.1, 10.0)
_STEADY_AFTER = 60.0
_STOP_PATIENCE = 60.0
_STOP_ASKED = 30  # times within it
_PROGRESS_EVERY = 5.0
# Below the ports that systems take for outgoing connections: ours is still free after a restart.
_PORTS = range(20_000, 30_000)


class Engine(Protocol):
    """What the supervisor has to know of an engine."""

    name: str
    port: int
    log: Path
    stop_signals: tuple[signal.Signals, signal.Signals]

    @property
    def url(self) -> str:
        """Address for clients, with the password."""

    async def prepare(self) -> None:
        """Make what the engine needs on disk; called before every start."""

    def command(self) -> Command:
        """What to run."""

    async def probe(self) -> bool:
        """Whether the engine serves; raises EngineError when it never will."""

    def left_over(self) -> int | None:
        """The process id of an engine that an earlier run left on the same folder."""


class Supervisor:
    """Runs one engine until `stop`; the port stays the same, so that clients only have to reconnect."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._process: EngineProcess | None = None
        self._watch: asyncio.Task[None] | None = None
        self._stopping = False

    @property
    def pid(self) -> int | None:
        """The process id of the engine while it runs."""
        return self._process.pid if self._process and self._process.alive else None

    async def start(self, wanted_port: int | None) -> str:
        """Start the engine, wait until it serves, answer its address; raises EngineError when it cannot."""
        await end_left_over(self._engine)
        self._engine.port = free_port(wanted_port)
        began = time.monotonic()
        for attempt in range(1, _FIRST_START_TRIES + 1):
            if await self._run():
                break
            if attempt == _FIRST_START_TRIES:
                raise EngineError(
                    f"{self._engine.name} does not start. Its last words:\n{last_words(self._engine.log)}"
                )
            # Most often the children of a killed server, which need a moment to notice.
            await asyncio.sleep(0.2 * attempt)
            self._engine.port = free_port(self._engine.port)
        _log.info("engine_ready", engine=self._engine.name, seconds=round(time.monotonic() - began, 2))
        self._watch = asyncio.create_task(self._keep_running(), name=f"supervise-{self._engine.name}")
        return self._engine.url

    async def stop(self) -> None:
        """Stop in order, then by force; returns when the process is gone."""
        # Not by cancellation alone: a client library in the midst of a probe may swallow it.
        self._stopping = True
        if self._watch:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        if not (process := self._process):
            return
        for signal_number in (*self._engine.stop_signals, signal.SIGKILL):
            # Again and again: one that comes just as the launcher becomes the engine is lost.
            for _ in range(_STOP_ASKED):
                process.send(signal_number)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), _STOP_PATIENCE / _STOP_ASKED)
                    return
            _log.warning("engine_slow_to_stop", engine=self._engine.name, after=signal_number.name)

    async def _run(self) -> bool:
        """Start the process; False when it ended before it served."""
        await self._engine.prepare()
        self._process = EngineProcess(self._engine.command())
        began = told = time.monotonic()
        pause = 0.01
        while self._process.alive and not self._stopping:
            if await self._engine.probe():
                return True
            if time.monotonic() - told > _PROGRESS_EVERY:
                # A recovery takes what it takes: while the process lives, waiting is the best there is.
                told = time.monotonic()
                _log.info("engine_starting", engine=self._engine.name, seconds=round(told - began))
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, 0.25)
        return False

    async def _keep_running(self) -> None:
        shortest, longest = _BACK_OFF
        pause = shortest
        while (process := self._process) and not self._stopping:
            began = time.monotonic()
            code = await process.wait()
            pause = shortest if time.monotonic() - began > _STEADY_AFTER else pause
            _log.error("engine_died", engine=self._engine.name, code=code, restart_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, longest)
            try:
                await end_left_over(self._engine)
                if await self._run():
                    _log.info("engine_back", engine=self._engine.name)
            except (EngineError, OSError) as error:
                _log.error("engine_restart_failed", engine=self._engine.name, error=str(error))


async def end_left_over(engine: Engine) -> None:
    """End an engine that an earlier, killed run left on this folder, and wait until it is gone."""
    signal_number, began = engine.stop_signals[0], time.monotonic()
    told = began
    if pid := engine.left_over():
        _log.warning("engine_left_over", engine=engine.name, pid=pid)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal_number)
    while pid and engine.left_over() == pid:
        await asyncio.sleep(0.02)
        if time.monotonic() - told > _PROGRESS_EVERY:
            told = time.monotonic()
            _log.info("engine_left_over_stopping", engine=engine.name, pid=pid, seconds=round(told - began))


def free_port(wanted: int | None) -> int:
    """The wanted port of 127.0.0.1 if it is free, else another; raises EngineError when none is."""
    others = random.sample(_PORTS, 200)
    for port in ([wanted] if wanted else []) + others:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise EngineError(f"No free port on 127.0.0.1 between {_PORTS.start} and {_PORTS.stop}.")


def last_words(log: Path, lines: int = 12) -> str:
    """The end of a log, for a message to whoever runs Nitka."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 8192))
            return b"\n".join(file.read().splitlines()[-lines:]).decode(errors="replace")
    except FileNotFoundError:
        return "(no log)"
