"""A touch as it travels from a connector through the intake to the pipeline."""

from datetime import datetime
from enum import IntEnum
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec

from nitka.channels.consents import SaidConsent
from nitka.channels.continuing import Sealed
from nitka.kernel.ids import touch_id


class Assurance(IntEnum):
    """How far it is proven that an identifier, or a link, speaks of this person. Order is strength."""

    OBSERVED = 1  # we saw it: a cookie, a caller id
    ASSERTED = 2  # somebody said it: a typed e-mail, a From header
    VERIFIED = 3  # proven: a signed token, a one-time code, a secret key
    AGENT = 4  # an operator decided


class Identifier(msgspec.Struct, frozen=True):
    """One identifier in one touch. `value` is raw; `namespace` says where it is unique, empty for everywhere."""

    type: str
    value: str
    assurance: Assurance
    namespace: str = ""


class Attachment(msgspec.Struct, frozen=True):
    """A file already in blob storage. `size` in bytes."""

    id: UUID
    name: str
    type: str
    size: int
    blob: str


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a touch, ready to be shown: HTML is safe, history is folded away."""

    text: str
    html: str | None = None
    quoted: str | None = None
    subject: str | None = None
    attachments: list[Attachment] = []
    meta: dict[str, Any] = {}  # what the connector needs again: Message-ID, References
    # An earlier message of ours that this one answers, proven by its unguessable token (Reply-To): its id.
    in_reply_to: UUID | None = None
    automatic: bool = False  # auto-reply or bounce: kept, never answered by a machine


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message of ours: `delivered`, `read` or `failed` with a reason."""

    message_id: UUID
    status: str
    error: str | None = None
    up_to: bool = False  # also every earlier message of the same strand


class Touch(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Any contact at all. Equal (workspace, connection, sender, external id) is the same touch."""

    workspace_id: UUID
    connection_id: UUID
    brand_id: UUID
    channel: str  # chat, email, site …
    kind: str  # message, page, track, identify, ad, form, receipt …
    sender: str  # the source's own name for who sent it: orders the touches, and is the strand's address
    external_id: str
    at: datetime
    received_at: datetime
    # The first identifier is the address that answers go to.
    identifiers: list[Identifier]
    traits: dict[str, Any] = {}  # name, first_name, company … about this sender
    text: str | None = None  # one line for the timeline; words of a message are in `message`
    payload: dict[str, Any] = {}
    message: Message | None = None
    receipt: Receipt | None = None
    consents: list[SaidConsent] = []  # what whoever is named here allowed or refused
    # A token of «Continue in…» as it came; the intake seals it, so that only `continues` is ever stored.
    presented: str | None = None
    continues: Sealed | None = None

    @cached_property
    def id(self) -> UUID:
        """The same for every repetition of this touch; a message has the id of its touch."""
        return touch_id(self.workspace_id, self.connection_id, self.sender, self.external_id)


class Record(msgspec.Struct, frozen=True):
    """What one message of the intake stream holds: 1 to n touches of one partition, in order."""

    touches: list[Touch]
