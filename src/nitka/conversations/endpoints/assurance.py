"""How far it is proven who speaks, what may be told them, and codes that prove more."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, get, post, put
from litestar.params import Parameter

from nitka.channels import registry
from nitka.conversations.codes.asking import send_code
from nitka.conversations.codes.models import Code, NewCode
from nitka.conversations.disclosure import redacting
from nitka.conversations.disclosure.models import (
    CustomerInConversation,
    Disclosure,
    DisclosurePolicy,
    PolicyChange,
    TimelineInConversation,
)
from nitka.conversations.disclosure.policy import change_policy, policy
from nitka.conversations.disclosure.telling import Manner, disclosure
from nitka.conversations.endpoints.bots import BOTS, Whom, hearer
from nitka.conversations.reach import reaches_of
from nitka.customers.history import locale_of
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database
from nitka.platform.paging import Cursor, Limit

Language = Annotated[
    Literal["ru", "en"] | None, Parameter(description="Language of the sentences; by default the workspace's")
]


class AssuranceController(Controller):
    """`/conversations/{id}/…`: what may be told there."""

    path = "/conversations/{conversation_id:uuid}"
    tags = ("Assurance",)
    guards = (requires("operator"),)

    @get("/disclosure", summary="What may be told in a conversation", opt=BOTS)
    async def disclosure(
        self,
        principal: Principal,
        database: Database,
        conversation_id: UUID,
        to: Whom = None,
        locale: Language = None,
    ) -> Disclosure:
        """Say for each kind of data whether it may be told, what is lacking, and what would prove more."""
        async with database.workspace(principal.workspace_id) as tx:
            language = await locale_of(tx, principal.workspace_id, locale)
            how = Manner(russian=language == "ru", person=principal.actor_kind != "token")
            return await disclosure(tx, reaches_of(registry.kinds()), conversation_id, hearer(principal, to), how)

    @get("/customer", summary="The customer, as far as may be told in a conversation", opt=BOTS)
    async def customer(
        self, principal: Principal, database: Database, conversation_id: UUID, to: Whom = None
    ) -> CustomerInConversation:
        """Return what may be told to `speaker`: whoever passes it on must answer there."""
        async with database.workspace(principal.workspace_id) as tx:
            return await redacting.customer(tx, conversation_id, hearer(principal, to))

    @get("/timeline", summary="The customer's touches, as far as they may be told in a conversation", opt=BOTS)
    async def timeline(
        self,
        *,
        principal: Principal,
        database: Database,
        conversation_id: UUID,
        to: Whom = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> TimelineInConversation:
        """Return touches of all channels, the newest first. A page may hold fewer than asked for."""
        async with database.workspace(principal.workspace_id) as tx:
            return await redacting.timeline(tx, conversation_id, hearer(principal, to), cursor=cursor, limit=limit)

    @post("/codes", summary="Send a one-time code", opt=BOTS)
    async def send_code(self, principal: Principal, database: Database, conversation_id: UUID, data: NewCode) -> Code:
        """Send six digits to an address, and ask in the chat to type them. Nobody but the address is told them."""
        async with database.workspace(principal.workspace_id) as tx:
            code = await send_code(tx, principal, reaches_of(registry.kinds()), conversation_id, data)
        return code if principal.actor_kind != "token" else msgspec.structs.replace(code, value=None)


class PolicyController(Controller):
    """`/disclosure-policy`"""

    path = "/disclosure-policy"
    tags = ("Assurance",)

    @get(guards=[requires("operator")], summary="What may be told to whom", opt=BOTS)
    async def show(self, principal: Principal, database: Database) -> DisclosurePolicy:
        """Return what must be proven before each kind of data is told."""
        async with database.workspace(principal.workspace_id) as tx:
            return await policy(tx)

    @put(guards=[requires("owner")], summary="Change what may be told to whom")
    async def change(self, principal: Principal, database: Database, data: PolicyChange) -> DisclosurePolicy:
        """Put a new version in force; the audit log keeps what was changed. 409 when it is not the current one."""
        async with database.workspace(principal.workspace_id) as tx:
            return await change_policy(tx, principal, data)
