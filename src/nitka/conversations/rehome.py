"""Conversations follow their customers: joined when these become one, told anew when they part."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

import msgspec

from nitka.channels.scope import Scope
from nitka.conversations.events import ConversationsJoined
from nitka.conversations.locking import lock_customers
from nitka.conversations.parting import owners_now, part
from nitka.conversations.planning import Change
from nitka.conversations.rows import Kept, kept
from nitka.conversations.sql import queries
from nitka.conversations.state import elder, join
from nitka.conversations.writing import save_changes, save_conversations
from nitka.customers.models import Move, Reowned
from nitka.kernel.clock import now
from nitka.kernel.events import Event
from nitka.platform.database import Connection, every

MESSAGE = "message"  # the kind of touches that have words


class Household(msgspec.Struct):
    """Conversations of customers who are becoming others, and who spoke in them."""

    conversations: dict[UUID, Kept]
    redirects: dict[UUID, UUID]
    owners: dict[UUID, set[UUID]]  # conversation → owner nodes
    customers: dict[UUID, UUID]  # owner node → its customer now
    lost: set[UUID]  # owner nodes that are nobody's now: shared or blocked


async def rehome(tx: Connection, scope: Scope, moves: Sequence[Move], reowned: Sequence[Reowned] = ()) -> list[Event]:
    """Let conversations follow these nodes and touches to their customers; for commands (merge, split, undo, status).

    Returns what is to be told of it. The pipeline's `apply` does this by itself.
    """
    await lock_customers(tx, concerned(moves, reowned))
    return await rehome_locked(tx, scope, moves, reowned)


def concerned(moves: Sequence[Move], reowned: Sequence[Reowned]) -> set[UUID]:
    """Return the customers whose conversations may change by this."""
    known = [move for move in moves if move.from_customer]
    ids = {id_ for move in known for id_ in (move.from_customer, move.to_customer) if id_}
    return ids | {one.to_customer for one in reowned if one.kind == MESSAGE}


async def rehome_locked(
    tx: Connection, scope: Scope, moves: Sequence[Move], reowned: Sequence[Reowned] = ()
) -> list[Event]:
    """Do it under locks that are held already."""
    words = [one for one in reowned if one.kind == MESSAGE]
    leaving = {move.from_customer for move in moves if move.from_customer}
    if words:
        await queries.take_along(
            tx,
            ids=[one.touch_id for one in words],
            befores=[one.from_node for one in words],
            afters=[one.to_node for one in words],
        )
        rows = await every(queries.speakers(tx, nodes=list({one.from_node for one in words})))
        leaving |= {row["customer_id"] for row in rows}
    if not leaving or not await queries.any_conversation(tx, customers=list(leaving)):
        return []
    household = await _load(tx, leaving | concerned(moves, reowned))
    before = _lines_before(household)
    if (
        words
        or household.lost
        or any(len({household.customers[node] for node in lines}) > 1 for lines in before.values())
    ):
        household = await _with_heirs(tx, household)
        return await part(tx, scope, household.conversations, household.redirects, _lines_before(household))
    return await _follow(tx, scope, household, before)


async def _load(tx: Connection, customers: Collection[UUID]) -> Household:
    rows = await every(queries.household(tx, customers=list(customers)))
    conversations = {row["id"]: kept(row) for row in rows}
    owners: defaultdict[UUID, set[UUID]] = defaultdict(set)
    now_of: dict[UUID, UUID] = {}
    lost: set[UUID] = set()
    for row in await every(queries.owners(tx, ids=list(conversations))):
        owners[row["conversation_id"]].add(row["owner_node"])
        if row["customer_id"] is None:
            lost.add(row["owner_node"])
        else:
            now_of[row["owner_node"]] = row["customer_id"]
    redirects = {row["id"]: row["redirect"] for row in rows if row["redirect"]}
    return Household(conversations, redirects, owners, now_of, lost)


async def _with_heirs(tx: Connection, household: Household) -> Household:
    # Touches may have got another owner, of a customer that no move names: a shared identifier is nobody's.
    _, customers = await owners_now(tx, household.conversations)
    loaded = {state.customer_id for state in household.conversations.values()}
    if heirs := set(customers.values()) - loaded:
        await lock_customers(tx, heirs)
        return await _load(tx, loaded | heirs)
    return household


def _lines_before(household: Household) -> dict[UUID, set[UUID]]:
    lines: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for id_, nodes in household.owners.items():
        lines[household.conversations[id_].customer_id] |= nodes
    return lines


async def _follow(tx: Connection, scope: Scope, household: Household, before: dict[UUID, set[UUID]]) -> list[Event]:
    """Whole customers became part of others: their conversations go with them, live ones become one."""
    goes_to = {old: household.customers[next(iter(lines))] for old, lines in before.items() if lines}
    names = {row["id"]: row["name"] for row in await every(queries.customer_names(tx, ids=list(set(goes_to.values()))))}
    moved = []
    for state in household.conversations.values():
        target = goes_to.get(state.customer_id, state.customer_id)
        if target != state.customer_id:
            state.customer_id, state.customer_name = target, names.get(target)
            moved.append(state)
    changes, events = await _unite(tx, scope, household.conversations.values(), goes_to, before)
    absorbed = {event.old_id for event in events}
    changed = {state.id: state for state in moved if state.status != "joined"}
    changed |= {event.new_id: household.conversations[event.new_id] for event in events}
    await queries.set_aside(tx, ids=list(absorbed))
    await queries.own_conversations(
        tx, ids=[state.id for state in moved], customers=[state.customer_id for state in moved]
    )
    await queries.redirect(
        tx, workspace_id=scope.workspace_id, olds=[e.old_id for e in events], news=[e.new_id for e in events]
    )
    await save_changes(tx, scope.workspace_id, changes, now())
    shown = [state for id_, state in changed.items() if id_ not in absorbed]
    return [*events, *await save_conversations(tx, scope.workspace_id, shown)]


async def _unite(
    tx: Connection,
    scope: Scope,
    states: Iterable[Kept],
    goes_to: dict[UUID, UUID],
    before: dict[UUID, set[UUID]],
) -> tuple[list[Change], list[ConversationsJoined]]:
    groups: defaultdict[UUID, list[set[UUID]]] = defaultdict(list)
    for old, new in goes_to.items():
        groups[new].append(before[old])
    united = [frozenset().union(*parts) for parts in groups.values() if len(parts) > 1]
    seqs = [row["seq"] for row in await every(queries.take_seqs(tx, count=len(united)))]
    changes = [
        Change(lines=lines, seq=seq, kind="joined", conversation_id=None)
        for lines, seq in zip(united, seqs, strict=True)
    ]
    return changes, _join_live(scope.workspace_id, states)


def _join_live(workspace_id: UUID, states: Iterable[Kept]) -> list[ConversationsJoined]:
    standing: dict[tuple[UUID, UUID], Kept] = {}
    pairs: list[tuple[Kept, Kept]] = []
    for state in sorted((one for one in states if one.live), key=lambda one: (one.opened_at, one.id)):
        key = (state.customer_id, state.brand_id)
        if key in standing:
            pairs.append((standing[key], state))
        else:
            standing[key] = state
    events = []
    for one, other in pairs:
        older, younger = (one, other) if elder(one, other)[0] is one else (other, one)
        join(older, younger)
        if older.assignee_id == younger.assignee_id:
            older.assignee_name = younger.assignee_name
        younger.status = "joined"
        events.append(ConversationsJoined(workspace_id=workspace_id, old_id=younger.id, new_id=older.id))
    return events
