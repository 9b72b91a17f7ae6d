"""An import at the terminal: the mapping to confirm, how far it is, what came of it, and the report file."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Column, Table
from rich.text import Text

from nitka.customers.importing.ledger import Portion
from nitka.customers.importing.models import ImportCounts, ImportForecast, ImportPreview
from nitka.customers.importing.portions import Rows
from nitka.customers.importing.report import report_rows, report_text
from nitka.customers.importing.rules import Said
from nitka.customers.importing.wording import Locale, report_header
from nitka.entrypoints.cli.importing import Outcome
from nitka.entrypoints.demo.screen import language

SHOWN = 5  # problems on the screen


class ReportFile:
    """The report beside whoever imports; without a path only its first lines are kept."""

    def __init__(self, path: Path | None, header: Sequence[str]) -> None:
        self.path = path
        self.first: list[tuple[str, ...]] = []
        self.rows = 0
        self._header = header
        self._file: BinaryIO | None = None
        self._locale: Locale = "ru" if language() == "ru" else "en"

    def __enter__(self) -> "ReportFile":
        if self.path is not None:
            self._file = self.path.open("wb")
            self._file.write(report_text([(*report_header(self._locale), *self._header)], mark=True))
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, portion: Portion) -> None:
        """Write what was wrong with some rows."""
        for said in portion.wrong:
            self._add(said)

    def _add(self, said: Said) -> None:
        lines = report_rows(said.line, said.refused, said.problems, said.cells, self._locale)
        self.rows += 1
        self.first += lines[: max(SHOWN - len(self.first), 0)]
        if self._file is not None:
            self._file.write(report_text(lines))


def show_mapping(console: Console, seen: ImportPreview) -> None:
    """Print the proposed mapping with what stands in the columns."""
    table = Table("column", "holds", Column("for instance", overflow="fold"), show_edge=False)
    for one in seen.columns:
        holds = Text("skipped", style="dim") if one.column.to == "skip" else Text(one.column.to)
        table.add_row(Text(one.name), holds, Text(" · ".join(one.samples)))
    console.print(table)


def confirmed(console: Console, answers: TextIO) -> bool:
    """Ask whether that is right; without a terminal nobody can say so."""
    if not answers.isatty():
        return False
    console.print("Is this right? \\[y/N] ", end="")
    return answers.readline().strip().lower() in ("y", "yes", "д", "да")


@contextmanager
def progress_of(rows: Rows, console: Console) -> Iterator[Callable[[Portion], None]]:
    """Show on a terminal how far it is: a bar where the size is known, else the number of rows."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[rows]} rows"),
        TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        known = hasattr(rows, "format")
        task = progress.add_task("importing", total=1.0 if known else None, rows=0)
        yield lambda portion: progress.update(task, completed=portion.progress, rows=f"{portion.counts.rows:,}")


def summary(console: Console, outcome: Outcome, lines: ReportFile) -> None:
    """Print what became of it, or what would."""
    console.print(_counted(outcome.counts, outcome.dry_run))
    if outcome.forecast is not None:
        console.print(_foretold(outcome.forecast))
    for line, what, column, said, *_ in lines.first:
        console.print(Text(f"  line {line}, {what}: {column + ': ' if column else ''}{said}"))
    if lines.rows and lines.path is not None:
        console.print(Text(f"All {lines.rows} such rows are in {lines.path}."))
    elif lines.rows > 0:
        console.print(Text(f"{lines.rows} such rows in all; --report FILE writes them down."))
    if outcome.dry_run:
        console.print("Nothing was written. Leave out --dry-run to import.")


def _counted(counts: ImportCounts, dry: bool) -> Text:
    words = "would be new" if dry else "new"
    text = (
        f"{counts.rows:,} rows: {counts.new:,} {words}, {counts.changed:,} changed, {counts.unchanged:,} unchanged, "
        f"{counts.refused:,} refused, {counts.noted:,} taken without a value"
    )
    return Text(text + (f", {counts.held:,} in the quarantine" if counts.held else ""))


def _foretold(found: ImportForecast) -> Text:
    text = f"{found.new:,} new customers, {found.known:,} known ones"
    if found.joining:
        text += f"; {found.joining:,} known ones would become {found.joined_into:,}"
    if found.together:
        text += f"; {found.together:,} rows speak of somebody another row speaks of"
    if found.apart:
        text += f"; {found.apart:,} share a value and stay apart, for their ids differ"
    if found.shared:
        text += f"; {found.shared:,} values stand in so many rows that they join nobody"
    return Text(text + ".")
