"""Customers who are likely one person: kept as the rules find them, until somebody decides."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from nitka.customers.events import CustomerChanged
from nitka.customers.postgres import queries
from nitka.kernel.events import Event
from nitka.kernel.ids import derived_id
from nitka.platform.database import Connection, every


class Feature(msgspec.Struct, frozen=True, gc=False):
    """One step of the waterfall. `weight` in bits; `a` and `b` are what the two sides say, null for the prior."""

    feature: str
    weight: float
    level: str | None = None
    a: str | None = None
    b: str | None = None


class Suggested(msgspec.Struct, frozen=True):
    """Two nodes, in any order, that are likely one person's. `score`: log2 of the odds, the sum of the features."""

    a: UUID
    b: UUID
    score: float
    features: list[Feature]


def suggestion_id(workspace_id: UUID, one: UUID, other: UUID) -> UUID:
    """Return the id of the suggestion of two nodes, whichever is named first."""
    a, b = sorted((one, other), key=lambda id_: id_.bytes)
    return derived_id("suggestion", workspace_id.hex, a.hex, b.hex)


async def save(tx: Connection, workspace_id: UUID, found: Collection[Suggested], version: int) -> list[Event]:
    """Keep these pairs, opening what was outdated; what people decided stays. Returns the events to emit."""
    if not found:
        return []
    best = {suggestion_id(workspace_id, one.a, one.b): one for one in sorted(found, key=lambda one: one.score)}
    best = dict(sorted(best.items()))  # two who write the same rows take them in one order, and neither waits in a ring
    ends = [sorted((one.a, one.b), key=lambda id_: id_.bytes) for one in best.values()]
    rows = queries.save_suggestions(
        tx,
        workspace_id=workspace_id,
        version=version,
        ids=list(best),
        a=[a for a, _ in ends],
        b=[b for _, b in ends],
        scores=[one.score for one in best.values()],
        features=[msgspec.json.encode(_turned(one)).decode() for one in best.values()],
    )
    return await _told(tx, workspace_id, {node for row in await every(rows) for node in (row["a"], row["b"])})


async def outdate(tx: Connection, workspace_id: UUID, nodes: Collection[UUID], keep: Collection[Suggested]) -> None:
    """Close the open suggestions that name any of these nodes, save those to keep."""
    if nodes:
        kept = [suggestion_id(workspace_id, one.a, one.b) for one in keep]
        await queries.outdate_suggestions(tx, nodes=list(nodes), keep=kept)


def _turned(one: Suggested) -> list[Feature]:
    """Return the features with `a` speaking of the smaller node."""
    if one.a.bytes < one.b.bytes:
        return one.features
    return [msgspec.structs.replace(step, a=step.b, b=step.a) for step in one.features]


async def _told(tx: Connection, workspace_id: UUID, nodes: Collection[UUID]) -> list[Event]:
    if not nodes:
        return []
    rows = await every(queries.customers_of_nodes(tx, nodes=list(nodes)))
    return [CustomerChanged(workspace_id=workspace_id, customer_id=row["customer_id"]) for row in rows]
