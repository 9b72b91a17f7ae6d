"""`python -m tests.integration.identity.walker DATABASE_URL NATS_URL`: the role at work, to be killed."""

import asyncio
import sys

from nitka.customers.model import walking
from nitka.customers.model.versions import MODELS
from nitka.pipeline.following import Following
from nitka.pipeline.following.model import TryVersions
from nitka.platform.broker import Broker
from nitka.platform.database import Database
from tests.integration.identity.versions import SECOND


async def main(database_url: str, nats_url: str) -> None:
    """Work until killed, in steps so small that there are many."""
    MODELS[SECOND.version] = SECOND
    for version in [*MODELS]:
        if version > SECOND.version:
            del MODELS[version]
    walking.SEEDS = walking.RECORDS = 3
    database, broker = Database(database_url), Broker(nats_url)
    await database.open()
    await broker.open()
    await Following(database, broker, [TryVersions()]).run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
