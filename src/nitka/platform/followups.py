"""Work that follows events: rows that the relay writes as it takes an event, and that whoever does the work deletes."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec
import structlog

from nitka.kernel.ids import new_id
from nitka.platform.database import Connection

log = structlog.get_logger("follow-ups")

WAKE_FOLLOWING = "wake.following"  # a hint on core NATS that work waits; its workers also look once a second


class Followed(NamedTuple):
    """Which events one consumer follows, and what of each: `keys` gets the event's JSON and names ids, often none.

    It runs in the relay, for every such event: it must be quick and touch nothing.
    """

    consumer: str
    kinds: frozenset[str]
    keys: Callable[[bytes], Iterable[UUID]]


async def queue(relay: Connection, rows: Iterable[asyncpg.Record], followed: Sequence[Followed]) -> int:
    """Write the work that follows these rows of the outbox and return how much it is. Repeats are written again."""
    found = [(row["workspace_id"], one.consumer, key) for row in rows for one in followed for key in _keys(one, row)]
    if found:
        workspaces, consumers, keys = zip(*dict.fromkeys(found), strict=True)
        await relay.execute(
            """INSERT INTO follow_up (workspace_id, id, consumer, key)
               SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[])""",
            workspaces, [new_id() for _ in keys], consumers, keys,
        )  # fmt: skip
    return len(found)


def _keys(followed: Followed, row: asyncpg.Record) -> list[UUID]:
    if row["kind"] not in followed.kinds:
        return []
    try:
        return list(followed.keys(row["body"]))
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        # Nothing of ours writes such an event; that it is published must not wait for it.
        log.error(
            "an event cannot be followed", kind=row["kind"], consumer=followed.consumer, error=type(error).__name__
        )
        return []
