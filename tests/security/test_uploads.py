"""Filling the disk with files that nobody ever sends."""

from __future__ import annotations

import asyncio
import io
import tarfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from nitka.channels.unsent import remove_unsent
from nitka.connectors.chat.rules import FILES_LIMIT, TEXT_LIMIT
from nitka.entrypoints.services import Services
from nitka.kernel.clock import now
from nitka.platform.backup.files import add_files
from nitka.platform.keys import Website
from tests.integration.chat.clients import Visitor
from tests.integration.conversations.household import Household
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.serving import Edge, open_door, serve

SMALL = 100_000  # bytes that any file counts for


@pytest.fixture
async def narrow(migrated: str, nats_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Edge]:
    """An edge that takes 5 MB an hour of an address, 1 MB of a visitor, and keeps 2 MB that were not sent."""
    monkeypatch.setattr("nitka.entrypoints.api.origin.is_near", lambda _: False)
    async with serve(migrated, nats_url, tmp_path, upload_mb=5, unsent_mb=2) as edge:
        yield edge


async def _upload(visitor: Visitor, body: bytes = b"x", name: str = "f.txt") -> httpx.Response:
    async with visitor.edge.http(**visitor.headers) as http:
        return await http.post("/client/v1/files", data={"visitor": visitor.id}, files={"file": (name, body)})


def _blobs(edge: Edge) -> list[Path]:
    return [path for path in edge.services.settings.blob_folder.rglob("*") if path.is_file()]


async def _age(services: Services, workspace: UUID, hours: int) -> None:
    async with services.database.workspace(workspace) as tx:
        await tx.execute("UPDATE file SET created_at = created_at - make_interval(hours => $1)", hours)


async def test_a_visitor_uploads_so_much_an_hour(narrow: Edge, workspace: WorkspaceRow) -> None:
    website = await open_door(narrow, workspace)
    greedy, modest = Visitor(narrow, website, "greedy"), Visitor(narrow, website, "modest")
    codes = [(await _upload(greedy, b"x" * 300_000)).status_code for _ in range(4)]
    assert codes == [201, 201, 201, 429]
    assert (await _upload(modest)).status_code == 201
    refused = await _upload(greedy, b"x" * 300_000)
    assert refused.headers["content-type"] == "application/problem+json"
    assert int(refused.headers["retry-after"]) > 100
    assert len(_blobs(narrow)) == 4


async def test_an_address_uploads_so_much_an_hour_whatever_it_calls_itself(
    narrow: Edge, workspace: WorkspaceRow, other_workspace: WorkspaceRow
) -> None:
    doors = [await open_door(narrow, one) for one in (workspace, other_workspace)]
    codes = []
    for n in range(12):
        codes.append((await _upload(Visitor(narrow, doors[n % 2], f"visitor-{n}"), b"x" * 500_000)).status_code)
    assert codes.count(201) <= 9
    assert codes[-1] == 429


async def test_empty_files_are_not_for_nothing(narrow: Edge, workspace: WorkspaceRow) -> None:
    visitor = Visitor(narrow, await open_door(narrow, workspace), "one-of-crumbs")
    codes = [(await _upload(visitor, b"")).status_code for _ in range(11)]
    assert codes == [201] * 10 + [429]


async def test_who_is_refused_is_refused_before_the_file_is_read(narrow: Edge, workspace: WorkspaceRow) -> None:
    await open_door(narrow, workspace)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(narrow.url.rpartition(":")[2]))
    writer.write(
        b"POST /client/v1/files HTTP/1.1\r\nHost: x\r\nX-Nitka-Key: wk_unknown\r\nContent-Length: 25000000\r\n"
        b"Content-Type: multipart/form-data; boundary=q\r\n\r\n--q"
    )
    assert b" 401 " in await asyncio.wait_for(reader.readline(), 5)
    writer.close()


async def test_a_workspace_holds_so_much_that_was_not_sent(
    migrated: str, nats_url: str, tmp_path: Path, workspace: WorkspaceRow, other_workspace: WorkspaceRow
) -> None:
    """Also when all come at once; what was sent counts no more, and a neighbour does not notice."""
    async with serve(migrated, nats_url, tmp_path, unsent_mb=2) as edge:
        website = await open_door(edge, workspace)
        visitors = [Visitor(edge, website, f"visitor-{n}") for n in range(30)]
        answers = await asyncio.gather(*(_upload(one) for one in visitors))
        assert sorted({one.status_code for one in answers}) == [201, 429]
        taken = [(who, one.json()["id"]) for who, one in zip(visitors, answers, strict=True) if one.is_success]
        assert (len(taken), len(_blobs(edge))) == (20, 20)
        neighbour = Visitor(edge, await open_door(edge, other_workspace), "neighbour")
        assert (await _upload(neighbour)).status_code == 201
        who, file = taken[0]
        assert (await who.say("Вот", "m1", attachments=[file])).status_code == 202
        assert (await _upload(who)).status_code == 201
        assert (await _upload(who)).status_code == 429


