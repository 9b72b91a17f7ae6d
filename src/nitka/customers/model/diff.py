"""What another version of the model would change, told from webs that were drawn by it and not made true. Pure."""

from collections.abc import Collection, Mapping
from typing import Literal
from uuid import UUID

import msgspec

from nitka.customers.graph import ALIKE, Link
from nitka.customers.model.reasons import Drawn, Reason, reason
from nitka.customers.model.shape import Model
from nitka.customers.work import Work


class Change(msgspec.Struct, frozen=True):
    """Customers who would be joined, or come apart. `id` is the least of their ids: each is in one change only."""

    id: UUID
    op: Literal["merge", "split"]
    before: dict[UUID, list[UUID]]
    after: list[list[UUID]]
    touches: int
    reason: Reason


def changes(
    work: Work, replaced: Collection[Link], models: tuple[Model, Model], touches: Mapping[UUID, int]
) -> list[Change]:
    """Return what a drawing would change. `replaced`: likeness of the version before; `touches`: of each moved node."""
    links = work.region.links.values()
    drawn = Drawn(work.region.nodes, [*(link for link in links if link.kind != ALIKE), *replaced], list(links))
    found: list[Change] = []
    for one in work.plan.happenings:
        op: Literal["merge", "split"] = "merge" if one.op == "merge" else "split"
        before = {customer: sorted(ids) for customer, ids in sorted(one.before.items())}
        after = sorted(sorted(ids) for ids in one.after.values())
        why = reason(op, before.values(), after, drawn, models)
        found.append(Change(min(before), op, before, after, _moving(work, before, touches), why))
    return found


def moved(work: Work) -> set[UUID]:
    """Return the nodes that would be another customer's: their touches go with them."""
    return {move.node for move in work.resolution.moves if move.from_customer and move.to_customer}


def _moving(work: Work, before: Mapping[UUID, Collection[UUID]], touches: Mapping[UUID, int]) -> int:
    here = {id_ for ids in before.values() for id_ in ids}
    moving = sum(touches.get(id_, 0) for id_ in moved(work) & here)
    return moving + sum(one.from_node in here for one in work.resolution.reowned)
