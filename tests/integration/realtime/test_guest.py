"""The visitor's socket: their own chat at once, and nobody else's ever."""

from __future__ import annotations

from uuid import UUID

import pytest
import websockets

from nitka.kernel.ids import new_id, node_id, strand_id
from nitka.platform.broker import Broker
from nitka.platform.keys import Website
from tests.integration.chat.clients import Line, Visitor
from tests.integration.edge_fixtures import Inbox
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.realtime.desks import message, publish
from tests.integration.serving import Edge


@pytest.fixture
def visitor(edge: Edge, website: Website) -> Visitor:
    """A visitor of this test's site."""
    return Visitor(edge, website, "v1")


def strand_of(workspace: WorkspaceRow, visitor: str) -> UUID:
    """The visitor's chat."""
    node = node_id(workspace.id, "device", "", visitor)
    return strand_id(workspace.id, workspace.chat, node, workspace.brand_id)


async def test_an_answer_comes_at_once_to_every_tab(visitor: Visitor, broker: Broker, workspace: WorkspaceRow) -> None:
    tabs = [await visitor.live() for _ in range(2)]
    answer = message(strand_of(workspace, "v1"), "Да, есть", seq=41)
    await publish(broker, workspace, "message_sent", message=answer)
    for tab in tabs:
        frame = await tab.hear()
        assert (frame["type"], frame["cursor"]) == ("message", frame["message"]["id"])
        assert frame["message"]["text"] == "Да, есть"
        assert frame["message"]["author"] == {"name": "Анна"}
        await tab.close()


async def test_notes_and_other_peoples_words_are_never_pushed(
    visitor: Visitor, broker: Broker, workspace: WorkspaceRow, other_workspace: WorkspaceRow
) -> None:
    tab = await visitor.live()
    mine = strand_of(workspace, "v1")
    await publish(broker, workspace, "message_sent", message=message(mine, "между нами", direction="note"))
    await publish(broker, workspace, "message_sent", message=message(strand_of(workspace, "v2"), "не вам"))
    await publish(broker, workspace, "message_sent", message=message(new_id(), "в другом канале", channel="email"))
    await publish(broker, other_workspace, "message_sent", message=message(mine, "у соседей"))
    await publish(broker, workspace, "customer_changed", customer_id=new_id())
    await publish(broker, workspace, "message_sent", message=message(mine, "вам"))
    assert (await tab.hear())["message"]["text"] == "вам"
    await tab.close()


async def test_what_became_of_an_answer_is_told(visitor: Visitor, broker: Broker, workspace: WorkspaceRow) -> None:
    tab, strand, id_ = await visitor.live(), strand_of(workspace, "v1"), new_id()
    await publish(broker, workspace, "message_status_changed", message_id=id_, strand_id=strand, status="sent")
    await publish(broker, workspace, "message_retracted", message_id=id_, strand_id=strand)
    assert await tab.hear() == {"type": "status", "message_id": str(id_), "status": "sent"}
    assert await tab.hear() == {"type": "retracted", "message_id": str(id_)}
    await tab.close()


async def test_a_message_by_the_socket_is_the_same_as_by_http(visitor: Visitor, inbox: Inbox) -> None:
    tab = await visitor.live()
    await tab.say(type="message", message_id="m1", text="Есть 43 размер?")
    accepted = await tab.hear("accepted")
    assert accepted["message_id"] == "m1"
    assert (await visitor.say("Есть 43 размер?", "m1")).json()["id"] == accepted["id"]
    assert [touch.external_id for touch in await inbox.touches(2)] == ["m1", "m1"]
    await tab.close()


async def test_a_message_that_cannot_be_taken_is_refused_with_a_reason(visitor: Visitor) -> None:
    tab = await visitor.live()
    await tab.say(type="message", message_id="m1", text="x" * 20_000)
    refused = await tab.hear("refused")
    assert refused["message_id"] == "m1"
    assert "10000" in refused["detail"]
    await tab.say(type="message", message_id="m2", text="Короче")
    assert (await tab.hear("accepted"))["message_id"] == "m2"
    await tab.close()


async def test_while_the_intake_is_full_nothing_is_refused_for_good(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = await visitor.live()
    monkeypatch.setattr("nitka.channels.intake.WAITING", 0)
    await tab.say(type="message", message_id="m1", text="Вы здесь?")
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await tab.hear("accepted", "refused")
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1013


async def test_marks_and_pings(visitor: Visitor, inbox: Inbox) -> None:
    tab = await visitor.live()
    await tab.say(type="delivered", message_id=str(UUID(int=7)))
    await tab.say(type="read", message_id=str(UUID(int=7)))
    await tab.say(type="ping")
    assert (await tab.hear())["type"] == "pong"
    receipts = [touch.receipt for touch in await inbox.touches(2)]
    assert [one.status for one in receipts if one] == ["delivered", "read"]
    await tab.close()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"key": "nobody"}, 4401),
        ({"secret": "another-secret-of-somebody"}, 4403),
        ({"secret": "short"}, 4400),
        ({"visitor": ""}, 4400),
        ({"after": "x"}, 4400),
        ({"key": 7}, 4400),
    ],
)
async def test_who_cannot_prove_it_is_hung_up_with_a_reason(
    visitor: Visitor, changed: dict[str, object], code: int
) -> None:
    assert (await visitor.say("Это я", "m1")).status_code == 202
    line = Line(await websockets.connect(f"{visitor.edge.ws}/client/v1/live"))
    hello = {"key": visitor.website.write_key, "visitor": visitor.id, "secret": visitor.secret, "after": None}
    await line.say(**hello | changed)
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await line.hear()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code
    assert closed.value.rcvd.reason


async def test_a_broker_that_was_killed_is_followed_again(
    visitor: Visitor, broker: Broker, workspace: WorkspaceRow
) -> None:
    """The consumer behind the sockets dies with the broker's memory: here it is only deleted, which looks the same."""
    tab, strand = await visitor.live(), strand_of(workspace, "v1")
    names = (await broker.api("CONSUMER.NAMES.EVENTS"))["consumers"]
    for name in names:
        await broker.api(f"CONSUMER.DELETE.EVENTS.{name}")
    await publish(broker, workspace, "message_sent", message=message(strand, "после обрыва"))
    assert (await tab.hear(wait=15))["message"]["text"] == "после обрыва"
    await tab.close()
