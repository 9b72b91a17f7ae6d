"""Ending tasks."""

import asyncio
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
