"""The role `timers`: what is done by the clock. Every job is safe to do twice: any number of processes may run it."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from nitka.channels import registry
from nitka.channels.unsent import remove_unsent
from nitka.conversations.codes.sending import forget_codes
from nitka.conversations.falling_back import fall_back
from nitka.conversations.reach import reaches_of
from nitka.conversations.service import wake_snoozed
from nitka.customers.continuing.service import forget as forget_tokens
from nitka.entrypoints.administration import administration_of
from nitka.entrypoints.services import Services
from nitka.kernel.tasks import pause
from nitka.platform.faults import ENGINES_AWAY

log = structlog.get_logger("timers")

Job = Callable[[], Awaitable[object]]


def jobs(services: Services) -> list[tuple[str, float, Job]]:
    """Return every job with its name and period in seconds."""
    database, reaches = services.database, reaches_of(registry.kinds())

    async def make_partitions() -> None:
        async with database.app() as tx:
            await tx.execute("SELECT ensure_touch_partitions(current_date, (current_date + interval '2 months')::date)")

    async def forget_sessions() -> None:
        async with database.service() as tx:
            await tx.execute("DELETE FROM session WHERE expires_at < now()")
            await tx.execute("DELETE FROM ticket WHERE expires_at < now() - interval '30 days'")

    return [
        ("wake snoozed conversations", 2.0, lambda: wake_snoozed(database)),
        ("tell unseen answers elsewhere", 5.0, lambda: fall_back(database, reaches)),
        ("make partitions", 3600.0, make_partitions),
        ("forget sessions", 3600.0, forget_sessions),
        ("forget one-time codes", 3600.0, lambda: forget_codes(database)),
        ("forget tokens that are over", 3600.0, lambda: forget_tokens(database)),
        ("remove unsent files", 600.0, lambda: remove_unsent(database, services.blobs)),
        ("remove broken uploads", 3600.0, services.blobs.remove_broken),
        ("publish settings", 300.0, administration_of(services).publisher.publish_all),
    ]


async def run_timers(services: Services, stopping: asyncio.Event) -> None:
    """Do every job in its period until stopping; one that fails is tried again in its next turn."""
    table = jobs(services)
    due = dict.fromkeys((name for name, _, _ in table), 0.0)
    while not stopping.is_set():
        for name, period, job in table:
            if time.monotonic() < due[name]:
                continue
            due[name] = time.monotonic() + period
            try:
                await job()
            except ENGINES_AWAY as error:
                log.warning("a timed job failed", job=name, error=type(error).__name__)
        await pause(1.0, stopping)
