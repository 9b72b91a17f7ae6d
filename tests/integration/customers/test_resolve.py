"""Resolving in PostgreSQL: the same people as in memory, each workspace by itself, also when batches race."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from nitka.channels.touch import Assurance, Identifier, Touch
from nitka.customers.graph import Said
from nitka.customers.memory import MemoryStore
from nitka.customers.models import Resolution
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


async def _owners(database: Database, workspace: WorkspaceRow) -> dict[UUID, UUID]:
    async with database.workspace(workspace.id) as tx:
        return {row["id"]: row["owner_node"] for row in await tx.fetch("SELECT id, owner_node FROM touch")}


def _owned(workspace: WorkspaceRow, touches: list[Touch], resolution: Resolution) -> list[Said]:
    return [
        replace(one, owner=resolution.touches[one.touch_id].owner_node)
        for one in read(workspace.id, "RU", touches).said
    ]


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
    memory.keep(_owned(workspace, touches, work.resolution))
    assert await _people(database, workspace) == {
        frozenset(nodes): memory.rows[id_].name for id_, nodes in memory.homes.items() if nodes
    }
    assert await _owners(database, workspace) == {id_: one.owner for id_, one in memory.touches.items()}


async def test_numbers_that_pass_on_are_the_same_peoples_in_postgres_and_in_memory(
    database: Database, workspace: WorkspaceRow
) -> None:
    chance = random.Random(11)
    start = datetime(2025, 1, 10, tzinfo=UTC)
    touches = []
    for number in range(160):
        person = chance.randrange(8)
        phone = f"+7916123450{chance.choice([person % 3, person % 3, person % 3, 3])}"
        sides = chance.choice([("user_id", f"u{person}"), ("email", f"p{person}@shop.org"), None])
        these = [("phone", phone)] + ([sides] if sides else [])
        level = Assurance(chance.choice([2, 3, 3]))
        identifiers = [Identifier(kind, value, level) for kind, value in these]
        at = start + timedelta(days=30 * (person // 3 * 5 + chance.randrange(2)))  # some after the others
        touches.append(replace(page(workspace, phone, identifiers=identifiers, external_id=str(number)), at=at))
    for begin in range(0, len(touches), 7):
        await store(database, *touches[begin : begin + 7])
    memory = MemoryStore()
    work = await resolve(memory, workspace.id, "RU", touches)
    memory.keep(_owned(workspace, touches, work.resolution))
    assert any(node.since and node.past for node in memory.known.values()), "some numbers passed on"
    assert (await _people(database, workspace)).keys() == {frozenset(nodes) for nodes in memory.homes.values() if nodes}
    assert await _owners(database, workspace) == {id_: one.owner for id_, one in memory.touches.items()}


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
