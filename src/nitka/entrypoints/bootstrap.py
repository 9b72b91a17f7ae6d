"""Which role is made of what. Read this to see how Nitka hangs together."""

import asyncio
import gc
from collections.abc import Callable, Sequence
from itertools import count

import structlog
from litestar.types import ControllerRouterHandler

from nitka.channels.sessions import Sessions
from nitka.conversations.sender import Sender
from nitka.customers.importing.role import Imports
from nitka.entrypoints.edge import serve
from nitka.entrypoints.listening import check_address
from nitka.entrypoints.roles import Role, RoleState, run_roles
from nitka.entrypoints.services import Services, open_services
from nitka.entrypoints.timers import run_timers
from nitka.pipeline.following import Consumer, Following
from nitka.pipeline.following.likeness import FindAlike
from nitka.pipeline.following.model import TryVersions, watch
from nitka.pipeline.following.words import ReadWords
from nitka.pipeline.worker import run_workers
from nitka.platform.blobs import Blobs, CannotStore, StoreFault
from nitka.platform.faults import ENGINES_AWAY, describe
from nitka.platform.relay import Relay
from nitka.platform.settings import Settings
from nitka.platform.telemetry import configure_traces

log = structlog.get_logger("start")

# What follows the transaction, done by the role `identity`; the relay queues it.
CONSUMERS: tuple[Consumer, ...] = (ReadWords(), FindAlike(), TryVersions())
_FOLLOWED = [consumer.followed for consumer in CONSUMERS]


async def _identity(services: Services, stopping: asyncio.Event) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(Following(services.database, services.broker, CONSUMERS).run(stopping))
        group.create_task(watch(services.database, stopping))


_MAKERS: dict[str, Callable[[Services], Role]] = {
    "edge": lambda s: lambda stopping: serve(s, stopping),
    "sessions": lambda s: Sessions(s.database, s.broker, s.intake, s.files, s.sealer).run,
    "pipeline": lambda s: lambda stopping: run_workers(s.database, s.broker, stopping),
    "relay": lambda s: Relay(s.database, s.broker, _FOLLOWED).run,
    "identity": lambda s: lambda stopping: _identity(s, stopping),
    "delivery": lambda s: Sender(s.database, s.broker, s.files, s.sealer, s.codes_key).run,
    "imports": lambda s: Imports(s.database, s.broker, s.intake, s.blobs).run,
    "timers": lambda s: lambda stopping: run_timers(s, stopping),
}
ROLES = tuple(_MAKERS)
_TOLD_EVERY = 30  # tries between two lines of the log
_FILES_WITHIN = 5.0  # seconds that a start waits for the store of files


async def start(
    settings: Settings, roles: list[str], stopping: asyncio.Event, routes: Sequence[ControllerRouterHandler] = ()
) -> None:
    """Run these roles until stopping; waits for the broker if it is not there yet. The edge serves `routes` too.

    Raises `CannotServe` when the edge's address is not to be had, `CannotStore` when files can be stored nowhere.
    """
    if "edge" in roles:
        check_address(settings)
    configure_traces(" ".join(roles))
    services = await _open(settings, stopping)
    if services is None:
        return
    services.roles = RoleState(roles)
    services.routes = routes
    try:
        await _check_files(services.blobs)
        made = {name: _MAKERS[name](services) for name in roles}
        calm_collector()
        await run_roles(made, services.roles, stopping)
    finally:
        await services.close()


async def _open(settings: Settings, stopping: asyncio.Event) -> Services | None:
    asked = asyncio.create_task(stopping.wait())
    try:
        tries = count()
        while not stopping.is_set():
            opening = asyncio.create_task(open_services(settings, patient=True))
            try:
                await asyncio.wait([opening, asked], return_when=asyncio.FIRST_COMPLETED)
                if opening.done():
                    return opening.result()
            except ENGINES_AWAY as error:
                if next(tries) % _TOLD_EVERY == 0:
                    log.warning("waiting for the engines", error=describe(error))
                await asyncio.wait([asked], timeout=0.3)
            finally:
                opening.cancel()
                await asyncio.wait([opening])
    finally:
        asked.cancel()
    return None


async def _check_files(blobs: Blobs) -> None:
    """Stop a start that can never store a file; a store that is away only makes files wait."""
    try:
        async with asyncio.timeout(_FILES_WITHIN):
            await blobs.check()
    except TimeoutError:
        log.warning("the store of files does not answer yet", store=str(blobs))
    except StoreFault as fault:
        if fault.lasting:
            raise CannotStore(fault.reason) from None
        log.warning("files cannot be stored yet", reason=fault.reason)


def calm_collector() -> None:
    """Keep the garbage collector from walking over what was loaded for good, and from running after every batch.

    A batch makes some ten thousand short-lived objects, next to none of them in cycles. Measured: resolving 300 touches
    takes 8 ms of this process's time instead of 14.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
