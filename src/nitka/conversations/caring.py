"""What operators do with a conversation besides writing: read, close, put off, give away."""

from datetime import datetime
from uuid import UUID

import msgspec

from nitka.conversations.events import ConversationReopened
from nitka.conversations.locking import lock_customers
from nitka.conversations.models import Conversation, ConversationPatch
from nitka.conversations.parting import decisions, said
from nitka.conversations.parts import Decided
from nitka.conversations.reading import get, load
from nitka.conversations.replay import replay
from nitka.conversations.rows import Kept
from nitka.conversations.rules import LIVE, may_become
from nitka.conversations.sql import queries
from nitka.conversations.writing import save_change, save_conversations
from nitka.kernel.clock import now
from nitka.kernel.errors import BadInput, Conflict
from nitka.kernel.events import Event
from nitka.kernel.ids import new_id
from nitka.platform.auth import Principal, audit
from nitka.platform.database import Connection, Database, every
from nitka.platform.outbox import emit

WAKE_AT_ONCE = 100


async def take(tx: Connection, conversation_id: UUID) -> Kept:
    """Return the conversation with its customer locked against other changes. Raises `NotFound`, `Conflict`."""
    state = await load(tx, conversation_id)
    await lock_customers(tx, [state.customer_id])
    taken = await load(tx, conversation_id)
    if taken.customer_id != state.customer_id:
        raise Conflict("This conversation has just changed hands, please try again")
    return taken


async def mark_read(tx: Connection, principal: Principal, conversation_id: UUID) -> Conversation:
    """Note that what is there has been read. Raises `NotFound`."""
    state = await take(tx, conversation_id)
    if not state.unread:
        return await get(tx, conversation_id)
    await every(queries.mark_read(tx, id=state.id, seq=state.last_seq))
    await _remember(tx, principal.workspace_id, state, "read", now(), actor=(principal.actor_kind, principal.actor_id))
    state.unread = 0
    await emit(tx, await save_conversations(tx, principal.workspace_id, [state]))
    return await get(tx, conversation_id)


async def change(tx: Connection, principal: Principal, conversation_id: UUID, patch: ConversationPatch) -> Conversation:
    """Change status, assignee or snooze. Raises `NotFound`, `BadInput`, `Conflict`."""
    state = await take(tx, conversation_id)
    if patch.version is not None and patch.version != state.version:
        raise Conflict("Somebody has changed this conversation meanwhile")
    events: list[Event] = []
    if (wanted := _wanted(state, patch)) is not None:
        events += await _become(tx, principal, state, *wanted)
    if patch.assignee_id is not msgspec.UNSET and patch.assignee_id != state.assignee_id:
        await _assign(tx, principal, state, patch.assignee_id)
    events += await save_conversations(tx, principal.workspace_id, [state])
    await emit(tx, events)
    return await get(tx, state.id)


def _wanted(state: Kept, patch: ConversationPatch) -> tuple[str, datetime | None] | None:
    """Return the status asked for and until when it sleeps, None when neither is spoken of."""
    until = None if patch.snoozed_until is msgspec.UNSET else patch.snoozed_until
    status = patch.status
    if status is msgspec.UNSET:
        if patch.snoozed_until is msgspec.UNSET:
            return None
        status = "snoozed" if until else "open"
        if status == "open" and state.status != "snoozed":
            return None
    # The end of the calendar is, to the database, no time but infinity.
    if status == "snoozed" and (until is None or until.tzinfo is None or until <= now() or until.year > 9000):
        raise BadInput("Say until when, in the future", field="snoozed_until")
    if status != "snoozed" and until is not None:
        raise BadInput("Only a snoozed conversation sleeps until a time", field="snoozed_until")
    return None if status == state.status != "snoozed" else (status, until)


async def _become(
    tx: Connection, principal: Principal, state: Kept, status: str, until: datetime | None
) -> list[Event]:
    if not may_become(state.status, status):
        raise Conflict(f"A conversation that is {state.status} cannot become {status}")
    revived = not state.live and status in LIVE
    if revived and await queries.has_live(tx, customer_id=state.customer_id, brand_id=state.brand_id, id=state.id):
        raise Conflict("This customer has an open conversation already")
    before = state.status
    actor = principal.actor_kind, principal.actor_id
    await _decide(tx, principal.workspace_id, state, status, until, actor=actor)
    if status in {"closed", "spam"}:
        await every(queries.mark_read(tx, id=state.id, seq=state.last_seq))
    await audit(tx, principal, "conversations.status", state.id, {"before": before, "after": status})
    if revived:
        again = ConversationReopened(
            workspace_id=principal.workspace_id, conversation_id=state.id, customer_id=state.customer_id
        )
        return [again]
    return []


