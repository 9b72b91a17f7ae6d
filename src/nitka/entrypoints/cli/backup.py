"""`nitka backup` and `nitka restore`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace
from rich import filesize
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data
from nitka.entrypoints.cli.services import settings_of
from nitka.platform.backup import BackupError, read_manifest, save
from nitka.platform.backup import restore as restore_from
from nitka.platform.backup.archive import Step
from nitka.platform.blobs import StoreFault
from nitka.platform.blobs.opening import open_blobs
from nitka.platform.broker import Broker
from nitka.platform.engines import DataDir, Engines
from nitka.platform.secrets import secret_of
from nitka.platform.settings import Settings
from nitka.platform.telemetry import configure_logging


@contextmanager
def _progress() -> Iterator[Step]:
    """Show on a terminal what is being done; a mail from cron needs only the result."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("starting")
        yield lambda what: progress.update(task, description=what, refresh=True)


def _log_little(settings: Settings) -> None:
    # The terminal is for people here.
    configure_logging(settings if os.environ.get("NITKA_LOG_LEVEL") else replace(settings, log_level="warning"))


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Say to whoever runs this why files cannot be reached; customers are told only that they cannot."""
    try:
        yield
    except StoreFault as fault:
        raise BackupError(fault.reason) from None


@app.command
def backup(file: Path, *, data: Data = DEFAULT_DATA) -> int:
    """Back up the running platform into FILE: customers, files, keys, and what is not processed yet."""

    async def command() -> None:
        settings = settings_of(data)
        _log_little(settings)
        broker = Broker(settings.nats_url, name="nitka backup")
        await broker.open()
        try:
            with _progress() as step, _told_plainly():
                await save(
                    file.absolute(),
                    settings.database_url,
                    broker,
                    blobs=open_blobs(settings),
                    secrets=[secret_of(settings), *settings.old_secret_keys],
                    step=step,
                )
        finally:
            await broker.close()
        print(f"backed up to {file} ({filesize.decimal(file.stat().st_size)}). It holds secrets: keep it safe.")

    return work(command())


@app.command
def restore(file: Path, *, data: Data = DEFAULT_DATA) -> int:
    """Restore FILE into an empty data folder (or empty engines named in the environment). Nitka must not run."""
    made_at = read_manifest(file).made_at  # before anything is started or made
    _log_little(Settings.load(os.environ, data=data))

    async def command() -> None:
        engines = Engines(DataDir(data))
        with _progress() as step, _told_plainly():
            step("engines")
            urls = await engines.start()
            try:
                settings = Settings.load(os.environ, data=data, database_url=urls.database_url, nats_url=urls.nats_url)
                missing = await _restore(file, settings, step)
            finally:
                step("stopping the engines")
                await engines.stop()
        if missing:
            print(f"{missing} of its files are no longer in {settings.bucket or settings.blob_folder}")
        print(f"restored the backup of {made_at:%Y-%m-%d %H:%M} UTC; start it with “nitka up --data {data}”")

    return work(command())


async def _restore(file: Path, settings: Settings, step: Step) -> int:
    # Files are unpacked beside their place, or go from the data folder into their bucket.
    room = settings.data if settings.bucket else settings.blob_folder.parent
    room.mkdir(mode=0o700, parents=True, exist_ok=True)
    broker = Broker(settings.nats_url, name="nitka restore")
    await broker.open()
    try:
        return await restore_from(
            file, settings.database_url, broker,
            blobs=open_blobs(settings), room=room, secret=secret_of(settings), step=step,
        )  # fmt: skip
    finally:
        await broker.close()
