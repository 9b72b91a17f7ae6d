"""`nitka import`: customers from files and databases."""

import sys
from pathlib import Path
from typing import Annotated, NamedTuple
from uuid import UUID

import msgspec
from cyclopts import App, Parameter
from rich.console import Console

from nitka.channels.administration.workspaces import all_workspaces
from nitka.customers.importing.csv_file import CsvFile
from nitka.customers.importing.ledger import Portion
from nitka.customers.importing.mapping import map_of, read_mapping, written
from nitka.customers.importing.models import FileFormat, Mapping, Row
from nitka.customers.importing.portions import Rows
from nitka.customers.importing.service import shown
from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.database_rows import DatabaseRows
from nitka.entrypoints.cli.import_screen import ReportFile, confirmed, progress_of, show_mapping, summary
from nitka.entrypoints.cli.importing import Wanted, bring_in, dry_run
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data, Json
from nitka.entrypoints.cli.services import connected, in_workspace
from nitka.entrypoints.services import Services
from nitka.kernel.errors import BadInput
from nitka.platform.telemetry.logs import configure_logging

imports = App(name="import", help="Bring in what is known from elsewhere.")
app.command(imports)

Sql = Annotated[
    str | None,
    Parameter(
        name="--sql",
        env_var="NITKA_IMPORT_SQL",
        help="Address of a database (SQLAlchemy); in the environment its password is seen by nobody else.",
    ),
]
Workspace = Annotated[UUID | None, Parameter(name="--workspace", help="The workspace's id, if there are several.")]
Map = Annotated[list[str] | None, Parameter(name="--map", help="What a column holds, column=what; repeat it.")]


class Table(NamedTuple):
    """What is read, and what people call it."""

    rows: Rows
    name: str
    size: int = 0


@imports.command
def customers(
    *,
    source: Annotated[str, Parameter(help="Whose data it is, for instance 1С. Its ids are unique within it.")],
    csv: Annotated[Path | None, Parameter(help="A CSV file.")] = None,
    sql: Sql = None,
    query: Annotated[str | None, Parameter(help="What to read from the database: SELECT …")] = None,
    mapping: Annotated[Path | None, Parameter(help="A mapping in TOML, YAML or JSON.")] = None,
    map_: Map = None,
    key: Annotated[str | None, Parameter(help="The column that tells rows apart; by default the CRM's id.")] = None,
    save_mapping: Annotated[Path | None, Parameter(help="Keep the mapping here, as TOML.")] = None,
    report: Annotated[Path | None, Parameter(help="Write rows that were refused here, as CSV.")] = None,
    try_: Annotated[bool, Parameter(name="--dry-run", negative=(), help="Say what would be, write nothing.")] = False,
    yes: Annotated[bool, Parameter(negative=(), help="Take the proposed mapping without asking.")] = False,
    workspace: Workspace = None,
    data: Data = DEFAULT_DATA,
    as_json: Json = False,
) -> int:
    """Bring in customers from a CSV file or by a query. Doing it again brings only what is new or has changed."""
    console = Console(stderr=as_json, highlight=False)
    table = _open(csv, sql, query)
    chosen = _mapping(table, mapping, map_, key, console=console, yes=yes)
    if save_mapping is not None:
        save_mapping.write_text(written(chosen), "utf-8")

    async def command() -> None:
        async with connected(data) as services:
            configure_logging(msgspec.structs.replace(services.settings, log_level="warning"))
            workspace_id = await _workspace(services, workspace)
            wanted = Wanted(workspace_id=workspace_id, source=source, name=table.name, size=table.size, mapping=chosen)
            with ReportFile(report, table.rows.header) as lines, progress_of(table.rows, console) as told:

                def tell(portion: Portion) -> None:
                    lines.add(portion)
                    told(portion)

                outcome = await (dry_run if try_ else bring_in)(services, wanted, table.rows, tell)
        if as_json:
            print(msgspec.json.encode(outcome).decode())
        else:
            summary(console, outcome, lines)

    return work(command())


def _open(csv: Path | None, sql: str | None, query: str | None) -> Table:
    if csv is not None:
        return Table(CsvFile(csv), csv.name, csv.stat().st_size)
    if sql and query:
        rows = DatabaseRows(sql, query)
        return Table(rows, rows.name)
    raise BadInput("Name what to import: --csv FILE, or --sql ADDRESS with --query 'SELECT …'")


def _mapping(
    table: Table, file: Path | None, pairs: list[str] | None, key: str | None, *, console: Console, yes: bool
) -> Mapping:
    if file is not None:
        found = read_mapping(file.read_bytes(), file.name)
        return msgspec.structs.replace(found, key=key) if key else found
    if pairs:
        return map_of(pairs, key)
    rows = table.rows
    sample = rows.sample if isinstance(rows, DatabaseRows) else _first(rows)
    seen = shown(rows, sample, rows.format if isinstance(rows, CsvFile) else FileFormat())
    proposed = Mapping(columns={one.name: one.column for one in seen.columns}, key=key)
    show_mapping(console, seen)
    if not yes and not confirmed(console, sys.stdin):
        raise BadInput("Nothing was imported. Correct the mapping by --map or --mapping, or take it by --yes")
    return proposed


def _first(rows: Rows) -> list[Row]:
    found = rows.rows()
    try:
        return [row for row, _ in zip(found, range(100), strict=False)]
    finally:
        found.close()


async def _workspace(services: Services, given: UUID | None) -> UUID:
    if given is not None:
        await in_workspace(services, given)
        return given
    every = await all_workspaces(services.database)
    if len(every) != 1:
        raise BadInput("Name the workspace by --workspace; “nitka workspace list” shows them")
    return every[0].id
