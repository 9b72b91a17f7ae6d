"""The dry run: rows are read, understood and compared with the customers there are, and nothing goes in."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing, closing
from uuid import UUID

from nitka.customers.importing.forecast import Anchor, Forecaster, short
from nitka.customers.importing.ledger import Ledger, Portion, queries
from nitka.customers.importing.models import ImportCounts, ImportForecast, Known, Problem
from nitka.customers.importing.portions import Rows, portions
from nitka.customers.importing.rules import Said, say, settled
from nitka.customers.importing.running import Interrupted, Job, count, known_rows
from nitka.customers.importing.scratch import Scratch
from nitka.customers.normalise import identify
from nitka.customers.rules import UNIQUE
from nitka.platform.database import Connection, Database, every

Node = tuple[UUID, str, str]
First = dict[int, tuple[int, int]]  # key → line and digest of the first row of the file that had it


async def check(
    database: Database, job: Job, rows: Rows, ledger: Ledger, stopping: asyncio.Event
) -> tuple[ImportCounts, ImportForecast]:
    """Return what bringing these rows in would do. Raises `Superseded`, `Interrupted`, what the engines raise."""
    counts = ImportCounts()
    anchors = [(one.to, one.namespace) for one in job.plan.identifiers if one.to in UNIQUE]
    async with aclosing(portions(rows)) as found:
        with closing(Scratch()) as scratch:
            forecaster = Forecaster(anchors, scratch)
            async for portion in found:
                if stopping.is_set():
                    raise Interrupted
                said = [say(row, job.plan, job.region) for row in portion]
                before = scratch.first(
                    [(short(one.key), one.line, short(one.digest)) for one in said if not one.refused]
                )
                async with database.workspace(job.whence.workspace_id) as tx:
                    known = await known_rows(tx, job.whence.connection_id, said)
                    checked = [_checked(one, known.get(one.key), before, job, counts) for one in said]
                    await _foresee(tx, forecaster, job, [one for one in checked if not one.refused])
                await ledger.save(Portion((), [one for one in checked if one.problems], counts, rows.progress))
            return counts, await asyncio.to_thread(forecaster.conclude)


def _checked(said: Said, known: Known | None, before: First, job: Job, counts: ImportCounts) -> Said:
    """Count a row; the answer is refused where another line of the file has its key and says something else."""
    what = "refused" if said.refused else settled(said, known, job.id)[0]
    if not said.refused:
        line, digest = before[short(said.key)]
        if digest != short(said.digest):
            said = said._replace(identifiers=[], problems=[*said.problems, Problem("same_key", told=str(line))])
        elif line != said.line:
            what = "unchanged"
    count(counts, said, "refused" if said.refused else what)
    return said


async def _foresee(tx: Connection, forecaster: Forecaster, job: Job, said: Sequence[Said]) -> None:
    nodes = [_nodes(one, job) for one in said]
    ids = list({id_ for some in nodes for id_, _, _ in some})
    found = {row["id"]: row for row in await every(queries.homes(tx, ids=ids))} if ids else {}
    await _known(tx, forecaster, {row["customer_id"] for row in found.values()} - {None})
    for some in nodes:
        able = [node for node in some if node[0] not in found or found[node[0]]["status"] == "normal"]
        homes = {found[id_]["customer_id"] for id_, _, _ in able if id_ in found} - {None}
        forecaster.row(able, homes)


def _nodes(said: Said, job: Job) -> list[Node]:
    return [
        (node[0], node[1].type, node[1].namespace)
        for one in said.identifiers
        if (node := identify(job.whence.workspace_id, one.type, one.value, one.namespace, job.region))
    ]


async def _known(tx: Connection, forecaster: Forecaster, customers: set[UUID]) -> None:
    types = list({type_ for type_, _ in forecaster.anchors})
    ids: dict[UUID, dict[Anchor, UUID]] = {customer: {} for customer in customers}
    if customers and types:
        for row in await every(queries.unique_ids(tx, customers=list(customers), types=types)):
            ids[row["customer_id"]][row["type"], row["namespace"]] = row["id"]
    for customer, anchors in ids.items():
        forecaster.customer(customer, anchors)
