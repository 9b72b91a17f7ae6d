"""`nitka up`: the whole platform in one process, with its own engines."""

import asyncio
import os
from collections.abc import Sequence
from typing import Protocol

import httpx
from litestar.types import ControllerRouterHandler
from rich.console import Console

from nitka.entrypoints.bootstrap import ROLES, start
from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data, lives
from nitka.entrypoints.cli.signals import stop_at_signals
from nitka.entrypoints.listening import CannotServe, check_address
from nitka.platform.engines import DataDir, Engines, FolderInUse, Runtime
from nitka.platform.migrate import migrate
from nitka.platform.settings import Settings
from nitka.platform.telemetry import configure_logging


class Company(Protocol):
    """What comes along with a platform in the same process, such as the demo's shop."""

    routes: Sequence[ControllerRouterHandler]

    async def prepare(self, settings: Settings) -> None:
        """Called when the engines serve, before any role works."""
        ...

    async def accompany(self, settings: Settings, stopping: asyncio.Event) -> None:
        """Called once the edge answers; runs until stopping."""
        ...


@app.command
def up(*, data: Data = DEFAULT_DATA, host: str | None = None, port: int | None = None) -> int:
    """Start PostgreSQL, NATS and every role; ready when GET /healthz answers 200. Ctrl-C stops it in order."""
    return work(run_platform(DataDir(data), host, port))


async def run_platform(
    data: DataDir, host: str | None = None, port: int | None = None, company: Company | None = None
) -> None:
    """Run the platform on this data folder until a signal comes, and what comes along with it."""
    stopping = asyncio.Event()
    stop_at_signals(stopping)
    settings = Settings.load(os.environ, data=data.path, host=host, port=port)
    configure_logging(settings)
    _check(data, settings)  # before the engines: what is wrong is told at once
    engines = Engines(data)
    urls = await engines.start()
    try:
        await migrate(urls.database_url)
        settings = Settings.load(
            os.environ, data=data.path, host=host, port=port, database_url=urls.database_url, nats_url=urls.nats_url
        )
        if company:
            await company.prepare(settings)
        announcing = asyncio.create_task(_announce(data, settings, stopping, company))
        announcing.add_done_callback(lambda task: None if _well(task) else stopping.set())
        await start(settings, list(ROLES), stopping, company.routes if company else ())
        await announcing
    finally:
        await engines.stop()
        data.clear_runtime()  # written here also when the engines are not ours


def _check(data: DataDir, settings: Settings) -> None:
    """Raise `FolderInUse` or `CannotServe`: a taken port is most often this very Nitka."""
    try:
        check_address(settings)
    except CannotServe:
        runtime = data.read_runtime()
        if runtime is not None and lives(runtime.pid):
            where = f" at {runtime.http_url}" if runtime.http_url else ""
            raise FolderInUse(f"Nitka runs on {data.path} already{where} (process {runtime.pid})") from None
        raise


def _well(task: asyncio.Task[None]) -> bool:
    return task.cancelled() or task.exception() is None


async def _announce(data: DataDir, settings: Settings, stopping: asyncio.Event, company: Company | None) -> None:
    """Once the edge answers, say where it is, to people and to other commands."""
    if await answers(settings, stopping):
        data.write_runtime(Runtime(settings.database_url, settings.nats_url, settings.base_url))
        if company:
            await company.accompany(settings, stopping)
        else:
            Console(stderr=True, highlight=False).print(f"Nitka is ready: [bold]{settings.base_url}[/bold]")


def own_url(settings: Settings) -> str:
    """Return where this machine itself reaches the edge."""
    scheme = "https" if settings.tls_cert else "http"
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.port}"


async def answers(settings: Settings, stopping: asyncio.Event) -> bool:
    """Wait until the edge is healthy; return False when asked to stop before."""
    # The certificate is for people's name of this host, not for the loopback address.
    async with httpx.AsyncClient(verify=False) as client:  # noqa: S501
        while not stopping.is_set():
            try:
                answer = await client.get(f"{own_url(settings)}/healthz", timeout=2)
                if answer.status_code == httpx.codes.OK:
                    return True
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.05)
    return False
