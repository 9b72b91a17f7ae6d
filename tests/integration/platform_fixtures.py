"""The platform's parts on real engines: a migrated database, the broker, and a fresh workspace for each test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from nitka.kernel.ids import new_id
from nitka.platform.broker import Broker
from nitka.platform.database import Database
from nitka.platform.migrate import migrate


@dataclass(frozen=True)
class WorkspaceRow:
    """A workspace with one brand and a connection of each kind, made by plain SQL."""

    id: UUID
    brand_id: UUID
    chat: UUID
    site: UUID
    email: UUID


@pytest.fixture(scope="session")
def migrated(database_url: str) -> str:
    """Address of the database with every migration applied."""
    asyncio.run(migrate(database_url))
    return database_url


@pytest.fixture
async def database(migrated: str) -> AsyncIterator[Database]:
    """The application's pools."""
    database = Database(migrated)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def broker(nats_url: str) -> AsyncIterator[Broker]:
    """A connection to the broker with our streams and buckets."""
    broker = Broker(nats_url)
    await broker.open()
    yield broker
    await broker.close()


async def make_workspace(database: Database) -> WorkspaceRow:
    """Insert a workspace with a brand and three connections."""
    made = WorkspaceRow(*(new_id() for _ in range(5)))
    async with database.service() as tx:
        await tx.execute("INSERT INTO workspace (id, name) VALUES ($1, 'Test')", made.id)
        await tx.execute("INSERT INTO brand (workspace_id, id, name) VALUES ($1, $2, 'Test')", made.id, made.brand_id)
        for id_, kind in ((made.chat, "chat"), (made.site, "site"), (made.email, "email")):
            await tx.execute(
                "INSERT INTO connection (workspace_id, id, brand_id, kind, name) VALUES ($1, $2, $3, $4, $4)",
                made.id, id_, made.brand_id, kind,
            )  # fmt: skip
    return made


@pytest.fixture
async def workspace(database: Database) -> WorkspaceRow:
    """A workspace of this test's own."""
    return await make_workspace(database)


@pytest.fixture
async def other_workspace(database: Database) -> WorkspaceRow:
    """A neighbour, who must never be seen."""
    return await make_workspace(database)
