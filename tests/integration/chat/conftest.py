"""The roles that turn what was taken into conversations."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from nitka.pipeline.worker import Pipeline
from nitka.platform.relay import Relay
from tests.integration.serving import Edge


@pytest.fixture
async def roles(edge: Edge) -> AsyncIterator[None]:
    """The pipeline and the relay, working beside the edge."""
    stopping = asyncio.Event()
    services = edge.services
    working = [
        asyncio.create_task(Pipeline(services.database, services.broker).run(stopping)),
        asyncio.create_task(Relay(services.database, services.broker).run(stopping)),
    ]
    yield
    stopping.set()
    await asyncio.gather(*working)
