"""Words are read after the transaction, within a second, and what is found is told to the desk."""

from __future__ import annotations

import asyncio
import time

from nats.js.api import DeliverPolicy

from nitka.pipeline.following import Following
from nitka.pipeline.following.words import ReadWords
from nitka.pipeline.transaction import commit
from nitka.platform.broker import EVENTS, Broker
from nitka.platform.database import Database
from nitka.platform.relay import Relay
from tests.integration.pipeline.conftest import rows
from tests.integration.platform_fixtures import WorkspaceRow
from tests.touches import chat


async def test_what_was_written_is_found_believed_and_told_within_a_second(
    database: Database, broker: Broker, workspace: WorkspaceRow
) -> None:
    stopping, reader = asyncio.Event(), ReadWords()
    told = await broker.js.subscribe(
        f"events.{workspace.id.hex}.findings_changed",
        stream=EVENTS,
        deliver_policy=DeliverPolicy.NEW,
        ordered_consumer=True,
    )
    wake = broker.client
    database.after_emitting = lambda: wake.publish("wake.relay", b"")
    tasks = [
        asyncio.create_task(Relay(database, broker, [reader.followed]).run(stopping)),
        asyncio.create_task(Following(database, broker, [reader]).run(stopping)),
    ]
    try:
        await commit(database, [chat(workspace, "warm", "Добрый день, меня зовут Анна")], [])
        await told.next_msg(timeout=20)
        began = time.monotonic()
        words = [f"Мой телефон 8 916 123-45-{n:02}" if n % 10 == 0 else "Когда привезут?" for n in range(50)]
        made = [chat(workspace, f"browser{n}", text) for n, text in enumerate(words)]
        await commit(database, made, [])
        seen = 0
        async with asyncio.timeout(20):
            while seen < 5:
                await told.next_msg(timeout=20)
                seen += 1
        assert time.monotonic() - began < 2.0  # half of it is spare for a busy machine
    finally:
        stopping.set()
        await asyncio.gather(*tasks)
    found = await rows(
        database, workspace.id, "SELECT state, count(*) AS n FROM finding WHERE type = 'phone' GROUP BY 1"
    )
    assert [(row["state"], row["n"]) for row in found] == [("taken", 5)]
    assert await rows(database, workspace.id, "SELECT 1 FROM follow_up") == []
