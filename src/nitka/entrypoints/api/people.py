"""The people of a workspace and the tokens of its programs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, patch, post

from nitka.channels.administration import Administration
from nitka.entrypoints.services import Services
from nitka.platform.auth import Principal, people, requires, tickets
from nitka.platform.auth.models import ApiToken, Person, Role, TokenRole
from nitka.platform.database import Database
from nitka.platform.paging import Page


class NewInvitation(msgspec.Struct, frozen=True):
    """Whom to invite, and as what."""

    email: Annotated[str, msgspec.Meta(max_length=254, examples=["anna@example.com"])]
    role: Role


class OneTimeLink(msgspec.Struct, frozen=True):
    """A link to hand over; it works once."""

    id: UUID
    link: str
    expires_at: datetime


class RolePatch(msgspec.Struct, frozen=True):
    """Another role."""

    role: Role


class NewToken(msgspec.Struct, frozen=True):
    """A token to be made. A `bot` is told only what may be told to the customer with whom it speaks."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    role: TokenRole


class MadeToken(msgspec.Struct, frozen=True):
    """A token with its secret, told this once."""

    id: UUID
    name: str
    role: TokenRole
    created_at: datetime
    used_at: datetime | None
    token: str


class PeopleController(Controller):
    """`/people`"""

    path = "/people"
    tags = ("People",)

    @get(guards=[requires("operator")], summary="Colleagues and open invitations")
    async def list_people(self, principal: Principal, database: Database) -> Page[Person]:
        """Return everybody, those invited last; owners see who signs in in two steps."""
        async with database.workspace(principal.workspace_id) as tx:
            found = await people.people(tx)
        if principal.role != "owner":
            found = [msgspec.structs.replace(person, second_factor=None) for person in found]
        return Page(found)

    @post("/invitations", guards=[requires("owner")], summary="Invite somebody")
    async def invite(self, principal: Principal, services: Services, data: NewInvitation) -> OneTimeLink:
        """Return a link to send to this person; an earlier invitation of theirs dies."""
        async with services.database.workspace(principal.workspace_id) as tx:
            link = await tickets.invite(tx, principal, data.email, data.role)
        return OneTimeLink(link.id, f"{services.settings.base_url}/desk/invite/{link.token}", link.expires_at)

    @patch("/{person_id:uuid}", guards=[requires("owner")], summary="Give another role")
    async def change(self, principal: Principal, database: Database, person_id: UUID, data: RolePatch) -> Person:
        """Change the role of a member or of an invitation; the last owner stays one."""
        async with database.workspace(principal.workspace_id) as tx:
            return await people.set_role(tx, principal, person_id, data.role)

    @delete("/{person_id:uuid}", guards=[requires("owner")], summary="Take somebody out")
    async def remove(
        self, principal: Principal, database: Database, administration: Administration, person_id: UUID
    ) -> None:
        """Take a member out, at once, or an invitation back."""
        async with database.workspace(principal.workspace_id) as tx:
            await people.remove(tx, principal, person_id)
        await administration.publisher.publish(principal.workspace_id)

    @post("/{person_id:uuid}/reset-link", guards=[requires("owner")], summary="Make a reset link")
    async def reset_link(self, principal: Principal, services: Services, person_id: UUID) -> OneTimeLink:
        """Return a link for a member who forgot the password and gets no mail. 403 for members elsewhere too."""
        link = await tickets.reset_link_for_member(services.database, principal, person_id)
        return OneTimeLink(link.id, f"{services.settings.base_url}/desk/reset/{link.token}", link.expires_at)


class TokensController(Controller):
    """`/tokens`"""

    path = "/tokens"
    tags = ("Settings",)
    guards = (requires("owner"),)

    @get(summary="API tokens")
    async def list_tokens(self, principal: Principal, database: Database) -> Page[ApiToken]:
        """Return the tokens that still work."""
        async with database.workspace(principal.workspace_id) as tx:
            return Page(await people.tokens(tx))

    @post(summary="Make an API token")
    async def add(self, principal: Principal, database: Database, data: NewToken) -> MadeToken:
        """Return a new token with its secret, which is not shown again."""
        async with database.workspace(principal.workspace_id) as tx:
            made, secret = await people.add_token(tx, principal, data.name, data.role)
        return MadeToken(made.id, made.name, made.role, made.created_at, made.used_at, secret)

    @delete("/{token_id:uuid}", summary="Revoke an API token")
    async def revoke(self, principal: Principal, database: Database, token_id: UUID) -> None:
        """Make the token open nothing."""
        async with database.workspace(principal.workspace_id) as tx:
            await people.revoke_token(tx, principal, token_id)
