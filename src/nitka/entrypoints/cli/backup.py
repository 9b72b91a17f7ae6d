"""`nitka backup` and `nitka restore`."""

import os
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data, find
from nitka.kernel.errors import Conflict
from nitka.platform.backup import restore as restore_from
from nitka.platform.backup import save
from nitka.platform.broker import Broker
from nitka.platform.engines import DataDir, Engines
from nitka.platform.secrets import secret_of
from nitka.platform.settings import Settings


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


@app.command
def backup(file: Path, *, data: Data = DEFAULT_DATA) -> int:
    """Back up the running platform into FILE: customers, files, keys, and what is not processed yet."""

    async def command() -> None:
        place = find(data)
        settings = Settings.load(os.environ, data=data, database_url=place.database_url, nats_url=place.nats_url)
        broker = Broker(place.nats_url)
        await broker.open()
        try:
            with _progress() as progress:
                task = progress.add_task("starting")
                await save(
                    file.absolute(),
                    place.database_url,
                    broker,
                    blobs=settings.blob_folder,
                    secret=secret_of(settings),
                    step=lambda what: progress.update(task, description=what),
                )
        finally:
            await broker.close()
        Console().print(f"backed up to {file} ({file.stat().st_size / 1e6:.1f} MB). It holds secrets: keep it safe.")

    return work(command())


@app.command
def restore(file: Path, *, data: Data = DEFAULT_DATA) -> int:
    """Restore FILE into an empty data folder (or empty engines named in the environment). Nitka must not run."""

    async def command() -> None:
        folder = DataDir(data)
        engines = Engines(folder)
        urls = await engines.start()
        broker = Broker(urls.nats_url)
        try:
            await broker.open()
            settings = Settings.load(os.environ, data=data, database_url=urls.database_url, nats_url=urls.nats_url)
            settings.blob_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _progress() as progress:
                task = progress.add_task("starting")
                manifest = await restore_from(
                    file,
                    urls.database_url,
                    broker,
                    blobs=settings.blob_folder,
                    secret=secret_of(settings),
                    step=lambda what: progress.update(task, description=what),
                )
        finally:
            await broker.close()
            await engines.stop()
        Console().print(f"restored the backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC; start it with “nitka up”")

    if not file.is_file():
        raise Conflict(f"{file} is not there")
    return work(command())
