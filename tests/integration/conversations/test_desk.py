"""Lists, search, status, snooze, drafts and canned answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from nitka.conversations.canned import add_canned_answer, canned_answers, change_canned_answer, drop_canned_answer
from nitka.conversations.models import (
    CannedAnswerPatch,
    Conversation,
    ConversationFilter,
    ConversationPage,
    ConversationPatch,
    Draft,
    NewCannedAnswer,
    NewMessage,
)
from nitka.conversations.service import (
    change,
    counts,
    draft,
    get,
    mark_read,
    messages,
    page,
    save_draft,
    set_blocked,
    wake_snoozed,
    write,
)
from nitka.kernel.clock import now
from nitka.kernel.errors import BadInput, Conflict, NotFound
from nitka.kernel.ids import new_id
from nitka.platform.auth import Principal
from tests.integration.conversations.conftest import REACHES
from tests.integration.conversations.household import Household


async def crowd(household: Household, size: int = 5) -> list[UUID]:
    """Customers who each wrote once, a minute apart; returns their conversations, the latest first."""
    start = now() - timedelta(hours=1)
    for n in range(size):
        await household.customer(f"Клиент {n}", f"device:d{n}")
        await household.say(household.chat(f"d{n}", f"вопрос {n}", start + timedelta(minutes=n)))
    rows = await household.rows("SELECT id FROM conversation ORDER BY last_at DESC")
    return [row["id"] for row in rows]


async def listed(household: Household, **wanted: Any) -> list[UUID]:
    async with household.database.workspace(household.workspace.id) as tx:
        found = await page(tx, ConversationFilter(**wanted), None, 50)
    return [one.id for one in found.items]


async def patched(household: Household, by: Principal, id_: UUID, **patch: Any) -> Conversation:
    async with household.database.workspace(household.workspace.id) as tx:
        return await change(tx, by, id_, ConversationPatch(**patch))


async def test_pages_follow_each_other_without_gap_or_repeat(household: Household) -> None:
    ids = await crowd(household, 7)
    seen: list[UUID] = []
    cursor: str | None = None
    async with household.database.workspace(household.workspace.id) as tx:
        while True:
            found: ConversationPage = await page(tx, ConversationFilter(), cursor, 3)
            seen += [one.id for one in found.items]
            cursor = found.next
            if cursor is None:
                break
        with pytest.raises(BadInput):
            await page(tx, ConversationFilter(), "nonsense", 3)
    assert seen == ids


async def test_filters_and_counts(household: Household, anna: Principal) -> None:
    ids = await crowd(household)
    await patched(household, anna, ids[0], assignee_id=anna.actor_id)
    await patched(household, anna, ids[1], status="closed")
    await patched(household, anna, ids[2], status="spam")
    async with household.database.workspace(household.workspace.id) as tx:
        await write(tx, anna, REACHES, ids[3], NewMessage(text="ответ"))
        number = await counts(tx, anna.actor_id)
    assert (number.mine, number.waiting, number.unassigned, number.all) == (1, 2, 2, 3)
    assert await listed(household, assignee_id=anna.actor_id) == [ids[0]]
    assert await listed(household, statuses=["closed"]) == [ids[1]]
    assert await listed(household, statuses=["spam"]) == [ids[2]]
    assert ids[2] not in await listed(household)
    assert await listed(household, waiting=True) == [ids[4], ids[0]]  # who waits longest stands first
    assert set(await listed(household, unread=True)) == {ids[0], ids[4]}
    assert await listed(household, channel="email") == []
    assert len(await listed(household, channel="chat", unassigned=True)) == 3
    customer = household.customers["Клиент 2"]
    assert await listed(household, customer_id=customer) == [ids[2]]


async def test_the_queue_of_those_who_wait_goes_on_over_pages(household: Household) -> None:
    ids = await crowd(household)
    seen: list[UUID] = []
    cursor: str | None = None
    async with household.database.workspace(household.workspace.id) as tx:
        while cursor or not seen:
            found = await page(tx, ConversationFilter(waiting=True), cursor, 2)
            seen += [one.id for one in found.items]
            cursor = found.next
    assert seen == ids[::-1]


async def test_messages_by_pages_from_both_ends(household: Household) -> None:
    await household.customer("Иван", "device:d1", "email:i@example.com")
    turns = [household.chat("d1", f"{n}") if n % 3 else household.mail("i@example.com", f"{n}") for n in range(9)]
    await household.say(*turns)
    (row,) = await household.rows("SELECT id FROM conversation")
    for newest_first in (False, True):
        seen: list[str] = []
        cursor: str | None = None
        async with household.database.workspace(household.workspace.id) as tx:
            while True:
                found = await messages(tx, row["id"], cursor, 4, newest_first=newest_first)
                seen += [one.text for one in found.items]
                cursor = found.next
                if cursor is None:
                    break
        assert seen == sorted(seen, reverse=newest_first)
        assert len(seen) == 9


async def test_search_by_words_names_and_addresses(household: Household, neighbours: Household) -> None:
    for home in (household, neighbours):
        await home.customer("Королёва Анна", "device:d1", "email:anna.k@example.com")
        await home.customer("Пётр", "device:d2")
        await home.say(home.chat("d1", "Есть ли зимние ботинки?"), home.chat("d2", "Где заказ 10234?"))
    rows = await household.rows("SELECT c.id, u.name FROM conversation c JOIN customer u ON u.id = c.customer_id")
    by_name = {row["name"]: row["id"] for row in rows}
    async with household.database.workspace(household.workspace.id) as tx:
        for word in ("анна", "королева"):
            await tx.execute(
                "INSERT INTO customer_word (workspace_id, word, customer_id) VALUES ($1, $2, $3)",
                household.workspace.id, word, household.customers["Королёва Анна"],
            )  # fmt: skip
    anna, peter = [by_name["Королёва Анна"]], [by_name["Пётр"]]
    assert await listed(household, q="ботинками") == anna
    assert await listed(household, q="боти") == anna
    assert await listed(household, q="заказы 10234") == peter
    assert await listed(household, q="102") == peter
    assert await listed(household, q="Королё") == anna
    assert await listed(household, q="anna.k@") == anna
    assert await listed(household, q="нет такого") == []


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE message; --", "\\", "a' & !!(", ":*", "' || true", "\x00", "%", "&|!<->()"]
)
async def test_search_takes_anything_for_words(household: Household, text: str) -> None:
    await crowd(household, 1)
    await listed(household, q=text)
    assert len(await household.rows("SELECT 1 FROM message")) == 1


async def test_search_outside_of_a_workspace_finds_nothing(household: Household) -> None:
    await crowd(household, 1)
    async with household.database.app() as tx:
        assert await tx.fetch("SELECT search_conversations('вопрос', '{}', 'x', 10)") == []


async def test_read_and_close_and_open_again(household: Household, anna: Principal) -> None:
    (id_,) = await crowd(household, 1)
    async with household.database.workspace(household.workspace.id) as tx:
        assert (await mark_read(tx, anna, id_)).unread == 0
    closed = await patched(household, anna, id_, status="closed")
    assert closed.closed_at is not None
    assert closed.waiting_since is None
    with pytest.raises(Conflict):
        await patched(household, anna, id_, status="waiting")
    opened = await patched(household, anna, id_, status="open")
    assert (opened.status, opened.closed_at) == ("open", None)
    assert opened.waiting_since is not None
    actions = await household.rows("SELECT action FROM audit")
    assert [row["action"] for row in actions] == ["conversations.status"] * 2


async def test_a_stale_version_changes_nothing(household: Household, anna: Principal) -> None:
    (id_,) = await crowd(household, 1)
    first = await patched(household, anna, id_, assignee_id=anna.actor_id)
    assert first.assignee is not None
    assert first.assignee.name == "Анна"
    with pytest.raises(Conflict):
        await patched(household, anna, id_, status="closed", version=first.version - 1)
    with pytest.raises(BadInput):
        await patched(household, anna, id_, assignee_id=new_id())
    assert (await patched(household, anna, id_, assignee_id=None)).assignee is None


async def test_snoozed_conversations_wake_in_time(household: Household, anna: Principal) -> None:
    (id_,) = await crowd(household, 1)
    with pytest.raises(BadInput):
        await patched(household, anna, id_, status="snoozed")
    with pytest.raises(BadInput):
        await patched(household, anna, id_, snoozed_until=now() - timedelta(minutes=1))
    until = now() + timedelta(hours=1)
    assert (await patched(household, anna, id_, snoozed_until=until)).status == "snoozed"
    assert await wake_snoozed(household.database) == 0
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE conversation SET snoozed_until = now() - interval '1 s'")
    assert await wake_snoozed(household.database) == 1
    async with household.database.workspace(household.workspace.id) as tx:
        state = await get(tx, id_)
    assert (state.status, state.snoozed_until) == ("open", None)


async def test_blocking_puts_aside_and_unblocking_brings_back(household: Household) -> None:
    (id_,) = await crowd(household, 1)
    customer = household.customers["Клиент 0"]
    for blocked, status in ((True, "spam"), (False, "open")):
        async with household.database.workspace(household.workspace.id) as tx:
            await set_blocked(tx, household.workspace.id, customer, blocked=blocked)
            assert (await get(tx, id_)).status == status


async def test_drafts_are_ones_own_and_survive_a_merge(household: Household, anna: Principal) -> None:
    await household.customer("Иван", "device:a")
    await household.customer("Пётр", "device:b")
    await household.say(household.chat("a", "1"), household.chat("b", "2"))
    rows = await household.rows("SELECT id FROM conversation ORDER BY opened_at, id")
    async with household.database.workspace(household.workspace.id) as tx:
        await save_draft(tx, anna, rows[1]["id"], Draft(text="начал писать"))
    await household.move("Иван", "device:b")
    (live,) = await household.rows("SELECT id FROM conversation WHERE status <> 'joined'")
    async with household.database.workspace(household.workspace.id) as tx:
        assert (await draft(tx, anna, live["id"])).text == "начал писать"
        await save_draft(tx, anna, live["id"], Draft(text=""))
        assert await draft(tx, anna, live["id"]) == Draft()


async def test_canned_answers(household: Household, anna: Principal) -> None:
    async with household.database.workspace(household.workspace.id) as tx:
        made = await add_canned_answer(tx, anna, NewCannedAnswer("/Размер", "Размеры", "Есть 43."))
        assert made.shortcut == "размер"
        with pytest.raises(Conflict):
            await add_canned_answer(tx, anna, NewCannedAnswer("размер", "Ещё", "…"))
        changed = await change_canned_answer(tx, anna, made.id, CannedAnswerPatch(text="Есть 44."))
        assert changed.text == "Есть 44."
        assert (await canned_answers(tx)).items == [changed]
        await drop_canned_answer(tx, anna, made.id)
        with pytest.raises(NotFound):
            await drop_canned_answer(tx, anna, made.id)
