"""`nitka up`: the whole platform in one process, with its own engines."""

import asyncio
import os

import httpx
from rich.console import Console

from nitka.entrypoints.bootstrap import ROLES, start
from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data
from nitka.entrypoints.cli.signals import stop_at_signals
from nitka.platform.engines import DataDir, Engines, Runtime
from nitka.platform.migrate import migrate
from nitka.platform.settings import Settings
from nitka.platform.telemetry import configure_logging


@app.command
def up(*, data: Data = DEFAULT_DATA, host: str | None = None, port: int | None = None) -> int:
    """Start PostgreSQL, NATS and every role; ready when GET /healthz answers 200. Ctrl-C stops it in order."""
    return work(run_platform(DataDir(data), host, port))


async def run_platform(data: DataDir, host: str | None = None, port: int | None = None) -> None:
    """Run the platform on this data folder until a signal comes."""
    stopping = asyncio.Event()
    stop_at_signals(stopping)
    settings = Settings.load(os.environ, data=data.path, host=host, port=port)
    configure_logging(settings)
    engines = Engines(data)
    urls = await engines.start()
    try:
        await migrate(urls.database_url)
        settings = Settings.load(
            os.environ, data=data.path, host=host, port=port, database_url=urls.database_url, nats_url=urls.nats_url
        )
        announcing = asyncio.create_task(_announce(data, settings, stopping))
        await start(settings, list(ROLES), stopping)
        await announcing
    finally:
        await engines.stop()


async def _announce(data: DataDir, settings: Settings, stopping: asyncio.Event) -> None:
    """Once the edge answers, say where it is, to people and to other commands."""
    if await answers(settings, stopping):
        data.write_runtime(Runtime(settings.database_url, settings.nats_url, settings.base_url))
        Console(stderr=True, highlight=False).print(f"Nitka is ready: [bold]{settings.base_url}[/bold]")


async def answers(settings: Settings, stopping: asyncio.Event) -> bool:
    """Wait until the edge is healthy; return False when asked to stop before."""
    scheme = "https" if settings.tls_cert else "http"
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
    # The certificate is for people's name of this host, not for the loopback address.
    async with httpx.AsyncClient(verify=False) as client:  # noqa: S501
        while not stopping.is_set():
            try:
                answer = await client.get(f"{scheme}://{host}:{settings.port}/healthz", timeout=2)
                if answer.status_code == httpx.codes.OK:
                    return True
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.05)
    return False
