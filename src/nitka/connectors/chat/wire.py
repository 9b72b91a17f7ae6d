"""What clients of the chat send: the widget, and any app of the company."""

from typing import Literal
from uuid import UUID

import msgspec


class Traits(msgspec.Struct, frozen=True, kw_only=True):
    """What the visitor typed about themselves: claims, which open nobody's history."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Where the visitor was when they wrote."""

    url: str | None = None
    title: str | None = None


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A message. `message_id` is made by the client: the same id of the same visitor is the same message."""

    message_id: str
    text: str = ""
    user_token: str | None = None
    traits: Traits | None = None
    attachments: list[UUID] = []
    page: Page | None = None


class ClientMessage(Words, frozen=True, kw_only=True):
    """Body of `POST /client/v1/messages`."""

    visitor: str


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Body of `POST /client/v1/contact`: at least one of `email` and `phone`; words only if there is more to say."""

    visitor: str
    message_id: str
    text: str = ""
    name: str | None = None
    email: str | None = None
    phone: str | None = None


class AskCode(msgspec.Struct, frozen=True, kw_only=True):
    """Body of `POST /client/v1/codes`: where a one-time code is to go; one of `email` and `phone`."""

    visitor: str
    email: str | None = None
    phone: str | None = None


class TypedCode(msgspec.Struct, frozen=True, kw_only=True):
    """Body of `POST /client/v1/codes/check`: the six digits, as they were typed."""

    visitor: str
    code: str


class Presented(msgspec.Struct, frozen=True, kw_only=True):
    """Body of `POST /client/v1/continue`: a token of «Continue in…», its link, or six digits.

    `message_id` is made by the client: the same id of the same visitor is the same try.
    """

    visitor: str
    message_id: str
    token: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Body of `POST /client/v1/continuations`: what to go on by, a link or six digits."""

    visitor: str
    form: Literal["link", "code"] = "link"


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """Body of `POST /client/v1/typing`."""

    visitor: str


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Body of `POST /client/v1/read`: this answer and all before it were read, or only arrived."""

    visitor: str
    message_id: UUID
    delivered: bool = False


class Hello(msgspec.Struct, frozen=True, kw_only=True):
    """The first frame of a socket. `after`: the newest cursor the client knows."""

    key: str
    visitor: str
    secret: str
    after: str | None = None


class Said(Words, frozen=True, kw_only=True, tag_field="type", tag="message"):
    """A message through the socket."""


class Typing(msgspec.Struct, frozen=True, tag_field="type", tag="typing"):
    """The visitor is writing."""


class Read(msgspec.Struct, frozen=True, tag_field="type", tag="read"):
    """This answer and all before it were read."""

    message_id: UUID


class Delivered(msgspec.Struct, frozen=True, tag_field="type", tag="delivered"):
    """This answer and all before it arrived."""

    message_id: UUID


class Ping(msgspec.Struct, frozen=True, tag_field="type", tag="ping"):
    """Is somebody there?"""


Frame = Said | Typing | Read | Delivered | Ping
MarkStatus = Literal["read", "delivered"]
