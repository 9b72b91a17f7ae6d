"""Touches that were set aside, and work that follows them, in the hands of a supervisor: look, try again, drop."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from nitka.channels.intake import Intake
from nitka.channels.touch import Touch
from nitka.kernel.errors import Conflict, NotFound
from nitka.pipeline.following import set_aside
from nitka.platform.auth import Principal, audit
from nitka.platform.database import Connection, Database, every, load_queries

_queries = load_queries(__file__)


class Held(msgspec.Struct, frozen=True):
    """A touch that could not be stored, or `work` after it that failed: null for a touch, else what kind of work.

    `error` is a class and a place, never a value of the touch.
    """

    id: UUID
    connection_id: UUID | None
    at: datetime
    error: str
    state: Literal["held", "retried", "dropped"]
    work: str | None


async def held_page(tx: Connection, before: tuple[datetime, UUID] | None, limit: int) -> list[Held]:
    """Return the newest, or those before a place."""
    at, id_ = before or (None, None)
    rows = await every(_queries.held_page(tx, before_at=at, before_id=id_, page=limit))
    return [Held(row["id"], row["connection_id"], row["at"], row["error"], row["state"], row["work"]) for row in rows]


async def retry(database: Database, intake: Intake, principal: Principal, id_: UUID) -> None:
    """Give the touch to the intake again; it is set aside again if it fails again. Raises `NotFound`, `Conflict`."""
    async with database.workspace(principal.workspace_id) as tx:
        if await set_aside.retry(tx, id_):
            await audit(tx, principal, "quarantine.retried", id_)
            return
        body = await _take(tx, id_)
        await _settle(tx, principal, id_, "retried")
        # Before the commit: if the intake refuses, it stays held. If the pipeline is quicker, it waits for this row.
        await intake.receive([msgspec.json.decode(body, type=Touch)])


async def drop(database: Database, principal: Principal, id_: UUID) -> None:
    """Give the touch, or the work, up for good. Raises `NotFound`, `Conflict`."""
    async with database.workspace(principal.workspace_id) as tx:
        if await set_aside.drop(tx, id_):
            await audit(tx, principal, "quarantine.dropped", id_)
            return
        await _take(tx, id_)
        await _settle(tx, principal, id_, "dropped")


async def _take(tx: Connection, id_: UUID) -> bytes:
    row = await _queries.held(tx, id=id_)
    if row is None:
        raise NotFound
    if row["state"] != "held":
        raise Conflict("This one was retried or dropped already")
    return bytes(row["body"])


async def _settle(tx: Connection, principal: Principal, id_: UUID, state: str) -> None:
    await _queries.settle_held(tx, id=id_, state=state)
    await audit(tx, principal, f"quarantine.{state}", id_)
