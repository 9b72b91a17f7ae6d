"""Kill -9 at the worst moment: engines come back on the same port with what was kept."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

from nitka.platform.engines import DataDir, Engines, Runtime
from nitka.platform.engines.nats import Nats
from nitka.platform.engines.postgres import Postgres
from nitka.platform.engines.process import EngineProcess, command_line
from nitka.platform.engines.supervisor import free_port
from tests.integration.engines.clients import eventually, keep_message, kept_message, query

RUN_UNTIL_KILLED = """
import asyncio, sys
from nitka.platform.engines import DataDir, Engines

async def main():
    await Engines(DataDir(sys.argv[1]), environ={}).start()
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_a_killed_postgres_comes_back_with_what_was_committed(data: DataDir) -> None:
    engines = Engines(data, environ={})
    url = (await engines.start()).database_url
    await query(url, "create table kept as select 'thread' as word")
    killed = engines.pids()["postgres"]
    os.kill(killed, signal.SIGKILL)
    assert await eventually(lambda: query(url, "select word from kept")) == "thread"
    assert engines.pids()["postgres"] != killed
    await engines.stop()


async def test_a_killed_nats_comes_back_with_what_was_acknowledged(data: DataDir) -> None:
    engines = Engines(data, environ={})
    url = (await engines.start()).nats_url
    await keep_message(url, "thread")
    killed = engines.pids()["nats"]
    os.kill(killed, signal.SIGKILL)
    assert await eventually(lambda: kept_message(url)) == "thread"
    assert engines.pids()["nats"] != killed
    await engines.stop()


async def test_an_engine_killed_again_and_again_comes_back_each_time(data: DataDir) -> None:
    engines = Engines(data, environ={})
    url = (await engines.start()).database_url
    for _ in range(3):
        os.kill(engines.pids()["postgres"], signal.SIGKILL)
        assert await eventually(lambda: query(url, "select 1")) == 1
    await engines.stop()


async def test_stopping_in_the_middle_of_a_restart_ends(data: DataDir) -> None:
    engines = Engines(data, environ={})
    for tenths in range(8):
        await engines.start()
        for pid in engines.pids().values():
            os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(0.1 + tenths / 50)
        async with asyncio.timeout(30):  # it ends at all, also where others need the processor
            await engines.stop()
        assert engines.pids() == {}


async def running(data: DataDir, process: subprocess.Popen[bytes]) -> Runtime:
    while (runtime := data.read_runtime()) is None:
        assert process.poll() is None, "the engines did not start"
        await asyncio.sleep(0.05)
    return runtime


async def test_after_kill_9_of_nitka_the_next_start_works(data: DataDir) -> None:
    parent = subprocess.Popen([sys.executable, "-c", RUN_UNTIL_KILLED, str(data.path)])
    try:
        before = await running(data, parent)
        assert before.pid == parent.pid
        await query(before.database_url, "create table kept as select 'thread' as word")
        await keep_message(before.nats_url, "thread")
    finally:
        parent.kill()
        parent.wait()

    engines = Engines(data, environ={})
    urls = await engines.start()
    assert (urls.database_url, urls.nats_url) == (before.database_url, before.nats_url)
    assert await query(urls.database_url, "select word from kept") == "thread"
    assert await kept_message(urls.nats_url) == "thread"
    await engines.stop()


async def test_engines_end_with_a_killed_nitka(data: DataDir) -> None:
    parent = subprocess.Popen([sys.executable, "-c", RUN_UNTIL_KILLED, str(data.path)])
    try:
        await running(data, parent)
        left = [pid for engine in (Postgres(data), Nats(data)) if (pid := engine.left_over())]
    finally:
        parent.kill()
        parent.wait()
    assert len(left) == 2
    async with asyncio.timeout(10):
        while any(str(data.path) in command_line(pid) for pid in left):
            await asyncio.sleep(0.02)


async def test_engines_that_outlived_nitka_are_ended_first(data: DataDir) -> None:
    await (engines := Engines(data, environ={})).start()
    await engines.stop()
    outlived = []
    for engine in (Postgres(data), Nats(data)):
        engine.port = free_port(None)
        await engine.prepare()
        outlived.append(EngineProcess(engine.command()))
        await eventually(lambda engine=engine: serving(engine))  # type: ignore[misc]

    urls = await engines.start()
    assert not any(process.alive for process in outlived)
    assert await query(urls.database_url, "select 1") == 1
    await engines.stop()


async def serving(engine: Postgres | Nats) -> None:
    if not await engine.probe():
        raise TimeoutError


async def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(data: DataDir) -> None:
    engines = Engines(data, environ={})
    await engines.start()
    await engines.stop()
    (data.postgres / "postmaster.pid").write_text(f"{os.getpid()}\n{data.postgres}\n")
    (data.nats / "server.pid").write_text(str(os.getpid()))
    urls = await engines.start()
    assert await query(urls.database_url, "select 1") == 1
    await engines.stop()


async def test_an_initdb_cut_off_in_the_middle_is_done_again(data: DataDir) -> None:
    data.create()
    half = data.path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    engines = Engines(data, environ={})
    assert await query((await engines.start()).database_url, "select 1") == 1
    assert not half.exists()
    await engines.stop()
