"""What an import would do to customers, found without writing anything.

Rows and known customers are joined by equal identifiers, unless that makes one person of two ids of a kind, or a value
stands in too many rows. The resolver weighs more than that, so this is an estimate. A row costs about 40 bytes of
memory; all else is on disk.
"""

from array import array
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from uuid import UUID

from nitka.customers.importing.models import ImportForecast
from nitka.customers.importing.scratch import Scratch
from nitka.customers.model.versions import newest
from nitka.customers.rules import UNIQUE

Anchor = tuple[str, str]  # type and namespace of a unique id
_NO_TYPE = 10  # rows that may share a value and have no unique id


def short(id_: UUID) -> int:
    """Return 63 bits of an id, never 0: enough to tell millions apart."""
    return (int.from_bytes(id_.bytes[8:], "big") & 0x7FFF_FFFF_FFFF_FFFF) or 1


class Forecaster:
    """Takes rows and the customers they name, in any number of portions; `conclude` tells, once."""

    def __init__(self, anchors: Iterable[Anchor], scratch: Scratch) -> None:
        self._scratch = scratch
        self._slots = {anchor: at for at, anchor in enumerate(dict.fromkeys(anchors))}
        self._anchors = [array("q") for _ in self._slots]  # of each member, 0 for none
        self._customer = array("q")  # the known customer that a member stands for, 0 for a row
        self._parents = array("l")
        self._apart = bytearray()  # of each member, whether they share a value and stay apart

    @property
    def anchors(self) -> Iterable[Anchor]:
        """The kinds of unique ids that matter here."""
        return self._slots

    def row(self, nodes: Iterable[tuple[UUID, str, str]], customers: Iterable[UUID]) -> None:
        """Take a row: its identifiers that may join, each with type and namespace, and whose they are by now."""
        found = list(nodes)
        member = self._add({(type_, namespace): id_ for id_, type_, namespace in found if type_ in UNIQUE}, 0)
        for value in (*(id_ for id_, _, _ in found), *customers):
            self._scratch.hold(short(value), member)

    def customer(self, id_: UUID, anchors: dict[Anchor, UUID]) -> None:
        """Take a known customer with the unique ids they have; more than once does no harm."""
        member = self._add(anchors, short(id_))
        self._scratch.hold(short(id_), member)

    def _add(self, anchors: dict[Anchor, UUID], customer: int) -> int:
        for anchor, at in self._slots.items():
            self._anchors[at].append(short(anchors[anchor]) if anchor in anchors else 0)
        self._customer.append(customer)
        self._parents.append(len(self._parents))
        self._apart.append(False)
        return len(self._parents) - 1

    def conclude(self) -> ImportForecast:
        """Return what would be."""
        shared = sum(self._join_holders(members) for members in self._scratch.holders())
        rows = array("l", bytes(self._parents.itemsize * len(self._parents)))  # of each person, by their root
        for member, customer in enumerate(self._customer):
            if not customer:
                rows[self._root(member)] += 1
        known = self._scratch.know((self._root(member), one) for member, one in enumerate(self._customer) if one)
        spoken_of = Counter(number for root, number in known if rows[root])
        people = sum(map(bool, rows))
        return ImportForecast(
            new=people - spoken_of.total(),
            known=spoken_of[1],
            joining=sum(number * into for number, into in spoken_of.items() if number > 1),
            joined_into=spoken_of.total() - spoken_of[1],
            together=sum(rows) - people,
            apart=sum(self._apart),
            shared=shared,
        )

    def _join_holders(self, members: list[int]) -> bool:
        """Join those who have one value; True where they are too many for that."""
        if len(members) > 1 and self._is_shared(members):
            return True
        for one, other in pairwise(members):
            if not self._union(members[0], other) and not self._union(one, other):
                self._apart[other] = True
        return False

    def _is_shared(self, members: list[int]) -> bool:
        rows = [member for member in members if not self._customer[member]]
        for (type_, _), at in self._slots.items():
            ids = {self._anchors[at][member] for member in members} - {0}
            if len(ids) >= newest().limits.shared_at[type_]:
                return True
        return not self._slots and len(rows) >= _NO_TYPE

    def _root(self, member: int) -> int:
        parents = self._parents
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    def _union(self, one: int, other: int) -> bool:
        a, b = self._root(one), self._root(other)
        if a == b:
            return True
        pairs = [(ids[a], ids[b]) for ids in self._anchors]
        if any(mine and theirs and mine != theirs for mine, theirs in pairs):
            return False
        for ids, (mine, theirs) in zip(self._anchors, pairs, strict=True):
            ids[a] = mine or theirs
        self._parents[b] = a
        return True
