"""PostgreSQL stands still, which is worse than being gone: what customers say is still taken, and nothing is lost."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

import asyncpg
import httpx
import psutil

from nitka.platform.engines import DataDir, Engines
from nitka.platform.migrate import migrate
from tests.faults.processes import Fleet, free_port, healthy
from tests.faults.workspace import make_workspace

SAID = 40  # messages while it hangs


def _signal(pid: int, number: signal.Signals) -> None:
    for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
        process.send_signal(number)


async def test_postgres_hangs(tmp_path: Path) -> None:
    engines = Engines(DataDir(tmp_path / "data"), environ={})
    urls = await engines.start()
    await migrate(urls.database_url)
    environment = {"NITKA_DATABASE_URL": urls.database_url, "NITKA_NATS_URL": urls.nats_url}
    environment["NITKA_BLOBS"] = str(tmp_path / "blobs")
    made = await make_workspace(environment)
    port = free_port()
    fleet = Fleet(environment, tmp_path)
    postgres = engines.pids()["postgres"]
    try:
        fleet.keep("edge", "edge", "--port", str(port))
        fleet.keep("pipeline", "pipeline")
        await healthy(port)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:

            async def say(number: int) -> float:
                begun = time.perf_counter()
                answer = await client.post(
                    "/client/v1/messages",
                    json={"visitor": "masha", "message_id": str(number), "text": f"{number}"},
                    headers={"X-Nitka-Key": made["write_key"], "X-Nitka-Visitor": "the secret of masha"},
                )
                assert answer.status_code == 202
                return time.perf_counter() - begun

            await say(0)
            _signal(postgres, signal.SIGSTOP)
            try:
                waits = [await say(number) for number in range(1, SAID + 1)]
            finally:
                _signal(postgres, signal.SIGCONT)
            assert max(waits) < 5  # nobody waited for PostgreSQL, which stood still for all of it
            owner = await asyncpg.connect(urls.database_url, server_settings={"search_path": "nitka"})
            async with asyncio.timeout(60):
                while await owner.fetchval("SELECT count(*) FROM message") <= SAID:
                    await asyncio.sleep(0.1)
            texts = [row["text"] for row in await owner.fetch("SELECT text FROM message ORDER BY seq")]
            assert texts == [str(number) for number in range(SAID + 1)]
            assert await owner.fetchval("SELECT count(*) FROM quarantine") == 0
            await owner.close()
    finally:
        await fleet.stop()
        await engines.stop()
