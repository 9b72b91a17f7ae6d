"""Making a backup of a running platform.

The order is what makes it whole. First the pipeline is kept from deleting what it has committed; then the database is
dumped as of one moment, with its offsets; then whatever lies above those offsets is read from the stream. A touch
is in the one or in the other, and its key makes it count once where it is in both.
"""

import asyncio
import tarfile
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import msgspec
from nats.js.errors import NoKeysError

import nitka
from nitka.kernel.clock import now
from nitka.platform.backup.archive import FORMAT, Entry, Manifest, Step, run_client, write_entries
from nitka.platform.broker import INTAKE, SETTINGS_BUCKET, VISITORS_BUCKET, Broker
from nitka.platform.database import PURGE_HOLD, Connection


async def save(file: Path, database_url: str, broker: Broker, *, blobs: Path, secret: str, step: Step) -> Manifest:
    """Write a backup to `file` (0600, whole or not at all) and return its manifest. Raises `BackupError`."""
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".nitka-backup-") as name:
        folder = Path(name)
        async with _held(database_url) as connection:
            step("database")
            offsets = await _dump(connection, database_url, folder)
            step("intake")
            stream = await broker.stream_identity(INTAKE)
            await _intake(broker, offsets, folder)
        step("keys")
        await _bucket(broker, SETTINGS_BUCKET, folder / "settings.jsonl")
        await _bucket(broker, VISITORS_BUCKET, folder / "visitors.jsonl")
        manifest = Manifest(format=FORMAT, version=nitka.__version__, made_at=now(), stream=stream, secret=secret)
        (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))
        step("files")
        await asyncio.to_thread(_pack, folder, blobs, file)
    return manifest


@asynccontextmanager
async def _held(database_url: str) -> AsyncIterator[Connection]:
    """A connection that keeps the intake stream from being shortened for as long as it is open."""
    connection: Connection = await asyncpg.connect(database_url, server_settings={"search_path": "nitka"})
    try:
        await connection.execute("SELECT pg_advisory_lock($1::int, 0)", PURGE_HOLD)
        yield connection
    finally:
        await connection.close()


async def _dump(connection: Connection, database_url: str, folder: Path) -> dict[int, tuple[str, int]]:
    """Dump the database as one snapshot sees it and return the offsets of that very snapshot."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        rows = await connection.fetch("SELECT partition, stream, seq FROM pipeline_offset")
        snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
        await run_client(
            "pg_dump", database_url, "--format=custom", "--compress=1", "--schema=nitka",
            f"--snapshot={snapshot}", f"--file={folder / 'database.dump'}",
        )  # fmt: skip
    return {row["partition"]: (row["stream"], row["seq"]) for row in rows}


async def _intake(broker: Broker, offsets: dict[int, tuple[str, int]], folder: Path) -> None:
    identity = await broker.stream_identity(INTAKE)
    done = {partition: seq if stream == identity else 0 for partition, (stream, seq) in offsets.items()}
    state = (await broker.api(f"STREAM.INFO.{INTAKE}"))["state"]
    entries = []
    seq = max(min(done.values()) + 1, int(state["first_seq"]))
    while seq <= int(state["last_seq"]):
        message = await broker.js.get_msg(INTAKE, seq=seq, direct=True, next=True, subject="intake.*")
        if message.seq is None or message.seq > int(state["last_seq"]):
            break
        partition = int((message.subject or "").rpartition(".")[2])
        if message.seq > done[partition]:
            entries.append(Entry(str(partition), message.data or b""))
        seq = message.seq + 1
    write_entries(folder / "intake.jsonl", entries)


async def _bucket(broker: Broker, name: str, path: Path) -> None:
    bucket = broker.bucket(name)
    try:
        keys = await bucket.keys()
    except NoKeysError:
        keys = []
    entries = [Entry(key, (await bucket.get(key)).value or b"") for key in keys]
    write_entries(path, entries)


def _pack(folder: Path, blobs: Path, file: Path) -> None:
    draft = folder / "backup.tar.gz"
    draft.touch(mode=0o600)
    with tarfile.open(draft, "w:gz", compresslevel=3) as tar:
        for name in ("manifest.json", "database.dump", "intake.jsonl", "settings.jsonl", "visitors.jsonl"):
            tar.add(folder / name, arcname=name)
        if blobs.is_dir():
            # Files are complete before they have their name, and are never changed.
            for path in sorted(path for path in blobs.rglob("*") if path.is_file() and "drafts" not in path.parts):
                tar.add(path, arcname=f"blobs/{path.relative_to(blobs)}")
    draft.rename(file)
