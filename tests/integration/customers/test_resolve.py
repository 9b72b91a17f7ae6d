"""Resolving in PostgreSQL: the same people as in memory, each workspace by itself, also when batches race."""

import asyncio
import random

from nitka.channels.touch import Assurance, Identifier, Touch
from nitka.customers.memory import MemoryStore
from nitka.customers.reading import read
from nitka.customers.resolver import resolve
from nitka.platform.database import Database
from tests.integration.customers.flow import store
from tests.integration.platform_fixtures import WorkspaceRow
from tests.touches import chat, mail, page, said


async def _people(database: Database, workspace: WorkspaceRow) -> dict[frozenset[object], str | None]:
    """Customers as their nodes, each with the name. Who stood for touches that are somebody's by now is nobody."""
    async with database.workspace(workspace.id) as tx:
        rows = await tx.fetch(
            """SELECT c.name, array_agg(m.node) AS nodes FROM customer c
               JOIN customer_member m ON m.customer_id = c.id AND m.valid_to IS NULL JOIN identifier i ON i.id = m.node
               WHERE c.retired_at IS NULL
                 AND (i.type <> 'session' OR EXISTS (SELECT FROM touch t WHERE t.owner_node = m.node))
               GROUP BY c.id, c.name"""
        )
    return {frozenset(row["nodes"]): row["name"] for row in rows}


def _crowd(workspace: WorkspaceRow, number: int, seed: int) -> list[Touch]:
    chance = random.Random(seed)
    values = (
        [("user_id", f"u{n}") for n in range(12)]
        + [("email", f"p{n}@shop.org") for n in range(14)]
        + [("device", f"device-{n}") for n in range(12)]
    )
    touches = []
    for at in range(number):
        these = chance.sample(values, chance.choice([1, 1, 2, 2, 3]))
        if chance.random() < 0.3:
            these.append(("device", "kiosk"))
        identifiers = [Identifier(kind, value, Assurance(chance.choice([1, 2, 3]))) for kind, value in these]
        traits = {"name": chance.choice(["Анна", "Пётр"])} if chance.random() < 0.3 else {}
        touches.append(page(workspace, these[0][1], identifiers=identifiers, external_id=f"{seed}-{at}", traits=traits))
    return touches


async def test_postgres_and_memory_make_the_same_people(database: Database, workspace: WorkspaceRow) -> None:
    touches = _crowd(workspace, 150, 1)
    for start in range(0, len(touches), 10):
        await store(database, *touches[start : start + 10])
    memory = MemoryStore()
    work = await resolve(memory, workspace.id, "RU", touches)
    for one in read(workspace.id, "RU", touches).said:
        one.owner = work.resolution.touches[one.touch_id].owner_node
        memory.keep([one])
    assert await _people(database, workspace) == {
        frozenset(nodes): memory.rows[id_].name for id_, nodes in memory.homes.items() if nodes
    }
    async with database.workspace(workspace.id) as tx:
        owners = {row["id"]: row["owner_node"] for row in await tx.fetch("SELECT id, owner_node FROM touch")}
    assert owners == {id_: one.owner for id_, one in memory.touches.items()}


async def test_racing_batches_end_in_the_same_people_without_a_deadlock(
    database: Database, workspace: WorkspaceRow
) -> None:
    touches = _crowd(workspace, 200, 2)
    random.Random(3).shuffle(touches)
    batches = [touches[start : start + 5] for start in range(0, len(touches), 5)]
    gate = asyncio.Semaphore(6)

    async def one(batch: list[Touch]) -> None:
        async with gate:
            await store(database, *batch)

    await asyncio.gather(*map(one, batches))
    memory = MemoryStore()
    await resolve(memory, workspace.id, "RU", touches)
    assert (await _people(database, workspace)).keys() == {frozenset(n) for n in memory.homes.values() if n}


async def test_chat_with_a_typed_address_and_a_letter_are_one_customer(
    database: Database, workspace: WorkspaceRow
) -> None:
    walk = page(workspace, "visitor-1")
    word = chat(workspace, "visitor-1", "Здравствуйте", also=[said("email", "Ivan@Example.com")])
    letter = mail(workspace, "ivan@example.com", "Пишу почтой")
    results = [await store(database, one) for one in (walk, word, letter)]
    owners = {result.touches[one.id].customer_id for result, one in zip(results, (walk, word, letter), strict=True)}
    assert len(owners) == 1


async def test_equal_values_of_two_workspaces_have_nothing_in_common(
    database: Database, workspace: WorkspaceRow, other_workspace: WorkspaceRow
) -> None:
    for one in (workspace, other_workspace):
        await store(database, page(one, "d-1", also=[said("email", "a.b@shop.org")]))
    mine, theirs = await _people(database, workspace), await _people(database, other_workspace)
    assert len(mine) == len(theirs) == 1
    assert not set(next(iter(mine))) & set(next(iter(theirs)))