async def test_a_message_that_is_refused_keeps_no_files(edge: Edge, website: Website, workspace: WorkspaceRow) -> None:
    """Or anybody could fill the disk with what no timer removes and nobody sees."""
    visitor = Visitor(edge, website, "who-fills")
    file = (await _upload(visitor)).json()["id"]
    long = "x" * (TEXT_LIMIT + 1)
    for words in ({"text": long, "message_id": "m1"}, {"text": "Вот", "message_id": ""}):
        assert (await visitor.post("messages", **words, attachments=[file])).status_code == 400
    assert (await visitor.say("Вот", "m2", attachments=[file] * (FILES_LIMIT + 1))).status_code == 400
    line = await visitor.live()
    await line.say(type="message", message_id="m3", text=long, attachments=[file])
    assert (await line.hear("refused", "accepted"))["type"] == "refused"
    await line.close()
    await _age(edge.services, workspace.id, 26)
    await remove_unsent(edge.services.database, edge.services.blobs)
    assert _blobs(edge) == []


async def test_what_was_not_sent_within_a_day_goes(edge: Edge, website: Website, workspace: WorkspaceRow) -> None:
    visitor = Visitor(edge, website, "who-forgot")
    kept, late = [(await _upload(visitor, body)).json()["id"] for body in (b"kept", b"late")]
    assert (await visitor.say("Вот", "m1", attachments=[kept])).status_code == 202
    await _age(edge.services, workspace.id, 24)
    refused = await visitor.say("И вот", "m2", attachments=[late])
    assert (refused.status_code, refused.json()["field"]) == (400, "attachments")
    await remove_unsent(edge.services.database, edge.services.blobs)
    assert len(_blobs(edge)) == 2  # nobody can use it any more, and still it stays for an hour
    await _age(edge.services, workspace.id, 2)
    await remove_unsent(edge.services.database, edge.services.blobs)
    assert [path.read_bytes() for path in _blobs(edge)] == [b"kept"]
    assert (await visitor.get(f"files/{late}")).status_code == 404
    assert (await visitor.get(f"files/{kept}")).content == b"kept"


async def test_a_message_that_waits_to_be_stored_keeps_its_file(
    edge: Edge, website: Website, workspace: WorkspaceRow
) -> None:
    """No pipeline runs here: the message has been in the intake for a week, and its visitor repeats it."""
    visitor = Visitor(edge, website, "who-waits")
    file = (await _upload(visitor)).json()["id"]
    first = await visitor.say("Вот", "m1", attachments=[file])
    await _age(edge.services, workspace.id, 24 * 7)
    await remove_unsent(edge.services.database, edge.services.blobs)
    again = await visitor.say("Вот", "m1", attachments=[file])
    assert (again.status_code, again.json()) == (202, first.json())
    assert len(_blobs(edge)) == 1


async def test_what_an_operator_attached_and_did_not_send_goes_too(
    edge: Edge, api: httpx.AsyncClient, household: Household
) -> None:
    await household.customer("Иван", "device:d1")
    await household.say(household.chat("d1", "вопрос", now()))
    (talk,) = await household.rows("SELECT id FROM conversation")
    path = f"/api/v1/conversations/{talk['id']}/messages"
    sent, left = [(await api.post("/api/v1/files", files={"file": ("f", b"x")})).json()["id"] for _ in range(2)]
    assert (await api.post(path, json={"text": "Вот", "attachments": [sent]})).status_code == 201
    await _age(edge.services, household.workspace.id, 26)
    assert (await api.post(path, json={"text": "И вот", "attachments": [left]})).status_code == 400
    await remove_unsent(edge.services.database, edge.services.blobs)
    assert (await api.get(f"/api/v1/files/{sent}")).status_code == 200
    assert (await api.get(f"/api/v1/files/{left}")).status_code == 404
    assert (await api.post(path, json={"text": "Ещё раз", "attachments": [sent]})).status_code == 201


async def test_using_and_removing_at_once_end_well(edge: Edge, website: Website, workspace: WorkspaceRow) -> None:
    visitor = Visitor(edge, website, "in-a-hurry")
    files = [(await _upload(visitor)).json()["id"] for _ in range(10)]
    await _age(edge.services, workspace.id, 23)

    async def say(n: int, file: str) -> httpx.Response:
        return await visitor.say("Вот", f"m{n}", attachments=[file])

    async def remove() -> None:
        await _age(edge.services, workspace.id, 2)
        await remove_unsent(edge.services.database, edge.services.blobs)

    removing = asyncio.create_task(remove())
    answers = await asyncio.gather(*(say(n, file) for n, file in enumerate(files)))
    await removing
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(edge.http(**visitor.headers))
        for answer, file in zip(answers, files, strict=True):
            there = (await http.get(f"/client/v1/files/{file}", params={"visitor": visitor.id})).status_code
            assert (answer.status_code, there) in {(202, 200), (400, 404)}


def test_a_file_that_goes_while_a_backup_is_written_does_no_harm(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).write_bytes(b"x")
    with tarfile.open(fileobj=io.BytesIO(), mode="w") as tar:
        add_files(tar, tmp_path, lambda _: (tmp_path / "one").unlink())
        assert tar.getnames() == ["blobs/two"]
