"""Both engines of one data folder, started together and stopped together."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from nitka.platform.engines.layout import DataDir, Runtime
from nitka.platform.engines.nats import Nats
from nitka.platform.engines.postgres import Postgres
from nitka.platform.engines.supervisor import Supervisor

_log = structlog.get_logger(__name__)

DATABASE_URL, NATS_URL = "NITKA_DATABASE_URL", "NITKA_NATS_URL"


@dataclass(frozen=True)
class EngineUrls:
    """Addresses of the engines, with passwords; that of an embedded PostgreSQL is the superuser's."""

    database_url: str
    nats_url: str


class Engines:
    """PostgreSQL and NATS for one Nitka: embedded in its data folder, or those named in the environment."""

    def __init__(self, data: DataDir, environ: Mapping[str, str] = os.environ) -> None:
        self._data = data
        self._given = {"postgres": environ.get(DATABASE_URL, ""), "nats": environ.get(NATS_URL, "")}
        self._supervisors: dict[str, Supervisor] = {}

    async def start(self) -> EngineUrls:
        """Start what the environment does not name and wait until it serves.

        Raises FolderInUse when another Nitka runs on the folder, EngineError when an engine cannot start.
        """
        self._data.create()
        if all(self._given.values()):
            return EngineUrls(self._given["postgres"], self._given["nats"])
        self._data.acquire()
        try:
            return await self._start_embedded()
        except BaseException as error:
            await self.stop()
            # Both engines start at once: of what went wrong, whoever runs Nitka needs the first reason.
            raise _first(error) from None

    async def stop(self) -> None:
        """Stop the embedded engines in order and free the folder; a second call does nothing."""
        if not self._data.held:
            return
        supervisors, self._supervisors = self._supervisors, {}
        self._data.clear_runtime()
        await asyncio.gather(*(supervisor.stop() for supervisor in supervisors.values()))
        self._data.release()

    def pids(self) -> dict[str, int]:
        """Process ids of the embedded engines that run at this moment, by name."""
        return {name: pid for name, supervisor in self._supervisors.items() if (pid := supervisor.pid)}

    async def _start_embedded(self) -> EngineUrls:
        self._data.clear_runtime()  # of a run that was killed
        engines = [engine(self._data) for engine in (Postgres, Nats) if not self._given[engine.name]]
        self._supervisors = {engine.name: Supervisor(engine) for engine in engines}
        ports = self._data.ports()
        async with asyncio.TaskGroup() as group:
            for name, supervisor in self._supervisors.items():
                group.create_task(supervisor.start(ports.get(name)))
        self._data.keep_ports({engine.name: engine.port for engine in engines})
        urls = self._given | {engine.name: engine.url for engine in engines}
        self._data.write_runtime(Runtime(urls["postgres"], urls["nats"]))
        return EngineUrls(urls["postgres"], urls["nats"])


def _first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
