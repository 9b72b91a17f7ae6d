"""What is told of one-time codes. The code itself is told to nobody but the address."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from nitka.conversations.models import Recipient

CodeType = Literal["email", "phone"]
# `open`: it may be typed. The others say why not any more.
CodeStanding = Literal["open", "used", "replaced", "tries", "expired"]
CodeSending = Literal["queued", "sending", "sent", "failed"]


class NewCode(msgspec.Struct, frozen=True, kw_only=True):
    """An address to send a code to: one that is known, by its id, or any other.

    `to` is where it is to be typed, by default where the latest words came from.
    """

    identifier_id: UUID | None = None
    type: CodeType = "email"
    value: Annotated[str, msgspec.Meta(max_length=254)] = ""
    to: Recipient | None = None


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """A code as the desk knows it: where it went, what became of it, and whether it was typed.

    `value` is null for programs, which must not tell it to who is not proven yet.
    """

    id: UUID
    type: CodeType
    value: str | None
    standing: CodeStanding
    sending: CodeSending
    error: str | None
    tries_left: int
    asked_at: datetime
    expires_at: datetime


class UnsentCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code that could not be sent, and why. `by_visitor`: nobody of ours asked for it, and nobody may have seen it.

    `conversation_id` is null where the visitor has written nothing yet; `connection` is what should have sent it.
    """

    id: UUID
    type: CodeType
    value: str
    at: datetime
    error: str
    attempts: int
    by_visitor: bool
    connection: str | None
    conversation_id: UUID | None


class AskedStatus(msgspec.Struct, frozen=True):
    """What became of the code that was asked for in this chat; null where none is waited for."""

    sending: CodeSending | None
    expires_at: datetime | None


class AskedCode(msgspec.Struct, frozen=True):
    """What who asked for a code in the chat is told: the same whether anybody is known at that address or not."""

    expires_at: datetime
    digits: int


class CheckedCode(msgspec.Struct, frozen=True):
    """Whether it was the right code; `tries_left` is 0 when a new one must be asked for."""

    verified: bool
    tries_left: int
