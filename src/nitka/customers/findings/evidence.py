"""A finding becomes evidence: a link between who spoke and what they named, or a trait of theirs."""

from typing import Any
from uuid import UUID

from nitka.channels.touch import Assurance
from nitka.customers.findings.models import Kept
from nitka.customers.findings.rules import WORDS, typed
from nitka.customers.graph import Link, Node, pair
from nitka.customers.profile import trait
from nitka.customers.resolver import finish, settle
from nitka.customers.rules import better
from nitka.customers.store import Store
from nitka.customers.work import Cause, Work
from nitka.kernel.clock import rfc3339
from nitka.kernel.errors import Conflict
from nitka.kernel.ids import new_id


async def link(store: Store, workspace_id: UUID, finding: Kept, assurance: Assurance, who: UUID | None) -> Work:
    """Link who spoke with what they named; what that joins is an identity event, to be undone as any other.

    Raises `Conflict` where a person decides and something that was said keeps the two apart, `MoreLocks`.
    """
    assert finding.target is not None, "traits are no links"
    await name(store, workspace_id, finding)
    work = Work(store, workspace_id, _cause(finding, assurance, who) if who else None)
    key = pair(finding.node, finding.target, WORDS)
    said = Link(key.a, key.b, key.kind, int(assurance), finding.message_id, finding.channel, "message", finding.at)
    known = (await store.links([key])).get(key)
    if known is None or better(said, known):
        work.plan.links[key] = said
        work.region.touched |= {key.a, key.b}
        for node in (await store.nodes([key.a, key.b])).values():
            work.region.add_node(node)
        work.region.add_link(said)
        await settle(work)
    for happening in work.plan.happenings:
        happening.details |= {"quote": finding.quote}
    ends = {one.customer for id_ in key[:2] if (one := work.region.nodes.get(id_)) and one.active}
    if who and len(ends) > 1:
        raise Conflict("These two are kept apart by something that was said of them")
    await finish(work)
    return work


async def name(store: Store, workspace_id: UUID, finding: Kept) -> None:
    """Make sure that the named identifier is known, as somebody's of whom nothing else is."""
    assert finding.target is not None, "traits name nobody"
    await store.hold([finding.node, finding.target])
    if await store.nodes([finding.target]):
        return
    type_, namespace, value = typed(finding.type, finding.value)
    node = Node(finding.target, type_, namespace, value, "normal", "rule", int(Assurance.ASSERTED), finding.at)
    work = Work(store, workspace_id)
    work.plan.nodes[node.id] = node
    work.region.add_fresh(node)
    work.region.touched.add(node.id)
    await settle(work)
    await finish(work)


async def describe(store: Store, finding: Kept, assurance: Assurance | None) -> UUID | None:
    """Keep a trait in the record of who spoke, with no assurance take it out again; return whose name changed."""
    key = finding.node, finding.connection_id
    await store.hold([finding.node])
    traits = dict((await store.traits([key])).get(key, {}))
    was = traits.get(finding.type)
    if assurance is not None:
        traits[finding.type] = trait(finding.value, rfc3339(finding.at), finding.message_id, int(assurance))
    elif was and was["touch"] == finding.message_id.hex:
        del traits[finding.type]
    await store.save_traits({key: traits})
    node = (await store.nodes([finding.node])).get(finding.node)
    if node is None or node.customer is None:
        return None
    await store.rename([node.customer])
    return node.customer


def _cause(finding: Kept, assurance: Assurance, who: UUID) -> Cause:
    details: dict[str, Any] = {
        "rule": "link",
        "link": {
            "a": str(finding.node), "b": str(finding.target), "kind": WORDS, "assurance": int(assurance),
            "channel": finding.channel, "touch": str(finding.message_id), "touch_kind": "message",
            "at": rfc3339(finding.at),
        },
    }  # fmt: skip
    return Cause(event_id=new_id(), op="merge", why="", who=who, details=details)
