"""Visitors by the million, and strangers who wait for a binding to go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from nitka.entrypoints.doctor import examine
from nitka.kernel.clock import now
from nitka.platform import visitors
from nitka.platform.backup.archive import read_entries
from nitka.platform.backup.save import _bucket
from nitka.platform.broker import VISITORS_BUCKET, Broker
from nitka.platform.keys import Website
from nitka.platform.visitors import Visitors
from tests.integration.chat.clients import Visitor
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.serving import Edge, open_door, serve

STREAM = f"KV_{VISITORS_BUCKET}"
ROOM = 512_000_000


async def _until(met: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(15):
        while not await met():
            await asyncio.sleep(0.1)


async def _status(visitor: Visitor) -> int:
    return (await visitor.get("messages")).status_code


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fresh bindings live for a second, and nobody believes them from memory."""
    monkeypatch.setattr(visitors, "FRESH_LIFE", 1.0)
    monkeypatch.setattr(visitors, "LOOK_AGAIN", -1.0)


async def test_an_address_brings_so_many_new_visitors_an_hour(
    migrated: str, nats_url: str, tmp_path: Path, workspace: WorkspaceRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nitka.entrypoints.api.origin.is_near", lambda _: False)
    async with serve(migrated, nats_url, tmp_path, new_visitors=5) as edge:
        website = await open_door(edge, workspace)
        many = [Visitor(edge, website, f"visitor-{n}") for n in range(7)]
        assert [await _status(one) for one in many] == [200] * 5 + [429] * 2
        refused = await many[6].say("Здравствуйте!", "m1")
        assert (refused.status_code, refused.headers["content-type"]) == (429, "application/problem+json")
        assert int(refused.headers["retry-after"]) > 60
        with pytest.raises(Exception, match="4429"):
            await many[6].live()
        assert (await many[0].say("Здравствуйте!", "m1")).status_code == 202
        monkeypatch.setattr(edge.services.visitors, "_known", type(edge.services.visitors._known)())  # as after a start
        assert await _status(many[1]) == 200
        assert await _status(Visitor(edge, website, "visitor-1", secret="of-somebody-else-here")) == 403


async def test_a_binding_that_guards_nothing_expires(edge: Edge, website: Website, hasty: None) -> None:
    looked = Visitor(edge, website, "who-only-looked")
    assert await _status(looked) == 200
    stranger = Visitor(edge, website, "who-only-looked", secret="a-secret-of-a-stranger")
    assert await _status(stranger) == 403
    bucket = edge.services.broker

    async def gone() -> bool:
        return int((await bucket.api(f"STREAM.INFO.{STREAM}", {"subjects_filter": ">"}))["state"]["messages"]) == before

    before = int((await bucket.api(f"STREAM.INFO.{STREAM}"))["state"]["messages"]) - 1
    await _until(gone)
    assert await _status(stranger) == 200
    assert await _status(looked) == 403


@pytest.mark.parametrize("door", ["message", "contact", "socket"])
async def test_a_binding_that_guards_words_never_does(edge: Edge, website: Website, hasty: None, door: str) -> None:
    """Whoever waits until it expires waits for ever, by whichever door the words came in."""
    writer = Visitor(edge, website, f"who-wrote-by-{door}")
    canary = Visitor(edge, website, f"canary-of-{door}")
    assert await _status(writer) == 200  # fresh
    if door == "message":
        assert (await writer.say("Мой адрес: Ленина, 5", "m1")).status_code == 202
    elif door == "contact":
        form = {"message_id": "m1", "text": "Перезвоните", "email": "ivan@example.com"}
        assert (await writer.post("contact", **form)).status_code == 202
    else:
        line = await writer.live()
        await line.say(type="message", message_id="m1", text="Мой адрес: Ленина, 5")
        await line.hear("accepted")
        await line.close()
    assert await _status(canary) == 200
    taken = Visitor(edge, website, canary.id, secret="a-secret-of-a-stranger")

    async def expired() -> bool:
        return await _status(taken) == 200

    await _until(expired)
    assert await _status(Visitor(edge, website, writer.id, secret="a-secret-of-a-stranger")) == 403
    assert await _status(writer) == 200


async def test_words_are_not_taken_for_a_binding_that_went_to_another(
    edge: Edge, website: Website, hasty: None
) -> None:
    """The socket was opened with the first secret; meanwhile it expired and another one came."""
    slow = await Visitor(edge, website, "who-waits-long").live()
    other = Visitor(edge, website, "who-waits-long", secret="a-secret-of-a-stranger")

    async def theirs() -> bool:
        return (await other.say("Это моё", "m1")).status_code == 202

    await _until(theirs)
    await slow.say(type="message", message_id="m2", text="А это моё")
    assert (await slow.hear("refused", "accepted"))["type"] == "refused"
    await slow.close()


async def test_no_process_believes_one_that_has_gone_to_another(
    broker: Broker, workspace: WorkspaceRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody bound an id first, and asks about it with any secret shortly before the binding expires."""
    here, elsewhere = Visitors(broker), Visitors(broker)
    await here.open(ROOM)

    async def bound(process: Visitors, secret: str, *, keep: bool = False) -> bool:
        binding = await process.bind(workspace.id, "somebodys-id", secret, newcomer=lambda: None)
        if keep and binding is not None:
            await process.keep(binding)
        return binding is not None

    assert await bound(here, "the-secret-of-a-stranger")
    here._known.clear()  # as after a start
    late = now() + timedelta(seconds=visitors.FRESH_LIFE - 60)
    with monkeypatch.context() as later:
        later.setattr(visitors, "now", lambda: late)
        assert not await bound(here, "any-other-secret-at-all")
    key = next(iter(here._known))
    await broker.api(f"STREAM.PURGE.{STREAM}", {"filter": f"$KV.{VISITORS_BUCKET}.{key}"})  # it has expired
    assert await bound(elsewhere, "the-secret-of-its-owner", keep=True)
    assert not await bound(here, "the-secret-of-a-stranger")
    assert await bound(here, "the-secret-of-its-owner")


async def test_a_message_that_is_refused_keeps_no_binding(edge: Edge, website: Website) -> None:
    visitor = Visitor(edge, website, "who-says-nothing")
    bindings = edge.services.visitors

    async def kept() -> bool:
        entry = await bindings._entry(next(reversed(bindings._known)))
        assert entry is not None
        return entry.kept

    assert (await visitor.say("", "m1")).status_code == 400
    assert not await kept()
    assert (await visitor.say("Здравствуйте!", "m1")).status_code == 202
    assert await kept()


async def test_a_socket_proves_itself_every_day(edge: Edge, website: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nitka.entrypoints.api.ingest.client_live.DAY", 0.3)
    line = await Visitor(edge, website, "who-stays-for-days").live()
    with pytest.raises(Exception, match="1013"):
        await line.hear()


@pytest.fixture
async def full(broker: Broker) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Take the room for new bindings away, and give it back at the end."""
    bindings = Visitors(broker)

    async def fill() -> None:
        await bindings.open(int((await broker.api(f"STREAM.INFO.{STREAM}"))["state"]["bytes"]) + 10)

    yield fill
    await bindings.open(ROOM)


async def test_where_there_is_no_room_those_who_are_known_go_on(
    edge: Edge, website: Website, full: Callable[[], Awaitable[None]]
) -> None:
    known = Visitor(edge, website, "who-was-here")
    assert (await known.say("Здравствуйте!", "m1")).status_code == 202
    await full()
    late = await Visitor(edge, website, "who-came-late").say("Здравствуйте!", "m1")
    assert (late.status_code, late.json()["detail"]) == (503, "There is no room for new visitors now")
    assert (await known.say("Вы здесь?", "m2")).status_code == 202
    checks = {check.name: check for check in await examine(edge.services.settings)}
    assert not checks["Visitors"].ok
    assert "NITKA_VISITORS_MB" in checks["Visitors"].advice


async def test_a_backup_holds_the_bindings_that_guard_something(edge: Edge, website: Website, tmp_path: Path) -> None:
    """A fresh one would live for ever where it is restored."""
    path = tmp_path / "visitors.jsonl"

    async def saved() -> int:
        await _bucket(edge.services.broker, VISITORS_BUCKET, path, lambda _: None)
        return len(list(read_entries(path)))

    before = await saved()
    await _status(Visitor(edge, website, "who-looked"))
    assert await saved() == before
    await Visitor(edge, website, "who-wrote").say("Здравствуйте!", "m1")
    assert await saved() == before + 1
