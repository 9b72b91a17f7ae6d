"""A backup is made while customers write, and restored elsewhere: nothing is lost, nothing is there twice."""

from __future__ import annotations

import asyncio
import os
import pty
import stat
import sys
import tarfile
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.faults.processes import free_port
from tests.integration.operations.company import api, customers_of, everything, items, pages, texts
from tests.integration.operations.processes import (
    Server,
    environment,
    eventually,
    make_workspace,
    nitka,
    running,
)
from tests.integration.operations.visitors import Visitors

pytestmark = pytest.mark.slow
PICTURE = b"\x89PNG\r\n\x1a\n" + os.urandom(300_000)


async def _stored(client: httpx.AsyncClient, visitors: list[Visitors]) -> bool:
    """Whether everything that was acknowledged can be seen."""
    whole = await everything(client)
    said = sum(len(texts(whole, one)) for one in whole["customers"].values())
    return said >= sum(map(len, (text for v in visitors for text in v.said.values()))) and len(pages(whole)) >= sum(
        len(v.viewed) for v in visitors
    )


async def _answer(client: httpx.AsyncClient, name: str) -> None:
    """Answer this visitor, leave a note and close the conversation."""
    found = await items(client, "/customers", identifier=f"device:{name}")
    path = f"/conversations/{found[0]['open_conversation_id']}"
    for body in ({"text": "Сейчас посмотрю", "channel": "chat"}, {"text": "постоянный клиент", "note": True}):
        answer = await client.post(f"{path}/messages", json=body)
        assert answer.is_success, answer.text
    version = (await client.get(path)).json()["version"]
    assert (await client.patch(path, json={"status": "closed", "version": version})).is_success


async def _upload(client: httpx.AsyncClient, visitors: Visitors, name: str) -> str:
    answer = await client.post(
        "/client/v1/files",
        files={"file": ("чек.png", PICTURE, "image/png")}, data={"visitor": name}, headers=visitors.headers(name),
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    await visitors.say(client, name, "вот чек", attachments=[answer.json()["id"]])
    return str(answer.json()["id"])


def _settled(whole: dict[str, Any]) -> dict[str, Any]:
    """What must not change by a restore: all but what a clock says of a connection."""
    kept = deepcopy(whole)
    for connection in kept["connections"]:
        del connection["state"]
    return kept


async def test_under_load(environ: dict[str, str], tmp_path: Path) -> None:
    port, file = free_port(), tmp_path / "nitka.backup"
    front = Server(tmp_path / "front.log", "run", "edge", "relay", "delivery", "timers", port=port, env=environ)
    pipeline = Server(tmp_path / "pipeline.log", "run", "pipeline", env=environ)
    async with running(front), httpx.AsyncClient(base_url=front.url, timeout=20) as client:
        keys = await make_workspace(env=environ)
        mailbox = await nitka(
            "connection", "add", "email", "--workspace", keys["id"], "--set", "address=help@shag.example",
            "--set", "imap_host=127.0.0.1", "--set", "imap_port=1", "--set", "imap_security=none",
            "--set", "password=20101010", env=environ,
        )  # fmt: skip
        assert mailbox.code == 0, mailbox.err
        settled, late = Visitors.some(keys["write_key"], 6), Visitors.some(keys["write_key"], 8)
        async with api(front.url, keys["api_token"]) as desk:
            await pipeline.launch()
            await settled.live(client, 2)
            receipt = await _upload(client, settled, settled.names[0])
            await eventually(lambda: _stored(desk, [settled]))
            await _answer(desk, settled.names[0])
            await settled.say(client, settled.names[0], "и ещё вопрос")
            await eventually(lambda: _stored(desk, [settled]))
            before = await everything(desk)
            assert await pipeline.stop() == 0

            # Nobody processes what comes now: the intake holds it. The load goes on through the backup.
            await late.live(client, 2)
            acknowledged = deepcopy(late)
            load = asyncio.create_task(late.live(client, 6))
            made = await nitka("backup", file, env=environ)
            assert made.code == 0, made.err
            await load
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.glob(".nitka-*")] == []
    with tarfile.open(file) as tar:
        unprocessed = tar.extractfile("intake.jsonl")
        assert unprocessed
        assert unprocessed.read().count(b"\n") >= len(late.names)
    await _check_restored(tmp_path, file, keys, before, settled, acknowledged, late, receipt)


