"""Rows go in: translated, compared with what the source said before, handed to the intake, and waited for."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from typing import NamedTuple
from uuid import UUID

from nitka.channels.intake import Intake
from nitka.channels.touch import Touch
from nitka.customers.importing.ledger import Ledger, Portion, Seen, queries
from nitka.customers.importing.mapping import Plan
from nitka.customers.importing.models import ImportCounts, Known, Problem
from nitka.customers.importing.portions import Rows, portions
from nitka.customers.importing.rules import Said, Whence, say, settled, touch
from nitka.kernel.errors import Unavailable
from nitka.kernel.tasks import pause
from nitka.platform.database import Connection, Database, every

_SOONEST, _LATEST = 0.01, 0.25  # seconds between two looks whether the pipeline has taken a portion


class Job(NamedTuple):
    """An import as whoever runs it knows it. `counts` are those of the rows that went in before a restart."""

    id: UUID
    whence: Whence
    plan: Plan
    region: str
    counts: ImportCounts


class Interrupted(Exception):
    """The process stops; the job goes on elsewhere or later."""


class Engines(NamedTuple):
    """What rows go through."""

    database: Database
    intake: Intake


async def bring(engines: Engines, job: Job, rows: Rows, ledger: Ledger, stopping: asyncio.Event) -> ImportCounts:
    """Bring all rows in and return the counts. Raises `Superseded`, `Interrupted`, and what the engines raise.

    Any row may be brought again: an unchanged one says nothing, and a touch that is in already is known by its id.
    One portion is in the pipeline at a time, so that a customer who writes meanwhile waits for no more than that.
    """
    database, counts = engines.database, job.counts
    async with aclosing(portions(rows, skip=counts.rows)) as found:
        async for portion in found:
            said = [say(row, job.plan, job.region) for row in portion]
            async with database.workspace(job.whence.workspace_id) as tx:
                known = await known_rows(tx, job.whence.connection_id, said)
            seen, wrong, touches = _decide(said, known, job, counts)
            await _hand_over(engines.intake, touches, stopping)
            counts.held += await _taken(database, job.whence.workspace_id, [one.id for one in touches], stopping)
            await ledger.save(Portion(seen, wrong, counts, rows.progress))
    return counts


async def known_rows(tx: Connection, connection_id: UUID, said: Sequence[Said]) -> dict[UUID, Known]:
    """Return what the source has said of these rows before, by their keys."""
    keys = list({one.key for one in said if not one.refused})
    rows = await every(queries.known_rows(tx, connection_id=connection_id, keys=keys)) if keys else []
    return {row["key"]: Known(row["digest"], row["revision"], row["job_id"], row["line"]) for row in rows}


def _decide(
    said: Sequence[Said], known: dict[UUID, Known], job: Job, counts: ImportCounts
) -> tuple[list[Seen], list[Said], list[Touch]]:
    """Sort rows into those to remember, those to report and what they say; `known` and `counts` go along."""
    seen: list[Seen] = []
    wrong: list[Said] = []
    touches: list[Touch] = []
    for row in said:
        what, revision = ("refused", 0) if row.refused else settled(row, known.get(row.key), job.id)
        one = row
        if what == "same_key":
            problem = Problem("same_key", told=str(known[row.key].line))
            one = row._replace(identifiers=[], problems=[*row.problems, problem])
        elif what != "refused":
            seen.append(Seen(one, revision))
            known[one.key] = Known(one.digest, revision, job.id, one.line)
        if what in ("new", "changed"):
            touches.append(touch(one, revision, job.whence))
        if one.problems:
            wrong.append(one)
        count(counts, one, what)
    return seen, wrong, touches


def count(counts: ImportCounts, said: Said, what: str) -> None:
    """Count a row."""
    counts.rows += 1
    counts.new += what == "new"
    counts.changed += what == "changed"
    counts.unchanged += what == "unchanged"
    counts.refused += said.refused
    counts.noted += bool(said.problems) and not said.refused


async def _hand_over(intake: Intake, touches: list[Touch], stopping: asyncio.Event) -> None:
    while touches:
        try:
            await intake.receive(touches)
            return
        except Unavailable as error:  # full, or the broker is away: an import has time
            await pause(error.retry_after, stopping)
            if stopping.is_set():
                raise Interrupted from None


async def _taken(database: Database, workspace_id: UUID, ids: list[UUID], stopping: asyncio.Event) -> int:
    """Wait until the pipeline has stored all of these touches or set them aside; return how many are set aside."""
    wait = _SOONEST
    while ids:
        async with database.workspace(workspace_id) as tx:
            if await queries.stored(tx, ids=ids) >= len(ids):
                return int(await queries.set_aside(tx, ids=ids))
        await pause(wait, stopping)
        if stopping.is_set():
            raise Interrupted
        wait = min(wait * 1.5, _LATEST)
    return 0
