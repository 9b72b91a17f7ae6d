"""Messages of a conversation: read, write, take back, send again."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.params import HeaderParameter, Parameter

from nitka.channels import registry
from nitka.conversations import answering, reading, taking_back
from nitka.conversations.disclosure import redacting
from nitka.conversations.endpoints.bots import BOTS, Whom, hearer, named
from nitka.conversations.models import Message, MessagePage, NewMessage
from nitka.conversations.reach import reaches_of
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database
from nitka.platform.paging import Cursor, Limit

Order = Annotated[Literal["asc", "desc"], Parameter(description="`desc`: the newest page, and back from there")]
Key = Annotated[
    str | None,
    HeaderParameter(name="Idempotency-Key", max_length=200, description="The same key is the same message"),
]


class ConversationMessagesController(Controller):
    """`/conversations/{id}/messages`"""

    path = "/conversations/{conversation_id:uuid}/messages"
    tags = ("Conversations",)
    guards = (requires("operator"),)

    @get(summary="Messages of a conversation", opt=BOTS)
    async def list_messages(
        self,
        *,
        principal: Principal,
        database: Database,
        conversation_id: UUID,
        cursor: Cursor = None,
        order: Order = "asc",
        limit: Limit = 50,
        to: Whom = None,
    ) -> MessagePage:
        """Return messages of all channels and notes, the oldest first, or from the newest back.

        A bot gets those that may be told to who writes from the identifier `to`, which it must name.
        """
        async with database.workspace(principal.workspace_id) as tx:
            if principal.role == "bot":
                return await redacting.messages(
                    tx, conversation_id, hearer(principal, named(to)), cursor, limit, newest_first=order == "desc"
                )
            return await reading.messages(tx, conversation_id, cursor, limit, newest_first=order == "desc")

    @post(summary="Answer, or make a note", opt=BOTS)
    async def write(
        self,
        principal: Principal,
        database: Database,
        conversation_id: UUID,
        data: NewMessage,
        idempotency_key: Key = None,
    ) -> Message:
        """Write to `to`, else by `channel`, else where the customer last wrote from. 409 when that cannot be.

        A bot must say `to`: the speaker to whom what it read may be told.
        """
        bot = principal.role == "bot"
        if bot and not data.note:
            named(data.to.identifier_id if data.to else None)
        async with database.workspace(principal.workspace_id) as tx:
            written = await answering.write(
                tx, principal, reaches_of(registry.kinds()), conversation_id, data, key=idempotency_key
            )
        return msgspec.structs.replace(written, address=None) if bot else written


class MessagesController(Controller):
    """`/messages`"""

    path = "/messages"
    tags = ("Conversations",)
    guards = (requires("operator"),)

    @post("/{message_id:uuid}/undo", summary="Take a message back", status_code=200)
    async def undo(self, principal: Principal, database: Database, message_id: UUID) -> Message:
        """Take it back within 10 seconds, if it has not left or its channel can retract. 409 when it is too late."""
        async with database.workspace(principal.workspace_id) as tx:
            return await taking_back.undo(tx, principal, reaches_of(registry.kinds()), message_id)

    @post("/{message_id:uuid}/resend", summary="Send a message again", status_code=200)
    async def resend(self, principal: Principal, database: Database, message_id: UUID) -> Message:
        """Send again what failed or whose outcome is unknown. 409 for any other."""
        async with database.workspace(principal.workspace_id) as tx:
            return await taking_back.resend(tx, principal, message_id)
