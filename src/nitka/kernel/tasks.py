"""Waiting for tasks to end, and for a word to stop."""

import asyncio
from contextlib import suppress
from typing import Any


async def end(*tasks: "asyncio.Task[Any]") -> None:
    """Cancel these tasks and return when all of them have ended, however they did.

    Once may not be enough: Python 3.11's `asyncio.wait_for` swallows a cancellation that arrives together with
    its result (CPython issue 86296), and the task would go on for ever.
    """
    waiting = {task for task in tasks if not task.done()}
    while waiting:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=0.2)


async def pause(seconds: float, stopping: asyncio.Event) -> None:
    """Wait, but not longer than until stopping."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)
