"""«What would separate them»: the places at which one person comes apart most easily. Pure and canonical."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

import msgspec

from nitka.customers.graph import ALIKE, INTERNAL, RECORD, Constraint, Link, Node, pair
from nitka.customers.partition import order, tie

MOST_CUTS = 5
_NO_PERSON = INTERNAL | {"device"}
WEAKEST_TRIED = 24  # edges of the tree: the firmest hold anyway


class Seam(msgspec.Struct, frozen=True):
    """Two parts, the smaller first, and all that holds them together, the firmest first."""

    parts: tuple[frozenset[UUID], frozenset[UUID]]
    links: list[Link]

    @property
    def assurance(self) -> int:
        """How far the firmest of the links is proven: 1 to 4."""
        return max(link.assurance for link in self.links)


def beside(nodes: Mapping[UUID, Node]) -> dict[UUID, UUID]:
    """Return for each description the identifier that it was said beside, where this is the same person's."""
    anchors = {id_: UUID(hex=node.namespace) for id_, node in nodes.items() if node.type == RECORD}
    return {id_: anchor for id_, anchor in anchors.items() if anchor in nodes}


def among_identifiers(links: Iterable[Link], anchors: Mapping[UUID, UUID]) -> Iterable[Link]:
    """Yield the links without descriptions: what ties one to other identifiers, its identifier is tied by as well.

    That two descriptions are alike ties the identifiers that they were said beside.
    """
    for link in links:
        if link.a not in anchors and link.b not in anchors:
            yield link
        elif link.kind == ALIKE and (a := anchors.get(link.a, link.a)) != (b := anchors.get(link.b, link.b)):
            key = pair(a, b, ALIKE)
            yield msgspec.structs.replace(link, a=key.a, b=key.b)


def seams(
    nodes: Mapping[UUID, Node], links: Iterable[Link], constraints: Iterable[Constraint] = (), most: int = MOST_CUTS
) -> list[Seam]:
    """Return where these nodes, which are one person, would come apart, the weakest place first.

    The edges of the maximum spanning forest in canonical order are tried, the last ones first: without one of them the
    tree is two parts, and every link between these is no firmer than it. A bridge is a seam of one link. Places where
    both parts have more than browsers go first; then those whose firmest link is weakest, which fewest touches say,
    whose smaller part is greatest, and last as the partition takes them. No part is nothing but unnamed visitors.
    """
    able = {id_ for id_, node in nodes.items() if node.active}
    edges = sorted((edge for edge in _edges(nodes, links, constraints) if {edge.a, edge.b} <= able), key=order)
    tree = _tree(edges)
    found: list[Seam] = []
    for edge in reversed(tree[-WEAKEST_TRIED:]):
        part = _side(edge, tree)
        whole = _reach(edge.a, tree)
        rest = whole - part
        if not _named(part, nodes) or not _named(rest, nodes):
            continue
        small, large = sorted((part, rest), key=lambda side: (len(side), min(node.bytes for node in side)))
        across = [one for one in edges if (one.a in small) != (one.b in small) and {one.a, one.b} <= whole]
        found.append(Seam((frozenset(small), frozenset(large)), across))
    found.sort(key=lambda seam: _ease(seam, nodes))
    return found[:most]


def _ease(seam: Seam, nodes: Mapping[UUID, Node]) -> tuple[bool, int, int, int]:
    """Return how hard it is to part here: a browser alone is seldom who is meant, so two persons go first."""
    persons = all(any(nodes[node].type not in _NO_PERSON for node in part) for part in seam.parts)
    return not persons, seam.assurance, len({link.touch_id for link in seam.links}), -len(seam.parts[0])


def _edges(nodes: Mapping[UUID, Node], links: Iterable[Link], constraints: Iterable[Constraint]) -> Iterable[Link]:
    yield from links
    for must in constraints:
        if must.kind == "must" and (ends := tie(must, nodes)):
            a, b = sorted(ends, key=lambda id_: id_.bytes)
            at = must.at or min(nodes[a].first_at, nodes[b].first_at)
            yield Link(a, b, "merge", must.assurance, must.id, "", "", at)


def _tree(edges: Iterable[Link]) -> list[Link]:
    root: dict[UUID, UUID] = {}

    def find(node: UUID) -> UUID:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    taken: list[Link] = []
    for edge in edges:
        one, other = find(edge.a), find(edge.b)
        if one != other:
            root[other] = one
            taken.append(edge)
    return taken


def _side(edge: Link, tree: Collection[Link]) -> set[UUID]:
    """Return what hangs on the edge's end `a` when the edge is taken away."""
    return _reach(edge.a, [one for one in tree if one is not edge])


def _reach(start: UUID, tree: Collection[Link]) -> set[UUID]:
    near: dict[UUID, list[UUID]] = {}
    for one in tree:
        near.setdefault(one.a, []).append(one.b)
        near.setdefault(one.b, []).append(one.a)
    reached, waiting = {start}, [start]
    while waiting:
        for other in near.get(waiting.pop(), ()):
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached


def _named(part: Collection[UUID], nodes: Mapping[UUID, Node]) -> bool:
    return any(nodes[node].type not in INTERNAL for node in part)
