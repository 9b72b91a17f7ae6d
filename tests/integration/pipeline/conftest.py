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
def take(broker: Broker, pipeline: Pipeline) -> Take:
    """Hand touches to the intake and wait until the pipeline has committed them, quarantine included."""
    intake = Intake(broker)

    async def take(touches: list[Touch]) -> None:
        before = pipeline.committed
        await intake.receive(touches)
        async with asyncio.timeout(20):
            while pipeline.committed < before + len(touches):
                await asyncio.sleep(0.01)

    return take


async def rows(database: Database, workspace_id: UUID, sql: str, *arguments: Any) -> list[dict[str, Any]]:
    """Read as the application does, in this workspace."""
    async with database.workspace(workspace_id) as tx:
        return [dict(row) for row in await tx.fetch(sql, *arguments)]
