"""Findings as they are kept, and as people are shown them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from nitka.channels.administration.models import WordsSettings
from nitka.customers.models import Author
from nitka.customers.words import Kind
from nitka.customers.words.finding import Part

State = Literal["open", "taken", "confirmed", "dismissed"]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as it is stored, with what a decision needs of its message."""

    id: UUID
    message_id: UUID
    strand_id: UUID
    seq: int
    node: UUID
    kind: Kind
    type: str
    value: str
    target: UUID | None
    quote: str
    rule: str
    confidence: float
    state: State
    event_id: UUID | None
    at: datetime
    channel: str
    connection_id: UUID


class FoundInWords(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a customer said of who they are.

    `kind`: `own`, an identifier of theirs; `former`, one that was; `trait`, a name and the like; `other`, an
    identifier that is somebody else's; `shared`, the address they wrote from is not theirs alone. `from` and `to` are
    characters (code points) of the message's text, or of the signature that was folded away. `state`: `taken` was
    believed at once, as a claim; `dismissed` also when its identity event was undone. `known`: the identifier belongs
    to this other customer.
    """

    id: UUID
    message_id: UUID
    kind: Kind
    type: str
    value: str
    part: Part
    from_: int = msgspec.field(name="from")
    to: int
    quote: str
    confidence: float
    state: State
    known: UUID | None
    event_id: UUID | None
    decided_by: Author | None
    decided_at: datetime | None
    at: datetime


class WordsTrial(msgspec.Struct, frozen=True, kw_only=True):
    """A text to be read as a customer's message. Without `words` it is read as the workspace is set."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    words: WordsSettings | None = None


class TriedFinding(msgspec.Struct, frozen=True):
    """What such a message would say of its writer, with the words that say so."""

    kind: Kind
    type: str
    value: str
    quote: str


class TriedFindings(msgspec.Struct, frozen=True):
    """All of it, in the order of the text."""

    items: list[TriedFinding]


class FindingList(msgspec.Struct, frozen=True):
    """What was found in one conversation, in the order of the words."""

    items: list[FoundInWords]
    next: str | None = None
