"""Touches become customers, conversations and events: once each, in order, and the bad ones alone are set aside."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator

import asyncpg
import pytest

from nitka.channels.intake import Intake
from nitka.channels.touch import Message
from nitka.kernel.ids import new_id
from nitka.pipeline.worker import Pipeline
from nitka.platform.broker import Broker
from nitka.platform.database import Database
from tests.integration.pipeline.conftest import Take, rows
from tests.integration.platform_fixtures import WorkspaceRow
from tests.touches import chat, mail, page, said


async def test_one_person_walks_writes_and_mails_and_is_one_customer_with_one_conversation(
    database: Database, workspace: WorkspaceRow, take: Take
) -> None:
    await take([page(workspace, "browser"), page(workspace, "browser", text="/boots/43")])
    await take([chat(workspace, "browser", "Есть 43 размер?", also=[said("email", "Ivan@Example.com")])])
    await take([mail(workspace, "ivan@example.com", "Так что с размером?")])

    customers = await rows(
        database, workspace.id, "SELECT DISTINCT customer_id FROM customer_member WHERE valid_to IS NULL"
    )
    assert len(customers) == 1
    conversations = await rows(database, workspace.id, "SELECT * FROM conversation")
    assert [one["status"] for one in conversations] == ["open"]
    assert conversations[0]["customer_id"] == customers[0]["customer_id"]
    messages = await rows(database, workspace.id, "SELECT text FROM message ORDER BY seq")
    assert [one["text"] for one in messages] == ["Есть 43 размер?", "Так что с размером?"]
    kinds = await rows(database, workspace.id, "SELECT kind FROM touch ORDER BY received_at")
    assert [one["kind"] for one in kinds] == ["page", "page", "message", "message"]


async def test_repeats_in_any_shape_are_stored_once(database: Database, workspace: WorkspaceRow, take: Take) -> None:
    made = [chat(workspace, f"v{n % 7}", str(n)) for n in range(70)]
    await take(made)
    again = made * 3
    random.Random(2).shuffle(again)
    await take(again)
    assert len(await rows(database, workspace.id, "SELECT 1 FROM message")) == 70
    assert len(await rows(database, workspace.id, "SELECT 1 FROM touch")) == 70
    received = await rows(database, workspace.id, "SELECT 1 FROM outbox WHERE kind = 'message_received'")
    assert len(received) <= 70


@pytest.fixture
async def refusing(migrated: str) -> AsyncIterator[None]:
    """A database that refuses one text for ever, as it would refuse the result of a fault of ours."""
    owner = await asyncpg.connect(migrated, server_settings={"search_path": "nitka"})
    await owner.execute("ALTER TABLE message ADD CONSTRAINT no_poison CHECK (text <> 'poison') NOT VALID")
    yield
    await owner.execute("ALTER TABLE message DROP CONSTRAINT no_poison")
    await owner.close()


@pytest.mark.usefixtures("refusing")
async def test_a_poisonous_touch_is_set_aside_and_its_neighbours_are_stored_in_order(
    database: Database, workspace: WorkspaceRow, take: Take
) -> None:
    words = [*map(str, range(4)), "poison", *map(str, range(4, 9))]
    await take([chat(workspace, "one", word) for word in words])
    messages = await rows(database, workspace.id, "SELECT text FROM message ORDER BY seq")
    assert [one["text"] for one in messages] == [str(number) for number in range(9)]
    [held] = await rows(database, workspace.id, "SELECT state, error, body FROM quarantine")
    assert held["state"] == "held"
    assert "no_poison" in held["error"]
    assert b"poison" in held["body"]


async def test_a_workspace_that_is_gone_does_not_hold_up_the_others(
    database: Database, workspace: WorkspaceRow, take: Take
) -> None:
    gone = WorkspaceRow(*(new_id() for _ in range(5)))
    await take([chat(gone, "nobody", "?"), chat(workspace, "somebody", "!")])
    assert [one["text"] for one in await rows(database, workspace.id, "SELECT text FROM message")] == ["!"]


async def test_two_workers_share_the_work_and_each_sender_keeps_its_order(
    database: Database, broker: Broker, workspace: WorkspaceRow, pipeline: Pipeline
) -> None:
    second, stopping = Pipeline(database, broker), asyncio.Event()
    task = asyncio.create_task(second.run(stopping))
    intake = Intake(broker)
    for number in range(40):
        await intake.receive([chat(workspace, f"v{n}", str(number)) for n in range(30)])
        await asyncio.sleep(0.1)
    async with asyncio.timeout(30):
        while len(await rows(database, workspace.id, "SELECT 1 FROM message")) < 1_200:
            await asyncio.sleep(0.1)
    stopping.set()
    await task
    assert second.committed > 0
    assert pipeline.committed > 0
    found = await rows(
        database,
        workspace.id,
        "SELECT s.sender, m.text FROM message m JOIN strand s ON s.id = m.strand_id ORDER BY m.seq",
    )
    for n in range(30):
        assert [one["text"] for one in found if one["sender"] == f"v{n}"] == [str(number) for number in range(40)]


async def test_simultaneous_writing_through_two_channels_opens_one_conversation(
    database: Database, broker: Broker, workspace: WorkspaceRow, take: Take
) -> None:
    for n in range(20):
        await take([page(workspace, f"d{n}", also=[said("email", f"p{n}@example.com")])])
    intake = Intake(broker)
    both = [chat(workspace, f"d{n}", "chat") for n in range(20)] + [
        mail(workspace, f"p{n}@example.com", "mail") for n in range(20)
    ]
    await asyncio.gather(*(intake.receive([touch]) for touch in both))
    async with asyncio.timeout(20):
        while len(await rows(database, workspace.id, "SELECT 1 FROM message")) < 40:
            await asyncio.sleep(0.05)
    assert len(await rows(database, workspace.id, "SELECT 1 FROM conversation WHERE status = 'open'")) == 20


async def test_letters_keep_what_belongs_to_them(database: Database, workspace: WorkspaceRow, take: Take) -> None:
    letter = Message(
        text="Новое", html="<p>Новое</p>", quoted="> старое", subject="Заказ", meta={"message_id": "<a@b>"}
    )
    await take([mail(workspace, "a@example.com", "x", message=letter)])
    [row] = await rows(database, workspace.id, "SELECT text, html, quoted, subject, meta FROM message")
    assert row == {
        "text": "Новое",
        "html": "<p>Новое</p>",
        "quoted": "> старое",
        "subject": "Заказ",
        "meta": {"message_id": "<a@b>"},
    }
