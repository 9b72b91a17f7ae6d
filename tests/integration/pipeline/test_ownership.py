"""Workers share the partitions evenly, whoever comes and goes."""

from __future__ import annotations

import asyncio

from nitka.kernel.ids import PARTITIONS
from nitka.pipeline.ownership import Ownership
from nitka.platform.database import Database

ALL = set(range(PARTITIONS))


async def _take_all(ownership: Ownership) -> None:
    """Until the server has noticed that the connection of whoever had them is gone."""
    async with asyncio.timeout(10):
        while ownership.leases.keys() != ALL:
            await ownership.balance()
            await asyncio.sleep(0.02)


async def test_a_second_worker_gets_its_half_and_leaves_it_again(database: Database) -> None:
    first, second = Ownership(database, "first", "stream"), Ownership(database, "second", "stream")
    try:
        assert await first.balance()
        assert first.leases.keys() == ALL

        assert not await second.balance(), "everything is taken still"
        assert await first.balance(), "gives up what is more than its half"
        assert await second.balance()
        assert first.leases.keys() | second.leases.keys() == ALL
        assert len(first.leases) == len(second.leases) == PARTITIONS // 2

        await second.release()
        await _take_all(first)
    finally:
        await first.release()
        await second.release()


async def test_whoever_takes_a_partition_fences_off_its_former_owner(database: Database) -> None:
    before, after = Ownership(database, "before", "stream"), Ownership(database, "after", "stream")
    try:
        await _take_all(before)
        epochs = {partition: lease.epoch for partition, lease in before.leases.items()}
        await before.release()
        await _take_all(after)
        assert all(after.leases[partition].epoch > epoch for partition, epoch in epochs.items())
    finally:
        await before.release()
        await after.release()
