"""Codes on their way: sent like any message, but hanging in no talk, and given up when they have expired."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import structlog

from nitka.channels.connector import Outgoing, SendResult
from nitka.conversations.codes.asking import queries
from nitka.conversations.codes.rules import code_of
from nitka.conversations.codes.words import SUBJECT, letter, locale_of
from nitka.conversations.delivery import outcome
from nitka.conversations.events import CodeChanged
from nitka.kernel.clock import now
from nitka.platform.database import Connection, Database, every
from nitka.platform.outbox import emit

log = structlog.get_logger("delivery")

LEASE = 180.0  # seconds: longer than sending one can take, also where its fate is asked for afterwards
TOO_LATE = "The code could not be sent before it expired"
GONE = "The connection that was to send the code is switched off"
UNKNOWN = "Sending broke off: the code may or may not have arrived"


class CodeClaim(msgspec.Struct, frozen=True):
    """A code that this sender is to send now. `attempts` counts this one."""

    workspace_id: UUID
    id: UUID
    attempts: int


class CodeJob(msgspec.Struct, frozen=True):
    """The letter, the row of the connection to send it by, and what is needed to settle it."""

    outgoing: Outgoing
    connection: dict[str, Any]
    strand_id: UUID
    asked_at: datetime
    expires_at: datetime


async def claim_codes(database: Database, most: int) -> list[CodeClaim]:
    """Take codes that are due; they stay ours for three minutes."""
    async with database.service() as tx:
        rows = await every(queries.claim_codes(tx, most=most, lease=LEASE))
    return [CodeClaim(**row) for row in rows]


async def begin_code(tx: Connection, key: bytes, claimed: CodeClaim) -> CodeJob | None:
    """Return what to send, or None when nobody could type it any more, or it cannot be sent at all."""
    row = await queries.outgoing(tx, id=claimed.id)
    if row["ended"] is not None or row["expires_at"] <= now():
        await _settle(tx, claimed, row["strand_id"], ("failed", now(), None if row["ended"] else TOO_LATE))
        return None
    if row["kind"] is None or row["disabled_at"] is not None:
        await _settle(tx, claimed, row["strand_id"], ("failed", now(), GONE))
        return None
    connection = dict(row) | {"id": row["connection_id"]}
    return CodeJob(await _letter(tx, key, row), connection, row["strand_id"], row["asked_at"], row["expires_at"])


async def _letter(tx: Connection, key: bytes, row: asyncpg.Record) -> Outgoing:
    place = await queries.workspace_place(tx, workspace_id=row["workspace_id"])
    locale = locale_of(place["locale"])
    company = await queries.company(tx, connection_id=row["connection_id"])
    text = letter(code_of(key, row["id"]), company, locale)
    return Outgoing(message_id=row["id"], to=row["value"], text=text, subject=SUBJECT[locale], automatic=True)


async def settle_code(tx: Connection, claimed: CodeClaim, job: CodeJob, result: SendResult) -> None:
    """Note what became of the code and tell the desk. One that cannot arrive in time any more has failed."""
    moment = now()
    state, due, error = outcome(result, claimed.attempts, moment - job.asked_at, moment)
    if state == "queued" and due >= job.expires_at:
        state, error = "failed", error or TOO_LATE
    states = {"done": "sent", "queued": "queued", "failed": "failed", "unknown": "failed"}
    await _settle(tx, claimed, job.strand_id, (states[state], due, error or (UNKNOWN if state == "unknown" else None)))


async def _settle(
    tx: Connection, claimed: CodeClaim, strand_id: UUID, became: tuple[str, datetime, str | None]
) -> None:
    state, due, error = became
    if state == "failed" and error:  # who asked for it may look at no desk
        log.warning("a code could not be sent", code=str(claimed.id), attempts=claimed.attempts)
    await queries.settle(tx, id=claimed.id, state=state, due_at=due, error=error)
    conversation = await queries.conversation_of(tx, strand_id=strand_id)
    if conversation is not None:
        await emit(tx, [CodeChanged(workspace_id=claimed.workspace_id, conversation_id=conversation)])


async def forget_codes(database: Database) -> None:
    """Delete codes that count for nothing any more. Safe to do twice."""
    async with database.service() as tx:
        await queries.forget(tx)
