"""Operators answer where the customer is, take back, send again."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from nitka.conversations.models import ConversationPatch, Message, NewMessage, Recipient
from nitka.conversations.reading import get, messages
from nitka.conversations.service import change, resend, undo, write
from nitka.kernel.errors import BadInput, Conflict, NotFound
from nitka.kernel.ids import new_id
from nitka.platform.auth import Principal
from tests.integration.conversations.conftest import REACHES
from tests.integration.conversations.household import Household


async def answer(household: Household, by: Principal, id_: UUID, key: str | None = None, **new: Any) -> Message:
    async with household.database.workspace(household.workspace.id) as tx:
        return await write(tx, by, REACHES, id_, NewMessage(**new), key=key)


async def ivan(household: Household) -> UUID:
    """A customer who wrote in the chat, then by e-mail; returns the conversation."""
    await household.customer("Иван", "device:d1", "email:i@example.com", "email:second@example.com")
    await household.say(household.chat("d1", "в чате"), household.mail("i@example.com", "в письме"))
    (row,) = await household.rows("SELECT id FROM conversation")
    id_: UUID = row["id"]
    return id_


async def told(household: Household) -> list[dict[str, Any]]:
    async with household.database.service() as tx:
        rows = await tx.fetch("DELETE FROM outbox WHERE workspace_id = $1 RETURNING id, body", household.workspace.id)
    return [json.loads(row["body"]) for row in sorted(rows, key=lambda row: row["id"])]


async def test_an_answer_goes_where_the_customer_wrote_last(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    message = await answer(household, anna, id_, text="Есть")
    assert (message.channel, message.direction, message.status) == ("email", "out", "queued")
    assert message.author.name == "Анна"
    assert message.address is not None
    assert message.address.value == "i@example.com"
    assert [event["kind"] for event in await told(household)] == ["message_sent", "conversation_changed"]
    async with household.database.workspace(household.workspace.id) as tx:
        state = await get(tx, id_)
        page = await messages(tx, id_, None, 50)
    assert (state.status, state.unread, state.waiting_since, state.last.direction) == ("waiting", 0, None, "out")
    assert [one.text for one in page.items] == ["в чате", "в письме", "Есть"]
    (delivery,) = await household.rows("SELECT state, due_at - now() AS wait FROM delivery")
    assert delivery["state"] == "queued"
    assert 0 < delivery["wait"].total_seconds() <= 10
    (touch,) = await household.rows("SELECT kind, direction FROM touch WHERE direction = 'out'")
    assert touch == {"kind": "message", "direction": "out"}


async def test_the_channel_or_the_address_can_be_chosen(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    assert (await answer(household, anna, id_, text="в чат", channel="chat")).channel == "chat"
    to = Recipient(household.workspace.email, household.nodes["email:second@example.com"])
    message = await answer(household, anna, id_, text="на второй", to=to)
    assert message.address is not None
    assert message.address.value == "second@example.com"
    await household.say(household.mail("second@example.com", "получил"))
    (row,) = await household.rows("SELECT count(*) AS n FROM conversation")
    assert row["n"] == 1


async def test_nobody_elses_address_and_no_unknown_channel(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    await household.customer("Пётр", "email:p@example.com")
    await household.say(household.mail("p@example.com", "я"))
    to = Recipient(household.workspace.email, household.nodes["email:p@example.com"])
    with pytest.raises(BadInput):
        await answer(household, anna, id_, text="чужому", to=to)
    with pytest.raises(BadInput):
        await answer(household, anna, id_, text="?", channel="pigeon")
    with pytest.raises(BadInput):
        await answer(household, anna, id_, text="   ")
    with pytest.raises(BadInput):
        await answer(household, anna, id_, text="файл", attachments=[new_id()])
    with pytest.raises(NotFound):
        await answer(household, anna, new_id(), text="в никуда")


async def test_a_switched_off_connection_is_said(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    async with household.database.service() as tx:
        await tx.execute("UPDATE connection SET disabled_at = now() WHERE id = $1", household.workspace.email)
    with pytest.raises(Conflict, match="switched off"):
        await answer(household, anna, id_, text="Есть")


async def test_the_same_key_is_the_same_message(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    first = await answer(household, anna, id_, key="k", text="раз")
    second = await answer(household, anna, id_, key="k", text="раз")
    assert first.id == second.id
    assert len(await household.rows("SELECT 1 FROM message WHERE direction = 'out'")) == 1


async def test_a_note_is_for_colleagues(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    note = await answer(household, anna, id_, text="склад подтвердил", note=True)
    assert (note.direction, note.status, note.channel) == ("note", "sent", "email")
    assert await household.rows("SELECT 1 FROM delivery") == []
    async with household.database.workspace(household.workspace.id) as tx:
        state = await get(tx, id_)
    assert (state.status, state.unread) == ("open", 2)
    assert state.waiting_since is not None


async def test_undo_cancels_a_letter_and_the_conversation_is_as_before(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    async with household.database.workspace(household.workspace.id) as tx:
        before = await get(tx, id_)
    message = await answer(household, anna, id_, text="ошибка")
    async with household.database.workspace(household.workspace.id) as tx:
        taken = await undo(tx, anna, REACHES, message.id)
        after = await get(tx, id_)
    assert taken.status == "cancelled"
    assert (after.status, after.last, after.waiting_since) == (before.status, before.last, before.waiting_since)
    assert after.version > before.version
    (delivery,) = await household.rows("SELECT state FROM delivery")
    assert delivery["state"] == "cancelled"


async def test_undo_retracts_what_the_chat_has_delivered_and_nothing_that_left_by_mail(
    household: Household, anna: Principal
) -> None:
    id_ = await ivan(household)
    chat = await answer(household, anna, id_, text="в чат", channel="chat")
    letter = await answer(household, anna, id_, text="письмо", channel="email")
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE message SET status = 'delivered' WHERE direction = 'out'")
        await tx.execute("UPDATE delivery SET state = 'done'")
    await told(household)
    async with household.database.workspace(household.workspace.id) as tx:
        assert (await undo(tx, anna, REACHES, chat.id)).status == "retracted"
        with pytest.raises(Conflict):
            await undo(tx, anna, REACHES, letter.id)
    assert "message_retracted" in [event["kind"] for event in await told(household)]


async def test_undo_is_over_after_ten_seconds(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    message = await answer(household, anna, id_, text="поздно")
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE message SET at = at - interval '11 s' WHERE id = $1", message.id)
        with pytest.raises(Conflict):
            await undo(tx, anna, REACHES, message.id)


async def test_only_what_failed_is_sent_again(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    message = await answer(household, anna, id_, text="Есть")
    async with household.database.workspace(household.workspace.id) as tx:
        with pytest.raises(Conflict):
            await resend(tx, anna, message.id)
        await tx.execute("UPDATE delivery SET state = 'failed'")
        await tx.execute("UPDATE message SET status = 'failed', error = 'box full' WHERE id = $1", message.id)
        again = await resend(tx, anna, message.id)
    assert (again.status, again.error) == ("queued", None)


async def test_writing_in_a_closed_conversation_opens_it_again(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    async with household.database.workspace(household.workspace.id) as tx:
        await change(tx, anna, id_, ConversationPatch(status="closed"))
    await told(household)
    await answer(household, anna, id_, text="вдогонку")
    kinds = [event["kind"] for event in await told(household)]
    assert kinds == ["message_sent", "conversation_reopened", "conversation_changed"]
