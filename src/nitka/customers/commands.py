"""What people decide about identity. A decision is kept as a constraint; who is whom follows from it as ever."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from uuid import UUID

from nitka.channels.touch import Assurance
from nitka.customers.graph import INTERNAL, Constraint, Status
from nitka.customers.naming import oldest
from nitka.customers.partition import paths
from nitka.customers.region import Region
from nitka.customers.resolver import expand, finish, settle
from nitka.customers.store import PastEvent, Store
from nitka.customers.work import Cause, Decision, Work
from nitka.kernel.errors import BadInput, Conflict, NotFound
from nitka.kernel.ids import new_id

MOST_MERGED = 10  # customers at a time


async def merge(
    store: Store, workspace_id: UUID, ids: list[UUID], by: Decision, worth: Assurance = Assurance.AGENT
) -> Work:
    """Make one customer of several, which are in use: a `must` between their oldest identifiers.

    What an operator said before to keep them apart is let go, and comes back when this is undone. `worth`: how far it
    is proven by this that they are one, where it matters what may be told to whom.
    """
    work = Work(store, workspace_id, Cause(event_id=new_id(), op="merge", why=by.why, who=by.who))
    assert work.cause is not None
    homes = await store.members(ids)
    if len(homes) < len(ids):
        raise NotFound("There is no such customer, or nothing that it could be known by")
    await expand(work, {node for nodes in homes.values() for node in nodes})
    region = work.region
    pieces = {id_: {node for node in region.whole if region.nodes[node].customer == id_} for id_ in ids}
    said = await store.cannots({node for piece in pieces.values() for node in piece})
    for one, other in combinations(pieces.values(), 2):
        await _reconcile(work, said, one, other)
    await _constrain(work, list(_musts(region, pieces.values(), by.why, worth=worth)))
    region.touched |= {node for piece in pieces.values() for node in piece}
    await settle(work)
    _must_be_one(region, list(pieces.values()))
    await finish(work)
    return work


def _must_be_one(region: Region, pieces: Sequence[set[UUID]]) -> None:
    now = [{region.nodes[node].customer for node in piece} for piece in pieces]
    for one, other in combinations(range(len(now)), 2):
        if len(now[one] | now[other]) > 1 and len(now) > 2:
            raise Conflict(f"Customers {one + 1} and {other + 1} of those you named cannot be one")
    if len(set().union(*now)) > 1:
        raise Conflict("These customers are kept apart by something that was said of them")


async def _reconcile(work: Work, said: Iterable[Constraint], one: set[UUID], other: set[UUID]) -> None:
    """Let out of every `cannot` what separates these two, and no more: what else it keeps apart stays so.

    Also what an earlier merge has let out already: that one may be undone, and this one still holds.
    """
    assert work.cause is not None
    held = work.region.constraints
    for constraint in said:
        for a, b in ((one, other), (other, one)):
            mine, theirs = constraint.a & a, constraint.b & b
            if not mine or not theirs:
                continue
            out = theirs if mine == constraint.a and theirs != constraint.b else mine
            await work.store.release(constraint.id, out, work.cause.event_id)
            if (left := held.get(constraint.id)) is not None:
                held[left.id] = Constraint(left.id, "cannot", left.a - out, left.b - out)


async def split(store: Store, workspace_id: UUID, customer: UUID, nodes: Collection[UUID], by: Decision) -> Work:
    """Move identifiers out of a customer: a `cannot` between them and the rest, each of which stays together."""
    work = Work(store, workspace_id, Cause(event_id=new_id(), op="split", why=by.why, who=by.who))
    region = work.region
    await expand(work, (await store.members([customer])).get(customer, []))
    whole = {node for node in region.whole if region.nodes[node].customer == customer}
    out = set(nodes)
    if not out or not out < whole:
        raise BadInput("Name some of this customer's own identifiers, but not all of them", field="identifier_ids")
    links, said = list(region.links.values()), list(region.constraints.values())
    own = {node: region.nodes[node] for node in whole}
    await _constrain(work, [Constraint(new_id(), "cannot", frozenset(out), frozenset(whole - out), why=by.why)])
    pieces = region.pieces()
    for side in (out, whole - out):
        parts = [part for piece in pieces if (part := side.intersection(piece))]
        # What was held together by what went away is no better proven than it was.
        proven = paths(oldest(side, region.nodes), own, links, said)
        await _constrain(work, list(_musts(region, parts, by.why, proven)))
    region.touched |= whole
    await settle(work)
    await finish(work)
    return work


async def undo(store: Store, workspace_id: UUID, event: PastEvent, by: Decision) -> Work:
    """Take an identity event back. What a rule did is forbidden, or the next touch would do it again."""
    cause = Cause(event_id=new_id(), op="undo", why=by.why, who=by.who, undoes=event.id)
    work = Work(store, workspace_id, cause)
    concerned = await store.take_back(await _chain(store, event, cause.event_id))
    statuses = {UUID(node) for node in event.details.get("status", {})}
    by_hand = bool(concerned or statuses) or event.undoes is not None
    concerned |= statuses
    for groups in (event.before, event.after):
        concerned |= {node for nodes in groups.values() for node in nodes}
    await expand(work, concerned)
    region = work.region
    region.touched |= concerned & region.nodes.keys()
    for node, (status, status_by) in (await store.statuses(statuses)).items():
        known = region.nodes[node]
        was = known.status, known.status_by
        cause.details["status"] = {**cause.details.get("status", {}), str(node): was}
        known.status, known.status_by = status, status_by
        work.plan.nodes[node] = known
    if not by_hand:
        await _constrain(work, list(_opposite(region, event, by.why)))
    await settle(work)
    await finish(work)
    return work


async def _chain(store: Store, event: PastEvent, by: UUID) -> list[UUID]:
    """Note what this puts out of force; what that had undone is in force again, what that one had is not, and so on."""
    chain: list[UUID] = []
    undone_by: UUID | None = by
    at: PastEvent | None = event
    while at is not None:
        await store.mark_undone(at.id, undone_by)
        chain.append(at.id)
        undone_by = at.id if undone_by is None else None
        at = await store.event(at.undoes) if at.undoes else None
    return chain


def _opposite(region: Region, event: PastEvent, why: str) -> Iterable[Constraint]:
    able = {id_ for id_, node in region.nodes.items() if node.active}
    after = {node: customer for customer, nodes in event.after.items() for node in nodes}
    groups = [group for nodes in event.before.values() if (group := able.intersection(nodes))]
    for one, other in combinations(groups, 2):
        if {after.get(node) for node in one} & {after.get(node) for node in other}:
            yield Constraint(new_id(), "cannot", frozenset(one), frozenset(other), why=why)
    for group in groups:
        parts: dict[UUID | None, set[UUID]] = {}
        for node in group:
            parts.setdefault(after.get(node), set()).add(node)
        # Who undoes what a rule parted says that they are one, not how far it is proven.
        own = {node: region.nodes[node] for node in group}
        proven = paths(oldest(group, own), own, region.links.values(), region.constraints.values())
        yield from _musts(region, parts.values(), why, proven)


async def set_status(store: Store, workspace_id: UUID, node: UUID, status: Status, by: Decision) -> Work | None:
    """Say that an identifier is one person's, shared, or nobody's; None where an operator had said so already."""
    cause = Cause(event_id=new_id(), op="status", why=by.why, who=by.who, identifier=node, status=status)
    work = Work(store, workspace_id, cause)
    await expand(work, [node])
    known = work.region.nodes.get(node)
    if known is None:
        raise NotFound
    if known.type in INTERNAL:
        raise BadInput("A session is not an identifier that can be shared or blocked")
    if known.status == status and known.status_by == "agent":
        return None
    cause.details["status"] = {str(node): [known.status, known.status_by]}
    known.status, known.status_by = status, "agent"
    work.plan.nodes[node] = known
    work.region.touched.add(node)
    await settle(work)
    await finish(work)
    return work


def _musts(
    region: Region,
    pieces: Iterable[Collection[UUID]],
    why: str,
    proven: Mapping[UUID, int] | None = None,
    *,
    worth: Assurance = Assurance.AGENT,
) -> Iterable[Constraint]:
    """Yield what makes one of these pieces: each is tied to all older ones, so that any two may have two of a kind."""
    first, *others = sorted(pieces, key=lambda piece: region.nodes[oldest(piece, region.nodes)].age)
    older = frozenset(first)
    for other in others:
        assurance = int(worth) if proven is None else proven.get(oldest(other, region.nodes), 1)
        yield Constraint(new_id(), "must", older, frozenset(other), assurance, why)
        older |= frozenset(other)


async def _constrain(work: Work, made: Collection[Constraint]) -> None:
    assert work.cause is not None
    if made:
        await work.store.constrain(made, work.cause.event_id)
        work.region.constraints |= {one.id: one for one in made}
