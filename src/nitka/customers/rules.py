"""Decisions about one touch or one node. Pure: the same evidence gives the same answer in any order of arrival."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from uuid import UUID

from nitka.channels.touch import Assurance
from nitka.customers.graph import SESSION, Link, Node, Said, pair, rank
from nitka.kernel.ids import node_id

VERSION = 1

# One value per customer and namespace. Two of them cut whatever would join their people.
UNIQUE = frozenset({"user_id", "crm_id", "loyalty"})

# An identifier that says it of so many others of one type belongs to no single person. Only what was at least
# asserted counts: a browser may be observed with many.
SHARED_AT = dict.fromkeys(UNIQUE, 4) | {"email": 10, "phone": 10}
MOST_LINKS = 1000  # of any kind and assurance; more than that is a place or a program
MOST_IDENTIFIERS = 12  # of one touch: all pairs of them are linked


def strength(assurance: int, type_: str, id_: UUID) -> tuple[int, int, bytes]:
    """Return the sort key of an identifier in a touch: the strongest is the smallest."""
    return -assurance, rank(type_), id_.bytes


def owner(said: Said, nodes: Mapping[UUID, Node]) -> UUID | None:
    """Return the touch's owner: its strongest node that names one person, or None where there is none."""
    named = [
        (strength(assurance, nodes[id_].type, id_), id_)
        for id_, assurance in zip(said.nodes, said.assurances, strict=True)
        if nodes[id_].status == "normal"
    ]
    return min(named)[1] if named else None


def session_id(workspace_id: UUID, said: Said) -> UUID:
    """Return the node that stands for a sender of whom nothing of their own is known."""
    return node_id(workspace_id, SESSION, said.connection_id.hex, said.sender)


def strongest(said: Said, nodes: Mapping[UUID, Node]) -> UUID:
    """Return the strongest node whatever its status: where this touch's traits are kept, for ever the same."""
    return min(
        (strength(assurance, nodes[id_].type, id_), id_)
        for id_, assurance in zip(said.nodes, said.assurances, strict=True)
    )[1]


def links(said: Said, void: Iterable[UUID] = ()) -> Iterator[Link]:
    """Yield a touch's links: all pairs of its nodes, save those that are `void` by their very value.

    All pairs, not a star from the strongest: a star's other arms would hang on its middle, and fall apart or be
    drawn anew when the middle turns out to be shared. A pair stands on its own, so what a touch says never
    depends on what is known of its nodes, and the partition not on the order in which that became known.
    """
    without = set(void)
    able = [(n, a) for n, a in zip(said.nodes, said.assurances, strict=True) if n not in without]
    for (one, first), (other, second) in combinations(able, 2):
        key = pair(one, other)
        yield Link(key.a, key.b, key.kind, min(first, second), said.touch_id, said.channel, said.kind, said.at)


def better(link: Link, other: Link) -> bool:
    """Say whether the first says more than the second of the same pair, or the same earlier."""
    return (-link.assurance, link.at, link.touch_id.bytes) < (-other.assurance, other.at, other.touch_id.bytes)


def is_crowded(neighbours: Iterable[tuple[Link, Node]]) -> bool:
    """Say whether an identifier is shared, from all of its links and the nodes at their other ends.

    It looks at raw evidence alone, never at customers or statuses: so no order of arrival can change it, and as
    evidence only grows, what is shared stays shared until an operator says otherwise.
    """
    every: set[UUID] = set()
    claims: dict[UUID, tuple[str, str]] = {}
    for link, node in neighbours:
        every.add(node.id)
        if link.assurance >= Assurance.ASSERTED and node.type in SHARED_AT:
            claims[node.id] = node.type, node.namespace
    crowds = Counter(claims.values())
    return len(every) > MOST_LINKS or any(number >= SHARED_AT[type_] for (type_, _), number in crowds.items())
