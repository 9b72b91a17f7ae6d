"""«Continue in…»: tokens for the customer of a conversation."""

from uuid import UUID

from litestar import Controller, post

from nitka.channels.entrances import Entrances
from nitka.conversations.continuing import Continuation, NewContinuation, continuation
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database


class ContinuationsController(Controller):
    """`/conversations/{id}/continuations`"""

    path = "/conversations/{conversation_id:uuid}/continuations"
    tags = ("Conversations",)
    guards = (requires("operator"),)

    @post(summary="Let the customer continue elsewhere")
    async def make(
        self,
        principal: Principal,
        database: Database,
        entrances: Entrances,
        conversation_id: UUID,
        data: NewContinuation,
    ) -> Continuation:
        """Make a single-use link, address and QR code, or six digits. They can be read only in this answer."""
        async with database.workspace(principal.workspace_id) as tx:
            return await continuation(tx, principal, entrances, conversation_id, data)
