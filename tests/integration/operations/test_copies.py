"""Two processes of every role on the same engines: everything happens once, and one of them may die."""

from __future__ import annotations

import asyncio
import smtplib
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest
import websockets

from nitka.entrypoints.demo.mail import PostOffice
from nitka.kernel.ids import PARTITIONS
from nitka.pipeline.worker import WORKERS
from tests.faults.processes import free_port
from tests.integration.operations.cable import Cable
from tests.integration.operations.company import api, everything, items, texts
from tests.integration.operations.processes import Server, eventually, make_workspace, nitka, running
from tests.integration.operations.visitors import Visitors

pytestmark = pytest.mark.slow
ROLES = ("edge", "pipeline", "relay", "identity", "delivery", "sessions", "timers")
SHOP, IVAN = "help@shag.example", "ivan@mail.example"


@dataclass
class Pair:
    """Both processes, the shop's mailbox behind a cable, and Ivan's beside it."""

    servers: list[Server]
    keys: dict[str, str]
    office: PostOffice
    imap: Cable
    folder: Path

    def letters(self) -> list[str]:
        """Return the subjects and first lines of what Ivan got."""
        return [file.read_text() for file in sorted((self.folder / IVAN).glob("*.eml"))]

    async def write(self, number: int) -> None:
        """Let Ivan write to the shop."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = IVAN, SHOP, f"Вопрос {number}"
        letter["Message-ID"] = f"<{number}@mail.example>"
        letter.set_content(f"письмо {number}")
        await asyncio.to_thread(self._send, letter)

    def _send(self, letter: EmailMessage) -> None:
        account = self.office.account(IVAN)
        with smtplib.SMTP(account.host, account.smtp_port) as smtp:
            smtp.login(account.address, account.password)
            smtp.send_message(letter)


@pytest.fixture
async def pair(environ: dict[str, str], tmp_path: Path) -> AsyncIterator[Pair]:
    office = PostOffice(tmp_path / "mail", [SHOP, IVAN], "mail password", "mx.shag.example")
    await office.open()
    servers = [Server(tmp_path / f"{name}.log", "run", *ROLES, port=free_port(), env=environ) for name in "ab"]
    async with Cable(f"imap://127.0.0.1:{office.imap_port}") as imap, running(*servers):
        keys = await make_workspace(env=environ)
        added = await nitka(
            "connection", "add", "email", "--workspace", keys["id"], "--set", f"address={SHOP}",
            "--set", "imap_host=127.0.0.1", "--set", f"imap_port={imap.port}", "--set", "imap_security=none",
            "--set", "smtp_host=127.0.0.1", "--set", f"smtp_port={office.smtp_port}", "--set", "smtp_security=none",
            "--set", "password=mail password", "--set", "trusted_authserv_id=mx.shag.example", env=environ,
        )  # fmt: skip
        assert added.code == 0, added.err
        yield Pair(servers, keys, office, imap, tmp_path / "mail")
    await office.close()


async def _watch(url: str, token: str, seen: list[dict[str, Any]], ready: asyncio.Event) -> None:
    """Collect the events that a desk at this edge is told."""
    headers = {"Authorization": f"Bearer {token}"}
    async with websockets.connect(url.replace("http", "ws", 1) + "/api/v1/live", additional_headers=headers) as live:
        await live.send('{"type":"resume"}')
        async for frame in live:
            said = msgspec.json.decode(frame)
            if said["type"] == "ready":
                ready.set()
            if said["type"] == "event":
                seen.append(said["event"])


async def test_everything_happens_once(pair: Pair, environ: dict[str, str]) -> None:
    first, second = pair.servers
    visitors = Visitors.some(pair.keys["write_key"], 4)
    token = pair.keys["api_token"]
    async with (
        httpx.AsyncClient(base_url=first.url, timeout=20) as here,
        httpx.AsyncClient(base_url=second.url, timeout=20) as there,
        api(second.url, token) as desk,
    ):
        await eventually(lambda: _shared(environ["NITKA_DATABASE_URL"]))
        seen: list[dict[str, Any]] = []
        ready = asyncio.Event()
        watching = asyncio.create_task(_watch(first.url, token, seen, ready))
        await asyncio.wait_for(ready.wait(), 10)
        for number in range(3):
            await pair.write(number)
        await asyncio.gather(visitors.live(here, 2), visitors.live(there, 2))
        await asyncio.gather(visitors.repeat(here), visitors.repeat(there))

        async def all_there() -> bool:
            whole = await everything(desk)
            return sum(len(texts(whole, one)) for one in whole["customers"].values()) >= 16 + 3

        await eventually(all_there)
        whole = await everything(desk)
        stored = [text for one in whole["customers"].values() for text in texts(whole, one)]
        said = [text for one in visitors.said.values() for text in one]
        assert sorted(stored) == sorted([*said, *(f"письмо {number}" for number in range(3))])
        assert len(whole["conversations"]) == 5

        await _answers_go_once(pair, desk)
        await _told_once(seen, stored)
        watching.cancel()
        await _one_may_die(pair, visitors, desk, there)


async def _shared(database_url: str) -> bool:
    """Whether the workers of both processes share the partitions evenly."""
    connection = await asyncpg.connect(database_url, server_settings={"search_path": "nitka"})
    try:
        owners = await connection.fetch("SELECT count(*) FROM pipeline_offset GROUP BY owner")
    finally:
        await connection.close()
    return [row["count"] for row in owners] == [PARTITIONS // (2 * WORKERS)] * 2 * WORKERS


async def _answers_go_once(pair: Pair, desk: httpx.AsyncClient) -> None:
    """Answers to a chat and to a mailbox are each sent once, in order."""
    found = await items(desk, "/customers", identifier=f"email:{IVAN}")
    path = f"/conversations/{found[0]['open_conversation_id']}/messages"
    for number in range(5):
        answer = await desk.post(path, json={"text": f"ответ номер {number}", "channel": "email"})
        assert answer.is_success, answer.text

    async def all_sent() -> bool:
        sent = [one for one in await items(desk, path) if one["direction"] == "out"]
        return [one["status"] for one in sent] == ["sent"] * 5

    await eventually(all_sent)
    await asyncio.sleep(1.5)  # a second sender that had claimed one of them would have sent it by now
    letters = pair.letters()
    assert [next(n for n in range(5) if f"ответ номер {n}" in _body(one)) for one in letters] == list(range(5))
    assert pair.imap.connections == 1, "one reads the mailbox, the other stands by"


def _body(letter: str) -> str:
    message = message_from_string(letter, policy=policy.default)
    part = message.get_body(("plain",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


async def _told_once(seen: list[dict[str, Any]], stored: list[str]) -> None:
    """A desk is told of each message once, whichever process took it."""
    told = Counter(one["message"]["text"] for one in seen if one["kind"] == "message_received")
    assert set(stored) <= set(told)
    assert set(told.values()) == {1}


async def _one_may_die(pair: Pair, visitors: Visitors, desk: httpx.AsyncClient, there: httpx.AsyncClient) -> None:
    """The other one does everything then."""
    await pair.servers[0].kill()
    before = {name: len(said) for name, said in visitors.said.items()}
    await visitors.live(there, 1)
    await pair.write(3)

    async def all_there() -> bool:
        whole = await everything(desk)
        stored = {text for one in whole["customers"].values() for text in texts(whole, one)}
        new = {said[-1] for name, said in visitors.said.items() if len(said) > before[name]}
        return new | {"письмо 3"} <= stored

    await eventually(all_there)
    assert pair.imap.connections == 1
