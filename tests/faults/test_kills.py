"""Under load, every process is killed at random: nothing acknowledged is lost, nothing is twice, order holds.

The short form runs with every test run; `NITKA_FAULTS=long` sends more than 50,000 touches under twenty kills.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from nitka.platform.engines import DataDir, Engines
from nitka.platform.migrate import migrate
from tests.faults.load import Load
from tests.faults.processes import Fleet, free_port, healthy
from tests.faults.workspace import make_workspace

LONG = os.environ.get("NITKA_FAULTS") == "long"
ROUND = (3_000, 9_000) if LONG else (150, 500)  # messages and page views, again and again while processes are killed
ROUNDS = 5 if LONG else 2  # at least
KILLS, PAUSE = (20, 5.0) if LONG else (9, 2.5)


async def kill_one_after_another(fleet: Fleet, engines: Engines, seed: int) -> None:
    """Kill every process, engines included, in a random order, until there were enough kills."""
    dice = random.Random(seed)
    victims = [*fleet.names, "postgres", "nats"]
    for number in range(KILLS):
        if number % len(victims) == 0:
            dice.shuffle(victims)
        victim = victims[number % len(victims)]
        if victim in ("postgres", "nats"):
            with suppress(ProcessLookupError, KeyError):  # it is just coming back
                os.kill(engines.pids()[victim], signal.SIGKILL)
        else:
            fleet.kill(victim)
        await asyncio.sleep(PAUSE * (0.5 + dice.random()))


@pytest.mark.timeout(1_800 if LONG else 300)
async def test_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    engines = Engines(DataDir(tmp_path / "data"), environ={})
    urls = await engines.start()
    await migrate(urls.database_url)
    port = free_port()
    environment = {"NITKA_DATABASE_URL": urls.database_url, "NITKA_NATS_URL": urls.nats_url}
    environment["NITKA_BLOBS"] = str(tmp_path / "blobs")
    made = await make_workspace(environment)
    fleet = Fleet(environment, tmp_path)
    try:
        fleet.keep("edge", "edge", "--port", str(port))
        for name in ("pipeline", "relay"):
            fleet.keep(f"{name} 1", name)
            fleet.keep(f"{name} 2", name)
        fleet.keep("delivery", "delivery")
        fleet.keep("sessions", "sessions")
        await healthy(port)
        load = Load(f"http://127.0.0.1:{port}", made["write_key"], visitors=60 if LONG else 25)
        killing = asyncio.create_task(kill_one_after_another(fleet, engines, seed=7))
        rounds = 0
        while rounds < ROUNDS or not killing.done():
            await load.run(*ROUND)
            rounds += 1
        await killing
        await check(urls.database_url, load)
    finally:
        await fleet.stop()
        await engines.stop()


async def check(database_url: str, load: Load) -> None:
    """Hold what is stored against what was acknowledged."""
    said = {visitor.name: visitor.said for visitor in load.visitors}
    viewed = {view for visitor in load.visitors for view in visitor.viewed}
    expected = sum(map(len, said.values())) + len(viewed)
    owner = await asyncpg.connect(database_url, server_settings={"search_path": "nitka"})
    try:
        async with asyncio.timeout(180):
            while await owner.fetchval("SELECT count(*) FROM touch") < expected or await owner.fetchval(
                "SELECT count(*) FROM outbox"
            ):
                await asyncio.sleep(0.3)
        assert await owner.fetchval("SELECT count(*) FROM touch") == expected
        assert await owner.fetchval("SELECT count(*) FROM quarantine") == 0
        pages = await owner.fetch("SELECT external_id FROM touch WHERE kind = 'page'")
        assert {row["external_id"] for row in pages} == viewed
        rows = await owner.fetch(
            """SELECT s.sender, m.text, cs.conversation_id FROM message m JOIN strand s ON s.id = m.strand_id
               JOIN conversation_strand cs ON cs.strand_id = s.id AND m.seq >= cs.from_seq
                    AND (cs.to_seq IS NULL OR m.seq <= cs.to_seq) ORDER BY m.seq"""
        )
        stored: dict[str, list[str]] = {}
        conversations: dict[str, set[object]] = {}
        for row in rows:
            stored.setdefault(row["sender"], []).append(row["text"].split()[1])
            conversations.setdefault(row["sender"], set()).add(row["conversation_id"])
        assert stored == said
        assert all(len(found) == 1 for found in conversations.values())
        ids = {str(row["id"]) for row in await owner.fetch("SELECT id FROM message")}
        assert ids == {id_ for visitor in load.visitors for id_ in visitor.answers}
    finally:
        await owner.close()
