"""Restoring a backup into an installation that is still empty."""

import asyncio
import tarfile
import tempfile
from pathlib import Path

import asyncpg
import msgspec

from nitka.platform.backup.archive import FORMAT, BackupError, Manifest, Step, read_entries, run_client
from nitka.platform.broker import SETTINGS_BUCKET, VISITORS_BUCKET, Broker
from nitka.platform.database import Connection
from nitka.platform.migrate import ensure_roles, migrate
from nitka.platform.secrets import Sealer


async def restore(file: Path, database_url: str, broker: Broker, *, blobs: Path, secret: str, step: Step) -> Manifest:
    """Bring back what `save` wrote; no role may run meanwhile. Raises `BackupError` when there is data already."""
    with tempfile.TemporaryDirectory(prefix=".nitka-restore-", dir=blobs.parent) as name:
        folder = Path(name)
        step("unpacking")
        manifest = await asyncio.to_thread(_unpack, file, folder)
        step("database")
        await _database(database_url, folder, manifest, secret)
        step("intake")
        for entry in read_entries(folder / "intake.jsonl"):
            await broker.js.publish(f"intake.{entry.key}", entry.value)
        step("keys")
        for bucket, path in ((SETTINGS_BUCKET, "settings.jsonl"), (VISITORS_BUCKET, "visitors.jsonl")):
            for entry in read_entries(folder / path):
                await broker.bucket(bucket).put(entry.key, entry.value)
        step("files")
        await asyncio.to_thread(_files, folder / "blobs", blobs)
    return manifest


def _unpack(file: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(file, "r:gz") as tar:
            tar.extractall(folder, filter="data")  # refuses names that lead out of the folder
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        raise BackupError(f"{error.filename} is not there") from None
    except (tarfile.TarError, EOFError, OSError, msgspec.MsgspecError):
        raise BackupError(f"{file} is not a whole backup of Nitka") from None
    if manifest.format != FORMAT:
        raise BackupError(f"This backup has format {manifest.format}; this Nitka reads format {FORMAT}")
    return manifest


async def _database(database_url: str, folder: Path, manifest: Manifest, secret: str) -> None:
    connection: Connection = await asyncpg.connect(database_url)
    try:
        if await connection.fetchval("SELECT to_regclass('nitka.workspace')"):
            if await connection.fetchval("SELECT count(*) FROM nitka.workspace"):
                raise BackupError("There are workspaces here already: restore into an empty data folder or database")
            await connection.execute("DROP SCHEMA nitka CASCADE")
        await ensure_roles(connection, database_url)
        await run_client(
            "pg_restore", database_url, "--no-owner", "--exit-on-error", "--single-transaction",
            f"--dbname={_name(database_url)}", str(folder / "database.dump"),
        )  # fmt: skip
        await _reseal(connection, manifest.secret, secret)
    finally:
        await connection.close()
    await migrate(database_url)  # a backup of an older version comes up to date


def _name(database_url: str) -> str:
    return database_url.rpartition("/")[2].partition("?")[0]


async def _reseal(connection: Connection, old: str, new: str) -> None:
    """Seal secrets with this installation's key: the backup's was another one."""
    sealer = Sealer([new, old])
    for row in await connection.fetch(
        "SELECT workspace_id, id, secrets FROM nitka.connection WHERE secrets IS NOT NULL"
    ):
        sealed = sealer.seal(sealer.open(row["secrets"]))
        await connection.execute(
            "UPDATE nitka.connection SET secrets = $3 WHERE workspace_id = $1 AND id = $2",
            row["workspace_id"], row["id"], sealed,
        )  # fmt: skip
    for row in await connection.fetch("SELECT id, totp_secret FROM nitka.account WHERE totp_secret IS NOT NULL"):
        sealed = sealer.seal(sealer.open(row["totp_secret"]))
        await connection.execute("UPDATE nitka.account SET totp_secret = $2 WHERE id = $1", row["id"], sealed)


def _files(source: Path, blobs: Path) -> None:
    if not source.is_dir():
        return
    for path in source.rglob("*"):
        if path.is_file():
            target = blobs / path.relative_to(source)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.replace(target)
