"""The graph of evidence: identifiers are nodes, what was seen together is linked, an operator's word constrains."""

from datetime import UTC, datetime
from typing import Literal, NamedTuple
from uuid import UUID

import msgspec

# None of these can be part of a ring, so the collector of rings need not look at them (`gc=False`): a batch makes
# thousands.

# Our own kinds of nodes, never taken from outside and never shown as identifiers:
SESSION = "session"  # a sender of whom nothing of their own is known
RECORD = "record"  # what was said of a person together with an identifier: a name, a birth date, an address
INTERNAL = frozenset({SESSION, RECORD})
TOGETHER = "together"  # the kind of a link between what one touch named
TOLD = "told"  # the kind of a link of a record to a contact that somebody who can be trusted to know told beside it
SILENT = frozenset({SESSION, TOLD})  # kinds of links that join nobody
ALIKE = "alike"  # the kind of a link between two records that describe one person

_RANKS = {"user_id": 0, "crm_id": 1, "loyalty": 2, "email": 3, "phone": 4, "device": 8, RECORD: 9, SESSION: 10}
_OTHER_RANK = 5  # ids given by messengers and the like: one person each, but not known anywhere else

Status = Literal["normal", "shared", "blocked"]
By = Literal["rule", "contest", "agent"]  # contest: two people have it, as the drawing of people shows


def rank(type_: str) -> int:
    """Return how closely a type of identifier is bound to one person; smaller is closer."""
    return _RANKS.get(type_, _OTHER_RANK)


class Pair(NamedTuple):
    """Two nodes, the smaller first, and the kind of evidence between them."""

    a: UUID
    b: UUID
    kind: str


def pair(one: UUID, other: UUID, kind: str = TOGETHER) -> Pair:
    """Return the key of the link between two nodes, whichever is named first."""
    return Pair(one, other, kind) if one.bytes < other.bytes else Pair(other, one, kind)


def month(at: datetime) -> int:
    """Return the month of a moment in UTC, counted from the year 0."""
    at = at.astimezone(UTC)
    return at.year * 12 + at.month - 1


class Era(NamedTuple):
    """Who had a number until this month, that one included: an identifier of theirs."""

    until: int
    node: UUID


class Node(msgspec.Struct, gc=False):
    """An identifier as it is known now. `customer` is None for shared, blocked and brand-new ones.

    `since`: the month from which on it is its customer's, 0 for always; `past`: whose it was before.
    """

    id: UUID
    type: str
    namespace: str
    value: str
    status: Status
    status_by: By
    assurance: int
    first_at: datetime
    customer: UUID | None = None
    barred_at: datetime | None = None  # since when whoever had it then is blocked
    since: int = 0
    past: tuple[Era, ...] = ()

    @property
    def active(self) -> bool:
        """Whether the node may join people."""
        return self.status == "normal"

    @property
    def may_join(self) -> bool:
        """Whether the drawing of people decides if the node joins any: what was common before may be one's again."""
        return self.status == "normal" or self.status_by == "contest"

    @property
    def age(self) -> tuple[datetime, int, bytes]:
        """The order of seniority: who is seen first, names the customer."""
        return self.first_at, rank(self.type), self.id.bytes


class Link(msgspec.Struct, frozen=True, gc=False):
    """Evidence that two identifiers are one person's: the best of the touches that say so, the first of equals.

    `first_month` and `last_month`: of all touches that say so, where that was counted.
    """

    a: UUID
    b: UUID
    kind: str
    assurance: int
    touch_id: UUID
    channel: str
    touch_kind: str
    at: datetime
    weight: float = 1.0
    first_month: int = 0
    last_month: int = 0

    @property
    def months(self) -> tuple[int, int]:
        """The months of the first and of the last touch that is known to say so."""
        own = month(self.at)
        return min(self.first_month or own, own), max(self.last_month or own, own)

    @property
    def key(self) -> Pair:
        """What this link is kept under."""
        return Pair(self.a, self.b, self.kind)


class Constraint(msgspec.Struct, frozen=True, gc=False):
    """An operator's word.

    `must`: the oldest of `a` and of `b` are one, and unique identifiers of both sides may be together.
    `cannot`: no node of `a` is ever with a node of `b`.
    """

    id: UUID
    kind: Literal["must", "cannot"]
    a: frozenset[UUID]
    b: frozenset[UUID]
    assurance: int = 4
    why: str = ""
    at: datetime | None = None


class Said(msgspec.Struct, gc=False):
    """What one touch says about identity: its nodes in its own order, and how far each was proven in it."""

    touch_id: UUID
    nodes: list[UUID]
    assurances: list[int]
    at: datetime
    channel: str
    kind: str
    connection_id: UUID
    sender: str
    owner: UUID | None = None
    vouched: bool = False  # for the description in it
