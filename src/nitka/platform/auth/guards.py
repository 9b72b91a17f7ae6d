"""How a request proves who it is, as Litestar's guards and dependencies ask it."""

from typing import Any, cast

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from nitka.kernel.errors import Forbidden, NotSignedIn
from nitka.platform.auth.models import Principal, Role
from nitka.platform.auth.rules import foreign_page, forged, may
from nitka.platform.auth.sessions import principal_of_session, principal_of_token
from nitka.platform.auth.tokens import SESSION_COOKIE
from nitka.platform.database import Database

AnyConnection = ASGIConnection[Any, Any, Any, Any]
REQUEST_HEADER = "x-nitka-request"
PUBLIC = "public"  # opt of a handler under /api/v1 that needs nobody signed in
FOR_BOTS = "for_bots"  # opt of a handler that tells a bot no more than its customer may know
_KEPT = "nitka_principal"


async def principal_of(connection: AnyConnection) -> Principal:
    """Return who makes this request or opens this socket; raises `NotSignedIn`, `Forbidden`.

    The database is asked once a request. An `Authorization: Bearer` wins over the cookie. With the
    cookie, a change needs the header `X-Nitka-Request: 1`, and a WebSocket must come from our own pages.
    """
    kept = connection.scope["state"].get(_KEPT)
    if kept is None:
        kept = connection.scope["state"][_KEPT] = await _authenticate(connection)
    return cast(Principal, kept)


async def principal_anew(connection: AnyConnection) -> Principal:
    """Return who it is now, for a socket that outlives what `principal_of` once said; raises the same."""
    return await _authenticate(connection)


async def _authenticate(connection: AnyConnection) -> Principal:
    database: Database = connection.app.state.services.database
    scheme, _, credentials = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return await principal_of_token(database, credentials.strip())
    cookie = connection.cookies.get(SESSION_COOKIE)
    if not cookie:
        raise NotSignedIn
    _refuse_foreign_pages(connection)
    return await principal_of_session(database, cookie)


def _refuse_foreign_pages(connection: AnyConnection) -> None:
    method = connection.scope.get("method")  # a WebSocket has none
    if method is None:
        if foreign_page(connection.headers.get("origin"), connection.headers.get("host")):
            raise Forbidden("This page is not allowed to connect")
    elif forged(str(method), connection.headers.get(REQUEST_HEADER)):
        raise Forbidden("Send the header X-Nitka-Request: 1 with every change")


def requires(role: Role) -> Guard:
    """Return a guard that lets in this role and those above it: owner ⊃ supervisor ⊃ operator.

    A bot comes in only where a handler says that it is for bots too.
    """

    async def guard(connection: AnyConnection, handler: BaseRouteHandler) -> None:
        principal = await principal_of(connection)
        if principal.role == "bot" and role == "operator" and handler.opt.get(FOR_BOTS):
            return
        if not may(principal.role, role):
            raise Forbidden(f"Only {_ALLOWED[role]} may do this")

    return guard


async def signed_in(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """Guard of everything under /api/v1: whoever forgets to guard a handler has it closed, not open."""
    if not handler.opt.get(PUBLIC):
        await principal_of(connection)


async def provide_principal(request: AnyConnection) -> Principal:
    """Dependency `principal` of HTTP handlers."""
    return await principal_of(request)


_ALLOWED: dict[Role, str] = {
    "operator": "people of this workspace",
    "supervisor": "supervisors and owners",
    "owner": "owners",
}
