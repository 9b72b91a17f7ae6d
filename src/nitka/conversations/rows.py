"""Between rows of the database and what conversations are in memory and in the API."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

import asyncpg
import msgspec

from nitka.conversations.models import (
    AttachedFile,
    Author,
    AuthorKind,
    Caller,
    Conversation,
    Direction,
    LastMessage,
    Message,
    MessageAddress,
    Person,
    Status,
)
from nitka.conversations.sql import columns
from nitka.conversations.state import State


class Kept(State, kw_only=True):
    """A conversation as it is kept, with what is not folded from messages."""

    customer_id: UUID
    brand_id: UUID
    customer_name: str | None = None
    assignee_name: str | None = None
    number: int = 0
    version: int = 0
    fresh: bool = False  # not in the database yet


_FIELDS = frozenset(field.name for field in msgspec.structs.fields(Kept)) - {"fresh"}
KEPT_COLUMNS = (
    "id", "number", "customer_id", "brand_id", "status", "assignee_id", "snoozed_until", "opened_at", "closed_at",
    "last_seq", "last_at", "last_text", "last_channel", "last_direction", "unread", "waiting_since", "version",
    "beneath", "customer_name", "assignee_name",
)  # fmt: skip  # as `candidates` has them


def kept(row: Mapping[str, Any] | asyncpg.Record) -> Kept:
    """Return the conversation of this row of `candidates` or `conversations_by_id`."""
    return Kept(**{name: row[name] for name in _FIELDS})


def conversation(state: Kept) -> Conversation:
    """Return a conversation as people see it."""
    return Conversation(
        id=state.id,
        number=state.number,
        customer=Caller(state.customer_id, state.customer_name),
        status=cast(Status, state.status),
        assignee=Person(state.assignee_id, state.assignee_name) if state.assignee_id else None,
        brand_id=state.brand_id,
        last=LastMessage(state.last_text, state.last_channel, cast(Direction, state.last_direction), state.last_at),
        unread=0 if state.beneath else state.unread,  # spam bothers nobody
        waiting_since=state.waiting_since if state.status == "open" else None,
        opened_at=state.opened_at,
        closed_at=state.closed_at,
        snoozed_until=state.snoozed_until,
        version=state.version,
    )


def conversation_columns(states: Iterable[Kept]) -> dict[str, list[Any]]:
    """Return the arrays that `insert_conversations` and `update_conversations` take."""
    return columns(
        (
            (s.id, s.customer_id, s.brand_id, s.status, s.assignee_id, s.snoozed_until, s.opened_at, s.closed_at,
             s.last_seq, s.last_at, s.last_text, s.last_channel, s.last_direction, s.unread, s.waiting_since, s.version,
             s.beneath)
            for s in states
        ),
        "ids", "customers", "brands", "statuses", "assignees", "snoozed", "opened", "closed",
        "seqs", "ats", "texts", "channels", "directions", "unread", "waiting", "versions", "beneaths",
    )  # fmt: skip


def files(stored: Iterable[Mapping[str, Any]]) -> list[AttachedFile]:
    """Return the attachments of a message row; the blob's key is nobody's business."""
    return [
        AttachedFile(UUID(str(one["id"])), one["name"], one["type"], one["size"], f"/api/v1/files/{one['id']}")
        for one in stored
    ]


def message(row: asyncpg.Record) -> Message:
    """Return the message of a row of `messages_page` and its like."""
    kind = cast(AuthorKind, row["author_kind"])
    customer = kind == "customer"
    author = Author(
        kind,
        row["customer_id"] if customer else row["author_id"],
        row["customer_name"] if customer else row["author_name"],
    )
    address = MessageAddress(row["node"], row["address_type"], row["address"]) if row["address"] else None
    return Message(
        id=row["id"],
        conversation_id=row["conversation_id"],
        seq=row["seq"],
        direction=row["direction"],
        channel=row["channel"],
        connection_id=row["connection_id"],
        strand_id=row["strand_id"],
        author=author,
        text=row["text"],
        html=row["html"],
        quoted=row["quoted"],
        subject=row["subject"],
        attachments=files(row["attachments"]),
        at=row["at"],
        status=row["status"],
        error=row["error"],
        address=address,
    )
