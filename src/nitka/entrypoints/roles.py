"""Roles: what one process does of all that Nitka does. Each is one coroutine that works until it is told to stop."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from nitka.entrypoints.listening import CannotServe

log = structlog.get_logger("roles")

Role = Callable[[asyncio.Event], Awaitable[None]]

BACK_OFF = (0.2, 1.0, 5.0)  # seconds before a role that failed begins again


class RoleState:
    """Which roles of this process work, for /healthz and the metrics."""

    def __init__(self, names: list[str]) -> None:
        self.restarts = dict.fromkeys(names, 0)
        self.failing: set[str] = set()


async def run_roles(roles: dict[str, Role], state: RoleState, stopping: asyncio.Event) -> None:
    """Run all roles until stopping; one that fails is started again and does not touch its neighbours.

    Raises `CannotServe` when one is not set up right: whoever started this process must be told.
    """
    try:
        async with asyncio.TaskGroup() as group:
            for name, role in roles.items():
                group.create_task(_keep(name, role, state, stopping), name=f"role {name}")
    except* CannotServe as wrong:
        raise wrong.exceptions[0] from None


async def _keep(name: str, role: Role, state: RoleState, stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        try:
            await role(stopping)
            state.failing.discard(name)
            if stopping.is_set():
                return
            log.error("role ended by itself, starting it again", role=name)
        except CannotServe:
            raise
        except Exception as error:
            log.exception("role failed, starting it again", role=name, error=type(error).__name__)
        state.failing.add(name)
        delay = BACK_OFF[min(state.restarts[name], len(BACK_OFF) - 1)]
        state.restarts[name] += 1
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), delay)
