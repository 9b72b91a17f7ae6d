"""An operator writes: an answer, or a note for colleagues."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from nitka.channels.files import use_files
from nitka.channels.touch import Attachment
from nitka.conversations.addresses import Place, places
from nitka.conversations.caring import take
from nitka.conversations.events import MessageSent
from nitka.conversations.models import TEXT_LIMIT, Message, NewMessage, Reach, Reaches
from nitka.conversations.pen import Pen, Words
from nitka.conversations.reading import message_of
from nitka.conversations.rows import Kept, kept
from nitka.conversations.rules import Arrival, choose
from nitka.conversations.sql import queries
from nitka.kernel.clock import now
from nitka.kernel.errors import BadInput, Conflict
from nitka.kernel.ids import derived_id, new_id
from nitka.kernel.text import harmless
from nitka.platform.auth import Principal
from nitka.platform.database import Connection, every
from nitka.platform.outbox import emit

FILES_AT_MOST = 20  # of one message


async def write(
    tx: Connection,
    principal: Principal,
    reaches: Reaches,
    conversation_id: UUID,
    new: NewMessage,
    *,
    key: str | None = None,
) -> Message:
    """Write an answer or a note. The same `key` by the same actor is the same message.

    Raises `NotFound`, `BadInput`, and `Conflict` when nothing can be sent there.
    """
    id_ = _message_id(principal, key)
    text = _checked(new)
    if key and await every(queries.messages_by_id(tx, ids=[id_])):
        return await _said_already(tx, id_, text)
    asked = await take(tx, conversation_id)
    if key and await every(queries.messages_by_id(tx, ids=[id_])):  # the same request, a moment ago
        return await _said_already(tx, id_, text)
    attachments = await _attached(tx, new.attachments)
    state = await _target(tx, asked, note=new.note)
    place = await _recipient(tx, state, reaches, new)
    answers = None if state.live else await queries.last_message(tx, id=state.id)
    pen = Pen(tx, principal, Words(id_, text, attachments, answers, new.note))
    events = await pen.put(state, place)
    if not new.note:
        await pen.queue(place, reaches.get(place.address.channel, Reach()))
    if principal.actor_kind == "account" and principal.actor_id:
        await queries.drop_drafts(tx, id=state.id, account_id=principal.actor_id)
    message = await message_of(tx, id_)
    sent = MessageSent(
        workspace_id=principal.workspace_id, conversation_id=state.id, customer_id=state.customer_id, message=message
    )
    await emit(tx, [sent, *events])
    return message


def _message_id(principal: Principal, key: str | None) -> UUID:
    if key is None:
        return new_id()
    return derived_id("answer", principal.workspace_id.hex, str(principal.actor_id), key)


async def _said_already(tx: Connection, id_: UUID, text: str) -> Message:
    said = await message_of(tx, id_)
    if said.text != text:  # or what is meant for one customer would seem to be sent, and never be
        raise Conflict("This Idempotency-Key was used for another message already")
    return said


def _checked(new: NewMessage) -> str:
    text = harmless(new.text).strip()
    if not text and not new.attachments:
        raise BadInput("Write something or attach a file", field="text")
    if len(text) > TEXT_LIMIT:
        raise BadInput(f"A message may have at most {TEXT_LIMIT} characters", field="text")
    return text


async def _attached(tx: Connection, ids: Sequence[UUID]) -> list[Attachment]:
    if len(ids) > FILES_AT_MOST:
        raise BadInput(f"A message may have at most {FILES_AT_MOST} files", field="attachments")
    found = await use_files(tx, ids)
    if not found.keys() >= set(ids):
        raise BadInput("One of the attached files is not there; upload it first", field="attachments")
    return [found[id_] for id_ in dict.fromkeys(ids)]


async def _target(tx: Connection, asked: Kept, *, note: bool) -> Kept:
    # Only one conversation of a customer is live: what is written in an old one goes on there.
    rows = await every(queries.candidates(tx, customers=[asked.customer_id], brands=[asked.brand_id]))
    known = {row["id"]: kept(row) for row in rows} | {asked.id: asked}
    arrival = Arrival("note" if note else "out", now(), hint=asked.id)
    chosen = choose((one.candidate() for one in known.values()), arrival, timedelta())
    return known[chosen.id] if chosen.id else asked


async def _recipient(tx: Connection, state: Kept, reaches: Reaches, new: NewMessage) -> Place:
    answering = await places(tx, state, reaches)
    found = answering.places
    if new.note:  # a note hangs on the strand that is current when it is written
        found = [one for one in found if one.strand_id is not None]
        if found:
            return found[0]
        raise Conflict("There is nothing yet to make a note on")
    if answering.choose and new.to is None and new.channel is None:
        raise Conflict("It is not proven that who wrote last is this customer: choose where to answer")
    place = _wanted(found, new)
    if not place.address.available:
        raise Conflict(place.address.reason or "Nothing can be sent here")
    return place


def _wanted(found: list[Place], new: NewMessage) -> Place:
    if new.to is not None:
        key = (new.to.connection_id, new.to.identifier_id)
        chosen = [one for one in found if (one.address.connection_id, one.address.identifier_id) == key]
        if not chosen:
            raise BadInput("This customer cannot be reached there", field="to")
        return chosen[0]
    if new.channel is not None:
        found = [one for one in found if one.address.channel == new.channel]
        if not found:
            raise BadInput("This customer cannot be reached by this channel", field="channel")
        return next((one for one in found if one.address.available), found[0])
    if not found:
        raise Conflict("This customer cannot be reached: there is no address to answer to")
    return found[0]
