"""Somebody types a code in their talk."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec

from nitka.conversations.codes.asking import queries
from nitka.conversations.codes.models import CheckedCode
from nitka.conversations.codes.rules import TRIES, is_right
from nitka.conversations.events import CodeChanged
from nitka.platform.database import Connection
from nitka.platform.outbox import emit


class Proof(msgspec.Struct, frozen=True):
    """What a right code proves: whoever typed it reads this address. `asked_by` null: they asked for it themselves."""

    code_id: UUID
    type: str
    value: str
    asked_by: UUID | None


class Try(msgspec.Struct, frozen=True):
    """Six digits, typed in this strand; `message_id` is that of the message that they are, if they are one."""

    workspace_id: UUID
    strand_id: UUID
    typed: str
    message_id: UUID | None = None


async def try_code(
    tx: Connection, key: bytes, one: Try, proven: Callable[[Proof], Awaitable[Any]]
) -> CheckedCode | None:
    """Return whether it was the right code; None where none waits, or for words that were refused as a code before.

    `proven` takes what a right one proves, and must have it durable when it returns; if it raises, nothing was tried.
    """
    row = await queries.typeable(tx, strand_id=one.strand_id)
    if row is None or (one.message_id is not None and row["refused"] == one.message_id):
        return None
    right = is_right(key, row["id"], one.typed)
    if right:
        await proven(Proof(row["id"], row["type"], row["value"], row["asked_by"]))
        await queries.use(tx, id=row["id"])
    else:
        await queries.count_try(tx, id=row["id"], message_id=one.message_id, most=TRIES)
    conversation = await queries.conversation_of(tx, strand_id=one.strand_id)
    if conversation is not None:
        await emit(tx, [CodeChanged(workspace_id=one.workspace_id, conversation_id=conversation)])
    return CheckedCode(right, 0 if right else TRIES - row["tries"] - 1)
