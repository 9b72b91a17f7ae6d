"""The services of a running platform, for a command that changes something in it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from nitka.entrypoints.cli.place import find
from nitka.entrypoints.services import Services, open_services
from nitka.platform.settings import Settings


def settings_of(data: Path) -> Settings:
    """Return the settings of the platform that runs on this folder or is named in the environment."""
    place = find(data)
    return Settings.load(os.environ, data=data, database_url=place.database_url, nats_url=place.nats_url)


@asynccontextmanager
async def connected(data: Path) -> AsyncIterator[Services]:
    """Connect to the platform for the time of the block."""
    services = await open_services(settings_of(data))
    try:
        yield services
    finally:
        await services.close()
