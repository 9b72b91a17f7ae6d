"""What resolving tells the rest of the transaction, and what people are shown of customers."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from nitka.kernel.events import Event

AssuranceName = Literal["observed", "asserted", "verified", "agent"]
ASSURANCE_NAMES: dict[int, AssuranceName] = {1: "observed", 2: "asserted", 3: "verified", 4: "agent"}
StatusName = Literal["normal", "shared", "blocked"]


class ResolvedTouch(msgspec.Struct, frozen=True, gc=False):
    """Whose a touch is. `nodes` in the order of its identifiers, the address first; one at least."""

    nodes: list[UUID]
    assurances: list[int]
    owner_node: UUID
    customer_id: UUID


class Continued(msgspec.Struct, frozen=True, gc=False):
    """Who came with a token of «Continue in…»: the address that it was made for, and what the link is worth."""

    node: UUID
    assurance: int


class Move(msgspec.Struct, frozen=True, gc=False):
    """A node that was known before belongs to another customer now; to none where it became shared or blocked."""

    node: UUID
    from_customer: UUID | None
    to_customer: UUID | None


class Reowned(msgspec.Struct, frozen=True, gc=False):
    """A stored touch that belongs to another node now, because the status of an identifier changed."""

    touch_id: UUID
    kind: str
    from_node: UUID
    to_node: UUID
    to_customer: UUID


class Resolution(msgspec.Struct):
    """What a batch of touches, or a command, did to who is whom."""

    touches: dict[UUID, ResolvedTouch] = {}
    moves: list[Move] = []
    reowned: list[Reowned] = []
    merged: dict[UUID, UUID] = {}  # id out of use → the customer that answers for it
    described: list[UUID] = []  # new records, to be compared with the others
    events: list[Event] = []


class Identifier(msgspec.Struct, frozen=True):
    """One way this customer is known. A shared one is theirs too, but joins nobody to them."""

    id: UUID
    type: str
    namespace: str
    value: str
    assurance: AssuranceName
    status: StatusName
    first_at: datetime


class KnownBy(msgspec.Struct, frozen=True):
    """The identifier to call somebody by whose name nobody knows."""

    type: str
    value: str


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """One person, as far as the evidence goes. `known_by` stands in for a name, and is null where there is one."""

    id: UUID
    name: str | None
    known_by: KnownBy | None
    identifiers: list[Identifier]
    traits: dict[str, Any]
    blocked: bool
    created_at: datetime
    open_conversation_id: UUID | None


class CustomerPage(msgspec.Struct, frozen=True):
    """Some customers, the newest first."""

    items: list[Customer]
    next: str | None


class TimelineItem(msgspec.Struct, frozen=True, kw_only=True):
    """One touch. The words of a message are in `text`, a page's or event's details in `payload`."""

    id: UUID
    kind: str
    channel: str
    direction: Literal["in", "out", "note"]
    at: datetime
    text: str | None
    conversation_id: UUID | None
    payload: dict[str, Any]


class TimelinePage(msgspec.Struct, frozen=True):
    """Some touches of a customer, the newest first."""

    items: list[TimelineItem]
    next: str | None


class WhyNode(msgspec.Struct, frozen=True):
    """One end of a link."""

    id: UUID
    type: str
    value: str


class WhyLink(msgspec.Struct, frozen=True):
    """Why two identifiers are one person's: a sentence for people, and what it rests on.

    `because` is the sentence without the two: links that one touch proves share it, and can be told together.
    """

    a: WhyNode
    b: WhyNode
    kind: str
    assurance: AssuranceName
    evidence: dict[str, Any]
    text: str
    because: str


class Why(msgspec.Struct, frozen=True):
    """Everything that holds a customer together, the firmest first."""

    links: list[WhyLink]


class Author(msgspec.Struct, frozen=True):
    """Who did it."""

    id: UUID
    name: str | None


class IdentityEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What was merged, split, said of an identifier's status, or undone: whose identifiers were before and after.

    `who` is null for a rule.
    """

    id: UUID
    op: Literal["merge", "split", "undo", "status"]
    before: dict[str, list[UUID]]
    after: dict[str, list[UUID]]
    why: str
    who: Author | None
    undoes: UUID | None
    undone_by: UUID | None
    at: datetime


class IdentityEventPage(msgspec.Struct, frozen=True):
    """What happened to a customer's identity, the latest first."""

    items: list[IdentityEvent]
    next: str | None = None
