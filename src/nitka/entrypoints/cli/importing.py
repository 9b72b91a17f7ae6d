"""What `nitka import customers` does, once it knows what is wanted."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import msgspec

from nitka.customers.importing.checking import check
from nitka.customers.importing.ledger import JobLedger, Ledger, Place, Portion, Superseded, queries
from nitka.customers.importing.mapping import plan_of
from nitka.customers.importing.models import ImportCounts, ImportForecast, Mapping
from nitka.customers.importing.portions import Rows
from nitka.customers.importing.rules import Whence
from nitka.customers.importing.running import Engines, Job, bring
from nitka.customers.importing.service import begin_source
from nitka.customers.importing.sources import brand_of, clean_source, source_id
from nitka.customers.service import region_of
from nitka.entrypoints.services import Services
from nitka.kernel.clock import now
from nitka.kernel.errors import Conflict
from nitka.kernel.ids import lock_key, new_id
from nitka.platform.auth import Principal, audit

Told = Callable[[Portion], None]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be imported, whence and whereto. `name` is shown in the list of imports."""

    workspace_id: UUID
    source: str
    name: str
    size: int
    mapping: Mapping


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it."""

    id: UUID | None  # null for a dry run, of which nothing is kept
    dry_run: bool
    source: str
    counts: ImportCounts
    forecast: ImportForecast | None = None


class _Telling:
    """A ledger that also tells whoever waits at the terminal."""

    def __init__(self, told: Told, ledger: Ledger | None = None) -> None:
        self._told = told
        self._ledger = ledger

    async def save(self, portion: Portion) -> None:
        """See `Ledger.save`."""
        if self._ledger is not None:
            await self._ledger.save(portion)
        self._told(portion)


async def dry_run(services: Services, wanted: Wanted, rows: Rows, told: Told) -> Outcome:
    """Return what an import would do; nothing is written anywhere. Raises `BadInput`, `Conflict`."""
    job = await _job(services, wanted, rows, new_id())
    counts, forecast = await check(services.database, job, rows, _Telling(told), asyncio.Event())
    return Outcome(id=None, dry_run=True, source=job.whence.source, counts=counts, forecast=forecast)


async def bring_in(services: Services, wanted: Wanted, rows: Rows, told: Told) -> Outcome:
    """Import; when it breaks off, doing the same again goes on. Raises `BadInput`, `Conflict`, `Superseded`."""
    id_ = new_id()
    job = await _job(services, wanted, rows, id_)
    async with _alone(services, job.whence.connection_id):
        await _begin(services, wanted, job)
        place = Place(wanted.workspace_id, id_, job.whence.connection_id, 1)
        ledger = JobLedger(services.database, place)
        engines = Engines(services.database, services.intake)
        try:
            counts = await bring(engines, job, rows, _Telling(told, ledger), asyncio.Event())
            await ledger.end("done", counts)
        except Superseded:
            raise Conflict("This import was stopped at the desk; what went in stays") from None
        except BaseException:
            with suppress(Superseded):
                await asyncio.shield(ledger.end("stopped", job.counts, error="interrupted"))
            raise
    return Outcome(id=id_, dry_run=False, source=job.whence.source, counts=counts)


async def _job(services: Services, wanted: Wanted, rows: Rows, id_: UUID) -> Job:
    source = clean_source(wanted.source)
    async with services.database.workspace(wanted.workspace_id) as tx:
        region = await region_of(tx, wanted.workspace_id)
        brand = await brand_of(tx, wanted.workspace_id, source)
    plan = plan_of(wanted.mapping, rows.header, source, str(brand))
    whence = Whence(wanted.workspace_id, source_id(wanted.workspace_id, source), brand, source, now())
    return Job(id_, whence, plan, region, ImportCounts())


async def _begin(services: Services, wanted: Wanted, job: Job) -> None:
    who = Principal(workspace_id=wanted.workspace_id, actor_kind="cli", actor_id=None, role="owner", name="nitka")
    async with services.database.workspace(wanted.workspace_id) as tx:
        await begin_source(tx, wanted.workspace_id, job.whence.source, dry_run=False)
        await queries.add_job(
            tx, workspace_id=wanted.workspace_id, id=job.id, origin="cli", by=None, source=job.whence.source,
            connection_id=job.whence.connection_id, name=wanted.name, size=wanted.size, blob=None,
            format={"header": list(job.plan.header)},
            mapping=msgspec.to_builtins(wanted.mapping), dry_run=False, state="running",
        )  # fmt: skip
        await audit(tx, who, "imports.start", job.id, {"source": job.whence.source})


@asynccontextmanager
async def _alone(services: Services, source: UUID) -> AsyncIterator[None]:
    """Hold the source for the time of the block; while it is held, nobody takes this command for dead."""
    connection = await services.database.dedicated()
    try:
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", lock_key(source)):
            raise Conflict("This source is being imported just now; wait for its end, or stop it at the desk")
        yield
    finally:
        connection.terminate()
