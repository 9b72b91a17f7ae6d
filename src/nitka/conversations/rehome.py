"""Conversations follow their customers: told anew when those who spoke become one, or part."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from nitka.channels.scope import Scope
from nitka.conversations.locking import lock_customers
from nitka.conversations.parting import owners_now, tell_anew
from nitka.conversations.rows import Kept, kept
from nitka.conversations.sql import queries
from nitka.conversations.writing import save_conversations
from nitka.customers.models import Move, Reowned
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
    if words or household.lost or _mixed(household):
        household = await _with_heirs(tx, household)
        return await tell_anew(tx, scope, household.conversations, household.redirects)
    return await _follow(tx, scope, household)


def _mixed(household: Household) -> bool:
    """Whether somebody's words are no longer with just those that they were with."""
    before = _lines_before(household)
    after = Counter(household.customers[next(iter(lines))] for lines in before.values())
    parted = any(len({household.customers[node] for node in lines}) > 1 for lines in before.values())
    return parted or any(number > 1 for number in after.values())


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


async def _follow(tx: Connection, scope: Scope, household: Household) -> list[Event]:
    """Let whole customers' conversations go to customers who had none."""
    goes_to = {old: household.customers[next(iter(lines))] for old, lines in _lines_before(household).items()}
    rows = await every(queries.customer_names(tx, ids=list(set(goes_to.values()))))
    people = {row["id"]: row for row in rows}
    changed = []
    for state in household.conversations.values():
        target = goes_to.get(state.customer_id, state.customer_id)
        if target == state.customer_id:
            continue
        state.customer_id, state.customer_name = target, people[target]["name"]
        if people[target]["blocked_at"]:
            state.cover()
        else:
            state.uncover()
        changed.append(state)
    await queries.own_conversations(
        tx, ids=[state.id for state in changed], customers=[state.customer_id for state in changed]
    )
    return await save_conversations(tx, scope.workspace_id, [one for one in changed if one.status != "joined"])
