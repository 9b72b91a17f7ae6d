"""Puts one message of ours into its strand and conversation."""

from datetime import timedelta
from uuid import UUID

import msgspec

from nitka.channels.touch import Attachment
from nitka.conversations.addresses import Place
from nitka.conversations.apply import window_of
from nitka.conversations.events import ConversationReopened
from nitka.conversations.models import Reach
from nitka.conversations.parts import Decided
from nitka.conversations.planning import Book, Customer, Stretch, one_line
from nitka.conversations.rows import Kept
from nitka.conversations.rules import UNDO_SECONDS
from nitka.conversations.sql import queries
from nitka.conversations.state import Said
from nitka.conversations.writing import json, save_book, save_change, save_messages
from nitka.kernel.clock import now
from nitka.kernel.events import Event
from nitka.kernel.ids import strand_id
from nitka.platform.auth import Principal
from nitka.platform.database import Connection, every


class Words(msgspec.Struct, frozen=True):
    """What is to be said; `answers` when it is meant for an older conversation."""

    id: UUID
    text: str
    attachments: list[Attachment]
    answers: UUID | None
    note: bool


class Pen:
    """Puts one message of ours into its strand and conversation."""

    def __init__(self, tx: Connection, principal: Principal, words: Words) -> None:
        self.tx, self.principal, self.words = tx, principal, words
        self.at = now()
        self.seq = 0
        self.direction = "note" if words.note else "out"
        self.strand: UUID

    async def put(self, state: Kept, place: Place) -> list[Event]:
        """Write the message, its touch and what becomes of the conversation."""
        ws, address = self.principal.workspace_id, place.address
        strand = strand_id(ws, address.connection_id, address.identifier_id, state.brand_id)
        self.strand = place.strand_id or strand
        if not self.words.note:
            await queries.make_strand(
                self.tx, workspace_id=ws, id=self.strand, connection_id=address.connection_id,
                node=address.identifier_id, brand_id=state.brand_id, channel=address.channel, sender=place.sender,
                at=self.at,
            )  # fmt: skip
        (row,) = await every(queries.take_seqs(self.tx, count=1))
        self.seq = row["seq"]
        book = await self._book(state)
        owner = await self._owner(book, state, place)
        reopened = not state.live and not self.words.note and state.status != "spam"
        state.take(self._said(place, owner))
        book.touched[state.id] = state
        book.go_on(self.strand, self.seq, state.id, owner)
        await self._save(place, owner)
        events = await save_book(self.tx, book)
        if not self.words.note:
            await self._answer(state, owner)
            await every(queries.mark_read(self.tx, id=state.id, seq=self.seq))
        if reopened:
            again = ConversationReopened(workspace_id=ws, conversation_id=state.id, customer_id=state.customer_id)
            return [again, *events]
        return events

    async def queue(self, place: Place, reach: Reach) -> None:
        """Let it be sent: at once, or after the time in which a person may think again."""
        # What cannot be taken back later waits; a program does not think again.
        hold = 0 if reach.retract or self.principal.actor_kind != "account" else UNDO_SECONDS
        await queries.add_delivery(
            self.tx, workspace_id=self.principal.workspace_id, id=self.words.id, strand_id=self.strand,
            connection_id=place.address.connection_id, seq=self.seq, due_at=self.at + timedelta(seconds=hold),
        )  # fmt: skip

    async def _book(self, state: Kept) -> Book:
        open_ = {
            row["strand_id"]: Stretch(
                row["strand_id"], 0, None, row["conversation_id"], row["owner_node"], row["root"], fresh=False
            )
            for row in await every(queries.open_stretches(self.tx, strands=[self.strand]))
        }
        return Book(
            workspace_id=self.principal.workspace_id,
            window=await window_of(self.tx, self.principal.workspace_id),
            customers={state.customer_id: Customer(state.customer_name, blocked=False)},
            addresses={}, answered={}, known={}, open=open_,
        )  # fmt: skip

    async def _answer(self, state: Kept, owner: UUID) -> None:
        # Whoever answers has all that was said there before them, by whichever way it came.
        rows = await every(queries.words_of(self.tx, id=state.id))
        about = frozenset(row["message_id"] for row in rows if row["line"] != owner)
        answered = Decided(seq=self.seq, kind="answered", at=self.at, about=about)
        actor = self.principal.actor_kind, self.principal.actor_id
        await save_change(self.tx, self.principal.workspace_id, answered, self.words.id, actor)

    async def _owner(self, book: Book, state: Kept, place: Place) -> UUID:
        open_ = book.open.get(self.strand)
        if open_ and open_.root == state.id:
            return open_.owner
        if place.own:
            return place.address.identifier_id
        row = await queries.last_stretch(self.tx, id=state.id)
        owner: UUID = row["owner_node"]
        return owner

    def _said(self, place: Place, owner: UUID) -> Said:
        return Said(
            id=self.words.id, seq=self.seq, line=owner, strand=self.strand, direction=self.direction,
            received_at=self.at, channel=place.address.channel, answers=self.words.answers,
            text=one_line(self.words.text, None, (one.name for one in self.words.attachments)),
        )  # fmt: skip

    async def _save(self, place: Place, owner: UUID) -> None:
        ws, words, actor = self.principal.workspace_id, self.words, self.principal.actor_id
        row = (
            words.id, self.seq, self.strand, self.direction, "operator", actor, self.at, self.at, words.text, None,
            None, None, json(words.attachments), "sent" if words.note else "queued", "{}", words.answers, False,
        )  # fmt: skip
        await save_messages(self.tx, ws, [row])
        await queries.add_touch(
            self.tx, workspace_id=ws, id=words.id, at=self.at, kind="note" if words.note else "message",
            channel=place.address.channel, direction=self.direction, connection_id=place.address.connection_id,
            sender=f"operator:{actor}", external_id=words.id.hex, node=place.address.identifier_id, owner=owner,
        )  # fmt: skip
