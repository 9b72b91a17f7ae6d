"""What the desk and programs are told of what may be told."""

from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

import msgspec

from nitka.conversations.codes.models import Code, CodeType
from nitka.conversations.models import Recipient
from nitka.customers.models import AssuranceName, Customer, TimelineItem

# Kinds of data: addresses and numbers; name, birthday and other traits; what was said in other talks; files there;
# orders; visits of the site; notes of colleagues.
Kind = Literal["contacts", "profile", "messages", "files", "orders", "visits", "notes"]
# The least that must be proven of who speaks before they are told. `nobody`: the customer is never told.
Need = Literal["observed", "asserted", "verified", "nobody"]
Told = Literal["all", "part", "none"]
Lacking = Literal["nothing", "nobody_spoke", "sender_unproven", "not_linked", "never_told"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Needs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must be proven for each kind of data."""

    contacts: Need = "verified"
    profile: Need = "verified"
    messages: Need = "verified"
    files: Need = "verified"
    orders: Need = "verified"
    visits: Need = "verified"
    notes: Need = "nobody"


class DisclosurePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What a workspace lets be told. `version` grows with each change, 0 is what holds where nobody has changed it."""

    needs: Needs = Needs()
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str | None = None


class PolicyChange(msgspec.Struct, frozen=True, kw_only=True):
    """A new policy; `version` is the one it replaces, so that nobody writes over what they have not seen."""

    needs: Needs
    version: int


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an answer would reach, and how far it is proven that it is they who speak there now."""

    connection_id: UUID
    identifier_id: UUID
    channel: str
    type: str
    value: str
    assurance: AssuranceName


class KindDisclosure(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one kind of data may be told in this conversation, what is lacking, and a sentence that says so."""

    kind: Kind
    needs: Need
    told: Told
    lacking: Lacking
    text: str


class ProvenIdentifier(msgspec.Struct, frozen=True):
    """How far it is proven that an identifier is the speaker's; null: not at all."""

    id: UUID
    assurance: AssuranceName | None


class WayToRaise(msgspec.Struct, frozen=True, kw_only=True):
    """What would prove more: a code to this address, typed at `to`. `value` is null for programs, as with `Code`."""

    type: CodeType
    value: str | None
    identifier_id: UUID
    to: Recipient
    text: str


class Disclosure(msgspec.Struct, frozen=True, kw_only=True):
    """What may be told to who speaks in a conversation now. `speaker` is null before anybody has written."""

    conversation_id: UUID
    speaker: Speaker | None
    kinds: list[KindDisclosure]
    identifiers: list[ProvenIdentifier]
    ways: list[WayToRaise]
    code: Code | None
    policy_version: int


class CustomerInConversation(msgspec.Struct, frozen=True, kw_only=True):
    """A customer as far as may be told to `speaker`: answer there and nowhere else. `withheld`: what was left out."""

    customer: Customer
    speaker: Speaker | None
    withheld: list[Kind]


class TimelineInConversation(msgspec.Struct, frozen=True, kw_only=True):
    """Touches that may be told to `speaker`, the newest first. A page may hold fewer than asked for, or none."""

    items: list[TimelineItem]
    speaker: Speaker | None
    next: str | None
