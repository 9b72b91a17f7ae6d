"""Rows of a CSV file, one by one, with the line where each begins. A broken one does not take its neighbours along.

Source: RFC 4180, and what spreadsheets make of it.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from nitka.customers.importing.encoding import encoding_of
from nitka.customers.importing.guess import is_header
from nitka.customers.importing.models import MOST_COLUMNS, FileFormat, Problem, Row
from nitka.kernel.errors import BadInput

DELIMITERS = (";", ",", "\t", "|")
MOST_LINES = 100  # of one row: a quote that is open for longer was never meant to be
MOST_LETTERS = 200_000  # of one row
LINE_LIMIT = 1_000_000  # letters of one line: a file without line breaks is no table
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_LOOKED_AT = 100  # rows, to find the delimiter
csv.field_size_limit(MOST_LETTERS)


class CsvFile:
    """A file on disk. `progress` is how much of it was read, 0 to 1."""

    def __init__(self, path: Path, format_: FileFormat | None = None) -> None:
        """Look how the file is written, unless that is known. Raises `BadInput` for what is no table."""
        self._path = path
        self._size = max(path.stat().st_size, 1)
        self._raw: BinaryIO | None = None
        _refuse_spreadsheets(path)
        self.format = format_ or sniff(path)
        rows = self._rows()
        first = next(rows, None)
        rows.close()
        if first is None or not any(cell.strip() for cell in first.cells):
            raise BadInput("The file is empty: its first line names the columns", field="file")
        if first.problem or len(first.cells) > MOST_COLUMNS or _UNSEEN.search("".join(first.cells)):
            raise BadInput("This is not a table: its first line should name the columns", field="file")
        # Without names they are numbered; then the first row is somebody, too.
        self.named = is_header(first.cells)
        cells = [cell.strip() or str(at) for at, cell in enumerate(first.cells, 1)]
        self.header = cells if self.named else [str(at) for at, _ in enumerate(first.cells, 1)]

    @property
    def progress(self) -> float:
        """How much of the file was read, 0 to 1."""
        return min(self._raw.tell() / self._size, 1.0) if self._raw is not None and not self._raw.closed else 0.0

    def rows(self) -> Generator[Row, None, None]:
        """Read the rows below the header; empty ones are passed over."""
        rows = self._rows()
        if self.named:
            next(rows, None)
        for row in rows:
            if row.problem is None and not any(cell.strip() for cell in row.cells):
                continue
            yield row if row.problem else _measured(row, len(self.header))

    def _rows(self) -> Generator[Row, None, None]:
        with self._path.open("rb") as raw:
            self._raw = raw
            text = io.TextIOWrapper(raw, self.format.encoding, errors="replace", newline="")
            yield from read(text, self.format.delimiter)


def _refuse_spreadsheets(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(8).startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise BadInput("This is a spreadsheet: save it as CSV and take that file", field="file")


def _measured(row: Row, width: int) -> Row:
    cells = row.cells
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > width:
        return row._replace(problem=Problem("too_many_cells", told=f"{len(cells)}/{width}"))
    if len(cells) < width:
        return row._replace(problem=Problem("too_few_cells", told=f"{len(cells)}/{width}"))
    if any("\ufffd" in cell for cell in cells):
        return row._replace(problem=Problem("bad_letters"))
    return row._replace(cells=cells)


class _Lines:
    """Lines of a text, one by one; those of the row that is being read can be given back."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._back: deque[str] = deque()
        self.number = 0  # of the line that was given last
        self.taken: list[str] = []
        self.letters = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES or self.letters > MOST_LETTERS:
            raise _Endless
        line = self._back.popleft() if self._back else self._text.readline(LINE_LIMIT)
        if not line:
            raise StopIteration
        self.number += 1
        self.letters += len(line)
        self.taken.append(line)
        return line

    def begin(self) -> None:
        self.taken, self.letters = [], 0

    def give_back(self) -> str:
        """Keep the first line of the row, return it, and let the others be read as rows of their own."""
        first, rest = self.taken[0], self.taken[1:]
        self._back.extendleft(reversed(rest))
        self.number -= len(rest)
        return first


class _Endless(Exception):
    """A row does not end."""


def read(text: TextIO, delimiter: str) -> Iterator[Row]:
    """Read rows. One whose quote is never closed is a problem of its first line alone."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.begin()
        begun = lines.number + 1
        try:
            cells = next(reader)
            if len(lines.taken) > 1 and _is_open(lines.taken, delimiter):
                raise _Endless
        except StopIteration:
            return
        except (_Endless, csv.Error):
            first = lines.give_back()
            yield Row(begun, [first.rstrip("\r\n")[:MOST_LETTERS]], Problem("open_quote"))
            reader = csv.reader(lines, delimiter=delimiter)
            continue
        yield Row(begun, cells)


def _is_open(taken: list[str], delimiter: str) -> bool:
    """Whether the quote that made a row of several lines is still open at the end of the file."""
    try:
        list(csv.reader(taken, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def sniff(path: Path) -> FileFormat:
    """Return how the file is written: its encoding, and the delimiter that gives the most even columns."""
    encoding = encoding_of(path)
    scores = {delimiter: _evenness(path, encoding, delimiter) for delimiter in DELIMITERS}
    return FileFormat(encoding, max(DELIMITERS, key=lambda one: scores[one]))


def _evenness(path: Path, encoding: str, delimiter: str) -> tuple[int, int]:
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        rows = [row for row, _ in zip(read(text, delimiter), range(_LOOKED_AT), strict=False)]
    widths = [len(row.cells) for row in rows if any(row.cells)]
    if not widths or widths[0] < 2:
        return 0, 0
    even = sum(width == widths[0] for width in widths)
    return even * 100 // len(widths) // 10, widths[0]
