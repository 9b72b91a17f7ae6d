"""The desk's socket: what it is told, what it catches up with, and what it never sees."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import websockets

from nitka.entrypoints.realtime import desk as desk_module
from nitka.kernel.ids import new_id
from nitka.platform.broker import EVENTS, Broker
from nitka.platform.database import Database
from nitka.platform.relay import subject
from tests.integration.chat.clients import Line
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.realtime.desks import make_token, open_desk, publish
from tests.integration.serving import Edge, serve


@pytest.fixture
async def token(database: Database, workspace: WorkspaceRow) -> str:
    """A token of an operator here."""
    return await make_token(database, workspace)


async def test_an_event_reaches_the_desk_at_once(
    edge: Edge, broker: Broker, workspace: WorkspaceRow, token: str
) -> None:
    desk, ready = await open_desk(edge, token)
    assert ready["type"] == "ready"
    await publish(broker, workspace, "customer_changed", customer_id=UUID(int=5))
    frame = await desk.hear()
    assert frame["event"]["customer_id"] == str(UUID(int=5))
    assert frame["cursor"] != ready["cursor"]
    await desk.close()


async def test_a_desk_that_was_away_catches_up_in_order(
    edge: Edge, broker: Broker, workspace: WorkspaceRow, other_workspace: WorkspaceRow, token: str
) -> None:
    desk, ready = await open_desk(edge, token)
    await desk.close()
    ids = [new_id() for _ in range(450)]  # more than one page
    for id_ in ids:
        await publish(broker, workspace, "customer_changed", customer_id=id_)
        await publish(broker, other_workspace, "customer_changed", customer_id=new_id())
    desk, again = await open_desk(edge, token, ready["cursor"])
    assert again["type"] == "ready"
    await publish(broker, workspace, "customer_changed", customer_id=UUID(int=9))
    heard = [(await desk.hear("event"))["event"]["customer_id"] for _ in range(451)]
    assert heard == [str(id_) for id_ in ids] + [str(UUID(int=9))]
    await desk.close()


async def test_nothing_is_missed_while_catching_up(
    edge: Edge, broker: Broker, workspace: WorkspaceRow, token: str
) -> None:
    desk, ready = await open_desk(edge, token)
    await desk.close()
    ids = [new_id() for _ in range(300)]

    async def speak() -> None:
        for id_ in ids:
            await publish(broker, workspace, "customer_changed", customer_id=id_)

    speaking = asyncio.create_task(speak())
    while not (await broker.js.stream_info(EVENTS, subjects_filter=f"events.{workspace.id.hex}.>")).state.subjects:
        await asyncio.sleep(0)
    desk, _ = await open_desk(edge, token, ready["cursor"])
    heard = [(await desk.hear("event"))["event"]["customer_id"] for _ in ids]
    await speaking
    assert heard == [str(id_) for id_ in ids]
    await desk.close()


async def test_a_repeated_event_is_told_once(edge: Edge, broker: Broker, workspace: WorkspaceRow, token: str) -> None:
    desk, _ = await open_desk(edge, token)
    body = b'{"kind":"customer_changed","customer_id":"%s"}'
    for expected in (None, "twice"):  # past the stream's own window, which drops what comes soon after
        headers = {"Nats-Msg-Id": "0123456789abcdef0123456789abcdef"}
        if expected:
            await broker.api(f"STREAM.UPDATE.{EVENTS}", await _window(broker, 100_000_000))
            await asyncio.sleep(0.3)
        await broker.js.publish(
            subject(workspace.id, "customer_changed"), body % b"once", stream=EVENTS, headers=headers
        )
    await broker.api(f"STREAM.UPDATE.{EVENTS}", await _window(broker, 120 * 10**9))
    await publish(broker, workspace, "customer_changed", customer_id="after")
    assert [(await desk.hear("event"))["event"]["customer_id"] for _ in range(2)] == ["once", "after"]
    await desk.close()


async def _window(broker: Broker, nanoseconds: int) -> dict[str, object]:
    config: dict[str, object] = (await broker.api(f"STREAM.INFO.{EVENTS}"))["config"]
    return config | {"duplicate_window": nanoseconds}


@pytest.mark.parametrize("change", ["identity", "future", "other event", "garbage"])
async def test_an_unknown_cursor_means_reading_anew(
    edge: Edge, broker: Broker, workspace: WorkspaceRow, token: str, change: str
) -> None:
    await publish(broker, workspace, "customer_changed", customer_id=new_id())
    first, ready = await open_desk(edge, token)
    await first.close()
    identity, seq, tag = ready["cursor"].split(".")
    cursor = {
        "identity": f"another.{seq}.{tag}",
        "future": f"{identity}.{int(seq) + 1_000}.{tag}",
        "other event": f"{identity}.{seq}.ffffffff",
        "garbage": "\ud83d..x",
    }[change]
    desk, frame = await open_desk(edge, token, cursor)
    assert frame["type"] == "refetch"
    await publish(broker, workspace, "customer_changed", customer_id=UUID(int=5))
    assert (await desk.hear("event"))["event"]["customer_id"] == str(UUID(int=5))
    await desk.close()


async def test_a_neighbours_events_are_never_told(
    edge: Edge, broker: Broker, database: Database, workspace: WorkspaceRow, other_workspace: WorkspaceRow, token: str
) -> None:
    desk, _ = await open_desk(edge, token)
    neighbour, _ = await open_desk(edge, await make_token(database, other_workspace))
    conversation = str(new_id())
    for line in (desk, neighbour):
        await line.say(type="watch", conversation_id=conversation, customer_id=None)
    await publish(broker, workspace, "customer_changed", customer_id="mine")
    await publish(broker, other_workspace, "customer_changed", customer_id="theirs")
    assert (await desk.hear("event"))["event"]["customer_id"] == "mine"
    assert (await neighbour.hear("event"))["event"]["customer_id"] == "theirs"
    assert (await neighbour.quiet("event")) is True
    await desk.close()
    await neighbour.close()


async def test_touches_are_told_to_who_looks_at_the_customer(
    edge: Edge, broker: Broker, workspace: WorkspaceRow, token: str
) -> None:
    looking, _ = await open_desk(edge, token)
    elsewhere, _ = await open_desk(edge, token)
    mine, other = new_id(), new_id()
    await looking.say(type="watch", conversation_id=None, customer_id=str(mine))
    await looking.say(type="ping")
    await looking.hear("pong")
    items = [{"customer_id": one, "item": {"text": "/boots"}} for one in (mine, other)]
    await publish(broker, workspace, "touches_stored", items=items)
    await publish(broker, workspace, "customer_changed", customer_id=mine)
    told = (await looking.hear("event"))["event"]
    assert [item["customer_id"] for item in told["items"]] == [str(mine)]
    assert (await elsewhere.hear("event"))["event"]["kind"] == "customer_changed"
    await looking.close()
    await elsewhere.close()


async def test_a_slow_desk_is_cut_and_resumes_without_a_gap(
    edge: Edge, broker: Broker, workspace: WorkspaceRow, token: str
) -> None:
    slow, _ = await open_desk(edge, token, max_queue=1)
    quick, _ = await open_desk(edge, token)
    total, filler = 1_500, "x" * 20_000  # 30 MB: more than all buffers between hold
    ids = [str(new_id()) for _ in range(total)]
    for id_ in ids:
        await publish(broker, workspace, "customer_changed", customer_id=id_, filler=filler)
        assert (await quick.hear("event"))["event"]["customer_id"] == id_
    frames = await _all_of(slow)
    assert 0 < len(frames) < total
    heard, cursor = [frame["event"]["customer_id"] for frame in frames], frames[-1]["cursor"]
    again, _ = await open_desk(edge, token, cursor)
    heard += [(await again.hear("event"))["event"]["customer_id"] for _ in range(total - len(heard))]
    assert heard == ids
    await quick.close()
    await again.close()


async def _all_of(line: Line) -> list[dict[str, Any]]:
    frames = []
    try:
        while True:
            frames.append(await line.hear("event"))
    except websockets.ConnectionClosed:
        return frames


async def test_colleagues_on_two_edges_see_each_other_and_who_types(
    edge: Edge, migrated: str, nats_url: str, tmp_path: Path, database: Database, workspace: WorkspaceRow, token: str
) -> None:
    conversation = str(new_id())
    async with serve(migrated, nats_url, tmp_path / "second") as second:
        anna, _ = await open_desk(edge, token)
        boris, _ = await open_desk(second, await make_token(database, workspace, "Борис"))
        await anna.say(type="watch", conversation_id=conversation, customer_id=None)
        await boris.say(type="watch", conversation_id=conversation, customer_id=None)
        assert await _people(anna, ["Борис"]) == [False]
        assert await _people(boris, ["Анна"]) == [False]
        await boris.say(type="typing", conversation_id=conversation)
        assert await _people(anna, ["Борис"], typing=True) == [True]
        await boris.close()
        assert await _people(anna, []) == []
        await anna.close()


async def _people(line: Line, names: list[str], *, typing: bool = False) -> list[bool]:
    while True:
        people = (await line.hear("presence"))["people"]
        if [person["name"] for person in people] == names and (not typing or people[0]["typing"]):
            return [person["typing"] for person in people]


async def test_both_edges_tell_everything(
    edge: Edge, migrated: str, nats_url: str, tmp_path: Path, broker: Broker, workspace: WorkspaceRow, token: str
) -> None:
    async with serve(migrated, nats_url, tmp_path / "second") as second:
        desks = [(await open_desk(one, token))[0] for one in (edge, second)]
        await publish(broker, workspace, "customer_changed", customer_id="both")
        frames = [await desk.hear("event") for desk in desks]
        assert frames[0] == frames[1]
        for desk in desks:
            await desk.close()
        # A cursor of one edge is good at any other.
        await publish(broker, workspace, "customer_changed", customer_id="later")
        desk, _ = await open_desk(second, token, frames[0]["cursor"])
        assert (await desk.hear("event"))["event"]["customer_id"] == "later"
        await desk.close()


async def test_a_session_that_ends_ends_its_socket(
    edge: Edge, database: Database, workspace: WorkspaceRow, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "CHECKED_EVERY", 0.1)
    desk, _ = await open_desk(edge, token)
    assert await desk.quiet(wait=0.5)
    async with database.service() as tx:
        await tx.execute("UPDATE api_token SET revoked_at = now() WHERE workspace_id = $1", workspace.id)
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await desk.hear()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


async def test_strangers_are_told_why(edge: Edge) -> None:
    socket = await websockets.connect(f"{edge.ws}/api/v1/live")
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401
    assert closed.value.rcvd.reason


@pytest.mark.parametrize("frame", ["", "{", "[]", '{"type":"nothing"}', '{"type":"watch","conversation_id":7}', "\x00"])
async def test_a_frame_that_means_nothing_ends_only_its_own_socket(
    edge: Edge, broker: Broker, workspace: WorkspaceRow, token: str, frame: str
) -> None:
    other, _ = await open_desk(edge, token)
    desk, _ = await open_desk(edge, token)
    await desk.socket.send(frame)
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await desk.hear()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4400
    await publish(broker, workspace, "customer_changed", customer_id="x")
    assert (await other.hear("event"))["event"]["customer_id"] == "x"
    await other.close()
