"""A running pipeline."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from nitka.channels.intake import Intake
from nitka.channels.touch import Touch
from nitka.pipeline.worker import Pipeline
from nitka.platform.broker import Broker
from nitka.platform.database import Database

Take = Callable[[list[Touch]], Awaitable[None]]


@pytest.fixture
async def pipeline(database: Database, broker: Broker) -> AsyncIterator[Pipeline]:
    """One worker, at work."""
    pipeline, stopping = Pipeline(database, broker), asyncio.Event()
    task = asyncio.create_task(pipeline.run(stopping))
    yield pipeline
    stopping.set()
    await task


@pytest.fixture
def take(database: Database, broker: Broker, pipeline: Pipeline) -> Take:
    """Hand touches to the intake and wait until each is stored or set aside."""
    intake = Intake(broker)

    async def take(touches: list[Touch]) -> None:
        await intake.receive(touches)
        by_workspace: dict[UUID, set[UUID]] = {}
        for touch in touches:
            by_workspace.setdefault(touch.workspace_id, set()).add(touch.id)
        async with asyncio.timeout(20):
            for workspace_id, ids in by_workspace.items():
                while await _settled(database, workspace_id, ids) < len(ids):
                    await asyncio.sleep(0.01)

    return take


async def _settled(database: Database, workspace_id: UUID, ids: set[UUID]) -> int:
    [row] = await rows(
        database,
        workspace_id,
        """SELECT (SELECT count(*) FROM touch_key WHERE touch_id = ANY ($1))
                + (SELECT count(*) FROM quarantine WHERE id = ANY ($1)) AS settled""",
        list(ids),
    )
    return int(row["settled"])


async def rows(database: Database, workspace_id: UUID, sql: str, *arguments: Any) -> list[dict[str, Any]]:
    """Read as the application does, in this workspace."""
    async with database.workspace(workspace_id) as tx:
        return [dict(row) for row in await tx.fetch(sql, *arguments)]
