"""Signing in, in one step or two. Between them is no session: a ticket for the page, and a cookie without which it is
worth nothing.
"""

from typing import Any
from uuid import UUID

import structlog

from nitka.kernel.clock import now
from nitka.kernel.errors import Forbidden, NotSignedIn
from nitka.platform.auth import second_factor
from nitka.platform.auth.accounts import Newcomer, take_invitation
from nitka.platform.auth.codes import TRIES, Needs, life_of, needed
from nitka.platform.auth.models import Half, HalfSigned, Login, RecoveryCodes, SecondFactorSetup
from nitka.platform.auth.sessions import open_session, prove_password
from nitka.platform.auth.tokens import new_secret, secret_hash
from nitka.platform.database import Connection, Database, load_queries
from nitka.platform.secrets import Sealer

_queries = load_queries(__file__)
_log = structlog.get_logger(__name__)
_GONE = "This sign-in took too long or was given up: begin again"
_ENOUGH = "Too many wrong codes: begin again with the password"


async def sign_in(database: Database, email: str, password: str, replaces: str | None = None) -> Login | Half:
    """Return a new session, or what is needed for the second step; the session of the cookie `replaces` ends.

    Raises `NotSignedIn`, `Forbidden`.
    """
    account_id, name = await prove_password(database, email, password)
    async with database.service() as tx:
        return await enter(tx, account_id, name, replaces=replaces)


async def enter(
    tx: Connection, account_id: UUID, name: str, *, replaces: str | None = None, workspace_id: UUID | None = None
) -> Login | Half:
    """Let somebody in whose password was right: at once, or half, when a second step is needed."""
    places = [row async for row in _queries.workspaces_of(tx, account_id=account_id)]
    demanded = any(place["second_factor_required"] for place in places)
    needs = needed(has=await has_second_factor(tx, account_id), demanded=demanded)
    if needs is not None:
        return await halve(tx, account_id, needs, workspace_id=workspace_id)
    await _end(tx, replaces)
    return await open_session(tx, account_id, name, workspace_id)


async def has_second_factor(tx: Connection, account_id: UUID) -> bool:
    """Say whether this account signs in in two steps."""
    return bool(await _queries.second_factor_on(tx, account_id=account_id))


async def halve(
    tx: Connection, account_id: UUID, needs: Needs, *, workspace_id: UUID | None = None, invitation: bytes | None = None
) -> Half:
    """Return a ticket for the second step; `invitation` (its hash) is accepted with it."""
    half = Half(new_secret(), new_secret(), needs, now() + life_of(needs))
    await _queries.drop_old_halves(tx)
    await _queries.add_half(
        tx,
        ticket_hash=secret_hash(half.ticket),
        browser_hash=secret_hash(half.browser),
        account_id=account_id,
        needs=needs,
        workspace_id=workspace_id,
        invitation=invitation,
        expires_at=half.expires_at,
    )
    return half


async def half_of(database: Database, ticket: str, browser: str, needs: Needs) -> HalfSigned:
    """Return whose sign-in this is; raises `NotSignedIn` when it is over, or another browser's."""
    async with database.service() as tx:
        row = await _queries.find_half(tx, ticket_hash=secret_hash(ticket), browser_hash=secret_hash(browser))
    if row is None or row["needs"] != needs:
        raise NotSignedIn(_GONE, field="ticket")
    return HalfSigned(row["account_id"], row["email"], row["needs"])


async def finish(
    database: Database, sealer: Sealer, ticket: str, browser: str, code: str, *, replaces: str | None
) -> Login:
    """Return the session that a right code opens, once. Raises `NotSignedIn`, `Forbidden`; `NotFound` for an
    invitation that was taken back meanwhile.
    """
    half = await half_of(database, ticket, browser, "code")
    await _count(database, ticket)
    try:
        answer = await second_factor.weigh(database, sealer, half.account_id, code)
    except Forbidden:
        _log.info("second step refused", account=str(half.account_id))
        raise
    async with database.service() as tx:
        place = await _use(tx, ticket, browser)
        await second_factor.spend(tx, answer)
        return await _open(tx, half, place, replaces)


async def begin_setup(database: Database, sealer: Sealer, ticket: str, browser: str, issuer: str) -> SecondFactorSetup:
    """Return the key for the app of somebody who needs a second factor to come in. Raises `NotSignedIn`, `Conflict`."""
    half = await half_of(database, ticket, browser, "setup")
    return await second_factor.begin(database, sealer, half.account_id, half.email, issuer)


async def finish_setup(
    database: Database, sealer: Sealer, ticket: str, browser: str, code: str, *, replaces: str | None
) -> tuple[Login, RecoveryCodes]:
    """Turn the second factor on by its first code and return the session. Raises `NotSignedIn`, `Forbidden`."""
    half = await half_of(database, ticket, browser, "setup")
    await _count(database, ticket)
    proof = await second_factor.prove(database, sealer, half.account_id, code)
    async with database.service() as tx:
        place = await _use(tx, ticket, browser)
        codes = await second_factor.confirm(tx, proof)
        return await _open(tx, half, place, replaces), codes


async def _count(database: Database, ticket: str) -> None:
    async with database.service() as tx:
        tries = await _queries.count_try(tx, ticket_hash=secret_hash(ticket))
    if tries is None:
        raise NotSignedIn(_GONE, field="ticket")
    if tries > TRIES:
        raise NotSignedIn(_ENOUGH, field="ticket")


async def _use(tx: Connection, ticket: str, browser: str) -> dict[str, Any]:
    place = await _queries.use_half(tx, ticket_hash=secret_hash(ticket), browser_hash=secret_hash(browser))
    if place is None:
        raise NotSignedIn(_GONE, field="ticket")
    return dict(place)


async def _open(tx: Connection, half: HalfSigned, place: dict[str, Any], replaces: str | None) -> Login:
    name = (await _queries.account_by_id(tx, account_id=half.account_id))["name"]
    workspace_id = place["workspace_id"]
    if place["invitation"] is not None:
        who = Newcomer(email=half.email, name=name, account_id=half.account_id, password_hash=None)
        workspace_id = (await take_invitation(tx, place["invitation"], who)).workspace_id
    await _end(tx, replaces)
    return await open_session(tx, half.account_id, name, workspace_id)


async def _end(tx: Connection, replaces: str | None) -> None:
    if replaces:
        await _queries.end_session(tx, token_hash=secret_hash(replaces))
