"""Messages leave once, in order; what is not known is said to be unknown."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import msgspec

from nitka.channels.connector import SendResult
from nitka.channels.touch import Receipt
from nitka.conversations import delivery
from nitka.conversations.models import Message, NewMessage
from nitka.conversations.service import write
from nitka.kernel.ids import new_id
from nitka.platform.auth import Principal
from tests.integration.conversations.conftest import REACHES
from tests.integration.conversations.household import Household


async def ivan(household: Household) -> UUID:
    await household.customer("Иван", "device:d1", "email:i@example.com")
    await household.say(household.mail("i@example.com", "письмо", subject="Заказ", meta={"message_id": "<1@x>"}))
    await household.say(household.chat("d1", "чат"))
    (row,) = await household.rows("SELECT id FROM conversation")
    id_: UUID = row["id"]
    return id_


async def wrote(household: Household, by: Principal, id_: UUID, text: str, channel: str = "chat") -> Message:
    async with household.database.workspace(household.workspace.id) as tx:
        message = await write(tx, by, REACHES, id_, NewMessage(text=text, channel=channel))
        await tx.execute("UPDATE delivery SET due_at = now() WHERE message_id = $1", message.id)
    return message


async def claimed(household: Household, owner: str = "me") -> list[delivery.Claim]:
    found = await delivery.claim(household.database, owner, 100)
    return [one for one in found if one.workspace_id == household.workspace.id]


async def settle(household: Household, claim: delivery.Claim, **result: Any) -> None:
    async with household.database.workspace(household.workspace.id) as tx:
        await delivery.settle(tx, claim, SendResult(**result))


async def status(household: Household, id_: UUID) -> tuple[str, str]:
    (row,) = await household.rows(
        "SELECT m.status, d.state FROM message m JOIN delivery d ON d.message_id = m.id WHERE m.id = $1", id_
    )
    return row["status"], row["state"]


async def test_each_strand_is_sent_in_order_and_strands_side_by_side(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    first, second = [await wrote(household, anna, id_, text) for text in ("1", "2")]
    letter = await wrote(household, anna, id_, "письмо", "email")
    taken = await claimed(household)
    assert {one.message_id for one in taken} == {first.id, letter.id}
    assert await claimed(household, "other") == []
    chat = next(one for one in taken if one.message_id == first.id)
    await settle(household, chat, status="retry", retry_after=60)
    assert await claimed(household) == []
    assert await status(household, first.id) == ("queued", "queued")
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE delivery SET due_at = now() WHERE message_id = $1", first.id)
    (chat,) = await claimed(household)
    assert (chat.message_id, chat.attempts) == (first.id, 2)
    await settle(household, chat, status="sent")
    (chat,) = await claimed(household)
    assert chat.message_id == second.id


async def test_many_senders_never_take_the_same_message(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    for n in range(6):
        await household.customer(f"К{n}", f"device:k{n}")
        await household.say(household.chat(f"k{n}", "?"))
    rows = await household.rows("SELECT id FROM conversation WHERE id <> $1", id_)
    for row in rows:
        await wrote(household, anna, row["id"], "!")
    found = await asyncio.gather(*(claimed(household, f"s{n}") for n in range(4)))
    ids = [one.message_id for some in found for one in some]
    assert len(ids) == len(set(ids)) == 6


async def test_what_is_sent_knows_its_thread_and_keeps_its_own_id(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    message = await wrote(household, anna, id_, "ответ", "email")
    (claim,) = await claimed(household)
    async with household.database.workspace(household.workspace.id) as tx:
        job = await delivery.begin(tx, claim)
    assert job is not None
    assert (job.outgoing.to, job.outgoing.text, job.outgoing.author_name) == ("i@example.com", "ответ", "Анна")
    assert job.outgoing.thread == {"message_id": "<1@x>", "subject": "Заказ"}
    assert job.connection["kind"] == "email"
    await settle(household, claim, status="sent", meta={"message_id": "<2@us>"})
    assert await status(household, message.id) == ("sent", "done")
    (strand,) = await household.rows("SELECT thread FROM strand WHERE channel = 'email'")
    assert strand["thread"]["message_id"] == "<2@us>"


async def test_a_message_taken_back_is_not_sent(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    message = await wrote(household, anna, id_, "нет")
    (claim,) = await claimed(household)
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE message SET status = 'retracted' WHERE id = $1", message.id)
        assert await delivery.begin(tx, claim) is None
    assert await status(household, message.id) == ("retracted", "cancelled")


async def test_what_a_dead_sender_left_is_unknown_unless_twice_is_once(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    chat, letter = await wrote(household, anna, id_, "чат"), await wrote(household, anna, id_, "письмо", "email")
    for claim in await claimed(household):
        async with household.database.workspace(household.workspace.id) as tx:
            await delivery.begin(tx, claim)
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE delivery SET due_at = now() - interval '1 s'")
    await delivery.expire(household.database, frozenset({"chat"}))
    assert (await status(household, chat.id))[1] == "queued"
    assert await status(household, letter.id) == ("unknown", "unknown")
    again = await claimed(household)
    assert [one.message_id for one in again] == [chat.id]
    await household.say(receipt(household, letter, "delivered"))
    assert await status(household, letter.id) == ("delivered", "done")


def receipt(household: Household, message: Message, reached: str, *, up_to: bool = False, sender: str = "") -> Any:
    assert message.address is not None
    source = household.mail if message.channel == "email" else household.chat
    touch = source(sender or message.address.value, "")
    error = "no such box" if reached == "failed" else None
    said = Receipt(message_id=message.id, status=reached, up_to=up_to, error=error)
    return msgspec.structs.replace(touch, kind="receipt", message=None, external_id=new_id().hex, receipt=said)


async def test_receipts_only_move_forward_and_take_earlier_ones_along(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    first, second = [await wrote(household, anna, id_, text) for text in ("1", "2")]
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE message SET status = 'sent' WHERE direction = 'out'")
    events = await household.say(receipt(household, second, "read", up_to=True))
    assert len(events) == 2
    assert (await status(household, first.id))[0] == (await status(household, second.id))[0] == "read"
    assert await household.say(receipt(household, second, "delivered")) == []
    assert await household.say(receipt(household, second, "failed")) == []


async def test_only_the_recipient_can_have_read_it(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    message = await wrote(household, anna, id_, "1")
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE message SET status = 'sent' WHERE direction = 'out'")
    assert await household.say(receipt(household, message, "read", sender="d2")) == []
    assert (await status(household, message.id))[0] == "sent"


async def test_a_bounce_by_a_mail_server_on_the_way_counts(household: Household, anna: Principal) -> None:
    id_ = await ivan(household)
    message = await wrote(household, anna, id_, "1", "email")
    async with household.database.workspace(household.workspace.id) as tx:
        await tx.execute("UPDATE message SET status = 'sent' WHERE direction = 'out'")
    await household.say(receipt(household, message, "failed", sender="mailer-daemon@example.com"))
    (row,) = await household.rows("SELECT status, error FROM message WHERE id = $1", message.id)
    assert row == {"status": "failed", "error": "no such box"}
