"""What the desk and the API are shown of conversations, and what they may send."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from nitka.customers.models import AssuranceName, KnownBy

Status = Literal["open", "waiting", "snoozed", "closed", "spam"]
Direction = Literal["in", "out", "note"]
AuthorKind = Literal["customer", "operator", "bot", "system"]
MessageStatus = Literal[
    "received", "queued", "sending", "sent", "delivered", "read", "failed", "unknown", "cancelled", "retracted"
]
PathAssurance = Literal["verified", "asserted", "observed"]

TEXT_LIMIT = 65_536  # characters of one message


class Person(msgspec.Struct, frozen=True):
    """A colleague by name."""

    id: UUID
    name: str | None


class Caller(msgspec.Struct, frozen=True):
    """A customer by name; without one by `known_by`, an identifier, which events leave out: it must be looked up."""

    id: UUID
    name: str | None
    known_by: KnownBy | msgspec.UnsetType | None = msgspec.UNSET


class LastMessage(msgspec.Struct, frozen=True):
    """The latest words of a conversation, as the list shows them."""

    text: str
    channel: str
    direction: Direction
    at: datetime


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """A talk with one customer over all channels. `version` grows with each change: an older copy is stale."""

    id: UUID
    number: int
    customer: Caller
    status: Status
    assignee: Person | None
    brand_id: UUID
    last: LastMessage
    unread: int
    waiting_since: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    snoozed_until: datetime | None
    version: int


class ConversationPage(msgspec.Struct, frozen=True):
    """Some conversations, the latest first; `next` is the cursor of what follows, or null."""

    items: list[Conversation]
    next: str | None


class Counts(msgspec.Struct, frozen=True):
    """How many live conversations: given to the one who asks, with a customer waiting, given to nobody, all."""

    mine: int
    waiting: int
    unassigned: int
    all: int


class Author(msgspec.Struct, frozen=True):
    """Who wrote; the id is the customer's or the colleague's, null for the platform itself."""

    kind: AuthorKind
    id: UUID | None
    name: str | None


class AttachedFile(msgspec.Struct, frozen=True):
    """A file on a message. `size` in bytes."""

    id: UUID
    name: str
    type: str
    size: int
    url: str


class MessageAddress(msgspec.Struct, frozen=True):
    """Where the message came from or went to."""

    id: UUID
    type: str
    value: str


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message or note. `html` is safe to show; `quoted` is the folded history below it."""

    id: UUID
    conversation_id: UUID
    seq: int
    direction: Direction
    channel: str
    connection_id: UUID
    strand_id: UUID
    author: Author
    text: str
    html: str | None
    quoted: str | None
    subject: str | None
    attachments: list[AttachedFile]
    at: datetime
    status: MessageStatus
    error: str | None
    address: MessageAddress | None


class MessagePage(msgspec.Struct, frozen=True):
    """Some messages in the order asked for; `next` is the cursor of what follows, or null."""

    items: list[Message]
    next: str | None


class Recipient(msgspec.Struct, frozen=True):
    """An address of the customer and the connection to reach it by."""

    connection_id: UUID
    identifier_id: UUID


class NewMessage(msgspec.Struct, frozen=True, kw_only=True):
    """An answer or a note. Without `to` and `channel` it goes to the `current` one of the addresses."""

    text: str = ""
    channel: str | None = None
    to: Recipient | None = None
    note: bool = False
    attachments: list[UUID] = []


class ConversationPatch(msgspec.Struct, frozen=True, kw_only=True):
    """What to change; left out means left as it is. With `version`, only if nobody changed it meanwhile."""

    status: Status | msgspec.UnsetType = msgspec.UNSET
    assignee_id: UUID | msgspec.UnsetType | None = msgspec.UNSET
    snoozed_until: datetime | msgspec.UnsetType | None = msgspec.UNSET
    version: int | None = None


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where one can answer.

    `path` is the weakest link between this address and the customer whose conversation it is. `current` is where an
    answer goes unless asked otherwise; `latest`, where the last words came from. These are two where somebody who is
    proven to be another spoke last, and no address is `current` where only a person can tell who the customer is.
    """

    connection_id: UUID
    connection_name: str
    channel: str
    identifier_id: UUID
    type: str
    value: str
    assurance: AssuranceName
    path: PathAssurance
    last_in_at: datetime | None
    available: bool
    reason: str | None
    current: bool
    latest: bool


class AddressList(msgspec.Struct, frozen=True):
    """The places where this customer can be answered, the current one first, then what can be used and is proven."""

    items: list[Address]
    next: str | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What one is writing and has not sent; an empty text is no draft."""

    text: str = ""
    note: bool = False
    to: Recipient | None = None


class CannedAnswer(msgspec.Struct, frozen=True):
    """A text made ready, called by its shortcut."""

    id: UUID
    shortcut: str
    title: str
    text: str


class CannedAnswerList(msgspec.Struct, frozen=True):
    """All canned answers by shortcut."""

    items: list[CannedAnswer]
    next: str | None = None


class NewCannedAnswer(msgspec.Struct, frozen=True):
    """A canned answer to be added. The shortcut is one word without a slash."""

    shortcut: str
    title: str
    text: str


class CannedAnswerPatch(msgspec.Struct, frozen=True):
    """What to change of a canned answer."""

    shortcut: str | None = None
    title: str | None = None
    text: str | None = None


class ConversationFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which conversations a list shows; null does not filter."""

    statuses: list[str] | None = None
    customer_id: UUID | None = None
    assignee_id: UUID | None = None
    unassigned: bool = False
    unread: bool = False
    waiting: bool = False
    channel: str | None = None
    q: str | None = None


class Reach(msgspec.Struct, frozen=True):
    """What conversations must know of a channel: whom it can write to first, and what can be taken back."""

    addressable: tuple[str, ...] = ()
    send: bool = True
    retract: bool = False
    reply_window_hours: int | None = None
    codes: bool = False  # a one-time code may be typed there: it is proven who speaks


Reaches = dict[str, Reach]  # by the connection's kind
