"""The role `imports`: reads what was uploaded at the desk, each source by one process at a time."""

import asyncio
from typing import Any
from uuid import UUID

import msgspec
import structlog

from nitka.channels.intake import Intake
from nitka.customers.importing.checking import check
from nitka.customers.importing.csv_file import CsvFile
from nitka.customers.importing.ledger import JobLedger, Place, Superseded, queries
from nitka.customers.importing.mapping import plan_of
from nitka.customers.importing.models import FileFormat, ImportCounts, Mapping
from nitka.customers.importing.rules import Whence
from nitka.customers.importing.running import Engines, Interrupted, Job, bring
from nitka.customers.importing.service import forget_file, on_disk
from nitka.customers.importing.sources import brand_of
from nitka.customers.service import region_of
from nitka.kernel.errors import NitkaError
from nitka.kernel.ids import lock_key
from nitka.kernel.tasks import end, pause
from nitka.platform.blobs import Blobs
from nitka.platform.broker import Broker
from nitka.platform.database import Connection, Database, every
from nitka.platform.faults import DATABASE_AWAY, describe, is_of_the_engines
from nitka.platform.inbox import leave

log = structlog.get_logger("imports")

WAKE = "wake.imports"  # a hint on core NATS that something was queued
LOOK_EVERY = 5.0  # seconds
AT_ONCE = 2  # jobs of one process


class Imports:
    """Runs until `stopping`; any number of processes share the jobs."""

    def __init__(self, database: Database, broker: Broker, intake: Intake, blobs: Blobs) -> None:
        self._database = database
        self._broker = broker
        self._engines = Engines(database, intake)
        self._blobs = blobs
        self._locks: Connection | None = None
        self._running: dict[UUID, asyncio.Task[None]] = {}  # by source: two files of one may say different things
        self._wake = asyncio.Event()

    async def run(self, stopping: asyncio.Event) -> None:
        """Run what is queued, and go on with what another process has left, until stopping."""
        subscription = await self._broker.client.subscribe(WAKE, cb=self._woken)
        try:
            while not stopping.is_set():
                self._wake.clear()
                try:
                    await self._look(stopping)
                    await self._tidy()
                except DATABASE_AWAY as error:
                    log.warning("imports wait for the database", error=type(error).__name__)
                    self._unlock()
                await self._rest(stopping)
        finally:
            await end(*self._running.values())
            self._unlock()
            await leave(self._broker.client, subscription)

    async def _woken(self, _: object) -> None:
        self._wake.set()

    async def _rest(self, stopping: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(stopping.wait()), asyncio.ensure_future(self._wake.wait())]
        await asyncio.wait([*waits, *self._running.values()], timeout=LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
        await end(*waits)

    def _unlock(self) -> None:
        locks, self._locks = self._locks, None
        if locks is not None:
            locks.terminate()

    async def _look(self, stopping: asyncio.Event) -> None:
        for source in [source for source, task in self._running.items() if task.done()]:
            self._running.pop(source)
            if self._locks is not None and not self._locks.is_closed():
                await self._locks.execute("SELECT pg_advisory_unlock($1)", lock_key(source))
        async with self._database.service() as tx:
            due = await every(queries.due_jobs(tx))
        for row in due:
            source = row["connection_id"]
            if len(self._running) < AT_ONCE and source not in self._running and await self._own(source):
                work = self._work(row["workspace_id"], row["id"], row["origin"], stopping)
                self._running[source] = asyncio.create_task(work, name="import")

    async def _own(self, source: UUID) -> bool:
        if self._locks is None or self._locks.is_closed():
            self._locks = await self._database.dedicated()
        return bool(await self._locks.fetchval("SELECT pg_try_advisory_lock($1)", lock_key(source)))

    async def _work(self, workspace_id: UUID, id_: UUID, origin: str, stopping: asyncio.Event) -> None:
        try:
            async with self._database.workspace(workspace_id) as tx:
                row = await queries.take_job(tx, id=id_)
            if row is None:
                return  # it was stopped, or is over
            if origin == "cli":  # a command holds its source's lock for as long as it lives
                ledger = _ledger(self._database, workspace_id, row)
                await ledger.end("stopped", msgspec.convert(row["counts"], ImportCounts), error="interrupted")
                return
            await self._import(workspace_id, row, stopping)
        except (Superseded, Interrupted):
            return
        except Exception as error:
            if not is_of_the_engines(error):
                raise
            log.warning("an import waits for the engines", job=str(id_), error=type(error).__name__)
            await pause(1.0, stopping)  # it is still running to all who ask, and is taken up again

    async def _import(self, workspace_id: UUID, row: Any, stopping: asyncio.Event) -> None:
        ledger = _ledger(self._database, workspace_id, row)
        counts = msgspec.convert(row["counts"], ImportCounts)
        try:
            async with on_disk(self._blobs, row["blob"]) as path:
                file = await asyncio.to_thread(CsvFile, path, msgspec.convert(row["format"], FileFormat))
                async with self._database.workspace(workspace_id) as tx:
                    job = await job_for(tx, workspace_id, row, file.header)
                if row["dry_run"]:
                    counts, forecast = await check(self._database, job, file, ledger, stopping)
                    await ledger.end("checked", counts, forecast)
                    return
                await ledger.end("done", await bring(self._engines, job, file, ledger, stopping))
        except (Superseded, Interrupted):
            raise
        except Exception as error:  # one file must not take its neighbours down; it is shown as failed
            if is_of_the_engines(error):
                raise
            log.warning("an import failed", job=str(row["id"]), error=describe(error))
            code = error.code if isinstance(error, NitkaError) else "internal"
            await ledger.end("failed", counts, error=code)
        await forget_file(self._database, self._blobs, workspace_id, row["id"])

    async def _tidy(self) -> None:
        async with self._database.service() as tx:
            old = await every(queries.old_jobs(tx))
        for row in old:
            await forget_file(self._database, self._blobs, row["workspace_id"], row["id"])
            async with self._database.workspace(row["workspace_id"]) as tx:
                await queries.remove_job(tx, id=row["id"])


def _ledger(database: Database, workspace_id: UUID, row: Any) -> JobLedger:
    return JobLedger(database, Place(workspace_id, row["id"], row["connection_id"], row["attempt"]))


async def job_for(tx: Connection, workspace_id: UUID, row: Any, header: list[str]) -> Job:
    """Return the job of this row for a table with these columns; raises `BadInput`, `Conflict`."""
    brand = await brand_of(tx, workspace_id, row["source"])
    plan = plan_of(msgspec.convert(row["mapping"], Mapping), header, row["source"], str(brand))
    whence = Whence(workspace_id, row["connection_id"], brand, row["source"], row["at"])
    region = await region_of(tx, workspace_id)
    return Job(row["id"], whence, plan, region, msgspec.convert(row["counts"], ImportCounts))
