"""The services of a running platform, for a command that changes something in it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from nitka.channels.administration.workspaces import all_workspaces
from nitka.entrypoints.cli.place import find
from nitka.entrypoints.services import Services, open_services
from nitka.kernel.errors import NotFound
from nitka.platform.settings import Settings


def settings_of(data: Path) -> Settings:
    """Return the settings of the platform that runs on this folder or is named in the environment."""
    place = find(data)
    urls = {"database_url": place.database_url, "nats_url": place.nats_url}
    # What runs knows its own address, port included; the environment here may say nothing of it.
    return Settings.load(os.environ, data=data, public_url=place.http_url, **urls)


@asynccontextmanager
async def connected(data: Path) -> AsyncIterator[Services]:
    """Connect to the platform for the time of the block."""
    services = await open_services(settings_of(data))
    try:
        yield services
    finally:
        await services.close()


async def in_workspace(services: Services, workspace_id: UUID) -> None:
    """Raise `NotFound` with what to do when there is no such workspace."""
    if all(one.id != workspace_id for one in await all_workspaces(services.database)):
        raise NotFound(f"There is no workspace {workspace_id} here; “nitka workspace list” shows them")
