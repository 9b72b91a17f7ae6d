"""Touches a second through everything, against COPY of the very rows that they became.

The same rows go into the same tables in batches of the same number of touches, by the same client library, in the
same run. COPY knows nothing of identities, conversations or repeats: it is what machine and database allow at best.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from pathlib import Path
from typing import Any

import asyncpg

from bench.table import show
from nitka.channels.intake import Intake
from nitka.channels.touch import Assurance, Identifier, Message, Touch
from nitka.kernel.clock import now
from nitka.kernel.ids import new_id
from nitka.pipeline.worker import BATCH_TOUCHES, WORKERS, Pipeline
from nitka.platform.broker import Broker
from nitka.platform.database import Database, prepare_connection
from nitka.platform.engines import DataDir, Engines
from nitka.platform.migrate import migrate
from tests.integration.platform_fixtures import WorkspaceRow, make_workspace

TOUCHES = 40_000
VISITORS = 4_000
TABLES = (
    "touch_key", "touch", "identifier", "record", "link", "customer", "customer_member", "strand",
    "conversation", "conversation_strand", "message", "identity_event", "outbox",
)  # fmt: skip


def touches(workspace: WorkspaceRow, count: int) -> list[Touch]:
    """Return chat and tracking mixed, one to four, of visitors of whom a third also give an e-mail address."""
    dice = random.Random(1)
    return [_touch(workspace, dice, number) for number in range(count)]


def _touch(workspace: WorkspaceRow, dice: random.Random, number: int) -> Touch:
    visitor = dice.randrange(VISITORS)
    device = f"device-{visitor}"
    identifiers = [Identifier("device", device, Assurance.OBSERVED)]
    if visitor % 3 == 0:
        identifiers.append(Identifier("email", f"visitor{visitor}@example.com", Assurance.ASSERTED))
    chat = number % 5 == 0
    moment = now()
    return Touch(
        workspace_id=workspace.id,
        connection_id=workspace.chat if chat else workspace.site,
        brand_id=workspace.brand_id,
        channel="chat" if chat else "site",
        kind="message" if chat else "page",
        sender=device,
        external_id=new_id().hex,
        at=moment,
        received_at=moment,
        identifiers=identifiers,
        text=None if chat else "/catalogue/boots",
        payload={} if chat else {"url": f"https://shop.example/catalogue/boots/{number}"},
        message=Message(text=f"Здравствуйте, есть ли размер {number}?") if chat else None,
    )


async def run() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="nitka-bench-") as name:
        engines = Engines(DataDir(Path(name)), environ={})
        urls = await engines.start()
        try:
            await migrate(urls.database_url)
            database, broker = Database(urls.database_url), Broker(urls.nats_url)
            await database.open()
            await broker.open()
            workspace = await make_workspace(database)
            made = touches(workspace, TOUCHES)
            everything = await _through_everything(database, broker, made)
            copied = await _by_copy(urls.database_url)
            await database.close()
            await broker.close()
        finally:
            await engines.stop()
    show(
        f"Throughput, {TOUCHES:,} touches of {VISITORS:,} visitors in batches of {BATCH_TOUCHES}",
        [
            ("touches/s through everything", f"{everything:,.0f}", ""),
            ("touches/s by COPY of the same rows", f"{copied:,.0f}", ""),
            ("ratio", f"{everything / copied:.2f}", "≥ 0.33"),
        ],
    )


async def _through_everything(database: Database, broker: Broker, made: list[Touch]) -> float:
    """Touches a second from the intake's door to the commit."""
    intake, stopping = Intake(broker), asyncio.Event()
    workers = [Pipeline(database, broker) for _ in range(WORKERS)]
    working = [asyncio.create_task(worker.run(stopping)) for worker in workers]
    begun = time.perf_counter()

    async def feed(start: int, step: int) -> None:
        for index in range(start, len(made), step):
            await intake.receive(made[index : index + 100])

    await asyncio.gather(*(feed(start * 100, 400) for start in range(4)))
    while sum(worker.committed for worker in workers) < len(made):
        await asyncio.sleep(0.01)
    seconds = time.perf_counter() - begun
    stopping.set()
    await asyncio.gather(*working)
    return len(made) / seconds


async def _by_copy(database_url: str) -> float:
    """Touches a second when their rows are copied back into the emptied tables."""
    connection: Any = await asyncpg.connect(database_url, server_settings={"search_path": "nitka"})
    await prepare_connection(connection)
    rows: dict[str, list[Any]] = {}
    columns: dict[str, list[str]] = {}
    for table in TABLES:
        found = await connection.fetch(f"SELECT * FROM {table}")
        rows[table] = [tuple(row) for row in found]
        columns[table] = list(found[0].keys()) if found else []
    batches = TOUCHES // BATCH_TOUCHES
    await connection.execute("TRUNCATE " + ", ".join(TABLES))
    begun = time.perf_counter()
    for batch in range(batches):
        async with connection.transaction():
            for table in TABLES:
                part = rows[table][len(rows[table]) * batch // batches : len(rows[table]) * (batch + 1) // batches]
                if part:
                    await connection.copy_records_to_table(
                        table, records=part, columns=columns[table], schema_name="nitka"
                    )
    seconds = time.perf_counter() - begun
    await connection.close()
    return TOUCHES / seconds
