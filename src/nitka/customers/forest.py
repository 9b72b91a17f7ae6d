"""Trees of identifiers that grow by links and refuse what would make one person of two. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from nitka.customers.continuing.links import KINDS
from nitka.customers.exclusivity import Telling, against, in_favour, sharing, telling
from nitka.customers.graph import ALIKE, INTERNAL, RECORD, Constraint, Link, Node
from nitka.customers.likeness.described import Described, content, read_content
from nitka.customers.model.shape import Model
from nitka.customers.rules import UNIQUE, is_backed, is_proven

BITS = 1024.0  # a link between records weighs its bits divided by this: less than any identifier

Tag = tuple[UUID, bool]  # a `cannot` and the side of it on which a tree has nodes
Anchors = dict[tuple[str, str], set[UUID]]  # the unique identifiers of a tree


class Forest:
    """Trees of nodes that may join. `common` are those that were all that two people had in common."""

    def __init__(
        self,
        model: Model,
        nodes: Mapping[UUID, Node],
        links: Iterable[Link] = (),
        constraints: Iterable[Constraint] = (),
    ) -> None:
        self._by, self._limits, self._likeness = model.exclusivity, model.limits, model.likeness
        self.common: set[UUID] = set()
        self._nodes = nodes
        self._root = {id_: id_ for id_ in nodes}
        self._members = {id_: [id_] for id_ in nodes}
        self._records = {id_: [read_content(node.value)] if node.type == RECORD else [] for id_, node in nodes.items()}
        self._least = {id_: id_.bytes for id_ in nodes}  # of a tree: which of two equally large ones is the smaller
        self._kinds = {id_: Counter({(node.type, node.namespace): 1}) for id_, node in nodes.items()}
        self._anchors: dict[UUID, Anchors] = {
            id_: {(node.type, node.namespace): {id_}} for id_, node in nodes.items() if node.type in UNIQUE
        }
        self._allowed: dict[UUID, set[UUID]] = {}  # node → the `must`s that let it be with others of its kind
        self._tags: dict[UUID, set[Tag]] = {}
        self._refused: dict[tuple[UUID, UUID, bool], tuple[int, int]] = {}  # trees → their sizes then
        self._at: dict[UUID, list[Link]] = {id_: [] for id_ in nodes}
        for link in links:
            self._at[link.a].append(link)
            self._at[link.b].append(link)
        for constraint in constraints:
            if constraint.kind == "cannot":
                self._tag(constraint.id, constraint.a, False)
                self._tag(constraint.id, constraint.b, True)
            else:
                for node_id in self._root.keys() & (constraint.a | constraint.b):
                    self._allowed.setdefault(node_id, set()).add(constraint.id)

    def _tag(self, constraint: UUID, side: frozenset[UUID], is_b: bool) -> None:
        for node in side:
            if node in self._root:
                self._tags.setdefault(node, set()).add((constraint, is_b))

    def trees(self) -> list[list[UUID]]:
        """Return the trees, each a list of nodes."""
        return list(self._members.values())

    def join(self, a: UUID, b: UUID, *, by_hand: bool = False, by_likeness: bool = False) -> bool:
        """Make one tree of two; False where an operator's `cannot`, the size, or two people's own things forbid it.

        What an operator joined by hand may hold two of anything: people do have two accounts.
        """
        one, other = self._root[a], self._root[b]
        if one == other:
            return True
        if self._size(one) < self._size(other):
            one, other = other, one
        # Trees only grow, so as long as both have their sizes the answer is the same: many links may ask for it.
        asked, sizes = (one, other, by_likeness), (len(self._members[one]), len(self._members[other]))
        if not by_hand and self._refused.get(asked) == sizes:
            return False
        if self._separated(one, other) or not (by_hand or self._fit(one, other, by_likeness)):
            self._refused[asked] = sizes
            return False
        moved = self._members.pop(other)
        for node in moved:
            self._root[node] = one
        self._members[one].extend(moved)
        self._least[one] = min(self._least[one], self._least.pop(other))
        self._kinds[one].update(self._kinds.pop(other))
        self._records[one] = _some(self._records[one], self._records.pop(other), self._limits.most_records)
        if other in self._tags:
            self._tags.setdefault(one, set()).update(self._tags.pop(other))
        for key, anchors in self._anchors.pop(other, {}).items():
            self._anchors.setdefault(one, {}).setdefault(key, set()).update(anchors)
        return True

    def _size(self, root: UUID) -> tuple[int, bytes]:
        return len(self._members[root]), self._least[root]

    def _separated(self, one: UUID, other: UUID) -> bool:
        mine, theirs = self._tags.get(one), self._tags.get(other)
        return bool(mine and theirs and any((id_, not side) in theirs for id_, side in mine))

    def _fit(self, larger: UUID, smaller: UUID, by_likeness: bool) -> bool:
        if len(self._members[larger]) + len(self._members[smaller]) > self._limits.most_nodes:
            return False
        allowed = self._may_hold_both(larger, smaller)
        told = telling(self._records[larger], self._records[smaller], self._by)
        mine, others = self._kinds[larger], self._kinds[smaller]
        both = {kind: max(mine[kind], number) for kind, number in others.items() if kind in mine}
        if self._allowed and (both or min(told) < 0):
            both, told = self._unsaid(larger, smaller, both, told)
        theirs = against(both, self._by)
        doubt = theirs - sum(told)
        between = self._between(larger, smaller) if doubt > 0 or not allowed or by_likeness else ()
        hubs = {self._hub(link) for link in between if link.kind != ALIKE}
        if allowed and by_likeness and not hubs:
            return self._alike_enough(between, theirs, told)
        own = [
            sum(node not in hubs and self._nodes[node].type not in INTERNAL for node in self._members[side])
            for side in (smaller, larger)
        ]
        likeness = max((link.weight * BITS for link in between if link.kind == ALIKE), default=0.0)
        if allowed and (doubt <= 0 or likeness + self._in_favour(hubs, *own) >= doubt):
            return True
        self.common |= {hub for hub in hubs if self._may_be_common(hub, between)}
        return False

    def _in_favour(self, hubs: Iterable[UUID], smaller: int, larger: int) -> float:
        return in_favour((self._nodes[hub].type for hub in hubs), smaller, larger, self._by)

    def _unsaid(
        self, larger: UUID, smaller: UUID, both: dict[tuple[str, str], int], told: Telling
    ) -> tuple[dict[tuple[str, str], int], Telling]:
        """What may still speak against one person: nothing that an operator has said to be one's."""
        mine, theirs = self._by_kind(larger), self._by_kind(smaller)
        left = {kind: n for kind, n in both.items() if not self._one_by_word(mine[kind], theirs[kind], all)}
        described = [
            [id_ for (type_, _), ids in side.items() if type_ == RECORD for id_ in ids] for side in (mine, theirs)
        ]
        if self._one_by_word(described[0], described[1], any):
            told = Telling(*(max(part, 0.0) for part in told))
        return left, told

    def _by_kind(self, root: UUID) -> dict[tuple[str, str], list[UUID]]:
        found: dict[tuple[str, str], list[UUID]] = {}
        for id_ in self._members[root]:
            found.setdefault((self._nodes[id_].type, self._nodes[id_].namespace), []).append(id_)
        return found

    def _one_by_word(self, mine: list[UUID], theirs: list[UUID], how: Callable[[Iterable[bool]], bool]) -> bool:
        none: set[UUID] = set()
        allowed = self._allowed
        return how(not allowed.get(a, none).isdisjoint(allowed.get(b, none)) for a in mine for b in theirs)

    def _alike_enough(self, between: Sequence[Link], theirs: float, told: Telling) -> bool:
        """Whether the best likeness between two people outweighs what else is known of both, and it did not weigh."""
        theirs *= self._by.likeness_doubted
        best = max(between, key=lambda link: (link.weight, link.a.bytes, link.b.bytes))
        a, b = read_content(self._nodes[best.a].value), read_content(self._nodes[best.b].value)
        if not (a.first and b.first):
            theirs -= min(told.name, 0.0)
        if not (a.birth and b.birth):
            theirs -= min(told.birth, 0.0)
        if not (a.middle and b.middle):
            theirs -= min(told.middle, 0.0)
        return best.weight * BITS - theirs >= self._likeness.join

    def _may_hold_both(self, one: UUID, other: UUID) -> bool:
        mine, theirs = self._anchors.get(one), self._anchors.get(other)
        if not mine or not theirs:
            return True
        return all(self._one_by_word(list(mine[key]), list(theirs[key]), all) for key in mine.keys() & theirs.keys())

    def _between(self, larger: UUID, smaller: UUID) -> list[Link]:
        return [
            link
            for node in self._members[smaller]
            for link in self._at[node]
            if self._root[link.b if link.a == node else link.a] == larger
        ]

    def _hub(self, link: Link) -> UUID:
        """The end of a link that is likelier to be shared."""
        a, b = self._nodes[link.a], self._nodes[link.b]
        return max(a, b, key=lambda node: (sharing(node.type), node.id.bytes)).id

    def _two_accounts(self, hub: UUID, between: Iterable[Link]) -> bool:
        """Whether all that joins are two accounts that were named together: neither is less one person's for that."""
        type_ = self._nodes[hub].type
        ends = ((self._nodes[link.a].type, self._nodes[link.b].type) for link in between if hub in (link.a, link.b))
        return type_ in UNIQUE and all(a == b for a, b in ends)

    def _may_be_common(self, hub: UUID, between: Iterable[Link]) -> bool:
        """Whether this evidence can take an identifier from its owner: no claim can, once they have proven it."""
        node = self._nodes[hub]
        if node.status_by == "agent" or self._two_accounts(hub, between):
            return False
        # Who followed somebody's token may have been lured: that parts nobody from what is theirs.
        said = [link for link in between if hub in (link.a, link.b) and link.kind not in KINDS]
        return bool(said) if not is_proven(node) else any(is_backed(link, node) for link in said)


def _some(mine: list[Described], theirs: list[Described], most: int) -> list[Described]:
    """Descriptions of two trees: the same of many, whichever came first."""
    both = mine + theirs
    return both if len(both) <= most else sorted(both, key=content)[:most]
