"""Several transactions at once about the same customers."""

from __future__ import annotations

import asyncio

from nitka.conversations.models import NewMessage
from nitka.conversations.service import write
from nitka.platform.auth import Principal
from tests.integration.conversations.conftest import REACHES
from tests.integration.conversations.household import Household


async def test_a_customer_who_writes_everywhere_at_once_has_one_conversation(household: Household) -> None:
    await household.customer("Иван", "device:d1", "email:i@example.com")
    turns = [household.chat("d1", "ч") if n % 2 else household.mail("i@example.com", "п") for n in range(16)]
    await asyncio.gather(*(household.say(turn) for turn in turns))
    (row,) = await household.rows("SELECT unread FROM conversation")
    assert row["unread"] == 16


async def test_batches_in_opposite_order_do_not_block_each_other(household: Household) -> None:
    for n in range(8):
        await household.customer(f"К{n}", f"device:d{n}")
    forward = [[household.chat(f"d{n}", "→") for n in range(8)] for _ in range(6)]
    backward = [[household.chat(f"d{n}", "←") for n in reversed(range(8))] for _ in range(6)]
    await asyncio.gather(*(household.say(*batch) for batch in forward + backward))
    rows = await household.rows("SELECT unread FROM conversation")
    assert [row["unread"] for row in rows] == [12] * 8


async def test_an_answer_and_a_question_at_the_same_time_both_count(household: Household, anna: Principal) -> None:
    await household.customer("Иван", "device:d1")
    await household.say(household.chat("d1", "?"))
    (row,) = await household.rows("SELECT id FROM conversation")

    async def answer(n: int) -> None:
        async with household.database.workspace(household.workspace.id) as tx:
            await write(tx, anna, REACHES, row["id"], NewMessage(text=f"!{n % 4}"), key=str(n % 4))

    asked = [household.say(household.chat("d1", "??")) for _ in range(8)]
    await asyncio.gather(*asked, *(answer(n) for n in range(8)))
    rows = await household.rows("SELECT direction, count(*) AS n FROM message GROUP BY 1 ORDER BY 1")
    assert {one["direction"]: one["n"] for one in rows} == {"in": 9, "out": 4}
    (state,) = await household.rows("SELECT version, last_seq, (SELECT max(seq) FROM message) AS seq FROM conversation")
    assert state["last_seq"] == state["seq"]
