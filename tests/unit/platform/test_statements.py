"""Every named SQL statement says why it is there, is used in its own room, and is called as what it returns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project import SOURCE

# A name, perhaps its parameters, and a mark for what comes back: ^ a row, $ a value, ! nothing, none: rows.
_NAME = re.compile(r"^-- name: *(\w+)(?:\([^)]*\))?([\^$!]?) *\n(.*)", re.MULTILINE)
ROOMS = sorted(
    {path.parent for path in SOURCE.rglob("queries.sql")} | {path.parent for path in SOURCE.rglob("queries")},
)


def _statements(room: Path) -> dict[str, tuple[str, str]]:
    files = [room / "queries.sql"] if (room / "queries.sql").exists() else sorted((room / "queries").glob("*.sql"))
    found = [match.groups() for file in files for match in _NAME.finditer(file.read_text())]
    assert len(found) == len({name for name, *_ in found}), "a name is given twice"
    return {name: (mark, below) for name, mark, below in found}


def _code(room: Path) -> str:
    return "\n".join(path.read_text() for path in sorted(room.rglob("*.py")))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(SOURCE)))
def test_each_statement_says_why(room: Path) -> None:
    assert [name for name, (_, below) in _statements(room).items() if not below.startswith("-- ")] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(SOURCE)))
def test_each_statement_is_used(room: Path) -> None:
    code = _code(room)
    assert [name for name in _statements(room) if not re.search(rf"queries\.{name}\b", code)] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(SOURCE)))
def test_rows_are_gathered_and_nothing_else_is(room: Path) -> None:
    # What returns rows is a generator, which `await` refuses, and only when it is run.
    code = _code(room)
    awaited = set(re.findall(r"\bawait\s+_?queries\.(\w+)\(", code))
    gathered = set(re.findall(r"\bevery\(\s*_?queries\.(\w+)\(", code))
    statements = _statements(room)
    assert [name for name, (mark, _) in statements.items() if not mark and name in awaited] == []
    assert [name for name, (mark, _) in statements.items() if mark and name in gathered] == []
