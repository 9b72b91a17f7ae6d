"""Signing in and out, and links that are used once."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, patch, post
from litestar.background_tasks import BackgroundTask

from nitka.entrypoints.api.entering import (
    HALF_WAY,
    OPEN,
    AnyRequest,
    entered,
    is_secure,
    own_account,
    refuse_foreign_page,
)
from nitka.entrypoints.api.guessing import Guess, account_digest, device_cookie, take, take_by_address
from nitka.entrypoints.services import Services
from nitka.kernel.errors import NotSignedIn
from nitka.platform.auth import Principal, sessions, signing, tickets
from nitka.platform.auth.models import Invitation, Me
from nitka.platform.auth.tokens import SESSION_COOKIE
from nitka.platform.database import Database
from nitka.platform.mail import send_reset_link
from nitka.platform.ratelimit import RateLimits
from nitka.platform.telemetry.metrics import sign_ins_refused

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

    @post("/login", status_code=200, summary="Sign in", responses=HALF_WAY, raises=[], **OPEN)
    async def login(
        self, request: AnyRequest, services: Services, limits: RateLimits, data: Credentials
    ) -> Response[Me]:
        """Sign in with e-mail and password; sets the cookie of a new session, or asks for the second step (202)."""
        refuse_foreign_page(request)
        guess = Guess(request, services.settings, limits, data.email)
        try:
            login = await signing.sign_in(
                services.database, data.email, data.password, request.cookies.get(SESSION_COOKIE)
            )
        except NotSignedIn:
            sign_ins_refused.inc()
            raise
        guess.was_right()
        return await entered(request, services, login)

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
        account_id = own_account(principal)
        async with database.service() as tx:
            return await sessions.about_me(tx, account_id, principal.workspace_id)

    @patch("/me", summary="Change my name, language or theme")
    async def change_me(self, principal: Principal, database: Database, data: MePatch) -> Me:
        """Change what is given."""
        own_account(principal)
        return await sessions.change_me(database, principal, name=data.name, locale=data.locale, theme=data.theme)

    @post("/switch", status_code=200, summary="Go to another workspace")
    async def switch(self, request: AnyRequest, principal: Principal, database: Database, data: Switch) -> Me:
        """Go to another of one's workspaces, in this session."""
        own_account(principal)
        cookie = request.cookies.get(SESSION_COOKIE) or ""
        return await sessions.switch_workspace(database, principal, cookie, data.workspace_id)

    @post("/password/forgot", status_code=202, summary="Ask for a reset link", **OPEN)
    async def forgot(self, request: AnyRequest, services: Services, limits: RateLimits, data: Forgot) -> Response[None]:
        """Send a link to this address if it has an account; the answer is the same if not."""
        take_by_address(limits.reset, request, "reset by address")
        take(limits.reset, account_digest(data.email).hex(), "reset by account")
        # After the answer, so that its time does not tell whether there is such an account.
        task = BackgroundTask(send_reset_link, services.settings, services.database, data.email)
        return Response(None, status_code=202, background=task)

    @post("/password/reset", status_code=204, summary="Set a new password", **OPEN)
    async def reset(self, request: AnyRequest, services: Services, limits: RateLimits, data: Reset) -> Response[None]:
        """Set the password by a link, once; all sessions of the account end, and this device is known from now on."""
        take_by_address(limits.sign_in_address, request, "reset by address")
        email = await tickets.reset_password(services.database, data.token, data.password)
        cookie = device_cookie(services.settings, email, secure=is_secure(request, services))
        return Response(None, status_code=204, cookies=[cookie])

    @get("/invitations/{token:str}", summary="Look at an invitation", **OPEN)
    async def invitation(self, request: AnyRequest, database: Database, limits: RateLimits, token: str) -> Invitation:
        """Return who is invited, where, and as what."""
        take_by_address(limits.sign_in_address, request, "invitation by address")
        return await tickets.look_at_invitation(database, token)

    @post("/invitations/accept", status_code=200, summary="Accept an invitation", responses=HALF_WAY, **OPEN)
    async def accept(
        self, request: AnyRequest, services: Services, limits: RateLimits, data: Acceptance
    ) -> Response[Me]:
        """Become a member and sign in; who signs in in two steps joins with the second one (202)."""
        refuse_foreign_page(request)
        take_by_address(limits.sign_in_address, request, "invitation by address")
        offer = await tickets.look_at_invitation(services.database, data.token)
        # If it has an account, its password is asked for: no more tries than at the sign-in.
        guess = Guess(request, services.settings, limits, offer.email) if offer.known else None
        login = await tickets.accept_invitation(services.database, data.token, data.name, data.password)
        if guess is not None:
            guess.was_right()
        return await entered(request, services, login)
