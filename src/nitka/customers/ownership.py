"""Whose touches are: of each the strongest node that names one person, or else a person for its session."""

from collections.abc import Collection, Iterable
from uuid import UUID

from nitka.customers.graph import Node, Said
from nitka.customers.models import Reowned
from nitka.customers.reading import session_links, session_node
from nitka.customers.rules import better, holder_of, owner, session_id
from nitka.customers.work import Work
from nitka.kernel.ids import new_id


async def give_owners(work: Work, touches: Collection[Said], void: Collection[UUID] = ()) -> dict[UUID, UUID]:
    """Return the owner node of each touch; sessions that are needed and new are planned with a customer each."""
    await _read_past(work, touches)
    owners: dict[UUID, UUID] = {}
    homeless: list[Said] = []
    for said in touches:
        found = owner(said, work.region.nodes)
        if found is None:
            homeless.append(said)
        else:
            owners[said.touch_id] = found
    if homeless:
        await _sessions(work, homeless, set(void))
        owners |= {said.touch_id: session_id(work.workspace_id, said) for said in homeless}
    return owners


async def _read_past(work: Work, touches: Collection[Said]) -> None:
    """Read those who had a number when it was named, where it has passed on since."""
    nodes = work.region.nodes
    passed = ((nodes[id_], said.at) for said in touches for id_ in said.nodes if nodes[id_].since)
    unknown = {holder for node, at in passed if (holder := holder_of(node, at))} - nodes.keys()
    if unknown:
        await work.store.hold(unknown)
        for node in (await work.store.nodes(unknown)).values():
            work.region.add_node(node)


async def _sessions(work: Work, homeless: Iterable[Said], void: set[UUID]) -> None:
    region, plan = work.region, work.plan
    by_session: dict[UUID, list[Said]] = {}
    for said in homeless:
        by_session.setdefault(session_id(work.workspace_id, said), []).append(said)
    unknown = by_session.keys() - region.nodes.keys()
    known = await work.store.nodes(unknown)
    if known and await work.store.hold(known.keys()):
        known = await work.store.nodes(unknown)
    for node in known.values():
        region.add_node(node)
    for id_, touches in by_session.items():
        node = region.nodes.get(id_) or session_node(work.workspace_id, touches[0])
        if id_ not in region.nodes:
            _enter(work, node)
        first = min(said.at for said in touches)
        if first < node.first_at:
            node.first_at = first
            plan.nodes[id_] = node
    found = {
        link.key: link
        for id_, touches in by_session.items()
        for said in sorted(touches, key=lambda said: (said.at, said.touch_id.bytes), reverse=True)
        for link in session_links(region.nodes[id_], said, void)
    }
    old = await work.store.links(list(found))
    plan.links |= {key: link for key, link in found.items() if key not in old or better(link, old[key])}


def _enter(work: Work, node: Node) -> None:
    node.customer = new_id()
    work.region.add_fresh(node)
    work.plan.nodes[node.id] = node
    work.plan.opened[node.id] = node.customer
    work.plan.created[node.customer] = node.first_at


async def move_touches(work: Work) -> None:
    """Give stored touches their owners anew where an identifier became, or is no longer, able to own."""
    region = work.region
    leaving = work.lost.keys() | work.passed.keys()
    touches = await work.store.owned(leaving) if leaving else []
    for node, had in work.passed.items():
        touches += await work.store.mentioning(node, had)
    restored = work.cleared | (region.touched & work.plan.nodes.keys() - region.fresh if work.cause else set())
    for node in restored:
        if region.nodes[node].active:
            near = [other.id for _, other in region.links_of(node)]  # with those of its claims that are read
            touches += await work.store.mentioning(node, near)
    touches = list({said.touch_id: said for said in touches}.values())
    if not touches:
        return
    unknown = {node for said in touches for node in said.nodes} - region.nodes.keys()
    for known in (await work.store.nodes(unknown)).values():
        region.add_node(known)
    owners = await give_owners(work, touches)
    for said in sorted(touches, key=lambda said: (said.at, said.touch_id.bytes)):
        _move(work, said, owners[said.touch_id])


def _move(work: Work, said: Said, to: UUID) -> None:
    customer = work.region.nodes[to].customer
    if to == said.owner or said.owner is None or customer is None:
        return
    work.plan.owners[said.touch_id] = said.at, to
    work.resolution.reowned.append(Reowned(said.touch_id, said.kind, said.owner, to, customer))
    # A customer of whom nothing is left answers with whoever has its first touch.
    lost = work.lost.get(said.owner)
    if lost is not None and lost in work.plan.retired and work.plan.retired[lost] is None:
        work.plan.retired[lost] = customer