async def _decide(
    tx: Connection,
    workspace_id: UUID,
    state: Kept,
    status: str,
    until: datetime | None = None,
    *,
    actor: tuple[str, UUID | None] = ("system", None),
) -> None:
    """Let the conversation become so, and remember of which words it was said."""
    at = now()
    state.uncover()
    state.become(status, at, until)
    await _remember(tx, workspace_id, state, status, at, until=until, actor=actor)


async def _remember(
    tx: Connection,
    workspace_id: UUID,
    state: Kept,
    kind: str,
    at: datetime,
    *,
    until: datetime | None = None,
    assignee_id: UUID | None = None,
    actor: tuple[str, UUID | None] = ("system", None),
) -> None:
    about = frozenset(row["message_id"] for row in await every(queries.words_of(tx, id=state.id)))
    (seq,) = await every(queries.take_seqs(tx, count=1))
    decided = Decided(seq=seq["seq"], kind=kind, at=at, about=about, until=until, assignee_id=assignee_id)
    await save_change(tx, workspace_id, decided, new_id(), actor)


async def _assign(tx: Connection, principal: Principal, state: Kept, assignee_id: UUID | None) -> None:
    if assignee_id is not None and not await queries.is_member(tx, id=assignee_id):
        raise BadInput("There is no such person here", field="assignee_id")
    state.assignee_id = assignee_id
    state.assignee_name = await queries.account_name(tx, id=assignee_id) if assignee_id else None
    actor = principal.actor_kind, principal.actor_id
    await _remember(tx, principal.workspace_id, state, "assigned", now(), assignee_id=assignee_id, actor=actor)
    details = {"assignee_id": str(assignee_id) if assignee_id else None}
    await audit(tx, principal, "conversations.assign", state.id, details)


async def set_blocked(tx: Connection, workspace_id: UUID, customer_id: UUID, *, blocked: bool) -> list[Event]:
    """Put a blocked customer's live conversations among the spam, or bring the latest one back.

    Call it after `customer.blocked_at` was set; returns what is to be told.
    """
    await lock_customers(tx, [customer_id])
    changed = []
    for row in await every(queries.live_of(tx, customer_id=customer_id)):
        state = await load(tx, row["id"])
        if blocked:
            state.cover()
        else:
            state.uncover()
        changed.append(state)
    if not blocked and not changed:
        row = await queries.latest_spam(tx, customer_id=customer_id)
        if row is not None:
            state = await load(tx, row["id"])
            await _decide(tx, workspace_id, state, "open")
            changed.append(state)
    return await save_conversations(tx, workspace_id, changed)


async def recompute(tx: Connection, workspace_id: UUID, conversation_id: UUID) -> list[Event]:
    """Tell one conversation's read model anew from its messages; its customer's lock is held."""
    state = await load(tx, conversation_id)
    family = [row["id"] for row in await every(queries.family(tx, id=state.id))]
    facts = await every(queries.facts(tx, ids=family))
    decided = decisions(await every(queries.changes_of(tx, messages=[row["id"] for row in facts])))
    replay(state, [said(row) for row in facts], decided)
    return await save_conversations(tx, workspace_id, [state])


async def wake_snoozed(database: Database) -> int:
    """Open the conversations whose sleep is over, in every workspace; return how many."""
    async with database.service() as tx:
        due = await every(queries.due_snoozed(tx, most=WAKE_AT_ONCE))
    woken = 0
    for row in due:
        async with database.workspace(row["workspace_id"]) as tx:
            woken += await _wake(tx, row["workspace_id"], row["id"])
    return woken


async def _wake(tx: Connection, workspace_id: UUID, conversation_id: UUID) -> bool:
    state = await take(tx, conversation_id)
    if state.status != "snoozed" or state.snoozed_until is None or state.snoozed_until > now():
        return False  # somebody was faster
    await _decide(tx, workspace_id, state, "open")
    await emit(tx, await save_conversations(tx, workspace_id, [state]))
    return True
