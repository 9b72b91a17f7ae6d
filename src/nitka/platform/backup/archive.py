"""What a backup file holds: a gzipped tar, readable with ordinary tools.

`manifest.json`, `database.dump` (pg_dump's custom format), `intake.jsonl` (what was taken but not yet in the database),
`settings.jsonl` and `visitors.jsonl` (the broker's buckets), `blobs/…`. It holds everything there is to know, secrets
included: guard it like the installation itself.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from nitka.kernel.errors import NitkaError
from nitka.platform.engines.postgres import binaries

FORMAT = 1
Step = Callable[[str], None]  # is told what is being done now, for a progress bar


class BackupError(NitkaError):
    """A backup could not be made or restored; the sentence says why and what to do."""

    title = "The backup failed"
    code = "backup_failed"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The first file of a backup."""

    format: int
    version: str
    made_at: datetime
    stream: str  # identity of the intake that `intake.jsonl` comes from
    secret: str  # what connection secrets are sealed with


class Entry(msgspec.Struct, frozen=True):
    """One key of a bucket, or one record of the intake under its partition. The value is in base64 when written."""

    key: str
    value: bytes


def write_entries(path: Path, entries: Iterable[Entry]) -> int:
    """Write one JSON object a line and return how many."""
    count = 0
    with path.open("wb") as file:
        for entry in entries:
            file.write(msgspec.json.encode(entry) + b"\n")
            count += 1
    return count


def read_entries(path: Path) -> Iterable[Entry]:
    """Read what `write_entries` wrote, one by one."""
    with path.open("rb") as file:
        for line in file:
            yield msgspec.json.decode(line, type=Entry)


async def run_client(program: str, database_url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs against this database; raises `BackupError` with what it said last."""
    parts = urlsplit(database_url)
    environment = {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),  # not among the arguments, where every account could read it
        "PGDATABASE": parts.path.lstrip("/"),
        "LC_ALL": "C.UTF-8",
    }
    process = await asyncio.create_subprocess_exec(
        binaries() / program, *arguments, env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await process.communicate()
    if process.returncode:
        last = errors.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        raise BackupError(f"{program} failed: {last[0]}")
