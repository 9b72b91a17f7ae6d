"""An edge that serves the test's own workspace, and what came into its intake."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from nitka.channels.intake import decode
from nitka.channels.touch import Touch
from nitka.kernel.ids import PARTITIONS
from nitka.pipeline.reader import Reader
from nitka.platform.broker import INTAKE, Broker
from nitka.platform.keys import Website
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.serving import Edge, open_door, serve


@pytest.fixture
async def edge(migrated: str, nats_url: str, tmp_path: Path) -> AsyncIterator[Edge]:
    """A running edge."""
    async with serve(migrated, nats_url, tmp_path) as running:
        yield running


@pytest.fixture
async def website(edge: Edge, workspace: WorkspaceRow) -> Website:
    """The keys of this test's workspace, known to the edge."""
    return await open_door(edge, workspace)


@pytest.fixture
async def other_website(edge: Edge, other_workspace: WorkspaceRow) -> Website:
    """The neighbour's keys."""
    return await open_door(edge, other_workspace)


@dataclass
class Inbox:
    """The intake as the pipeline would read it, from where the test began."""

    broker: Broker
    workspace: WorkspaceRow
    start: int

    async def touches(self, count: int, wait: float = 10) -> list[Touch]:
        """Return this workspace's touches once there are `count` of them, in the order of the stream."""
        found: list[Touch] = []
        async with asyncio.timeout(wait), Reader(self.broker, list(range(PARTITIONS)), self.start) as reader:
            while len(found) < count:
                for one in await reader.next(500, wait=0.2):
                    found += [t for t in decode(one.body).touches if t.workspace_id == self.workspace.id]
        return found


@pytest.fixture
async def inbox(broker: Broker, workspace: WorkspaceRow) -> Inbox:
    """What comes in from now on."""
    info = await broker.api(f"STREAM.INFO.{INTAKE}")
    return Inbox(broker, workspace, int(info["state"]["last_seq"]))
