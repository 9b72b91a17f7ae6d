"""Two-step sign-in: one's own, that of a member who lost the phone, and what a workspace asks for."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, post, put
from litestar.datastructures import CacheControlHeader

from nitka.entrypoints.api.entering import AnyRequest, own_account
from nitka.entrypoints.api.guessing import CodeGuess, Guess
from nitka.entrypoints.api.second_step import Code, issuer
from nitka.entrypoints.services import Services
from nitka.platform.auth import Principal, demand, requires, second_factor, sessions
from nitka.platform.auth.models import RecoveryCodes, SecondFactor, SecondFactorDemand, SecondFactorSetup
from nitka.platform.auth.second_factor import Answer
from nitka.platform.auth.tokens import SESSION_COOKIE
from nitka.platform.database import Database
from nitka.platform.ratelimit import RateLimits

Password = Annotated[str, msgspec.Meta(max_length=256)]


class PasswordAgain(msgspec.Struct, frozen=True):
    """One's password, asked for again."""

    password: Password


class FirstCode(msgspec.Struct, frozen=True):
    """The code that the app shows for the new key."""

    code: Code


class Both(msgspec.Struct, frozen=True):
    """One's password, and a code of the app or a recovery code."""

    password: Password
    code: Code


class Demanded(msgspec.Struct, frozen=True):
    """Whether everybody needs a second factor."""

    required: bool


class SecondFactorController(Controller):
    """`/auth/second-factor`: of people only, a token has none."""

    path = "/auth/second-factor"
    tags = ("People",)
    cache_control = CacheControlHeader(no_store=True)

    @get(summary="My two-step sign-in")
    async def show(self, principal: Principal, database: Database) -> SecondFactor:
        """Return whether it is on, and how many recovery codes are left."""
        return await second_factor.state(database, own_account(principal))

    @post(status_code=200, summary="Begin to turn two-step sign-in on")
    async def begin(
        self, request: AnyRequest, principal: Principal, services: Services, limits: RateLimits, data: PasswordAgain
    ) -> SecondFactorSetup:
        """Return a key for the app, shown this once; nothing is asked for before a code has confirmed it."""
        account_id = own_account(principal)
        email = await _password_again(request, services, limits, principal, data.password)
        return await second_factor.begin(
            services.database, services.sealer, account_id, email, issuer(services.settings)
        )

    @post("/confirm", status_code=200, summary="Turn two-step sign-in on")
    async def confirm(
        self, request: AnyRequest, principal: Principal, services: Services, limits: RateLimits, data: FirstCode
    ) -> RecoveryCodes:
        """Turn it on by the app's first code. Returns the recovery codes, this once; all other sessions end."""
        account_id = own_account(principal)
        guess = CodeGuess(request, services.settings, limits, await _email(services, principal))
        proof = await second_factor.prove(services.database, services.sealer, account_id, data.code)
        guess.was_right()
        async with services.database.service() as tx:
            return await second_factor.confirm(tx, proof, request.cookies.get(SESSION_COOKIE, ""))

    @post("/off", status_code=204, summary="Turn two-step sign-in off")
    async def off(
        self, request: AnyRequest, principal: Principal, services: Services, limits: RateLimits, data: Both
    ) -> None:
        """Turn it off; 409 where a workspace asks for it."""
        answer = await _both(request, services, limits, principal, data)
        await second_factor.turn_off(services.database, answer)

    @post("/recovery-codes", status_code=200, summary="Make new recovery codes")
    async def renew(
        self, request: AnyRequest, principal: Principal, services: Services, limits: RateLimits, data: Both
    ) -> RecoveryCodes:
        """Return ten new recovery codes, this once; the earlier ones are worth nothing from now on."""
        answer = await _both(request, services, limits, principal, data)
        return await second_factor.renew_codes(services.database, answer)


@delete(
    "/people/{person_id:uuid}/second-factor",
    guards=[requires("owner")],
    tags=["People"],
    summary="Reset the two-step sign-in of a member",
)
async def reset_second_factor(principal: Principal, database: Database, person_id: UUID) -> None:
    """Turn it off for a member who lost the phone; their sessions end. 403 for oneself and for members elsewhere."""
    await demand.reset_for_member(database, principal, person_id)


@get(
    "/workspace/second-factor",
    guards=[requires("owner")],
    tags=["Settings"],
    summary="Is two-step sign-in asked for",
)
async def second_factor_demand(principal: Principal, database: Database) -> SecondFactorDemand:
    """Return whether everybody here needs a second factor, and how many members have none yet."""
    return await demand.demand(database, principal)


@put(
    "/workspace/second-factor",
    guards=[requires("owner")],
    tags=["Settings"],
    summary="Ask everybody for two-step sign-in",
)
async def set_second_factor_demand(principal: Principal, database: Database, data: Demanded) -> SecondFactorDemand:
    """Ask for it, or no longer. Members who have none are signed out at once, and set it up as they sign in again."""
    return await demand.set_demand(database, principal, data.required)


handlers: list[Any] = [SecondFactorController, reset_second_factor, second_factor_demand, set_second_factor_demand]


async def _email(services: Services, principal: Principal) -> str:
    async with services.database.service() as tx:
        return (await sessions.about_me(tx, own_account(principal), principal.workspace_id)).account.email


async def _password_again(
    request: AnyRequest, services: Services, limits: RateLimits, principal: Principal, password: str
) -> str:
    """Return the address of whoever asks; a session in strange hands guesses as slowly as anybody."""
    email = await _email(services, principal)
    guess = Guess(request, services.settings, limits, email)
    await second_factor.check_password(services.database, own_account(principal), password)
    guess.was_right()
    return email


async def _both(
    request: AnyRequest, services: Services, limits: RateLimits, principal: Principal, data: Both
) -> Answer:
    email = await _password_again(request, services, limits, principal, data.password)
    guess = CodeGuess(request, services.settings, limits, email)
    answer = await second_factor.weigh(services.database, services.sealer, own_account(principal), data.code)
    guess.was_right()
    return answer
