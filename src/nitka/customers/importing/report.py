"""The report of an import: rows that were refused, and values that were left out, with what to do about them."""

import csv
import io
from collections.abc import AsyncIterator
from uuid import UUID

import msgspec

from nitka.customers.importing.ledger import queries
from nitka.customers.importing.models import Problem
from nitka.customers.importing.wording import Locale, outcome, report_header, sentence
from nitka.platform.database import Database, every

_PAGE = 1000  # rows at a time


async def report_lines(
    database: Database, workspace_id: UUID, id_: UUID, header: list[str], locale: Locale
) -> AsyncIterator[bytes]:
    """Read the report in pieces, as spreadsheets open it; `header` are the columns of the file."""
    yield report_text([(*report_header(locale), *header)], mark=True)
    after = 0
    while True:
        async with database.workspace(workspace_id) as tx:
            rows = await every(queries.refusals(tx, job_id=id_, after=after, page=_PAGE))
        if not rows:
            return
        after = rows[-1]["line"]
        for row in rows:
            problems = msgspec.convert(row["problems"], list[Problem])
            yield report_text(report_rows(row["line"], row["refused"], problems, row["cells"], locale))


def report_rows(
    line: int, refused: bool, problems: list[Problem], cells: list[str], locale: Locale
) -> list[tuple[str, ...]]:
    """Return the report's lines about one row: one a problem."""
    return [
        (str(line), outcome(refused, locale), problem.column, sentence(problem, locale), *cells) for problem in problems
    ]


def report_text(rows: list[tuple[str, ...]], *, mark: bool = False) -> bytes:
    """Return rows as CSV; the first piece has the mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([[_inert(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8", "replace")


def _inert(cell: str) -> str:
    # A cell that begins so is a formula to a spreadsheet, and these come from anybody. A phone number is none.
    number = cell.startswith(("+", "-")) and cell[1:2].isdigit()
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not number else cell
