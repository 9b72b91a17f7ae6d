"""What is written down and told of customers that became one or several."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from nitka.customers.events import CustomerChanged, CustomersMerged, CustomerSplit
from nitka.customers.graph import Link
from nitka.customers.naming import Naming, Regrouping, regroupings
from nitka.customers.partition import order
from nitka.customers.store import Happening
from nitka.customers.work import Cause, Work
from nitka.kernel.clock import rfc3339
from nitka.kernel.events import Event
from nitka.kernel.ids import new_id

Groups = Mapping[UUID, list[UUID]]


def happenings(work: Work, before: Groups, named: Naming) -> list[Happening]:
    """Return the identity events of a regrouping: one a group for a rule, one in all for a command."""
    groups = regroupings(before, named.pieces)
    if work.cause is None:
        return [
            Happening(
                id=new_id(), op="merge" if group.is_merge else "split", before=group.before, after=group.after,
                why="", who=None, details=_reason(work, group),
            )
            for group in groups
        ]  # fmt: skip
    cause = work.cause
    return [
        Happening(
            id=cause.event_id,
            op=cause.op,
            before=_alone(cause, before) | {id_: nodes for group in groups for id_, nodes in group.before.items()},
            after=_alone(cause, named.pieces) | {id_: nodes for group in groups for id_, nodes in group.after.items()},
            why=cause.why,
            who=cause.who,
            details=cause.details,
            undoes=cause.undoes,
            identifier=cause.identifier,
            status=cause.status,
        )
    ]


def _alone(cause: Cause, customers: Groups) -> dict[UUID, list[UUID]]:
    """Whom a status concerns though nobody is regrouped by it: a customer of whom nothing else is known."""
    return {id_: nodes for id_, nodes in customers.items() if cause.identifier in nodes}


def _reason(work: Work, group: Regrouping) -> dict[str, object]:
    if work.version is not None:
        return {"rule": "model", "version": work.version}
    home = {node: customer for customer, nodes in group.before.items() for node in nodes}
    joining = [
        link
        for link in work.plan.links.values()
        if (one := home.get(link.a)) and (other := home.get(link.b)) and one != other
    ]
    if group.is_merge and joining:
        return {"rule": "link", "link": _evidence(min(joining, key=order))}
    passed = [node for node in work.passed if node in home and work.region.nodes[node].since]
    if passed:
        return {"rule": "passed", "nodes": [str(node) for node in passed]}
    shared = [node for node in work.crowded if node in home]
    if shared:
        return {"rule": "shared", "nodes": [str(node) for node in shared]}
    return {"rule": "evidence"}


def _evidence(link: Link) -> dict[str, object]:
    return {
        "a": str(link.a), "b": str(link.b), "kind": link.kind, "assurance": link.assurance, "channel": link.channel,
        "touch": str(link.touch_id), "touch_kind": link.touch_kind, "at": rfc3339(link.at),
    }  # fmt: skip


def regrouped(workspace_id: UUID, before: Groups, named: Naming, written: Iterable[Happening]) -> list[Event]:
    """Return the events of customers that became one or several."""
    home = {node: customer for customer, nodes in before.items() for node in nodes}
    told = {customer: happening.id for happening in written for customer in happening.before}
    losers: dict[UUID, list[UUID]] = {}
    for old, new in named.retired.items():
        if new is not None:
            losers.setdefault(new, []).append(old)
    events: list[Event] = [
        CustomersMerged(workspace_id=workspace_id, event_id=told[new], old_ids=[new, *old], new_id=new)
        for new, old in losers.items()
        if new in told
    ]
    pieces: dict[UUID, set[UUID]] = {}
    for customer, nodes in named.pieces.items():
        for node in nodes:
            if node in home:
                pieces.setdefault(home[node], set()).add(customer)
    events += [
        CustomerSplit(workspace_id=workspace_id, event_id=told[old], old_id=old, new_ids=sorted(new))
        for old, new in pieces.items()
        if len(new) > 1 and old in told
    ]
    return events


def customers_changed(work: Work, described: set[UUID]) -> list[Event]:
    """Return the events of known customers with other identifiers, name or traits; strangers are not announced."""
    plan, resolution = work.plan, work.resolution
    ids = described | set(plan.opened.values()) | {move.from_customer for move in resolution.moves}
    told = {event.new_id for event in resolution.events if isinstance(event, CustomersMerged)}
    told |= {id_ for event in resolution.events if isinstance(event, CustomerSplit) for id_ in event.new_ids}
    changed = {id_ for id_ in ids if id_ is not None} - plan.created.keys() - plan.retired.keys() - told
    return [CustomerChanged(workspace_id=work.workspace_id, customer_id=id_) for id_ in sorted(changed)]
