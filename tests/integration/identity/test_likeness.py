"""Who describes themselves alike is found after the transaction: one customer where much says so, else a suggestion."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
from msgspec.structs import replace

from nitka.channels.touch import Assurance, Identifier, Touch
from nitka.pipeline.following import Following
from nitka.pipeline.following.likeness import FindAlike
from nitka.pipeline.transaction import commit
from nitka.platform.broker import Broker
from nitka.platform.database import Database
from tests.integration.pipeline.conftest import rows
from tests.integration.platform_fixtures import WorkspaceRow
from tests.touches import chat

IVAN = {"first_name": "Иван", "last_name": "Петров", "birth_date": "12.03.1985", "city": "Казань"}
VANYA = {"name": "Петров Ваня", "birth_date": "1985-03-12", "address": "Казань, ул. Ленина, д. 5, кв. 12"}
TWIN = {"first_name": "Пётр", "last_name": "Петров", "birth_date": "12.03.1985", "city": "Казань"}
NAMESAKE = {"first_name": "Иван", "last_name": "Петров", "city": "Казань"}


def said(workspace: WorkspaceRow, who: str, traits: dict[str, Any]) -> Touch:
    """What the shop's server says of somebody: of a visitor it has no more than the cookie."""
    known = [Identifier("device", who, Assurance.OBSERVED), Identifier("email", f"{who}@shop.org", Assurance.VERIFIED)]
    return replace(chat(workspace, who, "Здравствуйте"), traits=traits, identifiers=known)


async def compare(database: Database, broker: Broker, *batches: list[Touch]) -> None:
    """Store these, and compare until nothing waits."""
    following, consumer = Following(database, broker, [FindAlike()]), FindAlike()
    for batch in batches:
        await commit(database, batch, [])
        while await following.round(consumer, asyncio.Event()):
            pass


async def owners(database: Database, workspace: WorkspaceRow) -> dict[str, Any]:
    """The customer of each browser."""
    found = await rows(
        database, workspace.id,
        """SELECT i.value, m.customer_id FROM identifier i
               JOIN customer_member m ON m.node = i.id AND m.valid_to IS NULL
           WHERE i.type = 'device'""",
    )  # fmt: skip
    return {row["value"]: row["customer_id"] for row in found}


async def test_one_who_is_described_alike_becomes_one_and_a_twin_does_not(
    database: Database, broker: Broker, workspace: WorkspaceRow
) -> None:
    await compare(
        database, broker, [said(workspace, "one", IVAN)], [said(workspace, "other", VANYA)],
        [said(workspace, "twin", TWIN), said(workspace, "namesake", NAMESAKE)],
    )  # fmt: skip
    of = await owners(database, workspace)
    assert of["one"] == of["other"]
    assert len({of["one"], of["twin"], of["namesake"]}) == 3
    assert await rows(database, workspace.id, "SELECT 1 FROM follow_up") == []
    suggested = await rows(database, workspace.id, "SELECT score, features FROM suggestion")
    assert suggested, "a namesake in the same town is for a person to judge"
    for one in suggested:
        assert one["score"] == pytest.approx(sum(step["weight"] for step in one["features"]), abs=1e-3)
        assert {"Иван", "Петров", "Петров Ваня"} & {step.get("a") for step in one["features"]}


@pytest.mark.parametrize("seed", range(3))
async def test_any_order_and_any_batches_find_the_same(
    database: Database, broker: Broker, workspace: WorkspaceRow, other_workspace: WorkspaceRow, seed: int
) -> None:
    chance = random.Random(seed)
    people = [dict(IVAN), dict(VANYA), dict(TWIN), dict(NAMESAKE), IVAN | {"last_name": "Петрова"}]
    people += [{"first_name": "Анна", "last_name": "Ким", "birth_date": f"{day:02}.05.1990"} for day in range(1, 6)]
    people += [{"name": "Ким Аня", "birth_date": f"1990-05-{day:02}", "city": "Уфа"} for day in range(1, 6)]
    groups: list[set[frozenset[str]]] = []
    for place in (workspace, other_workspace):
        order = list(range(len(people)))
        chance.shuffle(order)
        size = chance.randint(1, 4)
        touches = [said(place, f"b{number}", people[number]) for number in order]
        await compare(database, broker, *(touches[at : at + size] for at in range(0, len(touches), size)))
        of = await owners(database, place)
        groups.append({frozenset(b for b in of if of[b] == customer) for customer in of.values()})
    assert groups[0] == groups[1]
    assert any(len(group) > 1 for group in groups[0])


async def test_comparing_again_changes_nothing(database: Database, broker: Broker, workspace: WorkspaceRow) -> None:
    await compare(database, broker, [said(workspace, "one", IVAN), said(workspace, "other", VANYA)])
    before = await owners(database, workspace)
    links = await rows(database, workspace.id, "SELECT a, b, kind, weight FROM link ORDER BY 1, 2, 3")
    records = await rows(database, workspace.id, "SELECT id FROM identifier WHERE type = 'record'")
    async with database.workspace(workspace.id) as tx:
        for row in records:
            await tx.execute(
                """INSERT INTO follow_up (workspace_id, id, consumer, key)
                   VALUES ($1, gen_random_uuid(), 'likeness', $2)""",
                workspace.id, row["id"],
            )  # fmt: skip
    await compare(database, broker, [])
    assert await owners(database, workspace) == before
    assert await rows(database, workspace.id, "SELECT a, b, kind, weight FROM link ORDER BY 1, 2, 3") == links
