"""What starting engines in a folder gives, refuses, and leaves readable."""

from __future__ import annotations

import socket
import stat
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import nats
import pytest
from nats.errors import Error as NatsError

from nitka.platform.engines import DataDir, EngineError, Engines, FolderInUse
from tests.integration.engines.clients import ignore, keep_message, kept_message, query


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_both_engines_keep_data_and_ports_over_a_restart(data: DataDir) -> None:
    engines = Engines(data, environ={})
    first = await engines.start()
    await query(first.database_url, "create table kept as select 'thread' as word")
    await keep_message(first.nats_url, "thread")
    await engines.stop()
    assert data.read_runtime() is None

    again = Engines(data, environ={})
    second = await again.start()
    assert second == first
    assert await query(second.database_url, "select word from kept") == "thread"
    assert await kept_message(second.nats_url) == "thread"
    await again.stop()


async def test_the_second_nitka_on_a_folder_is_refused_and_the_first_goes_on(data: DataDir) -> None:
    engines = Engines(data, environ={})
    urls = await engines.start()
    with pytest.raises(FolderInUse, match=str(data.path)):
        await Engines(DataDir(data.path), environ={}).start()
    assert await query(urls.database_url, "select 1") == 1
    assert data.read_runtime() is not None
    await engines.stop()


async def test_what_is_secret_is_closed_to_other_accounts(data: DataDir) -> None:
    engines = Engines(data, environ={})
    await engines.start()
    for name in ("secrets.json", "runtime.json", "lock", "config/nats.conf", "config/ports.json"):
        assert mode(data.path / name) == 0o600, name
    for folder in (data.postgres, data.nats, data.blobs, data.logs):
        assert mode(folder) == 0o700, folder
    assert mode(data.path) & 0o066 == 0, "others may at most pass, never list"
    assert not (data.config / "initdb.password").exists()
    await engines.stop()


async def test_nobody_comes_in_without_the_password(data: DataDir) -> None:
    engines = Engines(data, environ={})
    urls = await engines.start()
    database, broker = urlsplit(urls.database_url), urlsplit(urls.nats_url)
    with pytest.raises(asyncpg.InvalidPasswordError):
        await query(f"postgresql://nitka:guess@127.0.0.1:{database.port}/nitka", "select 1")
    with pytest.raises(NatsError):
        await nats.connect(f"nats://127.0.0.1:{broker.port}", allow_reconnect=False, error_cb=ignore)
    await engines.stop()


async def test_the_database_is_durable_and_knows_russian_letters(data: DataDir) -> None:
    engines = Engines(data, environ={})
    url = (await engines.start()).database_url
    assert await query(url, "select lower('НИТКА') || upper('ёж')") == "ниткаЁЖ"
    for setting, value in {"fsync": "on", "synchronous_commit": "on", "server_encoding": "UTF8"}.items():
        assert await query(url, f"show {setting}") == value
    assert await query(url, "select datlocale from pg_database where datname = 'nitka'") == "PG_UNICODE_FAST"
    await engines.stop()


async def test_logs_hold_no_personal_data(data: DataDir) -> None:
    engines = Engines(data, environ={})
    url = (await engines.start()).database_url
    await query(url, "create table person (mail text primary key)")
    await query(url, "insert into person values ('anna@example.org')")
    with pytest.raises(asyncpg.UniqueViolationError):
        await query(url, "insert into person values ('anna@example.org')")
    await engines.stop()
    assert "anna" not in (data.logs / "postgres.log").read_text()


async def test_an_engine_named_in_the_environment_is_not_started(data: DataDir) -> None:
    engines = Engines(data, environ={"NITKA_DATABASE_URL": "postgresql://elsewhere/nitka"})
    urls = await engines.start()
    assert urls.database_url == "postgresql://elsewhere/nitka"
    assert set(engines.pids()) == {"nats"}
    assert not data.postgres.exists()
    await engines.stop()


async def test_with_both_engines_elsewhere_many_may_share_the_folder(data: DataDir) -> None:
    environ = {"NITKA_DATABASE_URL": "postgresql://elsewhere/nitka", "NITKA_NATS_URL": "nats://elsewhere"}
    for _ in range(2):
        assert (await Engines(data, environ).start()).nats_url == "nats://elsewhere"


async def test_a_port_taken_meanwhile_is_replaced(data: DataDir) -> None:
    engines = Engines(data, environ={})
    before = urlsplit((await engines.start()).database_url).port
    await engines.stop()
    with socket.create_server(("127.0.0.1", before or 0)):
        urls = await engines.start()
    assert urlsplit(urls.database_url).port != before
    assert await query(urls.database_url, "select 1") == 1
    await engines.stop()


async def test_lost_secrets_are_named_as_the_reason(data: DataDir) -> None:
    engines = Engines(data, environ={})
    await engines.start()
    await engines.stop()
    (data.path / "secrets.json").unlink()
    with pytest.raises(EngineError, match=r"secrets\.json"):
        await Engines(data, environ={}).start()
    data.acquire()  # a failed start has let go of the folder
    data.release()
