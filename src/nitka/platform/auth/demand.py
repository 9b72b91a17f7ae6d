"""What an owner decides about others' second factor: that everybody needs one, and that somebody begins anew."""

from uuid import UUID

from nitka.kernel.errors import Conflict, Forbidden, NotFound
from nitka.platform.auth.audit import audit, audit_account
from nitka.platform.auth.models import Principal, SecondFactorDemand
from nitka.platform.database import Connection, Database, load_queries

_queries = load_queries(__file__)
_SELF = "Turn your own two-step sign-in off in your profile; another owner can reset it for you"


async def demand(database: Database, principal: Principal) -> SecondFactorDemand:
    """Return whether everybody in the workspace needs a second factor, and how many have none."""
    async with database.service() as tx:
        return await _demand(tx, principal)


async def set_demand(database: Database, principal: Principal, required: bool) -> SecondFactorDemand:
    """Ask everybody for a second factor, or no longer. Who has none sets one up at the next sign-in, which is now.

    Raises `Conflict` when the owner who asks has none.
    """
    async with database.service() as tx:
        before = await _demand(tx, principal)
        if before.required == required:
            return before
        own = principal.actor_id if principal.actor_kind == "account" else None
        if required and own is not None and await _queries.second_factor_on(tx, account_id=own) is None:
            raise Conflict("Turn on two-step sign-in for yourself first, in your profile")
        await _queries.set_second_factor_demand(tx, workspace_id=principal.workspace_id, required=required)
        await audit(tx, principal, "workspace.second_factor_on" if required else "workspace.second_factor_off")
        return await _demand(tx, principal)


async def _demand(tx: Connection, principal: Principal) -> SecondFactorDemand:
    row = await _queries.second_factor_demand(tx, workspace_id=principal.workspace_id)
    if row is None:
        raise NotFound
    return SecondFactorDemand(row["required"], row["without"])


async def reset_for_member(database: Database, principal: Principal, account_id: UUID) -> None:
    """Take the second factor off a member who lost the phone; their sessions end.

    Raises `NotFound`; `Forbidden` for oneself, for then a stolen session would be enough, and for members elsewhere,
    whose account is not this owner's alone; `Conflict` when there is none.
    """
    async with database.workspace(principal.workspace_id) as tx:
        if await _queries.member(tx, account_id=account_id) is None:
            raise NotFound
        if account_id == await _person_behind(tx, principal):
            raise Forbidden(_SELF)
    async with database.service() as tx:
        if await _queries.memberships_elsewhere(tx, account_id=account_id, workspace_id=principal.workspace_id):
            raise Forbidden("This person belongs to other workspaces too, so an owner here cannot do this")
        if not await _drop(tx, account_id):
            raise Conflict("This person has no two-step sign-in")
        await audit(tx, principal, "people.reset_second_factor", account_id)


async def _person_behind(tx: Connection, principal: Principal) -> UUID | None:
    if principal.actor_kind == "token":
        found: UUID | None = await _queries.maker_of_token(tx, id=principal.actor_id)
        return found
    return principal.actor_id


async def reset_by_email(database: Database, email: str) -> bool | None:
    """Take the second factor off an account, for whoever runs the server. None: there is no such account; False: it has
    none.
    """
    async with database.service() as tx:
        account = await _queries.account_by_email(tx, email=email.strip().lower())
        if account is None:
            return None
        dropped = await _drop(tx, account["id"])
        if dropped:
            await audit_account(tx, account["id"], "people.reset_second_factor", by="cli")
        return dropped


async def _drop(tx: Connection, account_id: UUID) -> bool:
    dropped = await _queries.drop_second_factor(tx, account_id=account_id)
    if dropped is not None:
        await _queries.drop_halves(tx, account_id=account_id)
        await _queries.end_sessions_of(tx, account_id=account_id)
    return dropped is not None
