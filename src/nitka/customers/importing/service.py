"""The use cases of imports from the desk: upload, look, confirm, stop, read the report, remove."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from nitka.channels.events import ConnectionChanged
from nitka.channels.files import safe_name
from nitka.customers.importing.csv_file import CsvFile
from nitka.customers.importing.events import ImportChanged
from nitka.customers.importing.guess import propose
from nitka.customers.importing.ledger import queries
from nitka.customers.importing.mapping import plan_of
from nitka.customers.importing.models import (
    FileFormat,
    ImportCounts,
    ImportForecast,
    ImportJob,
    ImportPreview,
    ImportStart,
    Mapping,
    Proposal,
    Row,
)
from nitka.customers.importing.portions import Rows
from nitka.customers.importing.report import report_lines
from nitka.customers.importing.sources import brand_of, clean_source, make_source, source_id
from nitka.customers.importing.wording import Locale
from nitka.customers.models import Author
from nitka.kernel.errors import Conflict, NotFound, TooMany
from nitka.kernel.ids import new_id
from nitka.kernel.text import shorten
from nitka.platform.auth import Principal, audit
from nitka.platform.blobs import Blobs
from nitka.platform.database import Connection, Database, every
from nitka.platform.outbox import emit

FILE_LIMIT = 500_000_000  # bytes
WAITING_LIMIT = 2_000_000_000  # bytes of a workspace's files that are not read yet
SHOWN = 20  # rows of a preview
_HEAD = 1_000_000  # bytes, enough for a preview
_SAMPLES = 3


async def upload(database: Database, blobs: Blobs, principal: Principal, name: str, body: AsyncIterator[bytes]) -> UUID:
    """Keep a CSV file to be imported and return the job's id. Raises `BadInput`, `TooLarge`, `TooMany`."""
    async with database.workspace(principal.workspace_id) as tx:
        if await queries.uploads_waiting(tx) > WAITING_LIMIT:
            raise TooMany("Too many files wait here to be imported; import or remove some first", retry_after=60)
    blob = await blobs.put(body, FILE_LIMIT)
    try:
        async with on_disk(blobs, blob.key) as path:
            file = await asyncio.to_thread(CsvFile, path)
        id_ = new_id()
        async with database.workspace(principal.workspace_id) as tx:
            await queries.add_job(
                tx, workspace_id=principal.workspace_id, id=id_, origin="desk", by=_account(principal), source=None,
                connection_id=None, name=safe_name(name), size=blob.size, blob=blob.key,
                format=msgspec.to_builtins(file.format) | {"header": file.header}, mapping=None, dry_run=True,
                state="draft",
            )  # fmt: skip
            await _note(tx, principal, "imports.upload", id_, {})
    except BaseException:
        await blobs.delete(blob.key)
        raise
    return id_


@asynccontextmanager
async def on_disk(blobs: Blobs, key: str, most: int | None = None) -> AsyncIterator[Path]:
    """Lay a stored file, or whole lines of its first `most` bytes, on this machine's disk for the time of the block."""
    with tempfile.TemporaryDirectory(prefix="nitka-import-") as folder:
        path = Path(folder) / "rows"
        with path.open("wb") as file:
            async for piece in blobs.get(key):
                await asyncio.to_thread(file.write, piece)
                if most is not None and file.tell() >= most:
                    break
        yield path


async def preview(database: Database, blobs: Blobs, principal: Principal, id_: UUID) -> ImportPreview:
    """Return the beginning of the file and what its columns probably hold. Raises `NotFound`, `Conflict`."""
    async with database.workspace(principal.workspace_id) as tx:
        row = await _held(tx, id_)
    if row["blob"] is None:
        raise Conflict("This file is not kept any more; upload it again")
    async with on_disk(blobs, row["blob"], _HEAD) as path:
        file = await asyncio.to_thread(CsvFile, path, msgspec.convert(row["format"], FileFormat))
        rows = await asyncio.to_thread(lambda: [one for one, _ in zip(file.rows(), range(100), strict=False)])
    return shown(file, rows, file.format)


def shown(file: Rows, rows: list[Row], format_: FileFormat) -> ImportPreview:
    """Return what people confirm: columns with samples and a proposal, and the first rows."""
    cells = [row.cells for row in rows if row.problem is None]
    return ImportPreview(
        format=format_,
        columns=[
            Proposal(name=name, samples=_samples(cells, at), column=column)
            for at, (name, column) in enumerate(zip(file.header, propose(file.header, cells), strict=True))
        ],
        rows=[[shorten(cell, 100) for cell in row] for row in cells[:SHOWN]],
    )


def _samples(rows: list[list[str]], at: int) -> list[str]:
    filled = dict.fromkeys(shorten(row[at], 60) for row in rows if row[at].strip())
    return list(filled)[:_SAMPLES]


