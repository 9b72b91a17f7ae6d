"""The command line as an administrator meets it: what it prints, and what it says when something is wrong."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pyotp
import pytest

from tests.faults.processes import free_port
from tests.integration.operations.company import api, items
from tests.integration.operations.processes import (
    OWNER,
    PASSWORD,
    Server,
    eventually,
    make_workspace,
    nitka,
    running,
)


@pytest.fixture
async def edge(environ: dict[str, str], tmp_path: Path) -> AsyncIterator[Server]:
    """A process that serves and reads mailboxes."""
    server = Server(tmp_path / "edge.log", "run", "edge", "sessions", "relay", port=free_port(), env=environ)
    async with running(server):
        yield server


async def test_a_workspace_is_ready_to_be_used(edge: Server, environ: dict[str, str]) -> None:
    made = await nitka("workspace", "create", "Шаг [обувь]", "--owner", OWNER, "--password", PASSWORD, env=environ)
    assert made.code == 0, made.err
    printed = dict(line.split(maxsplit=1) for line in made.out.splitlines()[:4])
    assert list(printed) == ["id", "write_key", "server_key", "api_token"]
    async with api(edge.url, printed["api_token"]) as client:
        assert (await client.get("/workspace")).json()["name"] == "Шаг [обувь]"
        kinds = [one["kind"] for one in await items(client, "/connections")]
        assert sorted(kinds) == ["chat", "site"]
    listed = await nitka("workspace", "list", env=environ)
    assert re.search(rf"Шаг \[обувь\] +│ \d{{4}}-\d\d-\d\d │ {printed['id']}", listed.out)
    assert {"id": printed["id"], "name": "Шаг [обувь]"}.items() <= (
        await nitka("workspace", "list", "--json", env=environ)
    ).json["items"][-1].items()


async def test_a_mailbox_with_settings_of_every_kind(edge: Server, environ: dict[str, str]) -> None:
    keys = await make_workspace(env=environ)
    added = await nitka(
        "connection", "add", "email", "--workspace", keys["id"], "--name", "Почта [главная] для всех покупателей",
        "--set", "address=help@shag.example", "--set", "imap_host=127.0.0.1", "--set", "imap_port=1",
        "--set", "imap_security=none", "--set", "smtp_host=127.0.0.1", "--set", "keep_original=false",
        "--set", "password=20101010", "--set", "smtp_username=", "--set", "signature=С уважением, a=b", "--json",
        env=environ,
    )  # fmt: skip
    assert added.code == 0, added.err
    mailbox = added.json
    assert mailbox["settings"]["imap_port"] == 1
    assert mailbox["settings"]["keep_original"] is False
    assert mailbox["settings"]["smtp_username"] == ""
    assert mailbox["settings"]["signature"] == "С уважением, a=b"
    assert mailbox["secrets"] == ["password", "thread_key"]
    assert "20101010" not in added.out

    async def broken() -> str:
        listed = await nitka("connection", "list", "--workspace", keys["id"], env=environ)
        return listed.out if " error " in listed.out else ""

    table = await eventually(broken)
    assert mailbox["id"] in table, "an id that is cut off cannot be used"
    assert max(map(len, table.splitlines()[:-1])) <= 80
    assert "Почта [главная] для всех покупателей: Почтовый сервер недоступен" in table

    checked = await nitka("doctor", env=environ)
    assert checked.code == 1
    assert f"email {mailbox['id']}: Почтовый сервер недоступен" in checked.out


async def test_a_connection_is_refused_in_plain_words(edge: Server, environ: dict[str, str]) -> None:
    keys = await make_workspace(env=environ)

    async def said(*arguments: str, workspace: str = keys["id"]) -> str:
        done = await nitka("connection", "add", *arguments, "--workspace", workspace, env=environ)
        assert (done.code in (1, 2), done.out) == (True, ""), done
        return " ".join(done.err.split())

    assert await said("email") == "nitka: A connection “email” needs address: say --set address=…"
    strange = await said("email", "--set", "adress=a@b.example")
    assert strange.startswith("nitka: A connection “email” has no setting “adress”; it has: address, provider, ")
    assert str(missing := uuid4()) in (gone := await said("chat", workspace=str(missing)))
    assert "nitka workspace list" in gone
    assert 'unable to convert "123" into UUID' in await said("chat", workspace="123")


async def test_the_doctor_knows_what_is_broken_and_what_to_do(environ: dict[str, str], edge: Server) -> None:
    await make_workspace(env=environ)
    wrong = await nitka("doctor", "--json", env=environ | {"NITKA_SECRET_KEY": "another one"})
    checks = {one["name"]: one for one in wrong.json["items"]}
    assert wrong.code == 1
    assert checks["PostgreSQL"]["ok"]
    assert not checks["Secrets of connections"]["ok"]
    assert "NITKA_SECRET_KEY" in checks["Secrets of connections"]["advice"]
    away = await nitka("doctor", env=environ | {"NITKA_NATS_URL": "nats://127.0.0.1:1"})
    assert away.code == 1
    assert "✗ │ NATS" in away.out
    assert "See NITKA_NATS_URL" in away.out
    assert max(map(len, away.out.partition("\n\n")[0].splitlines())) <= 80


async def test_where_nothing_runs_every_command_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    commands = (("workspace", "list"), ("backup", str(tmp_path / "file")), ("run", "pipeline"))
    for done in await asyncio.gather(*(nitka(*command, "--data", folder) for command in commands)):
        assert (done.code, done.out) == (1, "")
        assert f"No Nitka runs on {folder}. Start it with" in done.err
    checked = await nitka("doctor", "--data", folder)
    assert checked.code == 1
    assert f"Nitka: No Nitka runs on {folder}" in checked.out
    assert not folder.exists()


async def test_engines_that_are_away_are_told_at_once(environ: dict[str, str]) -> None:
    for name, url in (
        ("NITKA_NATS_URL", "nats://127.0.0.1:1"),
        ("NITKA_DATABASE_URL", "postgresql://a:b@127.0.0.1:1/c"),
    ):
        done = await nitka("workspace", "list", env=environ | {name: url}, within=15)
        assert done.code == 1
        assert "Connect" in done.err
        assert done.err.startswith("nitka: ")


async def test_a_reset_link_lets_its_owner_in(edge: Server, environ: dict[str, str]) -> None:
    await make_workspace(env=environ)
    printed = await nitka("account", "reset-link", OWNER, env=environ)
    assert printed.code == 0, printed.err
    token = urlsplit(printed.out.strip()).path.removeprefix("/desk/reset/")
    async with httpx.AsyncClient(base_url=f"{edge.url}/api/v1", headers={"X-Nitka-Request": "1"}) as client:
        new = "совсем-другой-пароль"
        changed = await client.post("/auth/password/reset", json={"token": token, "password": new})
        assert changed.is_success, changed.text
        assert (await client.post("/auth/login", json={"email": OWNER, "password": new})).is_success
        spent = await client.post("/auth/password/reset", json={"token": token, "password": new})
        assert spent.status_code == 404
    unknown = await nitka("account", "reset-link", "nobody@shag.example", env=environ)
    assert (unknown.code, unknown.err) == (1, "nitka: There is no account nobody@shag.example\n")


async def test_a_lost_phone_is_reset_from_the_command_line(edge: Server, environ: dict[str, str]) -> None:
    owner, password = f"boris-{uuid4().hex[:8]}@shag.example", "правильный-конь-42"
    made = await nitka(
        "workspace", "create", "Шаг", "--owner", owner, "--password", password, "--json", env=environ
    )  # fmt: skip
    bearer = {"Authorization": f"Bearer {json.loads(made.out)['api_token']}"}
    none = await nitka("account", "reset-second-factor", owner, env=environ)
    assert (none.code, none.out) == (0, "Two-step sign-in was off already.\n")
    async with httpx.AsyncClient(base_url=f"{edge.url}/api/v1", headers={"X-Nitka-Request": "1"}) as client:
        entered = {"email": owner, "password": password}
        assert (await client.post("/auth/login", json=entered)).status_code == 200
        key = (await client.post("/auth/second-factor", json={"password": password})).json()["key"]
        first = await client.post("/auth/second-factor/confirm", json={"code": pyotp.TOTP(key).now()})
        assert first.status_code == 200, first.text
        assert (await client.post("/auth/login", json=entered)).status_code == 202
        done = await nitka("account", "reset-second-factor", owner, env=environ)
        assert (done.code, done.out) == (0, "Two-step sign-in is off now.\n")
        assert (await client.get("/auth/me")).status_code == 401
        assert (await client.post("/auth/login", json=entered)).status_code == 200
        lines = (await client.get("/audit", headers=bearer)).json()["items"]
        assert {"people.reset_second_factor": "cli"}.items() <= {
            one["action"]: one["actor"]["kind"] for one in lines
        }.items()
    unknown = await nitka("account", "reset-second-factor", "nobody@shag.example", env=environ)
    assert (unknown.code, unknown.err) == (1, "nitka: There is no account nobody@shag.example\n")


async def test_roles_are_named(environ: dict[str, str]) -> None:
    done = await nitka("run", "postman", env=environ)
    assert done.code == 1
    assert "edge, sessions, pipeline, relay, identity, delivery, imports, timers; not postman" in done.err
