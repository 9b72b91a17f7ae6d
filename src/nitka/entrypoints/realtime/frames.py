"""Frames as they go over the wire, each made once however many sockets get it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from nitka.conversations.visitor.service import Author, ClientFile, ClientMessage
from nitka.entrypoints.realtime.cursor import TAG, Cursor
from nitka.entrypoints.realtime.stream import Published


class _Author(msgspec.Struct):
    name: str | None = None


class _Message(msgspec.Struct):
    id: UUID
    direction: str
    strand_id: UUID
    author: _Author
    text: str
    attachments: list[ClientFile]
    at: datetime
    status: str


class About(msgspec.Struct):
    """What a widget needs of any event about messages."""

    message: _Message | None = None
    message_id: UUID | None = None
    strand_id: UUID | None = None
    status: str | None = None


class _Stored(msgspec.Struct):
    items: list[msgspec.Raw]


class _Item(msgspec.Struct):
    customer_id: UUID


about = msgspec.json.Decoder(About).decode
_stored = msgspec.json.Decoder(_Stored).decode
_item = msgspec.json.Decoder(_Item).decode


def frame(type_: str, **fields: Any) -> str:
    """Return a frame of this type."""
    return msgspec.json.encode({"type": type_} | fields).decode()


def event_frame(identity: str, event: Published, body: bytes | None = None) -> str:
    """Return the desk's frame of an event. The body is JSON already and is not decoded."""
    cursor = Cursor(identity, event.seq, event.id[:TAG])
    return f'{{"type":"event","cursor":"{cursor}","event":{(body or event.body).decode()}}}'


def touches_frame(identity: str, event: Published, customer_id: UUID) -> str:
    """Return the frame of a `touches_stored` with this customer's items only; empty when there are none."""
    if str(customer_id).encode() not in event.body:
        return ""
    mine = [bytes(item) for item in _stored(event.body).items if _item(item).customer_id == customer_id]
    body = b'{"kind":"touches_stored","items":[' + b",".join(mine) + b"]}"
    return event_frame(identity, event, body) if mine else ""


def guest_frame(kind: str, said: About) -> str:
    """Return the widget's frame of an event; empty for what a visitor must not see."""
    if said.message is not None:
        return "" if said.message.direction == "note" else _message(said.message)
    if kind == "message_retracted" or said.status in ("cancelled", "retracted", "failed"):
        return frame("retracted", message_id=said.message_id)
    return frame("status", message_id=said.message_id, status=said.status)


def _message(message: _Message) -> str:
    seen = ClientMessage(
        id=message.id,
        direction=message.direction,
        text=message.text,
        at=message.at,
        attachments=message.attachments,
        status=message.status,
        author=Author(message.author.name) if message.direction == "out" else None,
        cursor=str(message.id),
    )
    return frame("message", message=seen, cursor=seen.cursor)
