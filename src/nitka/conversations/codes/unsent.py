"""Codes that could not be sent, in the hands of a supervisor: who asked for one may look at no desk, and wait."""

from datetime import datetime
from uuid import UUID

from nitka.conversations.codes.asking import Asking, Talk, ask, queries
from nitka.conversations.codes.models import AskedStatus, Code, UnsentCode
from nitka.conversations.events import CodeChanged
from nitka.conversations.models import Reaches
from nitka.kernel.errors import NotFound
from nitka.platform.auth import Principal, audit
from nitka.platform.database import Connection, every
from nitka.platform.outbox import emit


async def unsent_page(tx: Connection, before: tuple[datetime, UUID] | None, limit: int) -> list[UnsentCode]:
    """Return the newest of two days, or those before a place."""
    at, id_ = before or (None, None)
    rows = await every(queries.unsent(tx, before_at=at, before_id=id_, page=limit))
    return [UnsentCode(**row) for row in rows]


async def send_anew(tx: Connection, principal: Principal, reaches: Reaches, id_: UUID) -> Code:
    """Send another code in place of one that could not be sent, to be typed in the same talk.

    Raises `NotFound`, and as `ask` does: `Conflict` where nothing can send there, `TooMany`.
    """
    row = await queries.hold_unsent(tx, id=id_)
    if row is None:
        raise NotFound("There is no such code that could not be sent")
    where = Talk(principal.workspace_id, row["brand_id"], row["region"], row["strand_id"])
    code = await ask(tx, where, Asking(row["type"], row["value"], principal.actor_id), reaches)
    await queries.replace(tx, id=id_)
    await audit(tx, principal, "codes.send", row["conversation_id"] or id_, {"type": row["type"]})
    if row["conversation_id"]:
        event = CodeChanged(workspace_id=principal.workspace_id, conversation_id=row["conversation_id"])
        await emit(tx, [event])
    return code


async def status(tx: Connection, strand_id: UUID) -> AskedStatus:
    """Return what became of the latest code of this talk, as who asked for it may know."""
    row = await queries.latest(tx, strands=[strand_id])
    return AskedStatus(row["state"] if row and not row["ended"] else None, row["expires_at"] if row else None)
