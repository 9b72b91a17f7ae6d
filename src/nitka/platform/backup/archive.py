"""What a backup file holds: a gzipped tar, readable with ordinary tools.

`manifest.json`, `database.dump` (pg_dump's custom format), `intake.jsonl` (what was taken but not yet in the database),
`settings.jsonl` and `visitors.jsonl` (the broker's buckets), and the files: `blobs/…`, or where they stay in a bucket
`files.txt`, their names below its prefix. It holds everything there is to know, secrets included: guard it like the
installation itself.
"""

import asyncio
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import msgspec

from nitka.kernel.errors import NitkaError
from nitka.platform.broker import SETTINGS_BUCKET, VISITORS_BUCKET
from nitka.platform.database import Connection
from nitka.platform.engines.postgres import binaries

FORMAT = 1
MANIFEST, DUMP, INTAKE_FILE = "manifest.json", "database.dump", "intake.jsonl"
BUCKETS = {SETTINGS_BUCKET: "settings.jsonl", VISITORS_BUCKET: "visitors.jsonl"}
FILES = (MANIFEST, DUMP, INTAKE_FILE, *BUCKETS.values())
BLOBS, FILE_LIST = "blobs", "files.txt"  # one of the two
TOLD_EVERY = 100  # files or records

Step = Callable[[str], None]  # is told what is being done now, and how far it is


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
    secrets: list[str]  # what connection secrets may be sealed with
    migrations: list[str]
    files_in: str = ""  # the bucket where its files stayed; empty: they are in it


class Entry(msgspec.Struct, frozen=True):
    """One key of a bucket, or one record of the intake under its partition. The value is in base64 when written."""

    key: str
    value: bytes

    def line(self) -> bytes:
        """Return it as one line of JSON."""
        return msgspec.json.encode(self) + b"\n"


def read_entries(path: Path) -> Iterator[Entry]:
    """Read lines of `Entry.line` one by one; raises msgspec's errors."""
    with path.open("rb") as file:
        for line in file:
            yield msgspec.json.decode(line, type=Entry)


def private(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Let only its owner read what is unpacked by hand: the keys of everything lie in it."""
    member.mode = 0o600
    return member


async def check_rights(connection: Connection) -> None:
    """Raise `BackupError` unless this account sees the rows of every workspace."""
    if not await connection.fetchval("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"):
        raise BackupError(
            "The account of NITKA_DATABASE_URL needs BYPASSRLS: row-level security hides the data from it"
        )


async def run_client(program: str, database_url: str, *arguments: str, alive: Callable[[], None]) -> None:
    """Run one of PostgreSQL's programs against this database; raises `BackupError` with what it said last.

    `alive` is called at once and twice a second while it runs.
    """
    parts = urlsplit(database_url)
    user, host = quote(unquote(parts.username or "")), parts.netloc.rpartition("@")[2]
    without_password = urlunsplit((parts.scheme, f"{user}@{host}", parts.path, parts.query, ""))
    environment = {
        "PGPASSWORD": unquote(parts.password or ""),  # not among the arguments, where every account could read it
        "HOME": os.environ.get("HOME", "/"),  # certificates for TLS are looked for there
        "LC_ALL": "C.UTF-8",
    }
    process = await asyncio.create_subprocess_exec(
        binaries() / program, f"--dbname={without_password}", *arguments,
        env=environment, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    talking = asyncio.ensure_future(process.communicate())
    try:
        while not talking.done():
            alive()
            await asyncio.wait([talking], timeout=0.5)
    finally:
        if process.returncode is None:  # we were interrupted
            with suppress(ProcessLookupError):
                process.kill()
    _, errors = await talking
    if process.returncode:
        last = errors.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        raise BackupError(f"{program} failed: {last[0]}")
