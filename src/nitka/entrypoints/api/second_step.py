"""The second step of a sign-in: a code, or the setup of what makes codes. Nobody is signed in here yet."""

from typing import Annotated

import msgspec
from litestar import Controller, Response, post
from litestar.datastructures import CacheControlHeader

from nitka.entrypoints.api.entering import (
    HALF_COOKIE,
    OPEN,
    AnyRequest,
    inside,
    refuse_foreign_page,
    set_session,
)
from nitka.entrypoints.api.guessing import CodeGuess, take_by_address
from nitka.entrypoints.services import Services
from nitka.kernel.errors import Forbidden
from nitka.platform.auth import sessions, signing
from nitka.platform.auth.codes import Needs
from nitka.platform.auth.models import HalfSigned, Me, SecondFactorSetup
from nitka.platform.auth.tokens import SESSION_COOKIE
from nitka.platform.ratelimit import RateLimits
from nitka.platform.settings import Settings
from nitka.platform.telemetry.metrics import sign_ins_refused

Ticket = Annotated[str, msgspec.Meta(max_length=200)]
Code = Annotated[str, msgspec.Meta(max_length=40, examples=["123456"])]


class Continued(msgspec.Struct, frozen=True):
    """The ticket of a sign-in that goes on."""

    ticket: Ticket


class CodeGiven(msgspec.Struct, frozen=True):
    """The ticket, and a code of the app or a recovery code."""

    ticket: Ticket
    code: Code


class SetUp(msgspec.Struct, frozen=True):
    """Signed in, with the recovery codes of the second factor that was just set up; they are shown this once."""

    me: Me
    recovery_codes: list[str]


class SecondStepController(Controller):
    """`/auth/login/…`"""

    path = "/auth/login"
    tags = ("People",)
    cache_control = CacheControlHeader(no_store=True)

    @post("/code", status_code=200, summary="Sign in, second step", **OPEN)
    async def code(self, request: AnyRequest, services: Services, limits: RateLimits, data: CodeGiven) -> Response[Me]:
        """Give a code of the app, or a recovery code; sets the cookie of a new session.

        401: the ticket is over, begin again with the password. 403: the code is wrong or was used before.
        """
        half = await _half(request, services, limits, data.ticket, "code")
        guess = CodeGuess(request, services.settings, limits, half.email)
        browser, replaces = _browser(request), request.cookies.get(SESSION_COOKIE)
        try:
            login = await signing.finish(
                services.database, services.sealer, data.ticket, browser, data.code, replaces=replaces
            )
        except Forbidden:
            sign_ins_refused.inc()
            raise
        guess.was_right()
        return await inside(request, services, login)

    @post("/setup", status_code=200, summary="Set up a second factor to come in", **OPEN)
    async def setup(
        self, request: AnyRequest, services: Services, limits: RateLimits, data: Continued
    ) -> SecondFactorSetup:
        """Return a key for the app, shown this once, to somebody whose workspace asks for a second factor."""
        await _half(request, services, limits, data.ticket, "setup")
        return await signing.begin_setup(
            services.database, services.sealer, data.ticket, _browser(request), issuer(services.settings)
        )

    @post("/setup/confirm", status_code=200, summary="Confirm the second factor and come in", **OPEN)
    async def confirm(
        self, request: AnyRequest, services: Services, limits: RateLimits, data: CodeGiven
    ) -> Response[SetUp]:
        """Give the app's first code; sets the cookie of a new session and returns the recovery codes, this once."""
        half = await _half(request, services, limits, data.ticket, "setup")
        guess = CodeGuess(request, services.settings, limits, half.email)
        browser, replaces = _browser(request), request.cookies.get(SESSION_COOKIE)
        login, fresh = await signing.finish_setup(
            services.database, services.sealer, data.ticket, browser, data.code, replaces=replaces
        )
        guess.was_right()
        async with services.database.service() as tx:
            me = await sessions.about_me(tx, login.account_id, login.workspace_id)
        response = Response(SetUp(me, fresh.codes))
        set_session(response, request, services, login, me.account.email)
        return response


async def _half(request: AnyRequest, services: Services, limits: RateLimits, ticket: str, needs: Needs) -> HalfSigned:
    """Return whose ticket this is; tickets that are made up are counted by address."""
    refuse_foreign_page(request)
    take_by_address(limits.sign_in_address, request, "second step by address")
    return await signing.half_of(services.database, ticket, _browser(request), needs)


def _browser(request: AnyRequest) -> str:
    return request.cookies.get(HALF_COOKIE, "")


def issuer(settings: Settings) -> str:
    """Return what an app calls this installation: people have several, and codes of one open no other."""
    host = settings.base_url.partition("://")[2].partition("/")[0]
    return f"Nitka {host}" if settings.public_url else "Nitka"
