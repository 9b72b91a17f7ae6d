"""A customer has told an operator their token: redeemed at once, in the very transaction that touches have."""

from uuid import UUID

from nitka.channels.continuing import TokenSealer
from nitka.channels.scope import MoreLocks
from nitka.channels.touch import Touch
from nitka.conversations.continuing import PresentedToken, touch_of_speaker
from nitka.customers.continuing import service as continuing
from nitka.customers.continuing.models import Settled
from nitka.customers.continuing.rules import JOINS, REFUSALS
from nitka.kernel.errors import Conflict
from nitka.pipeline.transaction import scope_of, store_workspace
from nitka.platform.auth import Principal, audit
from nitka.platform.database import Connection, Database


async def redeem(
    database: Database, sealer: TokenSealer, principal: Principal, conversation_id: UUID, presented: PresentedToken
) -> Settled:
    """Join whoever speaks in a conversation with whom the token was made for.

    Raises `NotFound`, `BadInput`, and `Conflict` with what is wrong with the token.
    """
    more: set[UUID] = set()
    while True:
        try:
            async with database.workspace(principal.workspace_id) as tx:
                touch = await touch_of_speaker(tx, principal, sealer, conversation_id, presented)
                settled = await _store(tx, principal, touch, more)
                await audit(tx, principal, "conversations.redeem", conversation_id, {"outcome": settled.outcome})
        except MoreLocks as grown:
            more |= grown.ids
            continue
        if settled.outcome not in JOINS:  # only now: the wrong guess is counted
            raise Conflict(REFUSALS[settled.outcome])
        return settled


async def _store(tx: Connection, principal: Principal, touch: Touch, more: set[UUID]) -> Settled:
    scope = await scope_of(tx, principal.workspace_id, [touch], more)
    # Who comes with a key of the API instead of an account is one presenter too.
    await store_workspace(tx, scope, [touch], operator=principal.actor_id or principal.workspace_id)
    return await continuing.settled(tx, touch.id) or Settled("wrong", "link")