async def start(database: Database, blobs: Blobs, principal: Principal, id_: UUID, wanted: ImportStart) -> ImportJob:
    """Let a confirmed upload be checked or imported. Raises `NotFound`, `Conflict`, `BadInput`."""
    source = clean_source(wanted.source)
    async with database.workspace(principal.workspace_id) as tx:
        row = await _held(tx, id_)
        if row["state"] not in ("draft", "checked") or row["blob"] is None:
            raise Conflict("This import is running or over; upload the file again")
        brand = await brand_of(tx, principal.workspace_id, source)
    async with on_disk(blobs, row["blob"], _HEAD) as path:
        file = await asyncio.to_thread(CsvFile, path, msgspec.convert(row["format"], FileFormat))
    plan_of(wanted.mapping, file.header, source, str(brand))
    async with database.workspace(principal.workspace_id) as tx:
        if (await _held(tx, id_))["state"] not in ("draft", "checked"):
            raise Conflict("This import is running or over; upload the file again")
        await begin_source(tx, principal.workspace_id, source, dry_run=wanted.dry_run)
        await queries.clear_refusals(tx, job_id=id_)
        await queries.queue_job(
            tx, id=id_, source=source, connection_id=source_id(principal.workspace_id, source),
            mapping=msgspec.to_builtins(wanted.mapping), dry_run=wanted.dry_run,
        )  # fmt: skip
        await _note(tx, principal, "imports.check" if wanted.dry_run else "imports.start", id_, {"source": source})
        return job_of(await queries.job(tx, id=id_))


async def begin_source(tx: Connection, workspace_id: UUID, source: str, *, dry_run: bool) -> None:
    """Make the source's connection if it is new; a dry run makes none."""
    if not dry_run and (made := await make_source(tx, workspace_id, source)):
        await emit(tx, [ConnectionChanged(workspace_id=workspace_id, connection_id=made)])


async def stop(database: Database, blobs: Blobs, principal: Principal, id_: UUID) -> ImportJob:
    """Stop an import; what went in stays. Raises `NotFound`, `Conflict`."""
    async with database.workspace(principal.workspace_id) as tx:
        row = await _held(tx, id_)
        if row["state"] not in ("queued", "running"):
            raise Conflict("This import does not run")
        await queries.stop_job(tx, id=id_)
        await _note(tx, principal, "imports.stop", id_, {})
    await forget_file(database, blobs, principal.workspace_id, id_)
    return await one(database, principal, id_)


async def remove(database: Database, blobs: Blobs, principal: Principal, id_: UUID) -> None:
    """Remove an import, with its file and report; what went in stays. Raises `NotFound`, `Conflict`."""
    async with database.workspace(principal.workspace_id) as tx:
        if (await _held(tx, id_))["state"] in ("queued", "running"):
            raise Conflict("This import is running; stop it first")
    await forget_file(database, blobs, principal.workspace_id, id_)
    async with database.workspace(principal.workspace_id) as tx:
        await queries.remove_job(tx, id=id_)
        await _note(tx, principal, "imports.remove", id_, {})


async def forget_file(database: Database, blobs: Blobs, workspace_id: UUID, id_: UUID) -> None:
    """Delete the uploaded file of a job, if it is there; before its row forgets it, so that it is done again if not."""
    async with database.workspace(workspace_id) as tx:
        row = await queries.held_job(tx, id=id_)
        if row is not None and row["blob"] is not None:
            await blobs.delete(row["blob"])
            await queries.forget_blob(tx, id=id_)


async def one(database: Database, principal: Principal, id_: UUID) -> ImportJob:
    """Return an import. Raises `NotFound`."""
    async with database.workspace(principal.workspace_id) as tx:
        row = await queries.job(tx, id=id_)
    if row is None:
        raise NotFound("There is no such import")
    return job_of(row)


async def page(tx: Connection, before: tuple[datetime, UUID] | None, limit: int) -> list[ImportJob]:
    """Return the newest imports, or those before a place."""
    at, id_ = before or (None, None)
    return [job_of(row) for row in await every(queries.jobs(tx, before_at=at, before_id=id_, page=limit))]


async def report(database: Database, principal: Principal, id_: UUID, locale: Locale) -> AsyncIterator[bytes]:
    """Return the report as CSV; that somebody read it is audited, for it holds people's data. Raises `NotFound`."""
    async with database.workspace(principal.workspace_id) as tx:
        row = await _held(tx, id_)
        await _note(tx, principal, "imports.report", id_, {})
    return report_lines(database, principal.workspace_id, id_, row["format"].get("header", []), locale)


async def _held(tx: Connection, id_: UUID) -> Any:
    row = await queries.held_job(tx, id=id_)
    if row is None:
        raise NotFound("There is no such import")
    return row


async def _note(tx: Connection, principal: Principal, action: str, id_: UUID, details: dict[str, Any]) -> None:
    await audit(tx, principal, action, id_, details)
    await emit(tx, [ImportChanged(workspace_id=principal.workspace_id, import_id=id_)])


def _account(principal: Principal) -> UUID | None:
    return principal.actor_id if principal.actor_kind == "account" else None


def job_of(row: Any) -> ImportJob:
    """Return the job of this row."""
    return ImportJob(
        id=row["id"], at=row["at"], origin=row["origin"],
        by=Author(row["by"], row["by_name"]) if row["by"] else None,
        source=row["source"], name=row["name"], size=row["size"],
        mapping=msgspec.convert(row["mapping"], Mapping) if row["mapping"] else None,
        dry_run=row["dry_run"], state=row["state"], error=row["error"], progress=row["progress"],
        counts=msgspec.convert(row["counts"], ImportCounts),
        forecast=msgspec.convert(row["forecast"], ImportForecast) if row["forecast"] else None,
        problems=row["problems"], started_at=row["started_at"], finished_at=row["finished_at"],
    )  # fmt: skip
