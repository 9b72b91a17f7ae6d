"""Receipts: what became of messages of ours. They come late, twice and out of order; a message only moves on."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from nitka.channels.scope import Scope
from nitka.channels.touch import Touch
from nitka.conversations.events import MessageStatusChanged
from nitka.conversations.rules import next_status
from nitka.conversations.sql import queries
from nitka.kernel.events import Event
from nitka.platform.database import Connection, every


async def apply_receipts(tx: Connection, scope: Scope, touches: Sequence[Touch]) -> list[Event]:
    """Move messages on by these receipts, in order."""
    receipts = [touch.receipt for touch in touches if touch.receipt]
    rows = await every(
        queries.receipt_targets(
            tx,
            places=list(range(len(receipts))),
            ids=[receipt.message_id for receipt in receipts],
            up_to=[receipt.up_to for receipt in receipts],
        )
    )
    status: dict[UUID, str] = {row["id"]: row["status"] for row in rows}
    changed: dict[UUID, MessageStatusChanged] = {}
    for row in rows:
        touch = touches[row["place"]]
        receipt = touch.receipt
        if receipt is None or not _concerns(touch, row):
            continue
        # Only the message that is named can have failed; the earlier ones are just known to have come so far.
        reached = next_status(status[row["id"]], receipt.status)
        if reached is None or (reached == "failed" and row["id"] != receipt.message_id):
            continue
        status[row["id"]] = reached
        changed[row["id"]] = MessageStatusChanged(
            workspace_id=scope.workspace_id, conversation_id=row["root"], message_id=row["id"],
            strand_id=row["strand_id"], status=reached, error=receipt.error if reached == "failed" else None,
        )  # fmt: skip
    if changed:
        await _save(tx, list(changed.values()))
    return list(changed.values())


def _concerns(touch: Touch, row: asyncpg.Record) -> bool:
    # That it was read, only its recipient can say; that it failed, also a mail server on the way.
    if touch.connection_id != row["connection_id"]:
        return False
    return touch.sender == row["sender"] or (touch.receipt is not None and touch.receipt.status == "failed")


async def _save(tx: Connection, changed: Sequence[MessageStatusChanged]) -> None:
    ids = [one.message_id for one in changed]
    await queries.set_statuses(
        tx, ids=ids, statuses=[one.status for one in changed], errors=[one.error for one in changed]
    )
    await queries.settle_deliveries(tx, ids=ids)
