"""Lists of conversations, one conversation, and what operators do with it besides writing."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, patch, post, put
from litestar.params import Parameter

from nitka.channels import registry
from nitka.conversations import addresses, caring, drafts, reading
from nitka.conversations.disclosure import redacting
from nitka.conversations.endpoints.bots import BOTS
from nitka.conversations.models import (
    AddressList,
    Conversation,
    ConversationFilter,
    ConversationPage,
    ConversationPatch,
    Counts,
    Draft,
)
from nitka.conversations.reach import reaches_of
from nitka.kernel.errors import BadInput, Forbidden
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database
from nitka.platform.paging import Cursor, Limit

Statuses = Annotated[str | None, Parameter(max_length=100, description="One or several, with commas: open,waiting")]
Assignee = Annotated[str | None, Parameter(max_length=40, description="`me`, `none`, or somebody's id")]
Channel = Annotated[str | None, Parameter(max_length=40, description="Channel of the latest message")]
Query = Annotated[str | None, Parameter(max_length=200, description="Words of messages, of names, an address")]
Flag = Annotated[bool, Parameter(description="Only these")]
Waiting = Annotated[bool, Parameter(description="Only customers who wait for an answer, who waits longest first")]


class ConversationsController(Controller):
    """`/conversations`"""

    path = "/conversations"
    tags = ("Conversations",)
    guards = (requires("operator"),)

    @get(summary="List conversations", opt=BOTS)
    async def list_conversations(
        self,
        *,
        principal: Principal,
        database: Database,
        status: Statuses = None,
        customer_id: UUID | None = None,
        assignee: Assignee = None,
        channel: Channel = None,
        q: Query = None,
        cursor: Cursor = None,
        unread: Flag = False,
        waiting: Waiting = False,
        limit: Limit = 50,
    ) -> ConversationPage:
        """Return conversations, the latest first. Spam shows when asked for, or among one customer's.

        A bot is told no names and no words, and cannot search.
        """
        if principal.role == "bot" and (q or customer_id):
            raise Forbidden("Only people of this workspace may search")
        wanted = ConversationFilter(
            statuses=[one.strip() for one in status.split(",") if one.strip()] if status else None,
            customer_id=customer_id,
            assignee_id=_assignee(principal, assignee),
            unassigned=assignee == "none",
            unread=unread,
            waiting=waiting,
            channel=channel,
            q=q,
        )
        async with database.workspace(principal.workspace_id) as tx:
            page = await reading.page(tx, wanted, cursor, limit)
        return redacting.quiet_page(page) if principal.role == "bot" else page

    @get("/counts", summary="Count live conversations")
    async def counts(self, principal: Principal, database: Database) -> Counts:
        """Return how many are mine, wait for an answer, belong to nobody, and are there at all."""
        async with database.workspace(principal.workspace_id) as tx:
            return await reading.counts(tx, principal.actor_id)

    @get("/{conversation_id:uuid}", summary="A conversation", opt=BOTS)
    async def one(self, principal: Principal, database: Database, conversation_id: UUID) -> Conversation:
        """Return it; the id of one that was joined to another answers with that one."""
        async with database.workspace(principal.workspace_id) as tx:
            found = await reading.get(tx, conversation_id)
        return redacting.quiet(found) if principal.role == "bot" else found

    @patch("/{conversation_id:uuid}", summary="Change status, assignee or snooze")
    async def change(
        self, principal: Principal, database: Database, conversation_id: UUID, data: ConversationPatch
    ) -> Conversation:
        """Change what is given. 409 when it does not go, or `version` is not the current one."""
        async with database.workspace(principal.workspace_id) as tx:
            return await caring.change(tx, principal, conversation_id, data)

    @post("/{conversation_id:uuid}/read", summary="Mark as read", status_code=200)
    async def read(self, principal: Principal, database: Database, conversation_id: UUID) -> Conversation:
        """Note that all that is there has been read."""
        async with database.workspace(principal.workspace_id) as tx:
            return await caring.mark_read(tx, principal, conversation_id)

    @get("/{conversation_id:uuid}/addresses", summary="Where the customer can be answered")
    async def addresses(self, principal: Principal, database: Database, conversation_id: UUID) -> AddressList:
        """Return the places, the one that answers go to first. `path` other than `verified` is a warning."""
        async with database.workspace(principal.workspace_id) as tx:
            state = await reading.load(tx, conversation_id)
            found = (await addresses.places(tx, state, reaches_of(registry.kinds()))).places
        return AddressList([place.address for place in found])

    @get("/{conversation_id:uuid}/draft", summary="One's own draft")
    async def draft(self, principal: Principal, database: Database, conversation_id: UUID) -> Draft:
        """Return what one was writing; an empty text is no draft."""
        async with database.workspace(principal.workspace_id) as tx:
            return await drafts.draft(tx, principal, conversation_id)

    @put("/{conversation_id:uuid}/draft", summary="Keep a draft")
    async def save_draft(self, principal: Principal, database: Database, conversation_id: UUID, data: Draft) -> Draft:
        """Keep what one is writing; an empty text deletes it."""
        async with database.workspace(principal.workspace_id) as tx:
            return await drafts.save_draft(tx, principal, conversation_id, data)


def _assignee(principal: Principal, asked: str | None) -> UUID | None:
    if asked in {None, "none"}:
        return None
    if asked == "me":
        return principal.actor_id
    try:
        return UUID(asked)
    except ValueError:
        raise BadInput("Say `me`, `none`, or somebody's id", field="assignee") from None
