"""What people decide about identity: in one transaction with the conversations that follow, and on the record."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from nitka.channels.scope import MoreLocks, Scope
from nitka.conversations import service as conversations
from nitka.customers import browsing
from nitka.customers import service as customers
from nitka.customers.graph import Status
from nitka.customers.models import Resolution
from nitka.customers.service import Decided, Decision
from nitka.customers.stewardship import suggesting
from nitka.kernel.events import Event
from nitka.kernel.ids import lock_key
from nitka.platform.auth import Principal, audit
from nitka.platform.database import Connection, Database, lock
from nitka.platform.outbox import emit

Command = Callable[[Connection, Scope], Awaitable[Decided]]


async def carry_out(
    database: Database, principal: Principal, command: Command, action: str, target: UUID | None, **details: Any
) -> Decided:
    """Run a command under its locks; conversations follow, the audit log and the outbox are written with it.

    Where its locks are held by others it rolls back, waits for them in order, and begins again.
    """
    more: set[UUID] = set()
    while True:
        try:
            async with database.workspace(principal.workspace_id) as tx:
                await lock(tx, [lock_key(id_) for id_ in more])
                scope = await customers.scope_of(tx, principal.workspace_id, more)
                decided = await command(tx, scope)
                await _follow(tx, scope, decided)
                await audit(tx, principal, action, target, _plain(details) | _plain({"event": decided.event_id}))
                return decided
        except MoreLocks as grown:
            more |= grown.ids


async def _follow(tx: Connection, scope: Scope, decided: Resolution) -> None:
    events: list[Event] = list(decided.events)
    if decided.moves or decided.reowned:
        events += await conversations.rehome(tx, scope, decided.moves, decided.reowned)
    await emit(tx, events)


def _plain(details: dict[str, Any]) -> dict[str, Any]:
    def text(value: Any) -> Any:
        return [str(one) for one in value] if isinstance(value, list | tuple) else str(value)

    return {
        key: value if isinstance(value, bool | None) else text(value)
        for key, value in details.items()
        if value is not None
    }


async def merge(database: Database, principal: Principal, ids: list[UUID], reason: str) -> Decided:
    """Make one customer of several."""

    async def command(tx: Connection, scope: Scope) -> Decided:
        return await customers.merge(tx, scope, ids, Decision(principal.actor_id, reason))

    return await carry_out(database, principal, command, "customers.merge", None, ids=ids)


async def split(
    database: Database, principal: Principal, customer: UUID, identifiers: list[UUID], reason: str
) -> Decided:
    """Move identifiers out of a customer."""

    async def command(tx: Connection, scope: Scope) -> Decided:
        return await customers.split(tx, scope, customer, identifiers, Decision(principal.actor_id, reason))

    return await carry_out(database, principal, command, "customers.split", customer, identifiers=identifiers)


async def undo(database: Database, principal: Principal, event_id: UUID, reason: str) -> Decided:
    """Take an identity event back."""

    async def command(tx: Connection, scope: Scope) -> Decided:
        decided = await customers.undo(tx, scope, event_id, Decision(principal.actor_id, reason))
        await suggesting.follow_undo(tx, event_id)
        return decided

    return await carry_out(database, principal, command, "identity_events.undo", event_id)


async def set_status(database: Database, principal: Principal, node: UUID, status: Status) -> Decided:
    """Say whose an identifier is."""

    async def command(tx: Connection, scope: Scope) -> Decided:
        return await customers.set_status(tx, scope, node, status, Decision(principal.actor_id))

    return await carry_out(database, principal, command, "identifiers.status", node, status=status)


async def rename(database: Database, principal: Principal, customer: UUID, name: str | None) -> Decided:
    """Give a customer a name."""

    async def command(tx: Connection, scope: Scope) -> Decided:
        return await customers.rename(tx, scope, customer, name)

    return await carry_out(database, principal, command, "customers.rename", customer)


async def set_blocked(database: Database, principal: Principal, customer: UUID, blocked: bool) -> Decided:
    """Block a customer, whose live conversations go to the spam, or no longer."""

    async def command(tx: Connection, scope: Scope) -> Decided:
        decided = await customers.set_blocked(tx, scope, customer, blocked)
        live = await browsing.current(tx, customer)
        decided.events += await conversations.set_blocked(tx, scope.workspace_id, live, blocked=blocked)
        return decided

    return await carry_out(database, principal, command, "customers.block", customer, blocked=blocked)
