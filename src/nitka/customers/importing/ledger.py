"""Where an import writes how far it is, and what was wrong with rows."""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

import msgspec

from nitka.customers.importing.events import ImportChanged
from nitka.customers.importing.models import ImportCounts, ImportForecast, State
from nitka.customers.importing.rules import Said
from nitka.platform.database import Connection, Database, load_queries
from nitka.platform.outbox import emit

queries = load_queries(__file__)

TOLD_EVERY = 1.0  # seconds between two events of a job that runs


class Superseded(Exception):
    """The job was stopped, or another process runs it: leave everything as it is."""


class Seen(NamedTuple):
    """A row that went in, or is in already: what the source is known to have said."""

    said: Said
    revision: int


class Place(NamedTuple):
    """Which job this is, and which try of it."""

    workspace_id: UUID
    job_id: UUID
    connection_id: UUID
    attempt: int


class Portion(NamedTuple):
    """What became of some rows."""

    seen: Sequence[Seen]
    wrong: Sequence[Said]  # those with problems
    counts: ImportCounts  # of all rows so far
    progress: float


class Ledger(Protocol):
    """The port: a job in the database, or a file beside whoever asks for a dry run."""

    async def save(self, portion: Portion) -> None:
        """Keep what became of these rows; raises `Superseded` when they are somebody else's by now."""
        ...


class JobLedger:
    """A job of the database. What a portion says is saved in one transaction, so a restart goes on exactly there."""

    def __init__(
        self, database: Database, place: Place, told: Callable[[float, ImportCounts], None] = lambda *_: None
    ) -> None:
        self._database = database
        self._place = place
        self._told = told
        self._told_at = 0.0

    async def save(self, portion: Portion) -> None:
        """See `Ledger.save`."""
        async with self._database.workspace(self._place.workspace_id) as tx:
            counts = msgspec.to_builtins(portion.counts)
            mine = await queries.save_job(
                tx, id=self._place.job_id, attempt=self._place.attempt, progress=portion.progress, counts=counts
            )
            if mine is None:
                raise Superseded
            await self._save_rows(tx, portion.seen)
            await self._save_refusals(tx, portion.wrong)
            if time.monotonic() - self._told_at >= TOLD_EVERY:
                self._told_at = time.monotonic()
                await self._tell(tx)
        self._told(portion.progress, portion.counts)

    async def end(
        self, state: State, counts: ImportCounts, forecast: ImportForecast | None = None, error: str | None = None
    ) -> None:
        """Close the job; raises `Superseded`."""
        async with self._database.workspace(self._place.workspace_id) as tx:
            mine = await queries.end_job(
                tx, id=self._place.job_id, attempt=self._place.attempt, state=state, error=error,
                counts=msgspec.to_builtins(counts), forecast=msgspec.to_builtins(forecast) if forecast else None,
            )  # fmt: skip
            if mine is None:
                raise Superseded
            await self._tell(tx)

    async def _tell(self, tx: Connection) -> None:
        await emit(tx, [ImportChanged(workspace_id=self._place.workspace_id, import_id=self._place.job_id)])

    async def _save_rows(self, tx: Connection, seen: Sequence[Seen]) -> None:
        latest = {one.said.key: one for one in seen}  # a statement cannot write a row twice
        if latest:
            await queries.save_rows(
                tx, workspace_id=self._place.workspace_id, connection_id=self._place.connection_id,
                job_id=self._place.job_id,
                keys=list(latest), digests=[one.said.digest for one in latest.values()],
                revisions=[one.revision for one in latest.values()], lines=[one.said.line for one in latest.values()],
            )  # fmt: skip

    async def _save_refusals(self, tx: Connection, wrong: Sequence[Said]) -> None:
        if wrong:
            await queries.add_refusals(
                tx, workspace_id=self._place.workspace_id, job_id=self._place.job_id,
                lines=[one.line for one in wrong], refused=[one.refused for one in wrong],
                problems=[msgspec.json.encode(one.problems).decode() for one in wrong],
                cells=[_json([cell[:1000] for cell in one.cells]) for one in wrong],
            )  # fmt: skip


def _json(cells: list[str]) -> str:
    # PostgreSQL's JSON holds neither NUL nor half a surrogate pair.
    clean = [cell.replace("\x00", "\ufffd").encode("utf-8", "replace").decode() for cell in cells]
    return msgspec.json.encode(clean).decode()
