"""An operator takes a message back, or sends it again."""

from uuid import UUID

import asyncpg

from nitka.conversations.caring import recompute
from nitka.conversations.events import MessageRetracted, MessageStatusChanged
from nitka.conversations.locking import lock_customers
from nitka.conversations.models import Message, Reach, Reaches
from nitka.conversations.reading import message_of
from nitka.conversations.rules import may_undo
from nitka.conversations.sql import queries
from nitka.kernel.clock import now
from nitka.kernel.errors import Conflict, NotFound
from nitka.kernel.events import Event
from nitka.platform.auth import Principal, audit
from nitka.platform.database import Connection
from nitka.platform.outbox import emit


async def undo(tx: Connection, principal: Principal, reaches: Reaches, message_id: UUID) -> Message:
    """Take a message back within 10 seconds. Raises `NotFound`; `Conflict` when it is too late or being sent."""
    row = await _take_message(tx, message_id)
    retractable = reaches.get(row["channel"], Reach()).retract
    status = may_undo(row["status"], row["at"], now(), retractable=retractable, note=row["direction"] == "note")
    if status == "cancelled" and not await queries.cancel_delivery(tx, id=message_id):
        status = "retracted" if retractable else None
    if status is None:
        raise Conflict("This message has left already and cannot be taken back")
    await queries.set_statuses(tx, ids=[message_id], statuses=[status], errors=[None])
    events = await recompute(tx, principal.workspace_id, row["conversation_id"])
    told: list[Event] = [_status(principal, row, status)]
    if status == "retracted":
        told.append(
            MessageRetracted(
                workspace_id=principal.workspace_id, conversation_id=row["conversation_id"],
                message_id=message_id, strand_id=row["strand_id"],
            )
        )  # fmt: skip
    await emit(tx, [*told, *events])
    return await message_of(tx, message_id)


async def resend(tx: Connection, principal: Principal, message_id: UUID) -> Message:
    """Send again what failed, or what nobody knows to have arrived. Raises `NotFound`, `Conflict`."""
    row = await _take_message(tx, message_id)
    if not await queries.queue_again(tx, id=message_id):
        raise Conflict("Only a message that failed, or whose outcome is unknown, can be sent again")
    await queries.set_statuses(tx, ids=[message_id], statuses=["queued"], errors=[None])
    await audit(tx, principal, "messages.resend", message_id)
    await emit(tx, [_status(principal, row, "queued")])
    return await message_of(tx, message_id)


async def _take_message(tx: Connection, message_id: UUID) -> asyncpg.Record:
    row = await queries.take_message(tx, id=message_id)
    if row is None:
        raise NotFound("There is no such message")
    if row["direction"] == "in":
        raise Conflict("Only messages of ours can be changed")
    await lock_customers(tx, [row["customer_id"]])
    taken: asyncpg.Record = await queries.take_message(tx, id=message_id)
    return taken


def _status(principal: Principal, row: asyncpg.Record, status: str) -> MessageStatusChanged:
    return MessageStatusChanged(
        workspace_id=principal.workspace_id, conversation_id=row["conversation_id"], message_id=row["id"],
        strand_id=row["strand_id"], status=status, error=None,
    )  # fmt: skip
