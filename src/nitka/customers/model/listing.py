"""A new version of the model as people read it: how far it is, what it comes to, and whom it concerns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from nitka.customers.graph import RECORD, SESSION, Node, rank
from nitka.customers.model.models import ModelChange, ModelCounts, ModelRevision, ModelSide, ModelStatus, Op
from nitka.customers.model.reasons import Reason
from nitka.customers.model.revision import Revision, latest, queries
from nitka.customers.model.versions import newest
from nitka.customers.models import Author, WhyNode
from nitka.customers.postgres import PostgresStore
from nitka.customers.postgres import queries as identity
from nitka.customers.stewardship.briefs import briefs
from nitka.customers.stewardship.models import CustomerBrief
from nitka.platform.database import Connection, every
from nitka.platform.paging import Page, cursor_after, place_of

MOST_TOLD = 4  # identifiers of one side
_COUNTED = frozenset({"drawing", "waiting", "switching", "settling", "applying", "suggesting", "done", "refused"})
_NAMES = ("name", "first_name", "middle_name", "last_name")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def status(tx: Connection) -> ModelStatus:
    """Return by which version customers are drawn, and what is asked of people."""
    version = (await PostgresStore.to_read(tx)).model.version
    one = await latest(tx)
    return ModelStatus(version, newest().version, None if one is None else await _shown(tx, one))


async def _shown(tx: Connection, one: Revision) -> ModelRevision:
    counts = await queries.change_counts(tx, version=one.version) if one.state in _COUNTED else None
    return ModelRevision(
        version=one.version, from_version=one.from_version, state=one.state, done=one.done,
        total=max(one.total, one.done), computed_at=one.computed_at,
        counts=None if counts is None else ModelCounts(**dict(counts), freed=one.freed, lost=one.lost),
        decided_by=Author(one.decided_by, one.decider) if one.decided_by else None, decided_at=one.decided_at,
        finished_at=one.finished_at,
    )  # fmt: skip


async def changes(tx: Connection, op: Op | None, cursor: str | None, limit: int) -> Page[ModelChange]:
    """Return whom the latest version concerns, those first of whom the most touches would move."""
    one = await latest(tx)
    if one is None:
        return Page([])
    place = place_of(cursor)
    touches, before_id = ((place[0] - _EPOCH) // timedelta(microseconds=1), place[1]) if place else (None, None)
    rows = await every(
        queries.changes_page(tx, version=one.version, op=op, touches=touches, before_id=before_id, page=limit + 1)
    )
    items = await _told(tx, rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    after = cursor_after(_EPOCH + timedelta(microseconds=last["touches"]), last["id"]) if last else None
    return Page(items, after)


async def _told(tx: Connection, rows: Sequence[asyncpg.Record]) -> list[ModelChange]:
    said = [(row, msgspec.convert(row["reason"], Reason)) for row in rows]
    sides = [ids for row in rows for ids in (*row["before"].values(), *row["after"])]
    ids = {UUID(id_) for side in sides for id_ in side} | {
        id_ for _, why in said for id_ in (*why.by, *why.freed, *why.lost)
    }
    nodes = await (await PostgresStore.to_read(tx)).nodes(ids)
    told = {id_: WhyNode(id_, node.type, node.value) for id_, node in nodes.items()}
    told |= await _descriptions(tx, [id_ for id_, node in nodes.items() if node.type == RECORD])
    called = await briefs(tx, {UUID(id_) for row in rows for id_ in row["before"]})
    return [_change(row, why, nodes, told, called) for row, why in said]


async def _descriptions(tx: Connection, ids: list[UUID]) -> dict[UUID, WhyNode]:
    """Name records by whom they are of, as it was written."""
    found = {id_: WhyNode(id_, RECORD, "") for id_ in ids}
    for row in await every(identity.record_traits(tx, ids=ids)) if ids else []:
        said = [str(row["traits"][name]["value"]) for name in _NAMES if name in row["traits"]]
        found[row["node"]] = WhyNode(row["node"], RECORD, " ".join(said))
    return found


def _change(
    row: asyncpg.Record,
    why: Reason,
    nodes: Mapping[UUID, Node],
    told: Mapping[UUID, WhyNode],
    called: Mapping[UUID, CustomerBrief],
) -> ModelChange:
    def side(ids: Iterable[str], customer: CustomerBrief | None = None) -> ModelSide:
        shown = sorted((nodes[id_] for one in ids if (id_ := UUID(one)) in nodes and _is_shown(nodes[id_])), key=_place)
        return ModelSide(customer, [told[node.id] for node in shown[:MOST_TOLD]], max(len(shown) - MOST_TOLD, 0))

    def these(ids: Iterable[UUID]) -> list[WhyNode]:
        return [told[id_] for id_ in ids if id_ in told]

    return ModelChange(
        id=row["id"], op=row["op"], touches=row["touches"], old=why.old, new=why.new,
        before=[side(ids, called.get(UUID(customer))) for customer, ids in row["before"].items()],
        after=[side(ids) for ids in row["after"]],
        by=these(why.by), freed=these(why.freed), lost=these(why.lost),
    )  # fmt: skip


def _is_shown(node: Node) -> bool:
    return node.type not in (SESSION, RECORD)


def _place(node: Node) -> tuple[int, bytes]:
    return rank(node.type), node.id.bytes