async def _check_restored(
    tmp_path: Path,
    file: Path,
    keys: dict[str, str],
    before: dict[str, Any],
    settled: Visitors,
    acknowledged: Visitors,
    late: Visitors,
    receipt: str,
) -> None:
    folder = tmp_path / "restored"
    restored = await nitka("restore", file, "--data", folder)
    assert restored.code == 0, restored.err
    assert "nitka up" in restored.out
    again = await nitka("restore", file, "--data", folder)
    assert (again.code, again.out) == (1, "")
    assert "There are workspaces here already" in again.err

    server = Server(tmp_path / "restored.log", "up", "--data", folder, port=free_port())
    async with running(server), httpx.AsyncClient(base_url=server.url, timeout=20) as client:
        async with api(server.url, keys["api_token"]) as desk:
            await eventually(lambda: _stored(desk, [settled, acknowledged]))
            whole = await everything(desk)
            names = set(customers_of(before, settled.names))
            assert names == set(settled.names)
            for part in ("customers", "timelines", "why", "conversations", "messages"):
                kept = {key: value for key, value in whole[part].items() if key in before[part]}
                assert kept == before[part], part
            assert _settled(whole)["connections"] == _settled(before)["connections"]
            assert whole["people"] == before["people"]
            _check_once(whole, acknowledged, exactly=False)

            await settled.repeat(client)
            await late.repeat(client)
            await eventually(lambda: _stored(desk, [settled, late]))
            whole = await everything(desk)
            _check_once(whole, late, exactly=True)
            _check_once(whole, settled, exactly=True)
            assert set(pages(whole)) == settled.viewed | late.viewed
            assert (await desk.get("/quarantine")).json()["items"] == []
            assert (await desk.get(f"/files/{receipt}")).content == PICTURE
        await _check_secrets(client, server, folder, settled, keys)


def _check_once(whole: dict[str, Any], visitors: Visitors, *, exactly: bool) -> None:
    """Everything acknowledged is there once and in order; with `exactly`, nothing else is."""
    customers = customers_of(whole, visitors.names)
    assert set(customers) == set(visitors.names)
    seen = Counter(pages(whole))
    assert all(seen[page] == 1 for page in visitors.viewed)
    for name, said in visitors.said.items():
        stored = texts(whole, customers[name])
        assert stored[: len(said)] == said
        assert len(stored) == len(set(stored))
        assert not exactly or stored == said


async def _check_secrets(
    client: httpx.AsyncClient, server: Server, folder: Path, visitors: Visitors, keys: dict[str, str]
) -> None:
    """Visitors keep their secret, the company its keys, and the sealed ones can be opened."""
    name = visitors.names[0]
    path = f"/client/v1/messages?visitor={name}"
    assert (await client.get(path, headers=visitors.headers(name))).status_code == 200
    stranger = visitors.headers(name) | {"X-Nitka-Visitor": "somebody else's secret"}
    assert (await client.get(path, headers=stranger)).status_code == 403
    trusted = await client.post(
        "/v1/identify", json={"userId": "u-1", "anonymousId": name}, auth=(keys["server_key"], "")
    )
    assert trusted.status_code == 200, trusted.text
    checks = {one["name"]: one for one in (await nitka("doctor", "--data", folder, "--json")).json["items"]}
    assert checks["Secrets of connections"]["ok"]
    assert checks["Secrets of connections"]["detail"] == "3 of 3 can be opened"
    assert checks["Backlog"]["ok"], checks["Backlog"]
    assert "cannot" not in server.log


async def test_what_is_no_backup_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    garbage, folder = tmp_path / "garbage", tmp_path / "data"
    garbage.write_bytes(os.urandom(5_000))
    for file, said in ((garbage, "is not a backup of Nitka"), (tmp_path / "nowhere", "is not there")):
        done = await nitka("restore", file, "--data", folder)
        assert (done.code, done.out) == (1, "")
        assert said in done.err
    assert not folder.exists()


async def test_a_backup_that_was_cut_off_leaves_the_place_empty(environ: dict[str, str], tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    done = await nitka("backup", whole, env=environ)
    assert done.code == 0, done.err
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    done = await nitka("restore", cut, "--data", tmp_path / "data")
    assert done.code == 1
    assert "it was cut off or changed" in done.err
    done = await nitka("restore", whole, "--data", tmp_path / "data")
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"NITKA_SECRET_KEY": "another"}, "Set NITKA_SECRET_KEY as the platform has it"),
        ({"NITKA_BLOBS": "/nowhere"}, "The platform's files are not in /nowhere"),
    ],
)
async def test_the_settings_of_another_platform_are_noticed(
    environ: dict[str, str], tmp_path: Path, wrong: dict[str, str], said: str
) -> None:
    done = await nitka("backup", tmp_path / "file", env=environ | wrong)
    assert done.code == 1
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


async def test_the_place_of_the_file_is_looked_at_first(environ: dict[str, str], tmp_path: Path) -> None:
    done = await nitka("backup", tmp_path, env=environ)
    assert "is a folder: name a file" in done.err
    done = await nitka("backup", tmp_path / "nowhere" / "file", env=environ)
    assert "There is no folder" in done.err


async def test_progress_is_shown_on_a_terminal(environ: dict[str, str], tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "nitka", "backup", str(tmp_path / "file"),
        env=environment(**environ, TERM="xterm"), stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    loop = asyncio.get_running_loop()
    try:
        while piece := await loop.run_in_executor(None, os.read, ours, 4096):
            shown += piece
    except OSError:  # the other end is closed
        pass
    finally:
        os.close(ours)
    assert await process.wait() == 0
    assert b"database" in shown
    assert b"backed up to" in shown
