"""Around every request: its id, its line in the log, its figures, its span, and the headers that guard browsers."""

import logging
import re
import time
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from nitka.kernel.ids import new_id
from nitka.platform.telemetry import span
from nitka.platform.telemetry.metrics import http_seconds
from nitka.platform.telemetry.traces import tracing

_log = structlog.get_logger("http")
_root = logging.getLogger()
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
# Customers' traffic: a line for each message would be the most of the log, and a stranger could fill the disk.
# Failures of ours are told anyway, all others are in the figures.
_BUSY = ("/client/", "/v1/", "/assets/", "/widget", "/healthz", "/readyz", "/metrics")

# Pictures may come from anywhere, for letters hold such: a letter's own frame has a policy that waits for a click.
DESK_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https: http:; "
    "font-src 'self' data:; media-src 'self' blob:; connect-src 'self'; frame-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: list[tuple[bytes, bytes]] = [
    (b"content-security-policy", DESK_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(self), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")


class Trail:
    """Outermost but for the proxy: also what no route takes leaves a trail and has safe headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != ScopeType.HTTP:
            structlog.contextvars.clear_contextvars()
            structlog.contextvars.bind_contextvars(request_id=new_id().hex)
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        request_id = _request_id(scope)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        status = 499  # the client went before the answer began

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _guarded(scope, message["headers"], request_id)
            await send(message)

        try:
            if tracing():
                await self._traced(scope, receive, sending)
            else:
                await self._app(scope, receive, sending)
        except BaseException:
            status = 500 if status == 499 else status
            raise
        finally:
            _leave(scope, status, time.perf_counter() - began)

    async def _traced(self, scope: Any, receive: Receive, send: Send) -> None:
        carrier = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in scope["headers"]
            if name in (b"traceparent", b"tracestate")
        }
        with span(f"{scope['method']} request", carrier) as current:
            await self._app(scope, receive, send)
            route = _route(scope)
            current.update_name(f"{scope['method']} {route}")
            current.set_attribute("http.route", route)


def _request_id(scope: Any) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
            return str(value.decode())
    return new_id().hex


def _guarded(scope: Any, headers: Any, request_id: str) -> list[tuple[bytes, bytes]]:
    given = list(headers)
    names = {name.lower() for name, _ in given}
    added = [(name, value) for name, value in _HEADERS if name not in names]
    if scope.get("scheme") == "https":
        added.append(_STRICT_TRANSPORT)
    return [*given, *added, (b"x-request-id", request_id.encode())]


def _route(scope: Any) -> str:
    # The template, never the path: that may hold an address or a token.
    return str(scope.get("path_template") or "unknown")


def _leave(scope: Any, status: int, seconds: float) -> None:
    route, method = _route(scope), str(scope["method"])
    method = method if method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS") else "OTHER"
    http_seconds.labels(method, route, str(status)).observe(seconds)
    busy = status < 500 and str(scope["path"]).startswith(_BUSY)
    if busy and not _root.isEnabledFor(logging.DEBUG):
        return
    level = _log.error if status >= 500 and status != 503 else (_log.debug if busy else _log.info)
    level("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))
