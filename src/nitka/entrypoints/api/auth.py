"""Signing in and out, and links that are used once."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, patch, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import Cookie

from nitka.entrypoints.api.guessing import Guess, account_digest, device_cookie, network_address, take
from nitka.entrypoints.services import Services
from nitka.kernel.errors import Forbidden, NotSignedIn
from nitka.platform.auth import PUBLIC, Principal, sessions, tickets
from nitka.platform.auth.models import Invitation, Login, Me
from nitka.platform.auth.rules import foreign_page
from nitka.platform.auth.tokens import SESSION_COOKIE
from nitka.platform.database import Database
from nitka.platform.mail import send_reset_link
from nitka.platform.ratelimit import RateLimits
from nitka.platform.telemetry.metrics import sign_ins_refused

AnyRequest = Request[Any, Any, Any]
_COOKIE_LIFE = 400 * 24 * 3600  # browsers keep none longer; the session itself ends by its own rules
_OPEN: dict[str, Any] = {"opt": {PUBLIC: True}, "security": [{}]}

Email = Annotated[str, msgspec.Meta(max_length=254, examples=["anna@example.com"])]
Password = Annotated[str, msgspec.Meta(max_length=256)]
Token = Annotated[str, msgspec.Meta(max_length=200)]


class Credentials(msgspec.Struct, frozen=True):
    """Who signs in."""

    email: Email
    password: Password


class MePatch(msgspec.Struct, frozen=True):
    """What one changes about oneself."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None = None
    locale: Annotated[str, msgspec.Meta(pattern="^(ru|en)$")] | None = None
    theme: Annotated[str, msgspec.Meta(pattern="^(auto|light|dark)$")] | None = None


class Switch(msgspec.Struct, frozen=True):
    """Where to go."""

    workspace_id: UUID


class Forgot(msgspec.Struct, frozen=True):
    """Whose password is forgotten."""

    email: Email


class Reset(msgspec.Struct, frozen=True):
    """A new password, by the link that was sent."""

    token: Token
    password: Password


class Acceptance(msgspec.Struct, frozen=True):
    """Coming in by an invitation; the password is a new one, or that of the account there already is."""

    token: Token
    password: Password
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""


class AuthController(Controller):
    """`/auth`"""

    path = "/auth"
    tags = ("People",)

    @post("/login", status_code=200, summary="Sign in", raises=[], **_OPEN)
    async def login(
        self, request: AnyRequest, services: Services, limits: RateLimits, data: Credentials
    ) -> Response[Me]:
        """Sign in with e-mail and password; sets the cookie of a new session."""
        _refuse_foreign_page(request)
        guess = Guess(request, services.settings, limits, data.email)
        try:
            login = await sessions.sign_in(
                services.database, data.email, data.password, request.cookies.get(SESSION_COOKIE)
            )
        except NotSignedIn:
            sign_ins_refused.inc()
            raise
        guess.was_right()
        return await _enter(request, services, login)

    @post("/logout", status_code=204, summary="Sign out")
    async def logout(self, request: AnyRequest, database: Database) -> Response[None]:
        """End this session for good."""
        cookie = request.cookies.get(SESSION_COOKIE)
        if cookie:
            await sessions.sign_out(database, cookie)
        response: Response[None] = Response(None, status_code=204)
        response.delete_cookie(SESSION_COOKIE, path="/")
        return response

    @get("/me", summary="Who am I")
    async def me(self, principal: Principal, database: Database) -> Me:
        """Return who is signed in, where and as what. Programs have no account: 403."""
        account_id = _account(principal)
        async with database.service() as tx:
            return await sessions.about_me(tx, account_id, principal.workspace_id)

    @patch("/me", summary="Change my name, language or theme")
    async def change_me(self, principal: Principal, database: Database, data: MePatch) -> Me:
        """Change what is given."""
        _account(principal)
        return await sessions.change_me(database, principal, name=data.name, locale=data.locale, theme=data.theme)

    @post("/switch", status_code=200, summary="Go to another workspace")
    async def switch(self, request: AnyRequest, principal: Principal, database: Database, data: Switch) -> Me:
        """Go to another of one's workspaces, in this session."""
        _account(principal)
        cookie = request.cookies.get(SESSION_COOKIE) or ""
        return await sessions.switch_workspace(database, principal, cookie, data.workspace_id)

    @post("/password/forgot", status_code=202, summary="Ask for a reset link", **_OPEN)
    async def forgot(self, request: AnyRequest, services: Services, limits: RateLimits, data: Forgot) -> Response[None]:
        """Send a link to this address if it has an account; the answer is the same if not."""
        take(limits.reset, network_address(request), "reset by address")
        take(limits.reset, account_digest(data.email).hex(), "reset by account")
        # After the answer, so that its time does not tell whether there is such an account.
        task = BackgroundTask(send_reset_link, services.settings, services.database, data.email)
        return Response(None, status_code=202, background=task)

    @post("/password/reset", status_code=204, summary="Set a new password", **_OPEN)
    async def reset(self, request: AnyRequest, services: Services, limits: RateLimits, data: Reset) -> Response[None]:
        """Set the password by a link, once; all sessions of the account end, and this device is known from now on."""
        take(limits.sign_in_address, network_address(request), "reset by address")
        email = await tickets.reset_password(services.database, data.token, data.password)
        cookie = device_cookie(services.settings, email, secure=_secure(request, services))
        return Response(None, status_code=204, cookies=[cookie])

    @get("/invitations/{token:str}", summary="Look at an invitation", **_OPEN)
    async def invitation(self, request: AnyRequest, database: Database, limits: RateLimits, token: str) -> Invitation:
        """Return who is invited, where, and as what."""
        take(limits.sign_in_address, network_address(request), "invitation by address")
        return await tickets.look_at_invitation(database, token)

    @post("/invitations/accept", status_code=200, summary="Accept an invitation", **_OPEN)
    async def accept(
        self, request: AnyRequest, services: Services, limits: RateLimits, data: Acceptance
    ) -> Response[Me]:
        """Become a member and sign in."""
        _refuse_foreign_page(request)
        take(limits.sign_in_address, network_address(request), "invitation by address")
        offer = await tickets.look_at_invitation(services.database, data.token)
        # If it has an account, its password is asked for: no more tries than at the sign-in.
        guess = Guess(request, services.settings, limits, offer.email) if offer.known else None
        login = await tickets.accept_invitation(services.database, data.token, data.name, data.password)
        if guess is not None:
            guess.was_right()
        return await _enter(request, services, login)


async def _enter(request: AnyRequest, services: Services, login: Login) -> Response[Me]:
    async with services.database.service() as tx:
        me = await sessions.about_me(tx, login.account_id, login.workspace_id)
    secure = _secure(request, services)
    cookie = Cookie(
        SESSION_COOKIE, value=login.secret, max_age=_COOKIE_LIFE, path="/", httponly=True, samesite="lax", secure=secure
    )
    return Response(me, cookies=[cookie, device_cookie(services.settings, me.account.email, secure=secure)])


def _secure(request: AnyRequest, services: Services) -> bool:
    return request.scope["scheme"] == "https" or services.settings.base_url.startswith("https:")


def _account(principal: Principal) -> UUID:
    if principal.actor_kind != "account" or principal.actor_id is None:
        raise Forbidden("This belongs to people; a token has no account")
    return principal.actor_id


def _refuse_foreign_page(request: AnyRequest) -> None:
    # A foreign page must not sign its visitor into an account of the attacker's (login CSRF).
    if foreign_page(request.headers.get("origin"), request.headers.get("host")):
        raise Forbidden("Sign in on the page of this Nitka itself")
