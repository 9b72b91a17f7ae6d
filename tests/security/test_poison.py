"""One touch that would make all that follows it fail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from nitka.conversations.models import ConversationPatch
from nitka.conversations.service import change
from nitka.kernel.clock import now
from nitka.kernel.errors import BadInput
from nitka.kernel.ids import new_id
from nitka.platform.auth import Principal
from nitka.platform.keys import Website
from tests.integration.chat.clients import Visitor
from tests.integration.conversations.household import Household
from tests.integration.edge_fixtures import Inbox
from tests.integration.serving import Edge

BEGINNING = "0001-01-01T00:00:00Z"  # PostgreSQL's driver makes minus infinity of it, and a time without zone of that


@pytest.mark.parametrize(
    "times",
    [{"timestamp": BEGINNING}, {"timestamp": BEGINNING, "sentAt": BEGINNING}, {"originalTimestamp": BEGINNING}],
    ids=["timestamp", "both", "original"],
)
async def test_no_event_is_from_the_beginning_of_the_calendar(
    edge: Edge, website: Website, inbox: Inbox, times: dict[str, str]
) -> None:
    body = {"writeKey": website.write_key, "anonymousId": "a", "event": "e"} | times
    async with edge.http() as http:
        assert (await http.post("/v1/track", json=body)).status_code == 200
    (touch,) = await inbox.touches(1)
    assert datetime.now(UTC) - touch.at < timedelta(minutes=1)


async def test_a_strange_time_does_not_silence_the_visitor_it_names(edge: Edge, website: Website, roles: None) -> None:
    """Anybody knows the public key: what they say of a visitor must not send that visitor's own words aside."""
    body = {"writeKey": website.write_key, "anonymousId": "victim", "event": "e", "timestamp": BEGINNING}
    async with edge.http() as http:
        await http.post("/v1/track", json=body)
    visitor = Visitor(edge, website, "victim")
    line = await visitor.live()
    await visitor.say("Здравствуйте!", "m1")
    assert (await line.hear("message"))["message"]["text"] == "Здравствуйте!"
    await line.close()
    async with edge.services.database.workspace(website.workspace_id) as tx:
        assert await tx.fetchval("SELECT count(*) FROM quarantine") == 0


async def test_no_conversation_sleeps_until_the_end_of_the_calendar(household: Household, anna: Principal) -> None:
    await household.customer("Иван", "device:d1")
    await household.say(household.chat("d1", "вопрос", now()))
    (row,) = await household.rows("SELECT id FROM conversation")
    asked = ConversationPatch(status="snoozed", snoozed_until=datetime.max.replace(tzinfo=UTC))
    async with household.database.workspace(household.workspace.id) as tx:
        with pytest.raises(BadInput):
            await change(tx, anna, row["id"], asked)


async def test_a_key_that_was_used_does_not_swallow_another_answer(
    api: httpx.AsyncClient, household: Household
) -> None:
    paths = []
    for id_ in ("d1", "d2"):
        await household.customer(id_, f"device:{id_}")
        await household.say(household.chat(id_, "вопрос", now()))
    for row in await household.rows("SELECT id FROM conversation"):
        paths.append(f"/api/v1/conversations/{row['id']}/messages")
    key = {"Idempotency-Key": new_id().hex}
    assert (await api.post(paths[0], json={"text": "Ваш код 1234"}, headers=key)).status_code == 201
    assert (await api.post(paths[0], json={"text": "Ваш код 1234"}, headers=key)).status_code == 201
    assert (await api.post(paths[1], json={"text": "Заказ готов"}, headers=key)).status_code == 409
