"""The part of the graph that a change can reach, and no more of it. Pure, but for what it is fed.

Cutting and joining are decided by Kruskal's algorithm over links in one canonical order. A customer's node set
fixes which of its inner links were taken, and so how it looked at every moment of the run. Hence a customer that
comes out with the same nodes and without new evidence meets its neighbours just as before, and nothing beyond it
can change: the region is grown over the cut links of those that did change, until none is left. What is decided
here is therefore what would be decided over the whole graph, however large it is.
"""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from nitka.customers.graph import Constraint, Link, Node, Pair
from nitka.customers.partition import partition
from nitka.customers.rules import better, is_crowded, waiting
from nitka.customers.store import Cells


class Region:
    """Nodes and links known so far. `whole` are the nodes all of whose links are here."""

    def __init__(self) -> None:
        self.nodes: dict[UUID, Node] = {}
        self.links: dict[Pair, Link] = {}
        self.whole: set[UUID] = set()
        self.fresh: set[UUID] = set()  # never seen before this batch
        self.asked: set[UUID] = set()
        self.touched: set[UUID] = set()  # of which something new was said
        self.proven: set[UUID] = set()  # for the first time
        self.constraints: dict[UUID, Constraint] = {}
        self._at: defaultdict[UUID, set[Pair]] = defaultdict(set)
        self._waiting: set[Pair] = set()  # links that join nobody, as of the last partition

    def add_node(self, node: Node) -> None:
        """Take a node, unless the batch has already said more of it."""
        self.nodes.setdefault(node.id, node)

    def add_fresh(self, node: Node) -> None:
        """Take a node that nobody has seen before: all there is to know of it is here."""
        self.nodes[node.id] = node
        self.fresh.add(node.id)
        self.whole.add(node.id)

    def add_link(self, link: Link) -> None:
        """Take a link, or what says more of the same pair."""
        known = self.links.get(link.key)
        if known is None or better(link, known):
            self.links[link.key] = link
        self._at[link.a].add(link.key)
        self._at[link.b].add(link.key)

    def add_cells(self, cells: Cells) -> None:
        """Take whole customers as the store knows them; their customers are told anew, for now they are locked."""
        for node in cells.nodes:
            if node.id in self.nodes:
                self.nodes[node.id].customer = node.customer
            self.add_node(node)
            self.whole.add(node.id)
        for node in cells.beyond:
            self.add_node(node)
        for link in cells.links:
            self.add_link(link)
        self.constraints |= {constraint.id: constraint for constraint in cells.constraints}

    def links_of(self, node: UUID) -> Iterable[tuple[Link, Node]]:
        """Return a node's links and the nodes at their other ends."""
        for key in self._at[node]:
            yield self.links[key], self.nodes[key.b if key.a == node else key.a]

    def to_draw(self) -> set[UUID]:
        """Return the touched nodes around which the partition may change; what is shared joins nobody anyway."""
        return {
            id_
            for id_ in self.touched
            if (node := self.nodes[id_]).active or node.customer is not None or self._in_doubt(node)
        }

    def _in_doubt(self, node: Node) -> bool:
        return node.id in self.proven and node.status == "shared" and node.status_by == "rule"

    def judge(self) -> tuple[list[Node], list[Node]]:
        """Give touched nodes the status that the evidence says; return those that became shared, and one person's."""
        crowded: list[Node] = []
        cleared: list[Node] = []
        for id_ in self.touched & self.whole:
            node = self.nodes[id_]
            if node.status == "blocked" or node.status_by != "rule":
                continue
            shared = is_crowded(node, self.links_of(id_))
            if shared != (node.status == "shared"):
                node.status = "shared" if shared else "normal"
                (crowded if shared else cleared).append(node)
        return crowded, cleared

    def before(self) -> dict[UUID, list[UUID]]:
        """Return the customers as they are stored, with their nodes."""
        stored: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for id_ in self.whole:
            customer = self.nodes[id_].customer
            if customer is not None:
                stored[customer].append(id_)
        return stored

    def pieces(self) -> list[list[UUID]]:
        """Return the people of this region, and remember which links wait."""
        whole = {id_: self.nodes[id_] for id_ in self.whole}
        self._waiting = {key for id_, node in whole.items() for key in waiting(node, self.links_of(id_))}
        links = [
            link for key, link in self.links.items() if link.a in whole and link.b in whole and key not in self._waiting
        ]
        return partition(whole, links, self.constraints.values())

    def changed(self, pieces: list[list[UUID]]) -> list[list[UUID]]:
        """Return the pieces that are not what is stored, or of which something new was said."""
        stored = {frozenset(members) for members in self.before().values()}
        return [piece for piece in pieces if not self.touched.isdisjoint(piece) or frozenset(piece) not in stored]

    def fringe(self, pieces: list[list[UUID]]) -> set[UUID]:
        """Return the nodes just beyond what changed that were not looked at yet: they must be."""
        beyond: set[UUID] = set()
        for piece in self.changed(pieces):
            for id_ in piece:
                beyond |= {
                    node.id
                    for link, node in self.links_of(id_)
                    if node.active and node.id not in self.whole and link.key not in self._waiting
                }
        ends = {id_ for c in self.constraints.values() if c.kind == "must" for id_ in c.a | c.b}
        beyond |= ends - self.whole
        return beyond - self.asked
