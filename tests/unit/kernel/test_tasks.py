"""Ending tasks."""

import asyncio

from nitka.kernel.tasks import end


async def test_a_task_that_misses_its_cancellation_ends_all_the_same() -> None:
    missed = 0

    async def stubborn() -> None:
        nonlocal missed
        while missed < 2:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                missed += 1  # as asyncio.wait_for of Python 3.11 may do
        await asyncio.sleep(60)

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await end(task)
    assert task.cancelled()
    assert missed == 2


async def test_what_ended_with_an_error_is_ended_too() -> None:
    async def failing() -> None:
        raise ValueError

    tasks = [asyncio.create_task(failing()) for _ in range(2)]
    await asyncio.sleep(0)
    await end(*tasks)
    assert all(isinstance(task.exception(), ValueError) for task in tasks)
    await end()
