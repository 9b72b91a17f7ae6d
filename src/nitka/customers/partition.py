"""Which nodes are one person: a maximum spanning forest whose trees never hold two people. Pure and canonical."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from nitka.customers.graph import Constraint, Link, Node
from nitka.customers.rules import UNIQUE

MOST_NODES = 1000  # of one customer; beyond it the weakest links are cut

Tag = tuple[UUID, bool]  # a `cannot` and the side of it on which a tree has nodes
Anchors = dict[tuple[str, str], set[UUID]]  # the unique identifiers of a tree


class Forest:
    """Trees that grow by links and refuse what would make one person of two."""

    def __init__(self, nodes: Iterable[Node], constraints: Iterable[Constraint] = ()) -> None:
        self._root: dict[UUID, UUID] = {}
        self._members: dict[UUID, list[UUID]] = {}
        self._anchors: dict[UUID, Anchors] = {}
        self._allowed: dict[UUID, set[UUID]] = {}  # unique identifier → the `must` that lets it be with others
        self._tags: dict[UUID, set[Tag]] = {}
        for node in nodes:
            self._root[node.id] = node.id
            self._members[node.id] = [node.id]
            if node.type in UNIQUE:
                self._anchors[node.id] = {(node.type, node.namespace): {node.id}}
        for constraint in constraints:
            if constraint.kind == "cannot":
                self._tag(constraint.id, constraint.a, False)
                self._tag(constraint.id, constraint.b, True)
            else:
                for node_id in self._anchors.keys() & (constraint.a | constraint.b):
                    self._allowed.setdefault(node_id, set()).add(constraint.id)

    def _tag(self, constraint: UUID, side: frozenset[UUID], is_b: bool) -> None:
        for node in side:
            if node in self._root:
                self._tags.setdefault(node, set()).add((constraint, is_b))

    def root(self, node: UUID) -> UUID:
        """Return the node that stands for this one's tree."""
        return self._root[node]

    def trees(self) -> list[list[UUID]]:
        """Return the trees, each a list of nodes."""
        return list(self._members.values())

    def join(self, a: UUID, b: UUID, *, by_hand: bool = False) -> bool:
        """Make one tree of two; False where an operator's `cannot`, two anchors or the size forbid it.

        What an operator joined by hand may hold two anchors: people do have two accounts.
        """
        one, other = self._root[a], self._root[b]
        if one == other:
            return True
        if self._separated(one, other) or not (by_hand or self._fit(one, other)):
            return False
        if len(self._members[one]) < len(self._members[other]):
            one, other = other, one
        moved = self._members.pop(other)
        for node in moved:
            self._root[node] = one
        self._members[one].extend(moved)
        if other in self._tags:
            self._tags.setdefault(one, set()).update(self._tags.pop(other))
        for key, anchors in self._anchors.pop(other, {}).items():
            self._anchors.setdefault(one, {}).setdefault(key, set()).update(anchors)
        return True

    def _separated(self, one: UUID, other: UUID) -> bool:
        mine, theirs = self._tags.get(one), self._tags.get(other)
        return bool(mine and theirs and any((id_, not side) in theirs for id_, side in mine))

    def _fit(self, one: UUID, other: UUID) -> bool:
        if len(self._members[one]) + len(self._members[other]) > MOST_NODES:
            return False
        mine, theirs = self._anchors.get(one), self._anchors.get(other)
        if not mine or not theirs:
            return True
        return all(
            self._may_be_one(a, b) for key in mine.keys() & theirs.keys() for a in mine[key] for b in theirs[key]
        )

    def _may_be_one(self, a: UUID, b: UUID) -> bool:
        return not self._allowed.get(a, set()).isdisjoint(self._allowed.get(b, ()))


def order(link: Link) -> tuple[int, float, bytes, bytes, str]:
    """Return the canonical place of a link: the most proven first, ties by weight, then by ids."""
    return -link.assurance, -link.weight, link.a.bytes, link.b.bytes, link.kind


def partition(
    nodes: Mapping[UUID, Node], links: Iterable[Link], constraints: Iterable[Constraint] = ()
) -> list[list[UUID]]:
    """Return the people: lists of the nodes that may join and are joined.

    Kruskal's algorithm over links in canonical order. Whatever is refused is the weakest of what could have been,
    since all that is stronger was taken before; and the outcome depends on the set of links, not on their order.
    """
    constraints = list(constraints)
    forest = Forest((node for node in nodes.values() if node.active), constraints)
    able = {id_ for id_, node in nodes.items() if node.active}
    for must in sorted((c for c in constraints if c.kind == "must"), key=lambda c: c.id.bytes):
        ends = tie(must, nodes)
        if ends:
            forest.join(*ends, by_hand=True)
    usable = [link for link in links if link.a in able and link.b in able]
    for link in sorted(usable, key=order):
        forest.join(link.a, link.b)
    return forest.trees()


def tie(must: Constraint, nodes: Mapping[UUID, Node]) -> tuple[UUID, UUID] | None:
    """Return the two nodes that a `must` makes one: the oldest of each side that may join at all."""
    ends = [
        min((node for id_ in side if (node := nodes.get(id_)) and node.active), key=lambda node: node.age, default=None)
        for side in (must.a, must.b)
    ]
    return (ends[0].id, ends[1].id) if ends[0] and ends[1] else None


def paths(
    start: UUID, nodes: Mapping[UUID, Node], links: Iterable[Link], constraints: Iterable[Constraint]
) -> dict[UUID, int]:
    """Return how far it is proven that each node is the same person as `start`: 1 to 4, 4 for `start` itself.

    That is the widest path: the weakest link of the best way. Nodes that cannot be reached are left out.
    """
    root = {node: node for node in nodes}
    groups = {node: [node] for node in root}
    reached = {start: 4} if start in root else {}
    edges = [(link.assurance, link.a, link.b) for link in links]
    musts = [constraint for constraint in constraints if constraint.kind == "must"]
    edges += [(must.assurance, *ends) for must in musts if (ends := tie(must, nodes))]
    for assurance, a, b in sorted(edges, key=lambda edge: -edge[0]):
        if a not in root or b not in root or root[a] == root[b]:
            continue
        one, other = root[a], root[b]
        if root[start] in (one, other):
            fresh = groups[other] if root[start] == one else groups[one]
            reached |= dict.fromkeys(fresh, assurance)
        for node in groups[other]:
            root[node] = one
        groups[one].extend(groups.pop(other))
    return reached
