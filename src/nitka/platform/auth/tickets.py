"""One-time links: invitations, and new passwords for those who forgot theirs."""

from uuid import UUID

from nitka.kernel.clock import now
from nitka.kernel.errors import BadInput, Conflict, Forbidden, NotFound
from nitka.kernel.ids import new_id
from nitka.platform.auth import passwords, signing
from nitka.platform.auth.accounts import SPENT, newcomer, take_invitation
from nitka.platform.auth.audit import audit, audit_account
from nitka.platform.auth.models import Half, Invitation, Link, Login, Principal, Role
from nitka.platform.auth.rules import INVITATION_LIFE, RESET_LIFE, check_password, clean_email
from nitka.platform.auth.tokens import new_secret, secret_hash
from nitka.platform.database import Connection, Database, load_queries

_queries = load_queries(__file__)


async def invite(tx: Connection, principal: Principal, email: str, role: Role) -> Link:
    """Return a link that makes its bearer a member; one sent there before dies. Raises `Conflict`."""
    address = clean_email(email)
    if await _queries.member_by_email(tx, email=address) is not None:
        raise Conflict("This person is a member already", field="email")
    await _queries.drop_invitations(tx, workspace_id=principal.workspace_id, email=address)
    link = Link(new_id(), new_secret(), now() + INVITATION_LIFE)
    await _add(tx, link, "invitation", workspace_id=principal.workspace_id, email=address, role=role)
    await audit(tx, principal, "people.invite", link.id, {"role": role})
    return link


async def look_at_invitation(database: Database, token: str) -> Invitation:
    """Return what an invitation offers; raises `NotFound` when it was used or is too old."""
    async with database.service() as tx:
        row = await _queries.find_invitation(tx, token_hash=secret_hash(token))
    if row is None:
        raise NotFound(SPENT)
    return Invitation(row["email"], row["workspace"], row["role"], row["account_id"] is not None)


async def accept_invitation(database: Database, token: str, name: str, password: str) -> Login | Half:
    """Join the workspace and sign in. Somebody who has an account proves it by its password, and its second factor.

    So the link, which an owner sees too, never opens an existing account; and nobody joins in its name who knows the
    password alone. Raises `NotFound`, `BadInput`, `NotSignedIn`.
    """
    offer = await look_at_invitation(database, token)
    if not offer.known and not name.strip():
        raise BadInput("Please say what you are called", field="name")
    who = await newcomer(database, offer.email, name.strip(), password)
    hashed = secret_hash(token)
    async with database.service() as tx:
        if who.account_id is not None and await signing.has_second_factor(tx, who.account_id):
            return await signing.halve(tx, who.account_id, "code", invitation=hashed)
        member = await take_invitation(tx, hashed, who)
        assert member.actor_id is not None
        return await signing.enter(tx, member.actor_id, member.name, workspace_id=member.workspace_id)


async def reset_link(database: Database, email: str) -> Link | None:
    """Return a link that sets a new password for this address, or None when nobody here has it.

    It must reach nobody but the owner of the mailbox, or whoever runs the server.
    """
    async with database.service() as tx:
        account = await _queries.account_by_email(tx, email=email.strip().lower())
        return None if account is None else await _reset(tx, account["id"])


async def reset_link_for_member(database: Database, principal: Principal, account_id: UUID) -> Link:
    """Return a reset link for a member to an owner; raises `NotFound`, and `Forbidden` for members elsewhere.

    A password opens every workspace of its account: an owner gets it only where all of them are the owner's.
    """
    async with database.workspace(principal.workspace_id) as tx:
        if await _queries.member(tx, account_id=account_id) is None:
            raise NotFound
        await audit(tx, principal, "people.reset_link", account_id)
    async with database.service() as tx:
        elsewhere = await _queries.memberships_elsewhere(tx, account_id=account_id, workspace_id=principal.workspace_id)
        if elsewhere:
            raise Forbidden("This person belongs to other workspaces too and must reset the password alone")
        return await _reset(tx, account_id)


async def _reset(tx: Connection, account_id: UUID) -> Link:
    link = Link(new_id(), new_secret(), now() + RESET_LIFE)
    await _add(tx, link, "password_reset", account_id=account_id)
    return link


async def reset_password(database: Database, token: str, password: str) -> str:
    """Set the password once, end every session of the account and return its address. Raises `NotFound`, `BadInput`.

    The second factor stays as it is: whoever reads somebody's mail is not let in by that.
    """
    check_password(password, "")
    hashed = await passwords.hash_password(password)
    async with database.service() as tx:
        ticket = await _queries.use_ticket(tx, token_hash=secret_hash(token), purpose="password_reset")
        if ticket is None:
            raise NotFound(SPENT)
        account_id = ticket["account_id"]
        await _queries.set_password(tx, account_id=account_id, password_hash=hashed)
        await _queries.end_sessions_of(tx, account_id=account_id)
        await _queries.drop_resets(tx, account_id=account_id)
        await _queries.drop_halves(tx, account_id=account_id)
        await audit_account(tx, account_id, "auth.password_reset")
        return str((await _queries.account_by_id(tx, account_id=account_id))["email"])


async def _add(
    tx: Connection,
    link: Link,
    purpose: str,
    *,
    workspace_id: UUID | None = None,
    email: str | None = None,
    role: Role | None = None,
    account_id: UUID | None = None,
) -> None:
    await _queries.add_ticket(
        tx,
        id=link.id,
        token_hash=secret_hash(link.token),
        purpose=purpose,
        workspace_id=workspace_id,
        email=email,
        role=role,
        account_id=account_id,
        expires_at=link.expires_at,
    )
