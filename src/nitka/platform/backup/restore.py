"""Restoring a backup into an installation that is still empty.

The database comes last and in one transaction: until then the place counts as empty, so what broke off is done again.
"""

import asyncio
import gzip
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

import asyncpg
import msgspec

from nitka.kernel.ids import new_id
from nitka.platform.backup.archive import (
    BLOBS,
    BUCKETS,
    DUMP,
    FILE_LIST,
    FILES,
    FORMAT,
    INTAKE_FILE,
    MANIFEST,
    BackupError,
    Entry,
    Manifest,
    Step,
    check_rights,
    read_entries,
    run_client,
)
from nitka.platform.backup.files import bring_back, count_missing
from nitka.platform.backup.sealed import reseal
from nitka.platform.blobs import Blobs
from nitka.platform.broker import INTAKE, Broker
from nitka.platform.database import Connection
from nitka.platform.migrate import FOLDER, ensure_roles, migrate
from nitka.platform.secrets import Sealer

_TOGETHER = 100  # messages in a batch; NATS takes 1,000
_BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, msgspec.MsgspecError, UnicodeDecodeError)


def read_manifest(file: Path) -> Manifest:
    """Return what a backup says of itself; raises `BackupError` when this Nitka cannot restore it."""
    try:
        with tarfile.open(file, "r:gz") as tar:
            first = tar.next()
            content = tar.extractfile(first) if first and first.name == MANIFEST else None
            manifest = msgspec.json.decode(content.read() if content else b"", type=Manifest)
    except FileNotFoundError:
        raise BackupError(f"{file} is not there") from None
    except _BROKEN:
        raise BackupError(f"{file} is not a backup of Nitka") from None
    if manifest.format != FORMAT:
        raise BackupError(f"This backup has format {manifest.format}; this Nitka reads format {FORMAT}")
    if set(manifest.migrations) - {path.stem for path in FOLDER.glob("*.sql")}:
        raise BackupError(f"This backup is of Nitka {manifest.version}, which is newer: restore it with that one")
    return manifest


async def restore(
    file: Path, database_url: str, broker: Broker, *, blobs: Blobs, room: Path, secret: str, step: Step
) -> int:
    """Bring back what `save` wrote; no role may run meanwhile. It is unpacked in the folder `room`.

    Return how many of its files are no longer in the bucket where they stayed. Raises `BackupError` when there is data
    already, `StoreFault` when files cannot be stored.
    """
    manifest = read_manifest(file)
    await blobs.check()
    connection: Connection = await asyncpg.connect(database_url)
    try:
        await check_rights(connection)
        await _refuse_unless_empty(connection)
        with tempfile.TemporaryDirectory(prefix=".nitka-restore-", dir=room) as name:
            folder = Path(name)
            step("unpacking")
            await asyncio.to_thread(_unpack, file, folder)
            step("files")
            await bring_back(folder / BLOBS, blobs, step)
            missing = await count_missing(folder / FILE_LIST, blobs, manifest.files_in)
            for bucket, path in BUCKETS.items():
                await _bucket(broker, bucket, read_entries(folder / path), step)
            await _intake(broker, read_entries(folder / INTAKE_FILE), step)
            await _database(connection, database_url, folder / DUMP, step)
        await reseal(connection, Sealer([secret, *manifest.secrets]))
    finally:
        await connection.close()
    step("migrations")
    await migrate(database_url)  # a backup of an older version comes up to date
    return missing


async def _refuse_unless_empty(connection: Connection) -> None:
    if not await connection.fetchval("SELECT to_regclass('nitka.workspace')"):
        return
    if await connection.fetchval("SELECT count(*) FROM nitka.workspace"):
        raise BackupError("There are workspaces here already: restore into an empty data folder or database")
    if await connection.fetchval(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'nitka %'"
    ):
        raise BackupError("Nitka runs on this database: stop all its processes first")


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file, "r:gz") as tar:
            tar.extractall(folder, filter="data")  # refuses names that lead out of the folder
    except _BROKEN:
        raise BackupError(f"{file} is not whole: it was cut off or changed") from None
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise BackupError(f"{file} is not whole: {missing[0]} is missing")


async def _bucket(broker: Broker, name: str, entries: Iterable[Entry], step: Step) -> None:
    stream = f"KV_{name}"
    config = (await broker.api(f"STREAM.INFO.{stream}"))["config"]
    await broker.api(f"STREAM.UPDATE.{stream}", config | {"allow_atomic": True})
    messages = ((f"$KV.{name}.{entry.key}", entry.value) for entry in entries)
    await _publish(broker, stream, messages, lambda count: step(f"keys, {count}"))


async def _intake(broker: Broker, entries: Iterable[Entry], step: Step) -> None:
    messages = ((f"intake.{entry.key}", entry.value) for entry in entries)
    await _publish(broker, INTAKE, messages, lambda count: step(f"intake, {count} records"))


async def _publish(
    broker: Broker, stream: str, messages: Iterable[tuple[str, bytes]], told: Callable[[int], None]
) -> None:
    """Publish in order, in atomic batches: a batch is flushed to disk once. Raises `BackupError`, NATS's errors."""
    rest, count = iter(messages), 0
    while batch := list(islice(rest, _TOGETHER)):
        told(count)
        headers = {"Nats-Expected-Stream": stream, "Nats-Batch-Id": new_id().hex}
        for number, (subject, body) in enumerate(batch[:-1], 1):
            await broker.client.publish(subject, body, headers=headers | {"Nats-Batch-Sequence": str(number)})
        last = headers | {"Nats-Batch-Sequence": str(len(batch)), "Nats-Batch-Commit": "1"}
        reply = await broker.client.request(*batch[-1], timeout=30, headers=last)
        answer = msgspec.json.decode(reply.data)
        if "error" in answer:
            raise BackupError(f"The message broker refused: {answer['error'].get('description', 'no reason given')}")
        count += len(batch)


async def _database(connection: Connection, database_url: str, dump: Path, step: Step) -> None:
    step("database")
    await connection.execute("DROP SCHEMA IF EXISTS nitka CASCADE")
    await ensure_roles(connection, database_url)
    await run_client(
        "pg_restore", database_url, "--no-owner", "--exit-on-error", "--single-transaction", str(dump),
        alive=lambda: None,
    )  # fmt: skip
