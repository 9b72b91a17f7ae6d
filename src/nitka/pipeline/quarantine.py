"""When a batch fails for what is in it: find the bad touches by halving, set them aside, store the others."""

from uuid import UUID

import msgspec
import structlog

from nitka.channels.scope import MoreLocks
from nitka.channels.touch import Touch
from nitka.pipeline.transaction import Advance, fence, scope_of, store_workspace
from nitka.platform.database import Connection, Database, enter, load_queries
from nitka.platform.faults import describe, is_of_the_engines

_queries = load_queries(__file__)
log = structlog.get_logger("pipeline")


class Placed(msgspec.Struct, frozen=True):
    """A touch and where in the stream it stood."""

    touch: Touch
    partition: int
    seq: int


async def commit_what_can(database: Database, placed: list[Placed], advances: list[Advance]) -> None:
    """Store every touch that can be stored and quarantine the others, in one transaction; order is kept."""
    more: set[UUID] = set()
    while True:
        try:
            async with database.app() as tx:
                await fence(tx, advances)
                await _halve(tx, placed, more)
                return
        except MoreLocks as grown:
            more |= grown.ids


async def _halve(tx: Connection, placed: list[Placed], more: set[UUID]) -> None:
    try:
        async with tx.transaction():  # a savepoint
            await _store(tx, placed, more)
    except MoreLocks:
        raise
    except Exception as error:
        if is_of_the_engines(error):
            raise
        if len(placed) == 1:
            await _set_aside(tx, placed[0], error)
            return
        middle = len(placed) // 2
        await _halve(tx, placed[:middle], more)
        await _halve(tx, placed[middle:], more)


async def _store(tx: Connection, placed: list[Placed], more: set[UUID]) -> None:
    by_workspace: dict[UUID, list[Touch]] = {}
    for one in placed:
        by_workspace.setdefault(one.touch.workspace_id, []).append(one.touch)
    for workspace_id, touches in by_workspace.items():
        await enter(tx, workspace_id)
        # Not locked in one sorted order over all halves: a deadlock is possible, is the engine's, and is tried again.
        await store_workspace(tx, await scope_of(tx, workspace_id, touches, more), touches)


async def _set_aside(tx: Connection, one: Placed, error: Exception) -> None:
    touch = one.touch
    log.warning("touch quarantined", touch=str(touch.id), kind=touch.kind, error=describe(error))
    await hold(tx, one, describe(error))


async def hold(tx: Connection, one: Placed, reason: str) -> None:
    """Put one touch aside, with the reason, where the desk shows it and can retry it."""
    await enter(tx, one.touch.workspace_id)
    await _queries.hold(
        tx,
        workspace_id=one.touch.workspace_id,
        id=one.touch.id,
        connection_id=one.touch.connection_id,
        partition=one.partition,
        seq=one.seq,
        body=msgspec.json.encode(one.touch),
        error=reason,
    )
