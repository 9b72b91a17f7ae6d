"""Accounts, and how somebody becomes a member of a workspace."""

from uuid import UUID

import asyncpg
import msgspec

from nitka.kernel.errors import Conflict, NotFound, NotSignedIn
from nitka.kernel.ids import new_id
from nitka.platform.auth import passwords
from nitka.platform.auth.models import Principal, Role
from nitka.platform.auth.rules import check_password
from nitka.platform.database import Connection, Database, load_queries

_queries = load_queries(__file__)
SPENT = "This link was used already, or is too old; ask for a new one"


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may join: with an account that the password proved, or with the hash for a new one."""

    email: str
    name: str
    account_id: UUID | None
    password_hash: str | None


async def newcomer(database: Database, email: str, name: str, password: str, *, strict: bool = True) -> Newcomer:
    """Return who this is. Raises `NotSignedIn` when the address has an account and this is not its password.

    `strict`: a new password must be a good one, else `BadInput`.
    """
    async with database.service() as tx:
        account = await _queries.account_by_email(tx, email=email)
    if account is not None:
        if not await passwords.password_matches(account["password_hash"], password):
            raise NotSignedIn("This address has an account here already: use its password")
        return Newcomer(email=email, name=account["name"], account_id=account["id"], password_hash=None)
    if strict:
        check_password(password, email)
    hashed = await passwords.hash_password(password)
    return Newcomer(email=email, name=name, account_id=None, password_hash=hashed)


async def join(tx: Connection, who: Newcomer, workspace_id: UUID, role: Role, locale: str = "ru") -> Principal:
    """Make them a member, in a transaction of the service; who is one already keeps their role. Raises `Conflict`."""
    account_id = who.account_id or new_id()
    if who.account_id is None:
        try:
            await _queries.add_account(
                tx, id=account_id, email=who.email, name=who.name, password_hash=who.password_hash, locale=locale
            )
        except asyncpg.UniqueViolationError:
            raise Conflict("This address got an account a moment ago, please try again") from None
    # A reset link that an owner made before, when all of the account was theirs, must not open this workspace too.
    await _queries.drop_resets(tx, account_id=account_id)
    await _queries.join_workspace(tx, workspace_id=workspace_id, account_id=account_id, role=role)
    await _queries.forget_leaving(tx, workspace_id=workspace_id, account_id=account_id)
    return Principal(workspace_id=workspace_id, actor_kind="account", actor_id=account_id, role=role, name=who.name)


async def take_invitation(tx: Connection, token_hash: bytes, who: Newcomer) -> Principal:
    """Use an invitation up and make them a member, in a transaction of the service. Raises `NotFound`, `Conflict`."""
    ticket = await _queries.use_ticket(tx, token_hash=token_hash, purpose="invitation")
    if ticket is None:
        raise NotFound(SPENT)
    return await join(tx, who, ticket["workspace_id"], ticket["role"])
