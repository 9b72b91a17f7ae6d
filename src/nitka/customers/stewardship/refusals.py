"""Why evidence between two live customers does not join them. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import Literal
from uuid import UUID

import msgspec

from nitka.customers.graph import Constraint, Link, Node
from nitka.customers.model.shape import Limits
from nitka.customers.partition import order
from nitka.customers.rules import UNIQUE, is_backed, is_proven

Reason = Literal["cannot", "anchors", "size", "claims", "waits"]


class Refusal(msgspec.Struct, frozen=True):
    """Two customers, the one whose id is greater first, the firmest link between them, and what forbids to join them.

    `anchors`: two identifiers of one kind, one of each customer. `note`: an operator's reason. `links`: their number.
    """

    pair: tuple[UUID, UUID]
    link: Link
    links: int
    reason: Reason
    anchors: tuple[UUID, UUID] | None = None
    note: str = ""


def refusals(
    nodes: Mapping[UUID, Node],
    links: Iterable[Link],
    constraints: Iterable[Constraint],
    wanted: Set[tuple[UUID, UUID]],
    limits: Limits,
) -> list[Refusal]:
    """Return why the customers of each wanted pair are two, given all nodes of both, their links and constraints."""
    between: dict[tuple[UUID, UUID], list[Link]] = defaultdict(list)
    for link in links:
        pair = _pair(nodes, link)
        if pair is not None and pair in wanted:
            between[pair].append(link)
    members: dict[UUID, list[Node]] = defaultdict(list)
    for node in nodes.values():
        if node.customer is not None:
            members[node.customer].append(node)
    said = [one for one in constraints if one.kind == "cannot"]
    return [_refusal(pair, sorted(found, key=order), members, said, limits) for pair, found in between.items()]


def _pair(nodes: Mapping[UUID, Node], link: Link) -> tuple[UUID, UUID] | None:
    one = nodes[link.a].customer if link.a in nodes else None
    other = nodes[link.b].customer if link.b in nodes else None
    if one is None or other is None or one == other:
        return None
    return (one, other) if one.bytes > other.bytes else (other, one)


def _refusal(
    pair: tuple[UUID, UUID],
    links: list[Link],
    members: Mapping[UUID, list[Node]],
    said: list[Constraint],
    limits: Limits,
) -> Refusal:
    mine, theirs = members[pair[0]], members[pair[1]]
    best, number = links[0], len(links)
    for one in said:
        if _keeps(one, mine, theirs) or _keeps(one, theirs, mine):
            return Refusal(pair, best, number, "cannot", note=one.why)
    if anchors := _anchors(mine, theirs):
        return Refusal(pair, best, number, "anchors", anchors)
    if len(mine) + len(theirs) > limits.most_nodes:
        return Refusal(pair, best, number, "size")
    at = {node.id: node for node in (*mine, *theirs)}
    ends = at[best.a], at[best.b]
    claimed = any(is_proven(node) and not is_backed(best, node) for node in ends)
    return Refusal(pair, best, number, "claims" if claimed else "waits")


def _keeps(cannot: Constraint, one: list[Node], other: list[Node]) -> bool:
    return any(node.id in cannot.a for node in one) and any(node.id in cannot.b for node in other)


def _anchors(one: list[Node], other: list[Node]) -> tuple[UUID, UUID] | None:
    """Return two different accounts of one kind, where each customer has one."""
    kinds = Counter((node.type, node.namespace) for node in one if node.type in UNIQUE)
    for node in sorted(other, key=lambda node: node.age):
        if node.type in UNIQUE and kinds[node.type, node.namespace]:
            mine = min(
                (m for m in one if (m.type, m.namespace) == (node.type, node.namespace)), key=lambda node: node.age
            )
            return mine.id, node.id
    return None
