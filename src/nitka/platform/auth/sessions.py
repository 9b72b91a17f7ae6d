"""Signing in and out, and who a cookie or a token stands for."""

from datetime import timedelta
from uuid import UUID

import structlog

from nitka.kernel.clock import now
from nitka.kernel.errors import Forbidden, NotFound, NotSignedIn
from nitka.platform.auth import passwords
from nitka.platform.auth.audit import audit
from nitka.platform.auth.models import Account, Login, Me, Principal, WorkspaceBrief, WorkspaceRef
from nitka.platform.auth.rules import SESSION_TOUCH, role_of_token, session_expires
from nitka.platform.auth.tokens import new_secret, secret_hash
from nitka.platform.database import Connection, Database, load_queries

_queries = load_queries(__file__)
_log = structlog.get_logger(__name__)
_TOKEN_TOUCH = timedelta(minutes=1)


async def prove_password(database: Database, email: str, password: str) -> tuple[UUID, str]:
    """Return whose password this is: id and name. Raises `NotSignedIn`.

    An unknown address takes as long as a wrong password, and gets the same answer.
    """
    async with database.service() as tx:
        account = await _queries.account_by_email(tx, email=email.strip().lower())
    stored = account["password_hash"] if account else None
    if not await passwords.password_matches(stored, password) or account is None or stored is None:
        _log.info("sign-in refused", account=str(account["id"]) if account else None)
        raise NotSignedIn("The e-mail or the password is wrong")
    if passwords.outdated(stored):
        fresh = await passwords.hash_password(password)
        async with database.service() as tx:
            await _queries.set_password(tx, account_id=account["id"], password_hash=fresh)
    return account["id"], account["name"]


async def open_session(tx: Connection, account_id: UUID, name: str, workspace_id: UUID | None = None) -> Login:
    """Make a session in this workspace, or in the one used last; raises `Forbidden` when there is none."""
    places = [row async for row in _queries.workspaces_of(tx, account_id=account_id)]
    if not places:
        raise Forbidden("You belong to no workspace any more; ask its owner for an invitation")
    if workspace_id is None:
        workspace_id = await _queries.last_workspace(tx, account_id=account_id) or places[0]["id"]
    place = next((row for row in places if row["id"] == workspace_id), places[0])
    await _queries.end_old_sessions(tx)
    secret = new_secret()
    await _queries.add_session(
        tx,
        token_hash=secret_hash(secret),
        account_id=account_id,
        workspace_id=place["id"],
        expires_at=session_expires(now(), now()),
    )
    who = Principal(workspace_id=place["id"], actor_kind="account", actor_id=account_id, role=place["role"], name=name)
    await audit(tx, who, "auth.sign_in", account_id)
    return Login(secret, account_id, place["id"])


async def principal_of_session(database: Database, secret: str) -> Principal:
    """Return who this cookie stands for, and keep the session alive; raises `NotSignedIn`."""
    hashed = secret_hash(secret)
    async with database.service() as tx:
        row = await _queries.find_session(tx, token_hash=hashed)
        if row is None:
            raise NotSignedIn("Your session has ended, please sign in again")
        if now() - row["seen_at"] > SESSION_TOUCH:
            await _queries.touch_session(tx, token_hash=hashed, expires_at=session_expires(row["created_at"], now()))
    return Principal(
        workspace_id=row["workspace_id"],
        actor_kind="account",
        actor_id=row["account_id"],
        role=row["role"],
        name=row["name"],
    )


async def principal_of_token(database: Database, token: str) -> Principal:
    """Return who this API token stands for; raises `NotSignedIn`."""
    async with database.service() as tx:
        row = await _queries.find_api_token(tx, token_hash=secret_hash(token))
        if row is None:
            raise NotSignedIn("This token is not valid, or no longer")
        if row["used_at"] is None or now() - row["used_at"] > _TOKEN_TOUCH:
            await _queries.touch_api_token(tx, workspace_id=row["workspace_id"], id=row["id"])
    return Principal(
        workspace_id=row["workspace_id"],
        actor_kind="token",
        actor_id=row["id"],
        role=role_of_token(row["role"], row["maker_role"]),
        name=row["name"],
    )


async def sign_out(database: Database, secret: str) -> None:
    """End the session of this cookie; it opens nothing from now on, also in another hand."""
    async with database.service() as tx:
        await _queries.end_session(tx, token_hash=secret_hash(secret))


async def switch_workspace(database: Database, principal: Principal, secret: str, workspace_id: UUID) -> Me:
    """Go to another workspace one belongs to; raises `NotFound` for any other, `Forbidden` without a second factor."""
    async with database.service() as tx:
        places = {row["id"]: row async for row in _queries.workspaces_of(tx, account_id=principal.actor_id)}
        if workspace_id not in places:
            raise NotFound
        if places[workspace_id]["second_factor_required"] and not await _queries.second_factor_on(
            tx, account_id=principal.actor_id
        ):
            raise Forbidden("This workspace asks for two-step sign-in: turn it on in your profile first")
        await _queries.switch_session(tx, token_hash=secret_hash(secret), workspace_id=workspace_id)
        assert principal.actor_id is not None
        return await about_me(tx, principal.actor_id, workspace_id)


async def about_me(tx: Connection, account_id: UUID, workspace_id: UUID) -> Me:
    """Return who one is and where, in a transaction of the service."""
    row = await _queries.account_by_id(tx, account_id=account_id)
    places = [place async for place in _queries.workspaces_of(tx, account_id=account_id)]
    here = next((place for place in places if place["id"] == workspace_id), None)
    if row is None or here is None:
        raise NotSignedIn
    return Me(
        account=Account(row["id"], row["name"], row["email"], row["locale"], row["theme"]),
        workspace=WorkspaceBrief(here["id"], here["name"], here["region"], here["locale"]),
        role=here["role"],
        workspaces=[WorkspaceRef(place["id"], place["name"], place["role"]) for place in places],
    )


async def change_me(
    database: Database, principal: Principal, *, name: str | None, locale: str | None, theme: str | None
) -> Me:
    """Set one's own name and looks; None leaves a field as it is."""
    assert principal.actor_id is not None
    async with database.service() as tx:
        await _queries.change_account(tx, account_id=principal.actor_id, name=name, locale=locale, theme=theme)
        return await about_me(tx, principal.actor_id, principal.workspace_id)
