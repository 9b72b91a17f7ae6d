"""The role `pipeline`: owns partitions, reads them, commits batches, and cleans the stream behind itself."""

import asyncio
import time

import msgspec
import structlog

from nitka.channels.intake import decode
from nitka.kernel.errors import Unavailable
from nitka.kernel.ids import new_id
from nitka.kernel.tasks import pause
from nitka.pipeline.ownership import Ownership
from nitka.pipeline.quarantine import Placed, commit_what_can
from nitka.pipeline.reader import Arrived, Reader
from nitka.pipeline.transaction import Advance, Fenced, commit, fence
from nitka.platform.broker import INTAKE, Broker
from nitka.platform.database import PURGE_HOLD, Database, load_queries
from nitka.platform.faults import describe, is_of_the_engines

_queries = load_queries(__file__)
log = structlog.get_logger("pipeline")

BATCH_TOUCHES = 500  # in one transaction
WORKERS = 2  # in one process: while one waits for PostgreSQL the other prepares its batch
BALANCE_EVERY = 2.0  # seconds
HUNGRY_EVERY = 0.2  # seconds, while others have more than their share: what they give up must not lie about
CLEAN_EVERY = 5.0  # seconds
# A transaction costs almost the same for one message as for ten. While many come, each batch is given time to fill:
# so much for every message of the last one, so that whoever writes alone never waits.
FILLING, LONGEST_FILLING = 0.005, 0.025  # seconds


async def run_workers(database: Database, broker: Broker, stopping: asyncio.Event) -> None:
    """Run this process's workers until stopping; the partitions are shared among all workers of all processes."""
    async with asyncio.TaskGroup() as group:
        for _ in range(WORKERS):
            group.create_task(Pipeline(database, broker).run(stopping))


class Pipeline:
    """Runs until `stopping`; any number of them share the work."""

    def __init__(self, database: Database, broker: Broker) -> None:
        self._database = database
        self._broker = broker
        self._stream = ""
        self._balanced_at = 0.0
        self._cleaned_at = 0.0
        self._fill_until = 0.0
        self.committed = 0  # touches, since the start

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until stopping. The engines may come and go meanwhile."""
        owner = new_id().hex[-8:]
        delay = 0.1
        while not stopping.is_set():
            ownership = None
            try:
                self._stream = await self._broker.stream_identity(INTAKE)
                ownership = Ownership(self._database, owner, self._stream)
                while not stopping.is_set():
                    await self._own(ownership, stopping)
                    delay = 0.1
            except Fenced:
                log.info("partitions have another owner now")
            except Exception as error:
                if not is_of_the_engines(error):
                    log.exception("pipeline failed, trying again", error=describe(error))
                else:
                    log.warning("engines are away, trying again", error=describe(error), detail=_detail(error))
                await pause(delay, stopping)
                delay = min(delay * 2, 2)
            finally:
                if ownership is not None:
                    await ownership.release()

    async def _own(self, ownership: Ownership, stopping: asyncio.Event) -> None:
        """Read with the present set of partitions until that set changes."""
        await ownership.balance()
        self._balanced_at = time.monotonic()
        if not ownership.leases:
            await pause(HUNGRY_EVERY, stopping)
            return
        after = min(lease.seq for lease in ownership.leases.values())
        async with Reader(self._broker, sorted(ownership.leases), after) as reader:
            while not stopping.is_set():
                await asyncio.sleep(self._fill_until - time.monotonic())
                period = HUNGRY_EVERY if ownership.hungry else BALANCE_EVERY
                arrived = await reader.next(BATCH_TOUCHES, wait=period / 2)
                self._fill_until = time.monotonic() + min(FILLING * len(arrived), LONGEST_FILLING)
                while arrived:
                    arrived = await self._batch(ownership, arrived)
                if time.monotonic() - self._cleaned_at > CLEAN_EVERY:
                    await self._clean(ownership, reader)
                if time.monotonic() - self._balanced_at > period:
                    self._balanced_at = time.monotonic()
                    if await ownership.balance():
                        return

    async def _batch(self, ownership: Ownership, arrived: list[Arrived]) -> list[Arrived]:
        """Commit as many of these as fit one transaction; return the rest."""
        placed: list[Placed] = []
        seqs: dict[int, int] = {}
        used = 0
        for one in arrived:
            if len(placed) >= BATCH_TOUCHES:
                break
            used += 1
            if one.seq > ownership.leases[one.partition].seq:  # else committed before, by us or who was before us
                placed += self._open(one)
                seqs[one.partition] = one.seq
        if seqs:
            advances = [Advance(p, ownership.leases[p].epoch, seq) for p, seq in sorted(seqs.items())]
            await self._commit(placed, advances)
            for partition, seq in seqs.items():
                ownership.leases[partition].seq = seq
            self.committed += len(placed)
        return arrived[used:]

    def _open(self, one: Arrived) -> list[Placed]:
        try:
            return [Placed(touch, one.partition, one.seq) for touch in decode(one.body).touches]
        except (msgspec.MsgspecError, UnicodeDecodeError):
            # Nothing of ours writes such a record, so there is no workspace to show it to.
            log.error("a message of the intake is no record and was passed over", partition=one.partition, seq=one.seq)
            return []

    async def _commit(self, placed: list[Placed], advances: list[Advance]) -> None:
        try:
            await commit(self._database, [one.touch for one in placed], advances)
        except Fenced:
            raise
        except Exception as error:
            if is_of_the_engines(error):
                raise
            log.warning("batch refused, looking for the touch that is to blame", error=describe(error))
            await commit_what_can(self._database, placed, advances)

    async def _clean(self, ownership: Ownership, reader: Reader) -> None:
        """Let idle partitions keep up with the stream, and delete from it what every partition has committed."""
        self._cleaned_at = time.monotonic()
        seq = await reader.caught_up_to()
        behind = {p: lease for p, lease in ownership.leases.items() if seq is not None and lease.seq < seq}
        async with self._database.app() as tx:
            if seq is not None and behind:
                await fence(tx, [Advance(p, lease.epoch, seq) for p, lease in sorted(behind.items())])
            free = await tx.fetchval("SELECT pg_try_advisory_xact_lock_shared($1::int, 0)", PURGE_HOLD)
            lowest = await _queries.lowest_offset(tx, stream=self._stream)
        for lease in behind.values():
            lease.seq = seq or lease.seq
        if free and lowest and len(ownership.leases) and min(ownership.leases) == 0:
            await self._broker.purge_until(INTAKE, lowest + 1)


def _detail(error: Exception) -> str:
    # Only our own sentences are sure to hold no data.
    return error.detail if isinstance(error, Unavailable) else ""
