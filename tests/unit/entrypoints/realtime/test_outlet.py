"""A slow socket costs itself and nobody else."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from nitka.entrypoints.realtime.outlet import Outlet


async def drained(outlet: Outlet) -> None:
    task = asyncio.create_task(outlet.run())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_frames_go_out_in_order() -> None:
    sent: list[str] = []

    async def send(text: str) -> None:
        sent.append(text)

    outlet = Outlet(send)
    for number in range(100):
        outlet.push(str(number))
    await drained(outlet)
    assert sent == [str(number) for number in range(100)]


async def test_who_takes_nothing_is_cut_and_holds_no_memory() -> None:
    async def never(_: str) -> None:
        await asyncio.Event().wait()

    outlet = Outlet(never, frames=10)
    task = asyncio.create_task(outlet.run())
    for _ in range(12):
        outlet.push("x")
        await asyncio.sleep(0)
    assert outlet.cut.is_set()
    outlet.push("after the end")
    assert not outlet._waiting
    task.cancel()


def test_few_but_large_frames_count_too() -> None:
    async def never(_: str) -> None:
        raise AssertionError

    outlet = Outlet(never, size=1_000)
    outlet.push("x" * 900)
    assert not outlet.cut.is_set()
    outlet.push("x" * 200)
    assert outlet.cut.is_set()
