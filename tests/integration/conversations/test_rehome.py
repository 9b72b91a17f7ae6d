"""Customers become one and part again; their conversations go with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from nitka.conversations.folding import conversation_id
from nitka.kernel.clock import now
from nitka.kernel.events import kind_of
from tests.integration.conversations.household import Household

IVAN, PETER = "device:ivan", "email:peter@example.com"


async def shown(household: Household) -> dict[UUID, dict[str, Any]]:
    rows = await household.rows(
        """SELECT id, customer_id, status, unread, waiting_since, last_text, opened_at, closed_at, last_seq
           FROM conversation WHERE status <> 'joined'"""
    )
    return {row["id"]: row for row in rows}


async def texts(household: Household, id_: UUID) -> list[str]:
    rows = await household.rows(
        """SELECT m.text FROM message m
           JOIN conversation_strand s ON s.strand_id = m.strand_id AND m.seq >= s.from_seq
                AND (s.to_seq IS NULL OR m.seq <= s.to_seq)
           LEFT JOIN conversation_redirect r ON r.old_id = s.conversation_id
           WHERE coalesce(r.new_id, s.conversation_id) = $1 ORDER BY m.seq""",
        id_,
    )
    return [row["text"] for row in rows]


async def couple(household: Household) -> None:
    await household.customer("Иван", IVAN)
    await household.customer("Пётр", PETER)


async def test_two_live_conversations_become_one_and_the_old_id_leads_there(household: Household) -> None:
    await couple(household)
    ivan, peter = household.chat("ivan", "от Ивана"), household.mail("peter@example.com", "от Петра")
    await household.say(ivan, peter)
    events = await household.move("Иван", PETER)
    assert [kind_of(event) for event in events] == ["conversations_joined", "conversation_changed"]
    first, second = conversation_id(ivan.id), conversation_id(peter.id)
    (state,) = (await shown(household)).values()
    assert (state["id"], state["unread"], state["last_text"]) == (first, 2, "от Петра")
    assert await texts(household, first) == ["от Ивана", "от Петра"]
    redirects = await household.rows("SELECT old_id, new_id FROM conversation_redirect")
    assert redirects == [{"old_id": second, "new_id": first}]
    await household.say(household.mail("peter@example.com", "ещё"))
    assert await texts(household, first) == ["от Ивана", "от Петра", "ещё"]


async def test_undo_gives_each_what_it_would_have_had(household: Household, neighbours: Household) -> None:
    """The same story twice: one household merges and parts, the other never did."""
    story = {}
    start = now() - timedelta(days=40)
    for home, merges in ((household, True), (neighbours, False)):
        await couple(home)
        await home.say(home.chat("ivan", "1", start), home.mail("peter@example.com", "2", start))
        if merges:
            await home.move("Иван", PETER)
        await home.say(home.mail("peter@example.com", "3", start + timedelta(days=1)))
        await home.say(home.chat("ivan", "4", start + timedelta(days=2)))
        if merges:
            events = await home.move("Пётр", PETER)
            assert "conversations_parted" in [kind_of(event) for event in events]
        await home.say(home.mail("peter@example.com", "5", start + timedelta(days=3)))
        names = {id_: name for name, id_ in home.customers.items()}
        story[merges] = {
            names[state["customer_id"]]: (
                state["status"], state["unread"], state["waiting_since"], state["last_text"],
                state["opened_at"], await texts(home, id_),
            )
            for id_, state in (await shown(home)).items()
        }  # fmt: skip
    assert story[True] == story[False]
    assert story[True]["Пётр"][-1] == ["2", "3", "5"]
    assert await household.rows("SELECT * FROM conversation_redirect") == []


async def test_an_address_first_used_while_merged_leaves_with_its_person(household: Household) -> None:
    await household.customer("Иван", IVAN, PETER)
    await household.customer("Пётр")
    await household.say(
        household.chat("ivan", "1"), household.mail("peter@example.com", "2"), household.chat("ivan", "3")
    )
    await household.move("Пётр", PETER)
    by_customer = {state["customer_id"]: id_ for id_, state in (await shown(household)).items()}
    assert await texts(household, by_customer[household.customers["Иван"]]) == ["1", "3"]
    assert await texts(household, by_customer[household.customers["Пётр"]]) == ["2"]


async def test_a_conversation_without_equal_just_changes_hands(household: Household) -> None:
    await couple(household)
    await household.say(household.mail("peter@example.com", "1"))
    events = await household.move("Иван", PETER)
    assert [kind_of(event) for event in events] == ["conversation_changed"]
    (state,) = (await shown(household)).values()
    assert state["customer_id"] == household.customers["Иван"]


async def test_merging_three_and_taking_out_the_middle_one(household: Household) -> None:
    await couple(household)
    await household.customer("Анна", "email:anna@example.com")
    await household.say(
        household.chat("ivan", "и"), household.mail("peter@example.com", "п"), household.mail("anna@example.com", "а")
    )
    await household.move("Иван", PETER)
    await household.move("Иван", "email:anna@example.com")
    assert len(await shown(household)) == 1
    await household.move("Пётр", PETER)
    states = await shown(household)
    found = {state["customer_id"]: await texts(household, id_) for id_, state in states.items()}
    assert found == {household.customers["Иван"]: ["и", "а"], household.customers["Пётр"]: ["п"]}
    await household.move("Иван", PETER)
    (whole,) = await shown(household)
    assert await texts(household, whole) == ["и", "п", "а"]


async def test_parting_and_joining_often_loses_nothing(household: Household) -> None:
    await couple(household)
    for turn in range(4):
        await household.say(household.chat("ivan", f"и{turn}"), household.mail("peter@example.com", f"п{turn}"))
        await household.move("Пётр" if turn % 2 else "Иван", PETER)
    states = await shown(household)
    found = {state["customer_id"]: await texts(household, id_) for id_, state in states.items()}
    assert found == {
        household.customers["Иван"]: [f"и{turn}" for turn in range(4)],
        household.customers["Пётр"]: [f"п{turn}" for turn in range(4)],
    }
    assert {state["unread"] for state in states.values()} == {4}
