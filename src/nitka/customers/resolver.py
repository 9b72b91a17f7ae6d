"""Who is whom after a batch: read what it needs, decide, write once. The same over any store."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from nitka.channels.touch import Touch
from nitka.customers import naming
from nitka.customers.announce import customers_changed, happenings, regrouped
from nitka.customers.graph import INTERNAL, RECORD, TOLD, Link, Node
from nitka.customers.models import Continued, Move, ResolvedTouch
from nitka.customers.naming import Naming
from nitka.customers.ownership import give_owners, move_touches
from nitka.customers.profile import Traits, merged
from nitka.customers.reading import Reading, evidence, read
from nitka.customers.region import Region
from nitka.customers.reuse import in_time, reused
from nitka.customers.rules import better, is_proven, spanning
from nitka.customers.store import Store
from nitka.customers.work import Work

MOST_TRAITS = 200  # of one record

Groups = dict[UUID, list[UUID]]


async def resolve(
    store: Store,
    workspace_id: UUID,
    region_code: str,
    touches: Iterable[Touch],
    continued: Mapping[UUID, Continued] | None = None,
) -> Work:
    """Store what the touches say of identity; `resolution` of the answer tells whose each of them is.

    `continued`: those of them that came with somebody's token. A batch that says nothing new costs two reads.
    Raises `MoreLocks`.
    """
    work = Work(store, workspace_id)
    reading = read(workspace_id, region_code, touches)
    reading.continued = dict(continued or {})
    await _compare(work, reading)
    if work.region.touched:
        await settle(work)
    owners = await give_owners(work, reading.said, reading.void)
    work.resolution.described += _to_compare(work)
    await store.write(work.plan)
    for said in reading.said:
        owner = work.region.nodes[owners[said.touch_id]]
        assert owner.customer is not None, "an owner is an active node, and these have customers"
        work.resolution.touches[said.touch_id] = ResolvedTouch(said.nodes, said.assurances, owner.id, owner.customer)
    await _profiles(work, await _save_traits(work, reading))
    return work


def _to_compare(work: Work) -> list[UUID]:
    """The records of which there is more to compare than there was."""
    region = work.region
    again = region.vouched | region.numbered
    new = [id_ for id_ in work.plan.nodes if region.nodes[id_].type == RECORD and id_ in region.fresh]
    return new + sorted(again - region.fresh)


async def _compare(work: Work, reading: Reading) -> None:
    """Put what is new into the plan, and touch the nodes that are new or whose links are new or firmer."""
    region, plan = work.region, work.plan
    replies = await work.store.replied(set(reading.replies.values())) if reading.replies else {}
    replied = {touch: replies[message] for touch, message in reading.replies.items() if message in replies}
    named = reading.nodes.keys() | set(replied.values()) | {one.node for one in reading.continued.values()}
    await work.store.hold(named)
    likely = evidence(reading, replied, frozenset())  # whatever turns out to be void or unknown: it is read at once
    known, old = await work.store.nodes_and_links(named, likely.keys())
    reading.continued = {touch: one for touch, one in reading.continued.items() if one.node in known}
    reading.void -= {id_ for id_, node in known.items() if node.active}
    _bar(reading, known, replied)
    for node in known.values():
        region.add_node(node)
    for id_, seen in reading.nodes.items():
        if id_ not in known:
            region.add_fresh(seen)
            region.touched.add(id_)
            plan.nodes[id_] = seen
        elif _see(region, known[id_], seen):
            plan.nodes[id_] = known[id_]
    found = evidence(reading, {touch: node for touch, node in replied.items() if node in known}, reading.void)
    for key, link in found.items():
        _take(work, link, old.get(key))


def _take(work: Work, link: Link, before: Link | None) -> None:
    """Keep a link that is new, firmer or earlier; of a number also how long it was seen with whom."""
    region, ends = work.region, [work.region.nodes[link.a], work.region.nodes[link.b]]
    now = spanning(link, before) if before is not None and reused(ends) else link
    longer = before is not None and reused(ends) and now.months != before.months
    if before is not None and not longer and not better(link, before):
        return
    work.plan.links[link.key] = now
    region.add_link(now)
    if before is None and link.kind == TOLD:
        region.numbered |= {node.id for node in ends if node.type == RECORD}
    # Of claims the earliest are followed, so that an earlier one is news where something is proven.
    if before is None or (better(link, before) and (link.assurance > before.assurance or any(map(is_proven, ends)))):
        region.touched |= {link.a, link.b}
    elif longer:
        region.touched |= {node.id for node in ends if in_time(node)}


def _bar(reading: Reading, known: Mapping[UUID, Node], replied: Mapping[UUID, UUID]) -> None:
    """Let what is first heard of beside somebody blocked, and nobody else who is known, be blocked with them."""
    if not any(node.barred_at for node in known.values()):
        return
    met = dict(known)
    for said in reading.said:
        beside = {*said.nodes, *([replied[said.touch_id]] if said.touch_id in replied else [])}
        if one := reading.continued.get(said.touch_id):
            beside.add(one.node)
        barred = [met[id_].barred_at for id_ in beside if id_ in met and met[id_].type not in INTERNAL]
        since = max(at for at in barred if at) if barred and all(barred) else None
        for id_ in (beside & reading.nodes.keys()) - met.keys():
            met[id_] = reading.nodes[id_]
            met[id_].barred_at = since


def _see(region: Region, node: Node, seen: Node) -> bool:
    if seen.assurance <= node.assurance and seen.first_at >= node.first_at:
        return False
    if is_proven(seen) and not is_proven(node):  # what others claimed of it is judged anew
        region.proven.add(node.id)
        region.touched.add(node.id)
    if seen.type == RECORD and seen.assurance > node.assurance:
        region.vouched.add(node.id)
    node.assurance = max(node.assurance, seen.assurance)
    node.first_at = min(node.first_at, seen.first_at)
    return True


async def settle(work: Work) -> None:
    """Draw the partition anew around what was touched, and put what changes into the plan."""
    region = work.region
    nodes = region.nodes
    await expand(work, region.to_draw())
    region.judge()
    while ahead := region.fringe():
        await expand(work, ahead)
    pieces = region.pieces()
    judged = region.rejudged()
    work.crowded |= {node.id for node in judged.crowded}
    work.cleared |= {node.id for node in judged.cleared}
    work.passed |= judged.passed
    work.plan.nodes |= {node.id: node for node in judged.changed}
    before = region.before()
    named = naming.assign(before, pieces, nodes, await _former(work, before, pieces))
    work.plan.happenings += happenings(work, before, named)
    work.resolution.events += regrouped(work.workspace_id, before, named, work.plan.happenings)
    _enter(work, named)
    await move_touches(work)


async def expand(work: Work, ids: Collection[UUID]) -> None:
    """Bring whole customers into the region, locked."""
    work.region.asked |= set(ids)
    if wanted := set(ids) - work.region.whole:
        work.region.add_cells(await work.store.held_cells(wanted))


async def _former(work: Work, before: Groups, pieces: list[list[UUID]]) -> dict[UUID, UUID]:
    """The old ids that pieces may get back: asked for only where known nodes come out without one."""
    home = {node: customer for customer, members in before.items() for node in members}
    fresh = work.region.fresh
    known = [piece for piece in pieces if not fresh.issuperset(piece)]
    if len(known) == len({home.get(node) for piece in known for node in piece if node not in fresh}):
        return {}  # each piece of known nodes goes on from one customer
    return await work.store.former([node for piece in known for node in piece])


def _enter(work: Work, named: Naming) -> None:
    """Turn names into memberships."""
    region, plan, resolution = work.region, work.plan, work.resolution
    place = {node: customer for customer, piece in named.pieces.items() for node in piece}
    for id_ in region.whole:
        node, now = region.nodes[id_], place.get(id_)
        if node.customer == now:
            continue
        if node.customer is not None:
            plan.closed.append(id_)
        if now is not None:
            plan.opened[id_] = now
            if id_ not in region.fresh:
                plan.moved[id_] = now
        elif node.customer is not None:
            work.lost[id_] = node.customer
        if id_ not in region.fresh:
            resolution.moves.append(Move(id_, node.customer, now))
        node.customer = now
    for customer in named.created:
        plan.created[customer] = min(region.nodes[id_].first_at for id_ in named.pieces[customer])
    plan.revived |= named.revived
    plan.former |= named.former
    plan.retired |= named.retired


async def _save_traits(work: Work, reading: Reading) -> set[UUID]:
    """Keep the traits that say something new; the answer is whose they are."""
    if not reading.traits:
        return set()
    old = await work.store.traits(reading.traits.keys())
    fresh: dict[tuple[UUID, UUID], Traits] = {}
    for key, said in reading.traits.items():
        record = dict(sorted(merged([old.get(key, {}), said]).items())[:MOST_TRAITS])
        if record != old.get(key):
            fresh[key] = record
    if fresh:
        await work.store.save_traits(fresh)
    homes = (work.region.nodes[node].customer for node, _ in fresh)
    return {customer for customer in homes if customer is not None}


async def _profiles(work: Work, described: set[UUID]) -> None:
    """Draw names anew where traits or memberships changed, and tell whose profile is another one now."""
    resolution, plan = work.resolution, work.plan
    resolution.merged |= {old: new for old, new in plan.retired.items() if new is not None}
    moved = {move.to_customer for move in resolution.moves} | {move.from_customer for move in resolution.moves}
    affected = {c for c in described | moved if c is not None and c not in plan.retired}
    renamed = await work.store.rename(affected) if affected else set()
    if plan.moved or plan.retired or any(work.region.nodes[id_].barred_at for id_ in work.region.whole):
        entered = set(plan.opened.values()) - plan.retired.keys()
        renamed |= await work.store.draw_blocks(affected | entered)
    resolution.events += customers_changed(work, described | renamed)


async def finish(work: Work) -> None:
    """Write what a command decided, and tell."""
    await work.store.write(work.plan)
    await _profiles(work, set())
