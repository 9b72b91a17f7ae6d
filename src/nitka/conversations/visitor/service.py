"""Reading a visitor's own chat. Each call is one statement in a transaction of the workspace."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from nitka.channels.touch import Attachment
from nitka.kernel.errors import BadInput
from nitka.platform.database import Connection, every, load_queries

_queries = load_queries(__file__)


class ClientFile(msgspec.Struct, frozen=True):
    """A file of a message. `size` in bytes."""

    id: UUID
    name: str
    type: str
    size: int


class Author(msgspec.Struct, frozen=True):
    """Who answered; the name is null for the platform itself."""

    name: str | None


class ClientMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as its visitor sees it: `in` is theirs, `out` an answer. `message_id` is the client's own id of theirs.

    `cursor` is the place after this message.
    """

    id: UUID
    message_id: str | None = None
    direction: str
    text: str
    at: datetime
    attachments: list[ClientFile]
    status: str
    author: Author | None
    cursor: str


async def messages(tx: Connection, strand_id: UUID, after: UUID | None, limit: int) -> list[ClientMessage]:
    """Return the visitor's messages after one of them, oldest first; all where there is no such message."""
    rows = await every(_queries.messages(tx, strand_id=strand_id, after=after, page=limit))
    return [
        ClientMessage(
            id=row["id"],
            message_id=row["message_id"] if row["direction"] == "in" else None,
            direction=row["direction"],
            text=row["text"],
            at=row["at"],
            attachments=msgspec.convert(row["attachments"], list[ClientFile]),
            status=row["status"],
            author=Author(row["author_name"]) if row["direction"] == "out" else None,
            cursor=str(row["id"]),
        )
        for row in rows
    ]


async def conversation_now(tx: Connection, strand_id: UUID) -> UUID | None:
    """Return the conversation that this strand is part of now, if it is of any."""
    found: UUID | None = await _queries.conversation_now(tx, strand_id=strand_id)
    return found


async def chats_now(tx: Connection, conversation_id: UUID) -> list[UUID]:
    """Return the chat strands that are part of this conversation now."""
    return [row["id"] for row in await every(_queries.chats_now(tx, conversation_id=conversation_id))]


async def add_file(tx: Connection, workspace_id: UUID, node: UUID, file: Attachment) -> None:
    """Keep a file that this visitor has uploaded."""
    await _queries.add_file(
        tx,
        workspace_id=workspace_id,
        id=file.id,
        name=file.name,
        type=file.type,
        size=file.size,
        blob=file.blob,
        node=node,
    )


async def use_own_files(tx: Connection, node: UUID, ids: list[UUID]) -> list[Attachment]:
    """Return the visitor's uploads of these ids, in this order, to be sent. Raises `BadInput` for any other id."""
    found = {row["id"]: _attachment(row) for row in await every(_queries.use_own_files(tx, node=node, ids=ids))}
    if not found.keys() >= set(ids):
        raise BadInput("One of the attached files is not there; upload it first", field="attachments")
    return [found[id_] for id_ in ids]


async def file(tx: Connection, strand_id: UUID, node: UUID, file_id: UUID) -> Attachment | None:
    """Return a file that this visitor uploaded or got, else None."""
    row = await _queries.file(tx, strand_id=strand_id, node=node, file_id=file_id)
    return _attachment(row) if row else None


def _attachment(row: Any) -> Attachment:
    return Attachment(row["id"], row["name"], row["type"], row["size"], row["blob"])
