"""Which partitions this worker owns. A session lock says whose they are; the epoch stops whoever has not noticed."""

import math

import msgspec

from nitka.kernel.ids import PARTITIONS
from nitka.platform.database import Connection, Database, every, load_queries
from nitka.platform.faults import DATABASE_AWAY

_queries = load_queries(__file__)

PARTITION_LOCK = 0x4E50  # first key of the session locks on partitions
WORKER_LOCK = 0x4E57  # first key of the shared lock that says: a worker lives


class Lease(msgspec.Struct):
    """One owned partition: everything up to `seq` is committed."""

    epoch: int
    seq: int


class Ownership:
    """Shares the 64 partitions evenly among the living workers. Call `balance` now and then."""

    def __init__(self, database: Database, owner: str, stream: str) -> None:
        self._database = database
        self._owner = owner
        self._stream = stream
        self._connection: Connection | None = None
        self.leases: dict[int, Lease] = {}
        self.hungry = True  # others have more than this worker's share: look again soon, for what they free waits

    async def balance(self) -> bool:
        """Give up what is too much, take what is free; return whether anything changed.

        Raises what asyncpg raises when the server is gone; then nothing is owned any more.
        """
        try:
            return await self._balance()
        except DATABASE_AWAY:
            await self.release()
            raise

    async def release(self) -> None:
        """Own nothing from now on: closing the connection frees its locks."""
        self.leases = {}
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()

    async def _balance(self) -> bool:
        connection = self._connection
        if connection is None or connection.is_closed():
            self.leases = {}
            connection = self._connection = await self._database.dedicated()
            await connection.execute("SELECT pg_advisory_lock_shared($1::int, 0)", WORKER_LOCK)
        workers = max(1, await _queries.count_workers(connection, class_id=WORKER_LOCK))
        fair = math.ceil(PARTITIONS / workers)
        if len(self.leases) > fair:
            await self._give_up(connection, sorted(self.leases)[fair:])
            return True
        if len(self.leases) < fair:
            took = await self._take(connection, fair - len(self.leases))
            self.hungry = len(self.leases) < PARTITIONS - fair * (workers - 1)  # what the others must leave
            return took
        self.hungry = False
        return False

    async def _give_up(self, connection: Connection, surplus: list[int]) -> None:
        for partition in surplus:
            del self.leases[partition]
        await every(_queries.unlock_partitions(connection, class_id=PARTITION_LOCK, partitions=surplus))

    async def _take(self, connection: Connection, most: int) -> bool:
        held = {row["partition"] for row in await every(_queries.held_partitions(connection, class_id=PARTITION_LOCK))}
        taken: list[int] = []
        for partition in sorted(set(range(PARTITIONS)) - held):
            if len(taken) == most:  # one by one: a lock tried in bulk beyond it would have to be given back
                break
            if await _queries.try_lock_partition(connection, class_id=PARTITION_LOCK, partition=partition):
                taken.append(partition)
        if not taken:
            return False
        rows = await every(
            _queries.take_partitions(connection, partitions=taken, owner=self._owner, stream=self._stream)
        )
        self.leases |= {row["partition"]: Lease(row["epoch"], row["seq"]) for row in rows}
        return True
