"""Segment's HTTP tracking API: unmodified libraries send here what happens on a site or in an app."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar import Response, Router, get, post
from litestar.handlers import HTTPRouteHandler

from nitka.connectors.site.parse import BATCH_LIMIT
from nitka.connectors.site.requests import Refused, read, touches_of
from nitka.entrypoints.api.crossing import charge
from nitka.entrypoints.api.ingest.bodies import AnyRequest, operation, read_body
from nitka.entrypoints.api.ingest.doors import services_of, tracking_source, website_of
from nitka.entrypoints.api.problems import MEDIA_TYPE, problem_of
from nitka.kernel.clock import now
from nitka.kernel.errors import BadInput

EVENTS_A_REQUEST = 20  # of a batch: more count as several requests against the rate of their address
PATHS = {"track": "t", "identify": "i", "page": "p", "screen": "s", "group": "g", "alias": "a"}
_TAKEN = b'{"success":true}'


class Taken(msgspec.Struct, frozen=True):
    """Everything was taken, durably."""

    success: bool


Id = str | int | float | None


class EventBody(msgspec.Struct, rename="camel"):
    """One event; `userId` or `anonymousId` is required. At most 32 KB."""

    message_id: Id = None
    user_id: Id = None
    anonymous_id: Id = None
    event: Id = None
    group_id: Id = None
    previous_id: Id = None
    properties: dict[str, Any] | None = None
    traits: dict[str, Any] | None = None
    context: dict[str, Any] | None = None
    write_key: Any = None
    name: Any = None
    timestamp: Any = None
    sent_at: Any = None


class TypedEventBody(EventBody, rename="camel", kw_only=True):
    """One event of a batch: `type` is track, identify, page, screen, group or alias."""

    type: str


class BatchBody(msgspec.Struct, rename="camel"):
    """Events with their `type`, at most 500 KB together."""

    batch: list[TypedEventBody]
    write_key: Any = None
    sent_at: Any = None


async def _take(request: AnyRequest, type_: str | None) -> Response[Any]:
    services = services_of(request)
    tracked = read(await read_body(request, BATCH_LIMIT), type_)
    source = tracking_source(services.keys, request.headers.get("authorization"), tracked.write_key)
    if not source.trusted:
        charge(request.app.state.limits, request.scope, len(tracked.events) / EVENTS_A_REQUEST)
    touches, refused = touches_of(tracked, source, now())
    if touches:
        await services.intake.receive(touches)
    if refused:
        return _partly(refused, len(tracked.events))
    return Response(_TAKEN, media_type="application/json")


def _partly(refused: list[Refused], total: int) -> Response[Any]:
    """What was right is taken, and repeating it does no harm; what was not is named."""
    first = refused[0]
    taken = total - len(refused)
    detail = first.detail if total == 1 else f"Event {first.index}: {first.detail}. {taken} of {total} were taken"
    problem = {
        **msgspec.to_builtins(problem_of(BadInput(detail, field=first.field))),
        "accepted": taken,
        "refused": refused,
    }
    return Response(msgspec.json.encode(problem), status_code=400, media_type=MEDIA_TYPE)


def _event_handler(type_: str, short: str) -> HTTPRouteHandler:
    async def handle(request: AnyRequest) -> Response[Taken]:
        return await _take(request, type_)

    return _documented(handle, [f"/{type_}", f"/{short}"], EventBody, f"Take one {type_} event")


async def _batch(request: AnyRequest) -> Response[Taken]:
    return await _take(request, None)


def _documented(
    handle: Callable[..., Awaitable[Response[Taken]]], paths: list[str], body: Any, summary: str
) -> HTTPRouteHandler:
    decorate = post(
        paths,
        status_code=200,
        operation_class=operation(body),
        summary=summary,
        tags=["Tracking"],
        security=[{"tracking": []}],
    )
    return decorate(handle)


@get("/projects/{key:str}/settings", tags=["Tracking"], summary="Tell a browser library where to send", security=[{}])
async def project_settings(request: AnyRequest, key: str) -> dict[str, Any]:
    """Return the settings that `@segment/analytics-next` asks for before it starts."""
    website = website_of(services_of(request).keys, key)
    here = f"{request.base_url}".rstrip("/").partition("://")[2]
    return {
        "integrations": {"Segment.io": {"apiKey": website.write_key, "apiHost": f"{here}/v1", "versionSettings": {}}},
        "plan": {"track": {"__default": {"enabled": True, "integrations": {}}}},
        "edgeFunction": {},
        "analyticsNextEnabled": True,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": {"sampleRate": 0},
        "legacyVideoPluginsEnabled": False,
        "remotePlugins": [],
    }


def tracking_router() -> Router:
    """Return everything under `/v1`."""
    events = [_event_handler(type_, short) for type_, short in PATHS.items()]
    batch = _documented(_batch, ["/batch", "/b", "/import"], BatchBody, "Take many events")
    # The body is limited as it is read, with the answer that the libraries know.
    handlers = [*events, batch, project_settings]
    return Router("/v1", route_handlers=handlers, request_max_body_size=None)
