"""How somebody comes in over HTTP: the cookies of a session, or of the half-done sign-in before it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.openapi.datastructures import ResponseSpec

from nitka.entrypoints.api.guessing import device_cookie
from nitka.entrypoints.services import Services
from nitka.kernel.clock import now
from nitka.kernel.errors import Forbidden
from nitka.platform.auth import PUBLIC, Principal, sessions
from nitka.platform.auth.codes import Needs
from nitka.platform.auth.models import Half, Login, Me
from nitka.platform.auth.rules import foreign_page
from nitka.platform.auth.tokens import SESSION_COOKIE

AnyRequest = Request[Any, Any, Any]
HALF_COOKIE = "nitka_half"
HALF_PATH = "/api/v1/auth/login"
OPEN: dict[str, Any] = {"opt": {PUBLIC: True}, "security": [{}]}
_COOKIE_LIFE = 400 * 24 * 3600  # browsers keep none longer; the session itself ends by its own rules


class SecondStep(msgspec.Struct, frozen=True):
    """The password was right. `needs` a `code` of the app, or the `setup` of one that the workspace asks for.

    `ticket` goes with the second step; it counts in this browser only, once, until `expires_at`.
    """

    ticket: str
    needs: Needs
    expires_at: datetime


HALF_WAY = {202: ResponseSpec(SecondStep, description="The password was right, a second step is needed")}


async def entered(request: AnyRequest, services: Services, login: Login | Half) -> Response[Any]:
    """Return who is signed in now, with the cookie of the session; or what the second step needs, without one."""
    return _half_way(request, services, login) if isinstance(login, Half) else await inside(request, services, login)


async def inside(request: AnyRequest, services: Services, login: Login) -> Response[Me]:
    """Return who is signed in now, with the cookie of the session."""
    async with services.database.service() as tx:
        me = await sessions.about_me(tx, login.account_id, login.workspace_id)
    response = Response(me)
    set_session(response, request, services, login, me.account.email)
    return response


def set_session(response: Response[Any], request: AnyRequest, services: Services, login: Login, email: str) -> None:
    """Give the browser the session, and the mark by which it is known again; what was half done is over."""
    secure = is_secure(request, services)
    session = Cookie(
        SESSION_COOKIE, value=login.secret, max_age=_COOKIE_LIFE, path="/", httponly=True, samesite="lax", secure=secure
    )
    response.set_cookie(session)
    response.set_cookie(device_cookie(services.settings, email, secure=secure))
    if HALF_COOKIE in request.cookies:
        response.delete_cookie(HALF_COOKIE, path=HALF_PATH)


def _half_way(request: AnyRequest, services: Services, half: Half) -> Response[SecondStep]:
    cookie = Cookie(
        HALF_COOKIE,
        value=half.browser,
        max_age=int((half.expires_at - now()).total_seconds()),
        path=HALF_PATH,
        httponly=True,
        samesite="strict",
        secure=is_secure(request, services),
    )
    step = SecondStep(half.ticket, half.needs, half.expires_at)
    return Response(step, status_code=202, cookies=[cookie], headers={"Cache-Control": "no-store"})


def is_secure(request: AnyRequest, services: Services) -> bool:
    """Say whether cookies are for HTTPS only."""
    return request.scope["scheme"] == "https" or services.settings.base_url.startswith("https:")


def own_account(principal: Principal) -> UUID:
    """Return the account of a person; raises `Forbidden` for a program."""
    if principal.actor_kind != "account" or principal.actor_id is None:
        raise Forbidden("This belongs to people; a token has no account")
    return principal.actor_id


def refuse_foreign_page(request: AnyRequest) -> None:
    """Raise `Forbidden` for a page of others, which could sign its visitor into its own account (login CSRF)."""
    if foreign_page(request.headers.get("origin"), request.headers.get("host")):
        raise Forbidden("Sign in on the page of this Nitka itself")
