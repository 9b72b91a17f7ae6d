"""The worker of the role `identity`: takes what is due, batch by batch, and sees that nothing is lost or done twice."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

import structlog

from nitka.channels.scope import MoreLocks
from nitka.customers.service import scope_of
from nitka.kernel.ids import lock_key
from nitka.pipeline.following.consumer import Consumer
from nitka.pipeline.following.rules import again_after
from nitka.platform.broker import Broker
from nitka.platform.database import Connection, Database, every, load_queries, lock
from nitka.platform.faults import describe, is_of_the_engines
from nitka.platform.followups import WAKE_FOLLOWING
from nitka.platform.inbox import leave
from nitka.platform.outbox import emit

_queries = load_queries(__file__)
log = structlog.get_logger("identity")

LOOK_EVERY = 0.4  # seconds, for a wake-up may be lost, and not all work is waked for


class Following:
    """Runs until `stopping`; any number of processes share the work. Each consumer has a task of its own."""

    def __init__(self, database: Database, broker: Broker, consumers: Sequence[Consumer]) -> None:
        self._database = database
        self._broker = broker
        self._consumers = consumers
        self._wakes = {one.followed.consumer: asyncio.Event() for one in consumers}
        self.done = 0  # pieces of work, since the start

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until stopping; what is under way comes to its end."""
        subscription = await self._broker.client.subscribe(WAKE_FOLLOWING, cb=self._woken)
        try:
            async with asyncio.TaskGroup() as group:
                for consumer in self._consumers:
                    group.create_task(self._follow(consumer, stopping), name=f"follow {consumer.followed.consumer}")
        finally:
            await leave(self._broker.client, subscription)

    async def _woken(self, _: object) -> None:
        for wake in self._wakes.values():
            wake.set()

    async def _follow(self, consumer: Consumer, stopping: asyncio.Event) -> None:
        wake = self._wakes[consumer.followed.consumer]
        while not stopping.is_set():
            wake.clear()
            busy = False
            try:
                busy = await self.round(consumer, stopping)
            except Exception as error:
                if not is_of_the_engines(error):
                    raise  # the role is seen to fail, and begins again
                log.warning("identity waits for the engines", error=describe(error))
            if not busy:
                await _either(wake, stopping)

    async def round(self, consumer: Consumer, stopping: asyncio.Event) -> bool:
        """Do a batch for every workspace that has work; say whether more of it may wait."""
        async with self._database.service() as tx:
            name = consumer.followed.consumer
            waiting = [row["workspace_id"] for row in await every(_queries.waiting_workspaces(tx, consumer=name))]
        more = False
        for workspace_id in waiting:
            if stopping.is_set():
                break
            more |= await self._batch(consumer, workspace_id) == consumer.most
        return more

    async def _batch(self, consumer: Consumer, workspace_id: UUID) -> int:
        taken: list[UUID] = []
        try:
            return await self._transaction(consumer, workspace_id, taken)
        except Exception as error:
            if is_of_the_engines(error) or not taken:
                raise
            if len(taken) > 1:
                log.warning("a batch failed, looking for what is to blame", error=describe(error))
        for id_ in taken:
            await self._alone(consumer, workspace_id, id_)
        return len(taken)

    async def _alone(self, consumer: Consumer, workspace_id: UUID, id_: UUID) -> None:
        try:
            await self._transaction(consumer, workspace_id, [], only=[id_])
        except Exception as error:
            if is_of_the_engines(error):
                raise
            async with self._database.workspace(workspace_id) as tx:
                await _set_back(tx, consumer, id_, error)

    async def _transaction(
        self, consumer: Consumer, workspace_id: UUID, taken: list[UUID], only: list[UUID] | None = None
    ) -> int:
        """Take work and do it, all of it or nothing; `taken` tells what it was."""
        more: set[UUID] = set()
        while True:
            try:
                async with self._database.workspace(workspace_id) as tx:
                    await lock(tx, [lock_key(id_) for id_ in more])
                    name, most = consumer.followed.consumer, consumer.most
                    rows = await every(_queries.take(tx, consumer=name, most=most, only=only))
                    taken[:] = [row["id"] for row in rows]
                    if rows:
                        scope = await scope_of(tx, workspace_id, more)
                        keys = list(dict.fromkeys(row["key"] for row in rows))
                        await emit(tx, await consumer.handle(tx, scope, keys))
                self.done += len(rows)
                return len(rows)
            except MoreLocks as grown:
                more |= grown.ids


async def _set_back(tx: Connection, consumer: Consumer, id_: UUID, error: Exception) -> None:
    attempts = await _queries.attempts_of(tx, id=id_)
    if attempts is None:
        return  # somebody else has done it meanwhile
    wait = again_after(attempts + 1)
    log.warning(
        "a follow-up failed", consumer=consumer.followed.consumer, id=str(id_), attempts=attempts + 1,
        set_aside=wait is None, error=describe(error), exc_info=None if attempts else error,
    )  # fmt: skip
    await _queries.set_back(tx, id=id_, seconds=None if wait is None else wait.total_seconds(), error=describe(error))


async def _either(wake: asyncio.Event, stopping: asyncio.Event) -> None:
    tasks = [asyncio.create_task(one.wait()) for one in (wake, stopping)]
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY):
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
