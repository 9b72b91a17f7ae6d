"""The people of a workspace and the tokens of its programs. All of it in a transaction of that workspace."""

from uuid import UUID

from nitka.kernel.errors import Conflict, NotFound
from nitka.kernel.ids import new_id
from nitka.platform.auth.audit import audit
from nitka.platform.auth.models import ApiToken, Person, Principal, Role, TokenRole
from nitka.platform.auth.rules import last_owner
from nitka.platform.auth.tokens import new_api_token, secret_hash
from nitka.platform.database import Connection, every, load_queries

_queries = load_queries(__file__)
_LAST_OWNER = "A workspace needs an owner: make somebody else one first"


async def people(tx: Connection) -> list[Person]:
    """Return the members in the order they joined, then the invitations that are still open."""
    return [
        Person(row["id"], row["name"], row["email"], row["role"], row["pending"], row["second_factor"])
        async for row in _queries.people(tx)
    ]


async def set_role(tx: Connection, principal: Principal, id_: UUID, role: Role) -> Person:
    """Give a member or an invitation another role. Raises `NotFound`, and `Conflict` for the last owner."""
    if role != "owner":
        await _keep_an_owner(tx, id_)
    member = await _queries.set_role(tx, account_id=id_, role=role)
    if member is None and await _queries.set_invited_role(tx, id=id_, role=role) is None:
        raise NotFound
    await audit(tx, principal, "people.set_role", id_, {"role": role})
    return next(person for person in await people(tx) if person.id == id_)


async def remove(tx: Connection, principal: Principal, id_: UUID) -> None:
    """Take a member out, or an invitation back. Raises `NotFound`, and `Conflict` for the last owner."""
    await _keep_an_owner(tx, id_)
    gone = await _queries.remove_member(tx, account_id=id_)
    if gone is not None:
        await _queries.remember_leaving(tx, workspace_id=gone["workspace_id"], account_id=id_)
        await audit(tx, principal, "people.remove", id_)
        await _revoke_tokens_of(tx, principal, id_)
    elif await _queries.revoke_invitation(tx, id=id_) is not None:
        await audit(tx, principal, "people.revoke_invitation", id_)
    else:
        raise NotFound


async def _revoke_tokens_of(tx: Connection, principal: Principal, account_id: UUID) -> None:
    for row in await every(_queries.revoke_tokens_of(tx, account_id=account_id)):
        await audit(tx, principal, "tokens.revoke", row["id"], {"because": "people.remove"})


async def _keep_an_owner(tx: Connection, id_: UUID) -> None:
    owners = [row["account_id"] async for row in _queries.owners(tx)]
    if last_owner(owners, id_):
        raise Conflict(_LAST_OWNER)


async def add_token(tx: Connection, principal: Principal, name: str, role: TokenRole) -> tuple[ApiToken, str]:
    """Return a new API token and its secret, which is told this once. It goes when the person behind it goes."""
    secret = new_api_token()
    created_by = await _person_behind(tx, principal)
    made = await _queries.add_api_token(
        tx,
        workspace_id=principal.workspace_id,
        id=new_id(),
        name=name,
        token_hash=secret_hash(secret),
        role=role,
        created_by=created_by,
    )
    await audit(tx, principal, "tokens.create", made["id"], {"role": role})
    return ApiToken(made["id"], name, role, made["created_at"], None), secret


async def _person_behind(tx: Connection, principal: Principal) -> UUID | None:
    if principal.actor_kind == "token":
        found: UUID | None = await _queries.maker_of_token(tx, id=principal.actor_id)
        return found
    return principal.actor_id if principal.actor_kind == "account" else None


async def tokens(tx: Connection) -> list[ApiToken]:
    """Return the tokens that still work, oldest first."""
    return [
        ApiToken(row["id"], row["name"], row["role"], row["created_at"], row["used_at"], row["made_by"])
        async for row in _queries.api_tokens(tx)
    ]


async def revoke_token(tx: Connection, principal: Principal, id_: UUID) -> None:
    """Make a token open nothing from the next request on; raises `NotFound`."""
    if await _queries.revoke_api_token(tx, id=id_) is None:
        raise NotFound
    await audit(tx, principal, "tokens.revoke", id_)
