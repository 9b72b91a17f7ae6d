"""Delivery of our messages: claimed in order, sent once, and what is not known is said to be unknown."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from nitka.channels.connector import Outgoing, SendResult
from nitka.channels.touch import Attachment
from nitka.conversations.events import MessageStatusChanged
from nitka.conversations.rules import next_status
from nitka.conversations.sql import queries
from nitka.kernel.clock import now
from nitka.platform.database import Connection, Database, every
from nitka.platform.outbox import emit

LEASE = 60.0  # seconds in which a sender must say that it still works, by `keep`
GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_PAUSE = timedelta(minutes=15)
LOST = "The connection broke while the message was being sent: it may or may not have arrived"


class Claim(msgspec.Struct, frozen=True):
    """A message that this sender, and nobody else, is to send now. `attempts` counts this one."""

    workspace_id: UUID
    message_id: UUID
    strand_id: UUID
    connection_id: UUID
    kind: str
    attempts: int


class Job(msgspec.Struct, frozen=True):
    """What to send, and the row of the connection to send it by (for `channels.connections.open_connection`)."""

    outgoing: Outgoing
    connection: dict[str, Any]


async def claim(database: Database, owner: str, most: int = 20) -> list[Claim]:
    """Take messages that are due, at most one of each strand; they stay ours for `LEASE` seconds."""
    async with database.service() as tx:
        rows = await every(queries.claim_deliveries(tx, owner=owner, most=most, lease=LEASE))
    return [
        Claim(**{name: row[name] for name in Claim.__struct_fields__})
        for row in sorted(rows, key=lambda one: one["seq"])
    ]


async def keep(database: Database, owner: str) -> None:
    """Say that this sender still works on what it has claimed."""
    async with database.service() as tx:
        await queries.keep_claims(tx, owner=owner, lease=LEASE)


async def next_due(database: Database) -> datetime | None:
    """Return when the next message will be due, None when none waits."""
    async with database.service() as tx:
        due: datetime | None = await queries.next_due(tx)
        return due


async def expire(database: Database, idempotent_kinds: frozenset[str]) -> int:
    """Settle what senders that are gone left behind; return how many outcomes are unknown now.

    Where sending twice is sending once the message is queued again, elsewhere it is never repeated blindly.
    """
    async with database.service() as tx:
        await queries.requeue_expired(tx, kinds=list(idempotent_kinds))
        lost = await every(queries.expired(tx, most=100))
    for row in lost:
        async with database.workspace(row["workspace_id"]) as tx:
            if await queries.lose_delivery(tx, id=row["message_id"], error=LOST):
                await _tell(tx, row["workspace_id"], row["message_id"], "unknown", LOST)
    return len(lost)


async def begin(tx: Connection, claimed: Claim) -> Job | None:
    """Return what to send, or None when it was taken back in the meantime."""
    if not await queries.begin_sending(tx, id=claimed.message_id):
        await queries.drop_delivery(tx, id=claimed.message_id)
        return None
    row = await queries.outgoing(tx, id=claimed.message_id)
    return Job(_outgoing(row), dict(row) | {"id": row["connection_id"]})


def _outgoing(row: asyncpg.Record) -> Outgoing:
    return Outgoing(
        message_id=row["id"], to=row["sender"], text=row["text"], html=row["html"], subject=row["subject"],
        attachments=msgspec.convert(row["attachments"], list[Attachment]), thread=row["thread"],
        author_name=row["author_name"], automatic=row["automatic"],
    )  # fmt: skip


async def settle(tx: Connection, claimed: Claim, result: SendResult) -> None:
    """Note what became of the message and tell it. Late answers for what was thought lost are welcome."""
    row = await queries.message_status(tx, id=claimed.message_id)
    state, due, error = outcome(result, claimed.attempts, now() - row["at"], now())
    if not await queries.settle_delivery(tx, id=claimed.message_id, state=state, due_at=due, error=error):
        return
    if state == "done":
        await queries.sent_message(tx, id=claimed.message_id, meta=result.meta)
        await queries.sent_strand(tx, id=claimed.strand_id, meta=result.meta)
    status = {"done": "sent", "queued": "queued", "failed": "failed", "unknown": "unknown"}[state]
    await _tell(tx, claimed.workspace_id, claimed.message_id, status, error)


def outcome(result: SendResult, attempts: int, age: timedelta, moment: datetime) -> tuple[str, datetime, str | None]:
    """Return the delivery's next state, when it is due, and the error: pure, so that back-off can be read here."""
    if result.status == "sent":
        return "done", moment, None
    if result.status == "retry" and age > GIVE_UP_AFTER:
        return "failed", moment, result.error or "It could not be sent for a whole day"
    if result.status == "retry":
        asked = result.retry_after if result.retry_after is not None else 2.0 ** min(attempts, 12)
        return "queued", moment + min(timedelta(seconds=asked), LONGEST_PAUSE), result.error
    return result.status, moment, result.error


async def _tell(tx: Connection, workspace_id: UUID, message_id: UUID, status: str, error: str | None) -> None:
    row = await queries.message_status(tx, id=message_id)
    current = row["status"]
    # A message that goes back into the queue, or is lost, does not move on; anything else only moves on.
    moves = status in {"queued", "unknown"} and current == "sending"
    reached = status if moves else next_status(current, status)
    if reached is None:
        return
    await queries.set_statuses(tx, ids=[message_id], statuses=[reached], errors=[error])
    event = MessageStatusChanged(
        workspace_id=workspace_id, conversation_id=row["conversation_id"], message_id=message_id,
        strand_id=row["strand_id"], status=reached, error=error,
    )  # fmt: skip
    await emit(tx, [event])
