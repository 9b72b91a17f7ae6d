"""Writes what a batch or a command made of conversations, in a few statements whatever its size."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from nitka.conversations.events import ConversationChanged
from nitka.conversations.parts import Decided
from nitka.conversations.planning import Book, Incoming, Stretch
from nitka.conversations.rows import Kept, conversation, conversation_columns
from nitka.conversations.sql import columns, queries
from nitka.kernel.events import Event
from nitka.platform.database import Connection, every
from nitka.platform.statements import Executes


async def save_book(tx: Connection, book: Book, writes: Executes | None = None) -> list[Event]:
    """Write the conversations and stretches of a book; return what is to be told of conversations."""
    out = tx if writes is None else writes
    if book.ended:  # at once: a strand goes on in one place at a time
        await queries.close_stretches(tx, strands=list(book.ended), seqs=list(book.ended.values()))
    events = await save_conversations(tx, book.workspace_id, book.touched.values(), out)
    await save_stretches(out, book.workspace_id, book.begun)
    return events


async def save_conversations(
    tx: Connection, workspace_id: UUID, states: Iterable[Kept], writes: Executes | None = None
) -> list[Event]:
    """Write these read models, one version on, and return the events that show them. New ones are numbered here."""
    every_state = list(states)
    for state in every_state:
        state.version += 1
    if changed := [state for state in every_state if not state.fresh]:
        await queries.update_conversations(tx if writes is None else writes, **conversation_columns(changed))
    if fresh := {state.id: state for state in every_state if state.fresh}:
        rows = queries.insert_conversations(tx, workspace_id=workspace_id, **conversation_columns(fresh.values()))
        for row in await every(rows):
            fresh[row["id"]].number = row["number"]
            fresh[row["id"]].fresh = False
    return [ConversationChanged(workspace_id=workspace_id, conversation=conversation(state)) for state in every_state]


async def save_stretches(tx: Executes, workspace_id: UUID, stretches: Sequence[Stretch]) -> None:
    """Write new stretches."""
    if stretches:
        rows = ((one.strand, one.first, one.last, one.conversation_id, one.owner) for one in stretches)
        names = ("strands", "firsts", "lasts", "conversations", "owners")
        await queries.insert_stretches(tx, workspace_id=workspace_id, **columns(rows, *names))


async def save_change(
    tx: Executes, workspace_id: UUID, change: Decided, id_: UUID, actor: tuple[str, UUID | None] = ("system", None)
) -> None:
    """Write what was decided of a conversation, a row for each of the words it is about."""
    rows = (
        (message, id_, change.seq, change.kind, change.at, change.until, change.assignee_id, *actor)
        for message in sorted(change.about)
    )
    if change.about:
        names = ("messages", "ids", "seqs", "kinds", "ats", "untils", "assignees", "actor_kinds", "actor_ids")
        await queries.insert_changes(tx, workspace_id=workspace_id, **columns(rows, *names))


async def save_incoming(tx: Executes, workspace_id: UUID, batch: Sequence[Incoming]) -> None:
    """Write the strands and the messages of a batch."""
    if not batch:
        return
    strands = {one.strand: one for one in batch}  # of several messages the last one tells how to go on
    rows: Iterable[tuple[Any, ...]] = (
        (id_, one.touch.connection_id, one.node, one.touch.brand_id, one.touch.channel, one.touch.sender,
         _thread(one), one.touch.received_at)
        for id_, one in strands.items()
    )  # fmt: skip
    names = ("ids", "connections", "nodes", "brands", "channels", "senders", "threads", "last_in")
    await queries.upsert_strands(tx, workspace_id=workspace_id, **columns(rows, *names))
    await save_messages(tx, workspace_id, (_row(one) for one in batch))
    files = [
        (file.id, file.name, file.type, file.size, file.blob, one.node, one.strand)
        for one in batch
        for file in one.words.attachments
    ]
    if files:
        unique = {file[0]: file for file in files}.values()
        file_names = ("ids", "names", "types", "sizes", "blobs", "nodes", "strands")
        await queries.keep_files(tx, workspace_id=workspace_id, **columns(unique, *file_names))


async def save_messages(tx: Executes, workspace_id: UUID, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write message rows, their values in the order of the names below."""
    names = ("ids", "seqs", "strands", "directions", "author_kinds", "author_ids", "ats", "received", "texts",
             "htmls", "quoted", "subjects", "attachments", "statuses", "metas", "replies", "automatic")  # fmt: skip
    await queries.insert_messages(tx, workspace_id=workspace_id, **columns(rows, *names))


def json(value: Any) -> str:
    """Return the value as JSON text: arrays of JSON are sent as arrays of text."""
    return msgspec.json.encode(value).decode()


def _thread(one: Incoming) -> str:
    subject = {"subject": one.words.subject} if one.words.subject else {}
    return json(subject | one.words.meta)


def _row(one: Incoming) -> tuple[Any, ...]:
    words, touch = one.words, one.touch
    return (
        one.id, one.seq, one.strand, "in", "customer", None, touch.at, touch.received_at, words.text, words.html,
        words.quoted, words.subject, json(words.attachments), "received", json(words.meta), words.in_reply_to,
        words.automatic,
    )  # fmt: skip
