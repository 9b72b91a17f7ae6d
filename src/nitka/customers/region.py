"""The part of the graph that a change can reach, and no more of it. Pure, but for what it is fed.

Who is whom depends on nothing but what hangs together by links that count: so all of that is looked at, which is a
customer and those with whom they share something. What is crowded joins nobody and is no way to anywhere, hence
there is an end to it. Beyond `MOST_LOOKED` identifiers no further way is taken, and what is not reached stays as it
is stored: so large a web is made by a program, and must not hold up everybody else.
"""

from collections import defaultdict
from collections.abc import Iterable, Set
from typing import NamedTuple
from uuid import UUID

from nitka.customers.graph import SILENT, By, Constraint, Era, Link, Node, Pair, Status
from nitka.customers.model.shape import Model
from nitka.customers.reuse import draw
from nitka.customers.rules import better, is_crowded, waiting
from nitka.customers.store import Cells

MOST_LOOKED = 2000  # identifiers, and
MOST_EACH = 50  # more for each of which something new was said


Since = tuple[int, tuple[Era, ...]]  # the month from which on a node is somebody's, and whose it was before
ALWAYS: Since = (0, ())


class Rejudged(NamedTuple):
    """Nodes of which the drawing of people says something else than what is stored."""

    changed: list[Node]
    crowded: list[Node]  # those that have no person any more
    cleared: list[Node]  # those that have one now
    passed: dict[UUID, set[UUID]]  # numbers that are somebody's since another time → nodes of who had them, it seemed


class Region:
    """Nodes and links known so far. `whole` are the nodes all of whose links are here."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.nodes: dict[UUID, Node] = {}
        self.links: dict[Pair, Link] = {}
        self.whole: set[UUID] = set()
        self.fresh: set[UUID] = set()  # never seen before this batch
        self.asked: set[UUID] = set()
        self.touched: set[UUID] = set()  # of which something new was said
        self.proven: set[UUID] = set()  # for the first time
        self.vouched: set[UUID] = set()  # known records that are hearsay no longer
        self.numbered: set[UUID] = set()  # records that were said with one more number or address
        self.constraints: dict[UUID, Constraint] = {}
        self._at: defaultdict[UUID, set[Pair]] = defaultdict(set)
        self._walked: set[UUID] = set()  # whose links were followed
        self._was: dict[UUID, tuple[Status, By, Since]] = {}  # of nodes that were judged otherwise

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
            if (node := self.nodes[id_]).may_join or node.customer is not None or self._in_doubt(node)
        }

    def _in_doubt(self, node: Node) -> bool:
        return node.id in self.proven and node.status == "shared" and node.status_by == "rule"

    def judge(self, among: Set[UUID] | None = None) -> None:
        """Tell what is crowded, among what was touched, or these, and is here whole, by its links alone."""
        for id_ in (self.touched if among is None else among) & self.whole:
            node = self.nodes[id_]
            if node.status == "blocked" or node.status_by == "agent":
                continue
            if is_crowded(node, self.links_of(id_), self._model.limits):
                self._set(node, "shared", "rule")
            elif node.status == "shared" and node.status_by == "rule":
                self._set(node, "normal", "rule")

    def _set(self, node: Node, status: Status, by: By, since: Since = ALWAYS) -> None:
        now = node.status, node.status_by, (node.since, node.past)
        if now != (status, by, since):
            self._was.setdefault(node.id, now)
            node.status, node.status_by = status, by
            node.since, node.past = since

    def rejudged(self) -> Rejudged:
        """Return the nodes whose status is another one now, or that are somebody's since another time."""
        nodes = (self.nodes[id_] for id_ in self._was)
        changed = [one for one in nodes if self._was[one.id] != (one.status, one.status_by, (one.since, one.past))]
        lost = [node for node in changed if self._was[node.id][0] == "normal"]
        return Rejudged(
            changed,
            [node for node in lost if not node.active],
            [node for node in changed if node.active],
            {
                node.id: {era.node for era in self._was[node.id][2][1]}
                for node in changed
                if self._was[node.id][2] != (node.since, node.past)
            },
        )

    def before(self) -> dict[UUID, list[UUID]]:
        """Return the customers as they are stored, with their nodes."""
        stored: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for id_ in self.whole:
            customer = self.nodes[id_].customer
            if customer is not None:
                stored[customer].append(id_)
        return stored

    def pieces(self) -> list[list[UUID]]:
        """Return the people of this region; what turns out to be common to two of them belongs to none."""
        whole = {id_: self.nodes[id_] for id_ in self.whole}
        waits = self._waits(self.whole)
        links = [
            link
            for key, link in self.links.items()
            if link.a in whole and link.b in whole and link.kind not in SILENT and key not in waits
        ]
        people, common, since = draw(self._model, whole, links, self.constraints.values())
        for node in whole.values():
            if node.id in common:
                self._set(node, "shared", "contest")
            elif node.status_by == "contest":
                self._set(node, "normal", "rule", since.get(node.id, ALWAYS))
            elif node.since or node.id in since:
                self._set(node, node.status, node.status_by, since.get(node.id, ALWAYS))
        return people

    def _waits(self, ids: Iterable[UUID]) -> set[Pair]:
        return {key for id_ in ids for key in waiting(self.nodes[id_], self.links_of(id_), self._model.limits)}

    def fringe(self) -> set[UUID]:
        """Return the nodes just beyond that were not looked at yet and must be: links lead there from what is here.

        Nobody beyond what is reached by links that count has a say in who is whom here.
        """
        ahead = self.whole - self._walked
        self._walked |= ahead
        if len(self.whole) > MOST_LOOKED + MOST_EACH * len(self.touched):
            ahead &= self.touched
        waits = self._waits(ahead)
        beyond = {
            node.id
            for id_ in ahead
            if (here := self.nodes[id_]).may_join or here.customer is not None or id_ in self._was
            for link, node in self.links_of(id_)
            if node.may_join and node.id not in self.whole and link.kind not in SILENT
            and (link.key not in waits or id_ in self.touched)  # what has to wait from now on did not before
        }  # fmt: skip
        ends = {id_ for c in self.constraints.values() if c.kind == "must" for id_ in c.a | c.b}
        return (beyond | ends - self.whole) - self.asked
