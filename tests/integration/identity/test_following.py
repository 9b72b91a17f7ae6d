"""The role `identity`: what follows an event is done once, soon, again until it succeeds, and else set aside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import msgspec
import pytest

from nitka.channels.scope import MoreLocks, Scope
from nitka.conversations.events import ConversationOpened
from nitka.customers.events import CustomerChanged
from nitka.kernel.events import Event
from nitka.kernel.ids import new_id
from nitka.pipeline.following import Following, set_aside, worker
from nitka.platform.broker import Broker
from nitka.platform.database import Connection, Database
from nitka.platform.followups import Followed
from nitka.platform.outbox import emit
from nitka.platform.relay import Relay
from tests.integration.pipeline.conftest import rows
from tests.integration.platform_fixtures import WorkspaceRow


class Opened(msgspec.Struct):
    """What is read of an event."""

    customer_id: UUID


class Noting:
    """A consumer that notes what it did in the database, as a real one would."""

    most = 60

    def __init__(self) -> None:
        self.name = f"test {new_id().hex}"
        self.followed = Followed(
            self.name,
            frozenset({"conversation_opened"}),
            lambda body: [msgspec.json.decode(body, type=Opened).customer_id],
        )
        self.batches: list[list[UUID]] = []
        self.refuse: Callable[[UUID], Exception | None] = lambda key: None

    async def handle(self, tx: Connection, scope: Scope, keys: Sequence[UUID]) -> list[Event]:
        self.batches.append(list(keys))
        for key in keys:
            if error := self.refuse(key):
                raise error
            await tx.execute(
                "INSERT INTO customer_word (workspace_id, word, customer_id) VALUES ($1, $2, $3)",
                scope.workspace_id, "done", key,
            )  # fmt: skip
        return [CustomerChanged(workspace_id=scope.workspace_id, customer_id=key) for key in keys]


@asynccontextmanager
async def working(database: Database, broker: Broker, *consumers: Noting, copies: int = 1) -> AsyncIterator[None]:
    stopping = asyncio.Event()
    followed = [one.followed for one in consumers]
    tasks = [asyncio.create_task(Relay(database, broker, followed).run(stopping))]
    tasks += [asyncio.create_task(Following(database, broker, consumers).run(stopping)) for _ in range(copies)]
    try:
        yield
    finally:
        stopping.set()
        await asyncio.gather(*tasks)


async def happens(database: Database, workspace: WorkspaceRow, number: int = 1) -> list[UUID]:
    """Let so many conversations be opened and return their customers."""
    made = [new_id() for _ in range(number)]
    async with database.workspace(workspace.id) as tx:
        events = [ConversationOpened(workspace_id=workspace.id, conversation_id=one, customer_id=one) for one in made]
        await emit(tx, events)
    return made


async def done(database: Database, workspace: WorkspaceRow) -> set[UUID]:
    found = await rows(database, workspace.id, "SELECT customer_id FROM customer_word WHERE word = 'done'")
    return {row["customer_id"] for row in found}


async def until(database: Database, workspace: WorkspaceRow, wanted: set[UUID]) -> None:
    async with asyncio.timeout(20):
        while await done(database, workspace) != wanted:
            await asyncio.sleep(0.01)


async def left(database: Database, workspace: WorkspaceRow) -> list[dict[str, object]]:
    return await rows(database, workspace.id, "SELECT id, key, state, attempts, error FROM follow_up")


async def test_everything_is_done_once_by_however_many_work_and_nothing_is_left(
    database: Database, broker: Broker, workspace: WorkspaceRow
) -> None:
    noting = Noting()
    async with working(database, broker, noting, copies=3):
        # The table refuses a second word of the same customer, so twice would fail and be seen.
        wanted = {one for _ in range(5) for one in await happens(database, workspace, 70)}
        await until(database, workspace, wanted)
    assert await left(database, workspace) == []
    # Other tests may have left events of their workspaces.
    assert sorted(key for batch in noting.batches for key in batch if key in wanted) == sorted(wanted)


async def test_two_consumers_follow_the_same_event_each_for_itself(
    database: Database, broker: Broker, workspace: WorkspaceRow
) -> None:
    one, other = Noting(), Noting()
    other.refuse = lambda key: ValueError("never")
    async with working(database, broker, one, other):
        wanted = await happens(database, workspace)
        await until(database, workspace, set(wanted))
        async with asyncio.timeout(20):
            while [row["attempts"] for row in await left(database, workspace)] != [1]:
                await asyncio.sleep(0.01)
    assert sum(wanted[0] in batch for batch in one.batches) == 1


async def test_only_what_is_to_blame_is_set_aside_and_a_person_can_have_it_done_again(
    database: Database, broker: Broker, workspace: WorkspaceRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "again_after", lambda attempts: None)
    noting = Noting()
    made = await happens(database, workspace, 9)
    noting.refuse = lambda key: ValueError("of the data") if key == made[4] else None
    async with working(database, broker, noting):
        await until(database, workspace, set(made) - {made[4]})
        async with asyncio.timeout(20):
            while not (held := [row for row in await left(database, workspace) if row["state"] == "failed"]):
                await asyncio.sleep(0.01)
        assert [(row["key"], row["error"]) for row in held] == [(made[4], "ValueError")]
        noting.refuse = lambda key: None
        async with database.workspace(workspace.id) as tx:
            assert await set_aside.retry(tx, UUID(str(held[0]["id"])))
        await until(database, workspace, set(made))
    assert await left(database, workspace) == []


async def test_more_locks_begin_the_batch_again(database: Database, broker: Broker, workspace: WorkspaceRow) -> None:
    noting, more = Noting(), {new_id()}
    asked = []

    def once(key: UUID) -> Exception | None:
        asked.append(key)
        return MoreLocks(more) if len(asked) == 1 else None

    noting.refuse = once
    async with working(database, broker, noting):
        made = await happens(database, workspace, 3)
        await until(database, workspace, set(made))
    assert await left(database, workspace) == []


async def test_what_is_waiting_survives_that_nobody_works(
    database: Database, broker: Broker, workspace: WorkspaceRow
) -> None:
    noting = Noting()
    stopping = asyncio.Event()
    relay = asyncio.create_task(Relay(database, broker, [noting.followed]).run(stopping))
    made = await happens(database, workspace, 2)
    async with asyncio.timeout(20):
        while len(await left(database, workspace)) < 2:
            await asyncio.sleep(0.01)
    stopping.set()
    await relay
    async with working(database, broker, noting):
        await until(database, workspace, set(made))
