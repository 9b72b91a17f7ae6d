"""Which nodes are one person: a maximum spanning forest whose trees never hold two people. Pure and canonical."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from nitka.customers.exclusivity import sharing
from nitka.customers.forest import Forest
from nitka.customers.graph import ALIKE, RECORD, Constraint, Link, Node
from nitka.customers.model.shape import Model


def order(link: Link) -> tuple[int, float, bytes, bytes, str]:
    """Return the canonical place of a link: the most proven first, ties by weight, then by ids."""
    return -link.assurance, -link.weight, link.a.bytes, link.b.bytes, link.kind


def partition(
    model: Model, nodes: Mapping[UUID, Node], links: Iterable[Link], constraints: Iterable[Constraint] = ()
) -> tuple[list[list[UUID]], set[UUID]]:
    """Return the people, lists of the nodes that may join and are joined; and the nodes that turn out to be shared.

    Kruskal's algorithm over links in canonical order. Whatever is refused is the weakest of what could have been,
    since all that is stronger was taken before; and the outcome depends on the set of links, not on their order.
    Where two people are all that a refused link could join, what they have in common belongs to neither: it is set
    aside, and the people are drawn anew without it, until nothing is refused for that reason.
    """
    constraints = list(constraints)
    able = {id_: node for id_, node in nodes.items() if node.may_join}
    usable = [link for link in links if link.a in able and link.b in able]
    people: list[list[UUID]] = []
    common: set[UUID] = set()
    for ids, between in components(able, usable, constraints):
        if len(ids) == 1 or (not constraints and _nothing_twice(ids, able)):
            people.append(ids)
        else:
            found, shared = _part(model, {id_: able[id_] for id_ in ids}, between, constraints)
            people += found
            common |= shared
    return people, common


def components(
    nodes: Mapping[UUID, Node], links: Iterable[Link], constraints: Iterable[Constraint]
) -> list[tuple[list[UUID], list[Link]]]:
    """Return what hangs together by links or an operator's word, each with its links: each is decided by itself."""
    root = {id_: id_ for id_ in nodes}
    members = {id_: [id_] for id_ in nodes}
    links = list(links)
    ties = [both for must in constraints if must.kind == "must" and (both := tie(must, nodes))]
    for a, b in [(link.a, link.b) for link in links] + ties:
        one, other = root[a], root[b]
        if one == other:
            continue
        if len(members[one]) < len(members[other]):
            one, other = other, one
        for id_ in members[other]:
            root[id_] = one
        members[one] += members.pop(other)
    between: dict[UUID, list[Link]] = {id_: [] for id_ in members}
    for link in links:
        between[root[link.a]].append(link)
    return [(ids, between[id_]) for id_, ids in members.items()]


def _nothing_twice(ids: list[UUID], nodes: Mapping[UUID, Node]) -> bool:
    """Whether these hold at most one of each kind, and one description: then there is nothing to part."""
    kinds = {node.type if (node := nodes[id_]).type == RECORD else node.type + " " + node.namespace for id_ in ids}
    return len(kinds) == len(ids)


def _part(
    model: Model, nodes: dict[UUID, Node], links: list[Link], constraints: list[Constraint]
) -> tuple[list[list[UUID]], set[UUID]]:
    links.sort(key=lambda link: place(link, nodes))
    common: set[UUID] = set()
    while True:
        forest = _draw(model, nodes, links, constraints)
        if not forest.common:
            return forest.trees(), common
        common |= forest.common
        nodes = {id_: node for id_, node in nodes.items() if id_ not in common}
        links = [link for link in links if link.a in nodes and link.b in nodes]


def place(link: Link, nodes: Mapping[UUID, Node]) -> tuple[bool, int, int, int, float, bytes, bytes, str]:
    """Return the place of a link in the drawing of people."""
    # What an identifier is called goes first, for it has a say in all the rest; then, among equally proven links, those
    # between what nobody shares.
    a, b = nodes[link.a], nodes[link.b]
    one, other = sharing(a.type), sharing(b.type)
    return (
        not (_describes(a, b) or _describes(b, a)), -link.assurance, max(one, other), min(one, other), -link.weight,
        link.a.bytes, link.b.bytes, link.kind,
    )  # fmt: skip


def _describes(record: Node, node: Node) -> bool:
    return record.type == RECORD and record.namespace == node.id.hex


def _draw(model: Model, nodes: Mapping[UUID, Node], links: list[Link], constraints: list[Constraint]) -> Forest:
    forest = Forest(model, nodes, links, constraints)
    for must in sorted((c for c in constraints if c.kind == "must"), key=lambda c: c.id.bytes):
        ends = tie(must, nodes)
        if ends:
            forest.join(*ends, by_hand=True)
    for link in links:
        forest.join(link.a, link.b, by_likeness=link.kind == ALIKE)
    return forest


def tie(must: Constraint, nodes: Mapping[UUID, Node]) -> tuple[UUID, UUID] | None:
    """Return the two nodes that a `must` makes one: the oldest of each side that may join at all."""
    ends = [
        min(
            (node for id_ in side if (node := nodes.get(id_)) and node.may_join),
            key=lambda node: node.age,
            default=None,
        )
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
