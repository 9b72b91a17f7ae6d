"""Decisions about one touch or one node. Pure: the same evidence gives the same answer in any order of arrival."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import combinations
from uuid import UUID

from msgspec.structs import replace

from nitka.channels.touch import Assurance
from nitka.customers.graph import RECORD, SESSION, SILENT, TOGETHER, TOLD, Link, Node, Pair, Said, month, pair, rank
from nitka.customers.model.shape import Limits
from nitka.kernel.ids import node_id

# One value per customer and namespace. Two of them cut whatever would join their people.
UNIQUE = frozenset({"user_id", "crm_id", "loyalty"})

# By these others know a person, and many of them beside one identifier make it nobody's.
NAMED = UNIQUE | {"email", "phone"}
VOUCHED = frozenset({"import", "file"})  # channels in which nobody speaks but who runs the desk
LETTERS = "email"  # a channel in which who proves their address says of themselves what they like
MOST_TOUCHES = 10_000  # that an identifier gets back at once when it is one person's again
MOST_IDENTIFIERS = 12  # of one touch: all pairs of them are linked


def strength(assurance: int, type_: str, id_: UUID) -> tuple[int, int, bytes]:
    """Return the sort key of an identifier in a touch: the strongest is the smallest."""
    return -assurance, rank(type_), id_.bytes


def owner(said: Said, nodes: Mapping[UUID, Node]) -> UUID | None:
    """Return the touch's owner: its strongest node that names one person, or None where there is none.

    A number that has passed on names who had it at the time of the touch.
    """
    named = [
        (strength(assurance, nodes[id_].type, id_), holder)
        for id_, assurance in zip(said.nodes, said.assurances, strict=True)
        if (holder := holder_of(nodes[id_], said.at)) is not None
        and (one := nodes.get(holder)) is not None
        and one.status == "normal"
    ]
    return min(named)[1] if named else None


def holder_of(node: Node, at: datetime) -> UUID | None:
    """Return the node that stands for whoever had this one then: itself, but for a number that has passed on since."""
    if not node.since or (then := month(at)) >= node.since:
        return node.id
    return next((era.node for era in node.past if then <= era.until), None)


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
    A one-time code that was typed is evidence of its own, and is told beside what was only said.
    """
    without = set(void)
    able = [(n, a) for n, a in zip(said.nodes, said.assurances, strict=True) if n not in without]
    for (one, first), (other, second) in combinations(able, 2):
        key = pair(one, other, "code" if said.kind == "verify" else TOGETHER)
        yield Link(key.a, key.b, key.kind, min(first, second), said.touch_id, said.channel, said.kind, said.at)


def better(link: Link, other: Link) -> bool:
    """Say whether the first says more than the second of the same pair, or the same earlier."""
    return (-link.assurance, link.at, link.touch_id.bytes) < (-other.assurance, other.at, other.touch_id.bytes)


def spanning(link: Link, other: Link) -> Link:
    """Return the better of two links of a pair, with the months of both."""
    best = link if better(link, other) else other
    (one, last), (first, end) = link.months, other.months
    return replace(best, first_month=min(one, first), last_month=max(last, end))


def is_proven(node: Node) -> bool:
    """Say whether somebody has proven this identifier to be theirs, ever and anywhere."""
    return node.assurance >= Assurance.VERIFIED


def is_vouched(said: Said, nodes: Mapping[UUID, Node]) -> bool:
    """Say whether who describes a person here can be trusted to know: then the description alone may join people.

    That is who holds a secret key, a signed token or the desk's imports. With the public key, in a chat, in a letter or
    on the telephone anybody may describe anybody, and would become them.
    """
    return said.channel in VOUCHED or any(
        assurance >= Assurance.VERIFIED and nodes[id_].type in NAMED and said.channel != LETTERS
        for id_, assurance in zip(said.nodes, said.assurances, strict=True)
    )


def backing(type_: str) -> int:
    """Return the least assurance of a link with which who has an identifier of this type spoke themselves.

    Below it, it took no more than to know it: anybody can say somebody's address or account. A device, or an account
    of a messenger, speaks for itself; others know of it only what was seen.
    """
    return Assurance.VERIFIED if type_ in NAMED else Assurance.ASSERTED


def is_backed(link: Link, node: Node) -> bool:
    """Say whether who has this identifier spoke themselves: what is not backed is a claim."""
    return link.assurance >= backing(node.type)


def is_crowded(node: Node, neighbours: Iterable[tuple[Link, Node]], limits: Limits) -> bool:
    """Say whether an identifier is shared, from all of its links and the nodes at their other ends.

    It looks at raw evidence alone, never at customers or statuses: so no order of arrival can change it. Claims
    count only while nobody has proven the identifier to be theirs; then proof alone can show that it is many
    people's, and what claims have made shared is one person's again.
    """
    proven = is_proven(node)
    every: set[UUID] = set()
    claims: dict[UUID, tuple[str, str]] = {}
    for link, other in neighbours:
        # Anybody may describe whomever they like beside somebody's address; a browser of a thousand names is a kiosk.
        if other.type == RECORD and node.type in NAMED:
            continue
        if link.kind in SILENT or (proven and not is_backed(link, node)):
            continue
        every.add(other.id)
        if link.assurance >= Assurance.ASSERTED and other.type in NAMED:
            claims[other.id] = other.type, other.namespace
    crowds = Counter(claims.values())
    return len(every) > limits.most_links or any(
        number >= limits.shared_at[type_] for (type_, _), number in crowds.items()
    )


def waiting(node: Node, neighbours: Iterable[tuple[Link, Node]], limits: Limits) -> set[Pair]:
    """Return the links of an identifier that are evidence and join nobody: claims beyond the first ones.

    The firmest go first, then the earliest, and what is backed takes places too: so a link that is said better
    never falls back, and who comes later puts nobody out.
    """
    if not is_proven(node):
        return set()
    taken: Counter[str] = Counter()
    found: set[Pair] = set()
    claims = 0
    for link, other in sorted(neighbours, key=lambda one: seniority(one[0])):
        if link.kind == TOLD:
            continue
        taken[other.type] += 1
        if is_backed(link, node):
            continue
        claims += 1
        if claims > limits.claims_read or taken[other.type] > limits.most_claims(other.type):
            found.add(link.key)
    return found


def seniority(link: Link) -> tuple[int, datetime, bytes, bytes, bytes, str]:
    """Return the place of a link among those of its identifier: the firmest first, then the earliest."""
    return -link.assurance, link.at, link.touch_id.bytes, link.a.bytes, link.b.bytes, link.kind


def followed(nodes: Mapping[UUID, Node], links: Iterable[Link], limits: Limits) -> list[Link]:
    """Return the links that may join people, of a graph that is here whole."""
    every = list(links)
    around: dict[UUID, list[tuple[Link, Node]]] = {}
    for link in every:
        around.setdefault(link.a, []).append((link, nodes[link.b]))
        around.setdefault(link.b, []).append((link, nodes[link.a]))
    waits = {key for id_, them in around.items() for key in waiting(nodes[id_], them, limits)}
    return [link for link in every if link.key not in waits and link.kind not in SILENT]
