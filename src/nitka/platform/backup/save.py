"""Making a backup of a running platform.

The order is what makes it whole. First the pipeline is kept from deleting what it has committed; then the database is
dumped as of one moment, with its offsets; then whatever lies above those offsets is read from the stream. A touch
is in the one or in the other, and its key makes it count once where it is in both. Files come last: whatever the
database and the stream speak of has been stored before. Those in a bucket stay there and are listed.
"""

import asyncio
import os
import tarfile
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import msgspec
from nats.js.errors import NotFoundError
from nats.js.kv import KV_DEL, KV_PURGE, KeyValue

import nitka
from nitka.kernel.clock import now
from nitka.platform.backup.archive import (
    BUCKETS,
    DUMP,
    FILE_LIST,
    FILES,
    FORMAT,
    INTAKE_FILE,
    MANIFEST,
    TOLD_EVERY,
    BackupError,
    Entry,
    Manifest,
    Step,
    check_rights,
    private,
    run_client,
)
from nitka.platform.backup.files import add_files, are_here, list_files
from nitka.platform.backup.sealed import check_sealed
from nitka.platform.blobs import Blobs, FolderBlobs
from nitka.platform.broker import INTAKE, VISITORS_BUCKET, Broker
from nitka.platform.database import PURGE_HOLD, Connection
from nitka.platform.secrets import CannotOpen, Sealer
from nitka.platform.visitors import is_fresh


async def save(
    file: Path, database_url: str, broker: Broker, *, blobs: Blobs, secrets: list[str], step: Step
) -> Manifest:
    """Write a backup to `file` (0600, whole or not at all) and return its manifest. Raises `BackupError`, `OSError`.

    Raises `StoreFault` when files lie in a bucket that cannot be read.
    """
    _check_place(file)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".nitka-backup-") as name:
        folder = Path(name)
        async with _held(database_url) as connection:
            await _check_settings(connection, blobs, secrets)
            migrations = [row["name"] for row in await connection.fetch("SELECT name FROM migration ORDER BY name")]
            offsets = await _dump(connection, database_url, folder / DUMP, step)
            stream = await broker.stream_identity(INTAKE)
            await _intake(broker, stream, offsets, folder / INTAKE_FILE, step)
        for bucket, path in BUCKETS.items():
            await _bucket(broker, bucket, folder / path, step)
        if not isinstance(blobs, FolderBlobs):
            await list_files(blobs, folder / FILE_LIST, step)
        manifest = Manifest(
            format=FORMAT, version=nitka.__version__, made_at=now(), stream=stream, secrets=secrets,
            migrations=migrations, files_in="" if isinstance(blobs, FolderBlobs) else str(blobs),
        )  # fmt: skip
        (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest))
        await asyncio.to_thread(_pack, folder, blobs, file, step)
    return manifest


def _check_place(file: Path) -> None:
    if file.is_dir():
        raise BackupError(f"{file} is a folder: name a file")
    if not file.parent.is_dir():
        raise BackupError(f"There is no folder {file.parent}")


@asynccontextmanager
async def _held(database_url: str) -> AsyncIterator[Connection]:
    """A connection that keeps the intake stream from being shortened for as long as it is open."""
    connection: Connection = await asyncpg.connect(database_url, server_settings={"search_path": "nitka"})
    try:
        await connection.execute("SELECT pg_advisory_lock($1::int, 0)", PURGE_HOLD)
        yield connection
    finally:
        await connection.close()


async def _check_settings(connection: Connection, blobs: Blobs, secrets: list[str]) -> None:
    """Refuse what would become a backup without secrets or files: another environment than the platform's."""
    if not await connection.fetchval("SELECT to_regclass('nitka.migration')"):
        raise BackupError("This database holds no Nitka")
    await check_rights(connection)
    sealer = Sealer(secrets)
    try:
        await check_sealed(connection, sealer)
    except CannotOpen:
        raise BackupError("Set NITKA_SECRET_KEY as the platform has it: its secrets cannot be opened here") from None
    if not await are_here(connection, blobs):
        raise BackupError(f"The platform's files are not in {blobs}: set NITKA_BLOBS or --data as the platform has it")


async def _dump(connection: Connection, database_url: str, path: Path, step: Step) -> dict[int, tuple[str, int]]:
    """Dump the database as one snapshot sees it and return the offsets of that very snapshot."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        rows = await connection.fetch("SELECT partition, stream, seq FROM pipeline_offset")
        snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
        await run_client(
            "pg_dump", database_url, "--format=custom", "--compress=1", "--schema=nitka",
            f"--snapshot={snapshot}", f"--file={path}",
            alive=lambda: step(f"database, {path.stat().st_size / 1e6:.0f} MB" if path.exists() else "database"),
        )  # fmt: skip
    return {row["partition"]: (row["stream"], row["seq"]) for row in rows}


async def _intake(broker: Broker, identity: str, offsets: dict[int, tuple[str, int]], path: Path, step: Step) -> None:
    done = {partition: seq if stream == identity else 0 for partition, (stream, seq) in offsets.items()}
    state = (await broker.api(f"STREAM.INFO.{INTAKE}"))["state"]
    last, count = int(state["last_seq"]), 0
    seq = max(min(done.values(), default=0) + 1, int(state["first_seq"]))
    with path.open("wb") as file:
        while seq <= last:
            try:
                message = await broker.js.get_msg(INTAKE, seq=seq, direct=True, next=True, subject="intake.*")
            except NotFoundError:  # deleted just before we held it: then the database has it
                break
            if message.seq is None or message.seq > last:
                break
            partition = int((message.subject or "").rpartition(".")[2])
            if message.seq > done.get(partition, 0):
                file.write(Entry(str(partition), message.data or b"").line())
                count += 1
            if count % TOLD_EVERY == 1:
                step(f"intake, {count} records")
            seq = message.seq + 1


async def _bucket(broker: Broker, name: str, path: Path, step: Step) -> None:
    step("keys")
    with path.open("wb") as file:
        async for entry in _kept(broker.bucket(name)):
            if name == VISITORS_BUCKET and is_fresh(entry.value or b""):
                continue  # it guards nothing, and would live for ever where it is restored
            file.write(Entry(entry.key, entry.value or b"").line())


async def _kept(bucket: KeyValue) -> AsyncIterator[KeyValue.Entry]:
    """Yield all that a bucket holds. Raises `TimeoutError` where the server falls silent in the middle."""
    watcher = await bucket.watchall()
    left: int | None = 1
    begun = False
    try:
        while left:
            entry = await watcher.updates(timeout=30)  # type: ignore[no-untyped-call]
            if entry is None:  # the end; but where the first entries are on their way it is told before them
                left = 0 if begun else (await bucket.status()).values
                continue
            left, begun = entry.delta, True
            if entry.operation not in (KV_DEL, KV_PURGE):
                yield entry
    finally:
        await watcher.stop()  # type: ignore[no-untyped-call]


def _pack(folder: Path, blobs: Blobs, file: Path, step: Step) -> None:
    draft = folder / "backup.tar.gz"
    draft.touch(mode=0o600)
    with draft.open("wb") as output:
        with tarfile.open(fileobj=output, mode="w:gz", compresslevel=1) as tar:
            for name in (*FILES, FILE_LIST):
                if (folder / name).exists():
                    step(f"packing {name}")
                    tar.add(folder / name, arcname=name, filter=private)
            if isinstance(blobs, FolderBlobs):
                add_files(tar, blobs.folder, step)
        output.flush()
        os.fsync(output.fileno())
    draft.rename(file)
