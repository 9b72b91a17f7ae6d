"""Messages find their conversation: one customer, one thread, whatever the channel."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from nitka.conversations import events as told
from nitka.conversations.service import get, set_blocked
from nitka.kernel.clock import now
from nitka.kernel.events import kind_of
from tests.integration.conversations.household import Household


async def one(household: Household) -> dict[str, Any]:
    rows = await household.rows("SELECT * FROM conversation WHERE status <> 'joined'")
    assert len(rows) == 1
    return rows[0]


async def test_chat_then_mail_is_one_conversation_and_the_switch_is_told(household: Household) -> None:
    await household.customer("Иван", "device:d1", "email:ivan@example.com")
    first = household.chat("d1", "Есть 43 размер?")
    events = await household.say(first)
    assert [kind_of(event) for event in events] == [
        "conversation_opened", "message_received", "conversation_changed",
    ]  # fmt: skip
    events = await household.say(household.mail("ivan@example.com", "Так что с размером?"))
    assert [kind_of(event) for event in events] == [
        "channel_switched", "message_received", "conversation_changed",
    ]  # fmt: skip
    switch, received, changed = events
    assert isinstance(switch, told.ChannelSwitched)
    assert (switch.before, switch.after) == ("chat", "email")
    assert isinstance(received, told.MessageReceived)
    assert received.message.address is not None
    assert received.message.address.value == "ivan@example.com"
    assert isinstance(changed, told.ConversationChanged)
    assert changed.conversation.customer.name == "Иван"
    assert changed.conversation.unread == 2
    assert changed.conversation.last.text == "Так что с размером?"
    assert changed.conversation.number > 0
    row = await one(household)
    assert row["status"] == "open"
    assert row["waiting_since"] == first.received_at


async def test_a_batch_keeps_its_order_and_a_repeat_adds_nothing(household: Household) -> None:
    await household.customer("Иван", "device:d1", "email:i@example.com")
    batch = [household.chat("d1", f"{n}") if n % 2 else household.mail("i@example.com", f"{n}") for n in range(20)]
    await household.say(*batch)
    assert await household.say(*batch) == []
    rows = await household.rows("SELECT text FROM message ORDER BY seq")
    assert [row["text"] for row in rows] == [str(n) for n in range(20)]
    assert (await one(household))["unread"] == 20


async def test_a_closed_conversation_goes_on_within_fourteen_days_and_not_later(household: Household) -> None:
    await household.customer("Иван", "device:d1")
    start = now() - timedelta(days=60)
    await household.say(household.chat("d1", "первое", start))
    await close(household, start)
    events = await household.say(household.chat("d1", "второе", start + timedelta(days=13)))
    assert "conversation_reopened" in [kind_of(event) for event in events]
    row = await one(household)
    assert (row["status"], row["closed_at"]) == ("open", None)
    assert row["waiting_since"] == start + timedelta(days=13)
    await close(household, start + timedelta(days=13))
    await household.say(household.chat("d1", "третье", start + timedelta(days=28)))
    rows = await household.rows("SELECT status FROM conversation ORDER BY opened_at")
    assert [row["status"] for row in rows] == ["closed", "open"]


async def test_the_window_is_a_setting(household: Household) -> None:
    await household.customer("Иван", "device:d1")
    async with household.database.service() as tx:
        await tx.execute("UPDATE workspace SET settings = $2 WHERE id = $1", household.workspace.id, {"reopen_days": 1})
    start = now() - timedelta(days=60)
    await household.say(household.chat("d1", "первое", start))
    await close(household, start)
    await household.say(household.chat("d1", "второе", start + timedelta(days=2)))
    assert len(await household.rows("SELECT id FROM conversation")) == 2


async def close(household: Household, at: object) -> None:
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE conversation SET status = 'closed', closed_at = $1 WHERE status = 'open'", at)


async def test_an_answer_with_our_token_wakes_an_old_conversation(household: Household) -> None:
    await household.customer("Иван", "email:i@example.com")
    start = now() - timedelta(days=90)
    first = household.mail("i@example.com", "старое", start)
    await household.say(first)
    await close(household, start)
    await household.say(household.mail("i@example.com", "ответ", now(), in_reply_to=first.id))
    row = await one(household)
    assert row["status"] == "open"


async def test_a_token_of_somebody_elses_conversation_opens_nothing(household: Household) -> None:
    await household.customer("Иван", "email:i@example.com")
    await household.customer("Пётр", "email:p@example.com")
    first = household.mail("i@example.com", "моё")
    await household.say(first)
    await household.say(household.mail("p@example.com", "чужое", in_reply_to=first.id))
    rows = await household.rows("SELECT customer_id, unread FROM conversation")
    assert {row["customer_id"] for row in rows} == set(household.customers.values())
    assert [row["unread"] for row in rows] == [1, 1]


async def test_an_automatic_answer_is_kept_and_wakes_nobody(household: Household) -> None:
    await household.customer("Иван", "email:i@example.com")
    await household.say(household.mail("i@example.com", "вопрос"))
    await close(household, now())
    await household.say(household.mail("i@example.com", "Я в отпуске", automatic=True))
    row = await one(household)
    assert (row["status"], row["unread"], row["last_text"]) == ("closed", 1, "Я в отпуске")


async def test_a_blocked_customer_is_kept_as_spam_and_bothers_nobody(household: Household) -> None:
    await household.customer("Спамер", "device:d1", blocked=True)
    await household.say(household.chat("d1", "купите"), household.chat("d1", "ещё"))
    await household.say(household.chat("d1", "и ещё"))
    row = await one(household)
    async with household.database.workspace(household.workspace.id) as tx:
        shown = await get(tx, row["id"])
    assert (shown.status, shown.unread, shown.waiting_since) == ("spam", 0, None)
    assert len(await household.rows("SELECT id FROM message")) == 3


async def test_what_was_spam_for_a_block_only_is_open_and_unread_once_it_is_lifted(household: Household) -> None:
    customer = await household.customer("Спамер", "device:d1", "email:s@example.com", blocked=True)
    await household.say(household.chat("d1", "купите"), household.mail("s@example.com", "купите и это"))
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE customer SET blocked_at = NULL")
        await set_blocked(tx, household.workspace.id, customer, blocked=False)
    row = await one(household)
    assert (row["status"], row["unread"]) == ("open", 2)


async def test_brands_have_conversations_of_their_own(household: Household) -> None:
    await household.customer("Иван", "device:d1")
    other = household.customers["Иван"]
    await household.say(household.chat("d1", "первая марка"))
    await household.say(msgspec.structs.replace(household.chat("d1", "вторая"), brand_id=other))
    assert len(await household.rows("SELECT id FROM conversation")) == 2
