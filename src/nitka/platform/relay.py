"""The role `relay`: publishes the outbox. One of them works, the others wait to take its place."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

import asyncpg
import msgspec
import structlog

from nitka.kernel.errors import Unavailable
from nitka.kernel.tasks import pause
from nitka.platform.broker import EVENTS, Broker
from nitka.platform.database import Connection, Database
from nitka.platform.faults import ENGINES_AWAY
from nitka.platform.followups import WAKE_FOLLOWING, Followed, queue
from nitka.platform.inbox import Inbox, leave
from nitka.platform.outbox import WAKE

log = structlog.get_logger("relay")

LEADER_LOCK = 0x4E52  # session lock of the one that works
BATCH = 500
LOOK_EVERY = 1.0  # seconds, for a wake-up may be lost

# Rows, not positions: a commit that was slow is found whenever it comes. Only now and then is it looked for from the
# very beginning, where the index is full of what was taken and not yet vacuumed.
NEAR = 5_000  # ids before the last one that was seen
_TAKE = """DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE id > $2 ORDER BY id LIMIT $1)
           RETURNING id, event_id, workspace_id, kind, body"""


def subject(workspace_id: UUID, kind: str) -> str:
    """Return where events of this kind are published."""
    return f"events.{workspace_id.hex}.{kind}"


class Relay:
    """Publishes in order, and queues the work that follows; `published` counts the events since the start."""

    def __init__(self, database: Database, broker: Broker, followed: Sequence[Followed] = ()) -> None:
        self._database = database
        self._broker = broker
        self._followed = followed
        self._wake = asyncio.Event()
        self._round = 0
        self._from = 0
        self._looked_at = 0.0
        self.published = 0

    async def run(self, stopping: asyncio.Event) -> None:
        """Publish until stopping; events wait in the outbox while the engines are away."""
        while not stopping.is_set():
            leader: Connection | None = None
            try:
                leader = await self._database.dedicated()
                # What a crash brings back is published again, and known by its id.
                await leader.execute("SET synchronous_commit = off")
                if await self._lead(leader, stopping):
                    await self._work(leader, stopping)
            except ENGINES_AWAY as error:
                log.warning("relay waits for the engines", error=type(error).__name__)
                await pause(0.3, stopping)
            finally:
                if leader is not None:
                    leader.terminate()  # frees the lock at once

    async def _lead(self, leader: Connection, stopping: asyncio.Event) -> bool:
        while not stopping.is_set():
            if await leader.fetchval("SELECT pg_try_advisory_lock($1::int, 0)", LEADER_LOCK):
                return True
            await pause(1.0, stopping)
        return False

    async def _work(self, leader: Connection, stopping: asyncio.Event) -> None:
        subscription = await self._broker.client.subscribe(WAKE, cb=self._woken)
        answers = await Inbox(self._broker.client).open(below=True)
        try:
            while not stopping.is_set():
                self._wake.clear()
                if await self._publish(leader, answers) < BATCH:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._wake.wait(), LOOK_EVERY)
        finally:
            await answers.close()
            await leave(self._broker.client, subscription)

    async def _woken(self, _: object) -> None:
        self._wake.set()

    async def _publish(self, leader: Connection, answers: Inbox) -> int:
        # On the very connection that holds the lock: who has lost it cannot publish either.
        if time.monotonic() - self._looked_at >= LOOK_EVERY:
            self._looked_at, self._from = time.monotonic(), 0
        queued = 0
        async with leader.transaction():
            rows = sorted(await leader.fetch(_TAKE, BATCH, self._from), key=lambda row: row["id"])
            if rows:
                queued = await queue(leader, rows, self._followed)
                await self._send(rows, answers)
        if queued:
            await self._broker.client.publish(WAKE_FOLLOWING, b"")
        if rows:
            self._from = max(0, rows[-1]["id"] - NEAR)
        self.published += len(rows)
        return len(rows)

    async def _send(self, rows: list[asyncpg.Record], answers: Inbox) -> None:
        """Publish these in order and wait until the stream has them all."""
        self._round += 1
        reply = f"{answers.subject}.{self._round}"
        for row in rows:
            # The id lets the stream and every consumer drop what is published again after a rollback.
            headers = {"Nats-Msg-Id": row["event_id"].hex, "Nats-Expected-Stream": EVENTS}
            await self._broker.client.publish(subject(row["workspace_id"], row["kind"]), row["body"], reply, headers)
        left = len(rows)
        while left:
            answer = await answers.next(5)
            if answer.subject != reply:
                continue  # of an earlier round that was given up
            if not answer.data or "error" in msgspec.json.decode(answer.data):
                raise Unavailable("The stream of events refused")
            left -= 1
