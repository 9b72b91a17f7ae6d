"""Who is whom among a million identifiers: what it adds to a batch's transaction, and how soon likeness follows."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from bench.table import percentile, show
from nitka.channels.touch import Assurance, Identifier, Touch
from nitka.customers import service as customers
from nitka.entrypoints.bootstrap import calm_collector
from nitka.kernel.clock import now
from nitka.kernel.ids import new_id, node_id
from nitka.pipeline import transaction
from nitka.pipeline.following import Following
from nitka.pipeline.following.likeness import FindAlike
from nitka.platform.broker import Broker
from nitka.platform.database import Database, prepare_connection
from nitka.platform.engines import DataDir, Engines
from nitka.platform.migrate import migrate
from tests.integration.platform_fixtures import WorkspaceRow, make_workspace

CUSTOMERS = 250_000  # of four identifiers each
BATCHES, BATCH = 400, 20
RATE, SECONDS = 200, 15  # touches a second that say a name, for so long
TYPES = ("device", "email", "phone", "user_id")
FIRST = ["Иван", "Пётр", "Анна", "Мария", "Ольга", "Сергей", "Елена", "Дмитрий", "Татьяна", "Алексей", "Юлия", "Никита"]
LAST = [
    "Петров",
    "Сидоров",
    "Кузнецов",
    "Ким",
    "Орлов",
    "Зайцев",
    "Волков",
    "Лебедев",
    "Козлов",
    "Новиков",
    "Морозов",
    "Соловьёв",
]


def value(type_: str, number: int) -> str:
    """The identifier of this type of a customer."""
    return {"email": f"c{number}@example.com", "phone": f"+7916{number:07}"}.get(type_, f"{type_}-{number}")


async def run() -> None:
    """Fill, measure and print."""
    with tempfile.TemporaryDirectory(prefix="nitka-bench-") as name:
        engines = Engines(DataDir(Path(name)), environ={})
        urls = await engines.start()
        try:
            await migrate(urls.database_url)
            database, broker = Database(urls.database_url), Broker(urls.nats_url)
            await database.open()
            await broker.open()
            workspace = await make_workspace(database)
            await _fill(urls.database_url, workspace.id)
            calm_collector()  # as every role of the platform does
            rows = await _exact(database, workspace) + await _likeness(database, broker, workspace)
            await database.close()
            await broker.close()
        finally:
            await engines.stop()
    show(f"Who is whom among {CUSTOMERS * len(TYPES):,} identifiers", rows)


async def _fill(database_url: str, workspace: UUID) -> None:
    owner: Any = await asyncpg.connect(database_url, server_settings={"search_path": "nitka"})
    await prepare_connection(owner)
    moment = now()

    async def copy(table: str, columns: str, records: list[tuple[Any, ...]]) -> None:
        await owner.copy_records_to_table(table, records=records, columns=columns.split(), schema_name="nitka")

    for start in range(0, CUSTOMERS, 10_000):
        people, nodes, members, links = [], [], [], []
        for number in range(start, start + 10_000):
            customer = new_id()
            ids = [node_id(workspace, type_, "", value(type_, number)) for type_ in TYPES]
            people.append((workspace, customer, moment))
            nodes += [(workspace, id_, t, value(t, number), 2, moment) for id_, t in zip(ids, TYPES, strict=True)]
            members += [(workspace, id_, customer) for id_ in ids]
            ends = [sorted((ids[0], other), key=lambda id_: id_.bytes) for other in ids[1:]]
            links += [(workspace, a, b, "together", 2, customer, "site", "identify", moment) for a, b in ends]
        await copy("customer", "workspace_id id created_at", people)
        await copy("identifier", "workspace_id id type value assurance first_at", nodes)
        await copy("customer_member", "workspace_id node customer_id", members)
        await copy("link", "workspace_id a b kind assurance touch_id channel touch_kind valid_from", links)
    await owner.execute("VACUUM ANALYZE identifier, customer, customer_member, link")
    await owner.close()


def _touch(workspace: WorkspaceRow, identifiers: list[Identifier], **traits: str) -> Touch:
    moment = now()
    return Touch(
        workspace_id=workspace.id, connection_id=workspace.site, brand_id=workspace.brand_id, channel="site",
        kind="track", sender=identifiers[0].value, external_id=new_id().hex, at=moment, received_at=moment,
        identifiers=identifiers, traits=dict(traits),
    )  # fmt: skip


async def _exact(database: Database, workspace: WorkspaceRow) -> list[tuple[str, str, str]]:
    dice = random.Random(1)
    seconds: list[float] = []
    inner = customers.resolve

    async def timed(*arguments: Any) -> Any:
        begun = time.perf_counter()
        try:
            return await inner(*arguments)
        finally:
            seconds.append(time.perf_counter() - begun)

    def said(*, fresh: bool) -> Touch:
        number = dice.randrange(CUSTOMERS)
        device = f"new-{new_id().hex}" if fresh else value("device", number)
        both = [Identifier("device", device, Assurance.ASSERTED)]
        return _touch(workspace, [*both, Identifier("email", value("email", number), Assurance.ASSERTED)])

    rows = []
    customers.resolve = timed  # type: ignore[assignment]
    for title, share in (("nothing new", 0.0), ("a third with new evidence", 0.33)):
        for warm in (True, False):
            seconds.clear()
            for _ in range(20 if warm else BATCHES):
                batch = [said(fresh=dice.random() < share) for _ in range(BATCH)]
                await transaction.commit(database, batch, [])
        rows += [
            (f"batch of {BATCH}, {title}: p50", f"{percentile(seconds, 0.5) * 1000:.1f} ms", ""),
            (f"batch of {BATCH}, {title}: p99", f"{percentile(seconds, 0.99) * 1000:.1f} ms", "≤ 5"),
        ]
    customers.resolve = inner  # type: ignore[assignment]
    return rows


async def _likeness(database: Database, broker: Broker, workspace: WorkspaceRow) -> list[tuple[str, str, str]]:
    dice = random.Random(2)
    stopping = asyncio.Event()
    following = Following(database, broker, [FindAlike()])
    working = asyncio.create_task(following.run(stopping))
    waited: list[float] = []
    begun = time.perf_counter()
    for tick in range(SECONDS * 10):
        batch = [_named(workspace, dice) for _ in range(RATE // 10)]
        await transaction.commit(database, batch, [])
        async with database.workspace(workspace.id) as tx:
            oldest = await tx.fetchval(
                "SELECT extract(epoch FROM clock_timestamp() - min(made_at))::float FROM follow_up"
            )
        waited.append(oldest or 0.0)
        await asyncio.sleep(max(0.0, begun + (tick + 1) / 10 - time.perf_counter()))
    took = time.perf_counter() - begun
    stopping.set()
    await working
    return [
        ("named touches a second, as told", f"{RATE * SECONDS / took:.0f}", f"{RATE}"),
        ("records compared", f"{following.done:,}", ""),
        ("oldest that waits to be compared: p50", f"{percentile(waited, 0.5):.2f} s", ""),
        ("oldest that waits to be compared: p99", f"{percentile(waited, 0.99):.2f} s", "≤ 1"),
    ]


def _named(workspace: WorkspaceRow, dice: random.Random) -> Touch:
    born = f"{dice.randint(1, 28):02}.{dice.randint(1, 12):02}.{dice.randint(1950, 2005)}"
    device = Identifier("device", f"named-{new_id().hex}", Assurance.ASSERTED)
    return _touch(workspace, [device], first_name=dice.choice(FIRST), last_name=dice.choice(LAST), birth_date=born)
