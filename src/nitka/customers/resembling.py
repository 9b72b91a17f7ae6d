"""Likeness as evidence: records that describe one person are linked, after the transaction that brought them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from nitka.channels.touch import Assurance
from nitka.customers.forest import BITS
from nitka.customers.graph import ALIKE, Link, pair
from nitka.customers.likeness.described import Described
from nitka.customers.likeness.scoring import Likeness
from nitka.customers.likeness.search import Found, Keyring, search
from nitka.customers.resolver import finish, settle
from nitka.customers.store import Store
from nitka.customers.work import Work

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)  # likeness has no time of its own


class Records(Store, Keyring, Protocol):
    """A store that keeps the keys of records too."""


async def resemble(store: Records, workspace_id: UUID, fresh: Mapping[UUID, Described]) -> tuple[Work, Found]:
    """Compare new records with all others; link those of one person, part those that only crowds brought together.

    Raises `MoreLocks`.
    """
    work = Work(store, workspace_id)
    told = await store.nodes(fresh.keys())
    found = await search(
        store, fresh, {id_ for id_, node in told.items() if node.assurance > Assurance.OBSERVED}, store.model.likeness
    )
    ends = {id_ for both in (*found.alike, *found.no_longer) for id_ in both}
    if not ends:
        return work, found
    await store.hold(ends)
    if found.no_longer:
        await store.unlink([pair(a, b, ALIKE) for a, b in found.no_longer])
    for node in (await store.nodes(ends)).values():
        work.region.add_node(node)
    for (a, b), likeness in found.alike.items():
        link = alike_link(a, b, weight_of(likeness))
        work.region.add_link(link)
        work.plan.links[link.key] = link
    work.region.touched |= ends
    await settle(work)
    await finish(work)
    return work, found


def weight_of(likeness: Likeness) -> float:
    """Return what a likeness weighs as a link: a number that PostgreSQL's `real` holds exactly.

    Or what is just enough to join would be enough when it is found, and no longer when it is read.
    """
    return round(likeness.score * 256) / 256 / BITS


def alike_link(a: UUID, b: UUID, weight: float) -> Link:
    """Return the link of two records that are alike, the smaller id first."""
    # The record stands in the place of the touch: what was said in both is the evidence.
    return Link(a, b, ALIKE, int(Assurance.OBSERVED), a, "", ALIKE, ALWAYS, weight)
