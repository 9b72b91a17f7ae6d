"""What comes from other origins: the widget and the tracking may be called from any page, the desk from none."""

from collections import Counter
from typing import Any
from uuid import UUID

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from nitka.entrypoints.api.problems import MEDIA_TYPE, problem_of
from nitka.entrypoints.api.proxy import origin_of
from nitka.kernel.errors import BadInput, NitkaError, TooMany
from nitka.platform.ratelimit import RELAYED, RateLimits
from nitka.platform.telemetry.metrics import refused

OPEN = ("/client/v1/", "/v1/")
SMALLEST_UPLOAD = 100_000  # bytes that the smallest file counts for: it is a row and a place on the disk as well
SOCKETS = 1_000  # of visitors from one address at a time: each costs memory for as long as it is open
_ALLOWED = (
    b"content-type, authorization, idempotency-key, x-nitka-key, x-nitka-visitor, x-request-id, content-encoding, "
    b"x-retry-count, anonymousid"  # the browser libraries of Segment and RudderStack
)
_PREFLIGHT: list[tuple[bytes, bytes]] = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
    (b"access-control-allow-headers", _ALLOWED),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]
_ANSWER: list[tuple[bytes, bytes]] = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"retry-after, x-request-id, content-disposition"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]


class Crossing:
    """Lets any page call the public endpoints, at a limited rate, and refuses addresses that cannot be meant."""

    def __init__(self, app: ASGIApp, limits: RateLimits) -> None:
        self._app = app
        self._limits = limits
        self._sockets: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        http = scope["type"] == ScopeType.HTTP
        public = scope["path"].startswith(OPEN)
        if http and public and scope.get("method") == "OPTIONS":
            await _start(send, 204, _PREFLIGHT)
            return
        sending = _crossing(send) if http and public else send
        try:
            _check_address(scope)
            if public:
                charge(self._limits, scope)
        except NitkaError as error:
            await (refuse(sending, error) if http else _close(receive, send, error))
            return
        if http or not public:
            await self._app(scope, receive, sending)
            return
        await self._hold(scope, receive, send)

    async def _hold(self, scope: Any, receive: Receive, send: Send) -> None:
        origin = origin_of(scope)
        key = origin.key or origin.relay
        if key and self._sockets[key] >= SOCKETS * (1 if origin.key else RELAYED):
            refused.labels("sockets").inc()
            await _close(receive, send, TooMany("Too many connections are open from this address"))
            return
        self._sockets[key] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._sockets[key] -= 1
            if not self._sockets[key]:
                del self._sockets[key]


def charge(limits: RateLimits, scope: Any, cost: float = 1) -> None:
    """Count a public request, or what costs as much as several, against its address. Raises `TooMany`."""
    origin = origin_of(scope)
    try:
        if origin.key:
            limits.client.take(origin.key, min(cost, limits.client.rate.burst))
        if origin.relay:
            limits.relay.take(origin.relay, min(cost, limits.relay.rate.burst))
    except TooMany:
        refused.labels("client").inc()
        raise


def charge_upload(connection: Any, size: int, visitor: UUID | None = None) -> None:
    """Count the bytes of an upload, against its visitor or, before that is known, its address. Raises `TooMany`."""
    limits: RateLimits = connection.app.state.limits
    origin = origin_of(connection.scope)
    limit, counted = (limits.upload_visitor, ((visitor.hex, 1.0),)) if visitor else (limits.upload, origin.counted)
    if origin.own:
        return
    try:
        for key, share in counted:
            limit.take(key, min(max(size, SMALLEST_UPLOAD), limit.rate.burst) * share)
    except TooMany as error:
        refused.labels("upload").inc()
        raise TooMany("Too much was uploaded; please wait a little", retry_after=error.retry_after) from None


def charge_newcomer(connection: Any) -> None:
    """Count a visitor who was never seen against their address. Raises `TooMany`."""
    limits: RateLimits = connection.app.state.limits
    origin = origin_of(connection.scope)
    if origin.own:
        return
    try:
        for key, share in origin.counted:
            limits.newcomer.take(key, share)
    except TooMany as error:
        refused.labels("newcomer").inc()
        said = "Too many new visitors come from this address; please wait a little"
        raise TooMany(said, retry_after=error.retry_after) from None


def _check_address(scope: Any) -> None:
    # PostgreSQL has no NUL in a text, so no id, name or address can hold one.
    if "\x00" in scope["path"] or b"%00" in scope.get("query_string", b""):
        raise BadInput("The address holds a character that nothing here can hold")


def _crossing(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = list(message["headers"])
            names = {name.lower() for name, _ in given}
            message["headers"] = [*given, *(one for one in _ANSWER if one[0] not in names)]
        await send(message)

    return sending


async def _start(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def refuse(send: Send, error: NitkaError) -> None:
    """Answer with this error, outside of any handler."""
    body = msgspec.json.encode(problem_of(error))
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    if isinstance(error, TooMany):
        headers.append((b"retry-after", str(max(1, round(error.retry_after))).encode()))
    await _start(send, error.status, headers, body)


async def _close(receive: Receive, send: Send, error: NitkaError) -> None:
    await receive()  # websocket.connect
    await send({"type": "websocket.close", "code": 4000 + error.status, "reason": error.detail[:100]})
