"""`nitka run`: some roles, against engines that run elsewhere. Start as many as you like."""

import asyncio
import os

from nitka.entrypoints.bootstrap import ROLES, start
from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data, find
from nitka.entrypoints.cli.signals import stop_at_signals
from nitka.kernel.errors import BadInput
from nitka.platform.settings import Settings
from nitka.platform.telemetry import configure_logging


@app.command
def run(*roles: str, data: Data = DEFAULT_DATA, host: str | None = None, port: int | None = None) -> int:
    """Run some roles: edge, sessions, pipeline, relay, identity, delivery, imports, timers.

    Needs NITKA_DATABASE_URL and NITKA_NATS_URL, or --data of a platform that runs on this machine.
    """
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise BadInput(f"Name one or more roles: {', '.join(ROLES)}" + (f"; not {unknown[0]}" if unknown else ""))

    async def command() -> None:
        place = find(data)
        settings = Settings.load(
            os.environ, data=data, database_url=place.database_url, nats_url=place.nats_url, host=host, port=port
        )
        configure_logging(settings)
        stopping = asyncio.Event()
        stop_at_signals(stopping)
        await start(settings, list(roles), stopping)

    return work(command())
