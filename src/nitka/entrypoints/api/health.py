"""For those who watch over Nitka: does the process live, can it work, how much does it do."""

import asyncio
import hmac
from collections.abc import Awaitable
from typing import Any, Literal

import msgspec
from litestar import Request, Response, get

from nitka.entrypoints.api.figures import observe
from nitka.entrypoints.api.proxy import origin_of
from nitka.entrypoints.services import Services
from nitka.kernel.errors import NotFound, Unavailable
from nitka.platform.faults import ENGINES_AWAY
from nitka.platform.telemetry.metrics import exposition


class Health(msgspec.Struct, frozen=True):
    """The process lives; a role that fails is being started again."""

    status: Literal["ok"]
    roles: dict[str, Literal["ok", "failing"]]


class Readiness(msgspec.Struct, frozen=True):
    """Whether each engine answers."""

    status: Literal["ok", "unavailable"]
    checks: dict[str, bool]


@get("/healthz", tags=["Operations"], summary="Does the process live", security=[{}])
async def healthz(services: Services) -> Health:
    """Answer while the process lives, whatever the state of the engines."""
    failing = services.roles.failing
    return Health("ok", {name: "failing" if name in failing else "ok" for name in services.roles.restarts})


@get("/readyz", tags=["Operations"], summary="Can it work", security=[{}])
async def readyz(services: Services) -> Response[Readiness]:
    """Answer 200 when PostgreSQL and NATS answer, else 503."""
    postgres, nats = await asyncio.gather(_answers(_ask_postgres(services)), _answers(_ask_nats(services)))
    ready = postgres and nats
    body = Readiness("ok" if ready else "unavailable", {"postgres": postgres, "nats": nats})
    return Response(body, status_code=200 if ready else 503)


async def _ask_postgres(services: Services) -> None:
    async with services.database.service() as tx:
        await tx.execute("SELECT 1")


async def _ask_nats(services: Services) -> None:
    # A round trip, and by JetStream: the client's own flush returns at once while it is cut off.
    if not services.broker.client.is_connected:
        raise Unavailable
    await services.broker.api("INFO", timeout=2)


async def _answers(question: Awaitable[None]) -> bool:
    try:
        await asyncio.wait_for(question, 2)
    except ENGINES_AWAY:
        return False
    return True


@get("/metrics", include_in_schema=False)
async def metrics(request: Request[Any, Any, Any], services: Services) -> Response[bytes]:
    """Return the figures to programs of this machine, or to whoever has NITKA_METRICS_TOKEN; else nothing is here."""
    if not _may_read(request, services.settings.metrics_token):
        raise NotFound
    await observe(services)
    body, media_type = exposition()
    return Response(body, media_type=media_type)


def _may_read(request: Request[Any, Any, Any], token: str) -> bool:
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode("utf-8", "replace"), token.encode()):
        return True
    return origin_of(request.scope).own  # a proxy on this machine brings somebody else's request
