"""How much others write is nobody's business: not a neighbour's, not a visitor's."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

from nitka.kernel.clock import now
from nitka.platform.keys import Website
from tests.integration.chat.clients import Visitor
from tests.integration.conversations.household import Household
from tests.integration.serving import Edge


async def _numbers(household: Household) -> list[int]:
    return [row["number"] for row in await household.rows("SELECT number FROM conversation ORDER BY number")]


async def _write(household: Household, device: str) -> None:
    await household.customer(device, f"device:{device}")
    await household.say(household.chat(device, "вопрос", now()))


async def test_conversations_are_numbered_from_one_in_every_workspace(
    household: Household, neighbours: Household
) -> None:
    for n in range(3):
        await _write(household, f"d{n}")
        await _write(neighbours, f"d{n}")
    assert await _numbers(household) == await _numbers(neighbours) == [1, 2, 3]


async def test_those_who_begin_at_once_get_numbers_of_their_own(household: Household) -> None:
    """Nobody waits for another's commit, so a number may be left out, but none is given twice."""
    for n in range(8):
        await household.customer(f"d{n}", f"device:d{n}")
    await asyncio.gather(*(household.say(household.chat(f"d{n}", "вопрос", now())) for n in range(8)))
    numbers = await _numbers(household)
    assert len(set(numbers)) == 8
    assert max(numbers) <= 16


async def _told(visitor: Visitor) -> list[dict[str, Any]]:
    async with asyncio.timeout(10):
        while True:
            items = await visitor.listed()
            if len(items) == 2:
                return items
            await asyncio.sleep(0.05)


async def test_a_visitor_is_told_no_number_that_others_move(edge: Edge, website: Website, roles: None) -> None:
    """Two messages, and between them a stranger's: nothing that the visitor sees counts it."""
    curious, others = Visitor(edge, website, "curious"), Visitor(edge, website, "others")
    line = await curious.live()
    await curious.say("Раз", "m1")
    heard = [await line.hear("message")]
    await others.say("Чужое", "m1")
    await curious.say("Два", "m2")
    heard.append(await line.hear("message"))
    items = await _told(curious)
    answer = (await curious.get("messages", limit=1)).json()
    for said in (*heard, *items, answer):
        assert not re.findall(r'"[a-z_]+": "?\d+"?[,}]', json.dumps(said)), said
    after = answer["next"]
    assert [item["text"] for item in await curious.listed(after=after)] == ["Два"]
    assert await curious.listed(after=items[-1]["cursor"]) == []
    stranger = (await _first(others))["cursor"]
    assert await curious.listed(after=stranger) == await curious.listed()  # no place in this chat
    assert await curious.listed(after="1") == await curious.listed()
    await line.close()


async def _first(visitor: Visitor) -> dict[str, Any]:
    async with asyncio.timeout(10):
        while not (items := await visitor.listed()):
            await asyncio.sleep(0.05)
    return items[0]
