"""What a dry run has to remember of every row, on disk: a file of millions must not need memory for each of them.

A temporary SQLite database without a name: it is gone when it is closed, and also when the process dies. It lies in
the folder that `SQLITE_TMPDIR` or `TMPDIR` names.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

_CACHE = 16_000  # KiB of memory; the rest is on disk
_AT_ONCE = 5_000  # values that are written together

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE first (key INTEGER PRIMARY KEY, line INTEGER NOT NULL, digest INTEGER NOT NULL);
CREATE TABLE held (value INTEGER NOT NULL, member INTEGER NOT NULL);
CREATE TABLE known (person INTEGER NOT NULL, customer INTEGER NOT NULL);
"""


class Scratch:
    """Keys, values and who has them, all of them 63-bit numbers. Used by one thread at a time."""

    def __init__(self) -> None:
        self._sqlite = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._sqlite.executescript(_TABLES)
        self._sqlite.execute(f"PRAGMA cache_size = -{_CACHE}")
        self._held: list[tuple[int, int]] = []

    def close(self) -> None:
        """Leave nothing behind."""
        self._sqlite.close()

    def first(self, rows: Sequence[tuple[int, int, int]]) -> dict[int, tuple[int, int]]:
        """Take (key, line, digest) of some rows, and return the line and digest of the first that had each key."""
        self._write("INSERT OR IGNORE INTO first VALUES (?, ?, ?)", rows)
        keys = [key for key, _, _ in rows]
        wanted = ", ".join("?" * len(keys))
        found = self._sqlite.execute(f"SELECT key, line, digest FROM first WHERE key IN ({wanted})", keys)  # noqa: S608  # question marks alone
        return {key: (line, digest) for key, line, digest in found}

    def hold(self, value: int, member: int) -> None:
        """Take one more who has a value."""
        self._held.append((value, member))
        if len(self._held) >= _AT_ONCE:
            self._flush()

    def holders(self) -> Iterator[list[int]]:
        """Yield, for each value, all who have it, in the order of their numbers."""
        self._flush()
        found = self._sqlite.execute("SELECT DISTINCT value, member FROM held ORDER BY value, member")
        for _, group in groupby(found, key=itemgetter(0)):
            yield [member for _, member in group]

    def know(self, pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Take (person, known customer), and yield each person with how many different customers they are."""
        self._write("INSERT INTO known VALUES (?, ?)", pairs)
        yield from self._sqlite.execute("SELECT person, count(DISTINCT customer) FROM known GROUP BY person")

    def _flush(self) -> None:
        self._write("INSERT INTO held VALUES (?, ?)", self._held)
        self._held.clear()

    def _write(self, statement: str, rows: Iterable[tuple[int, ...]]) -> None:
        try:
            self._sqlite.execute("BEGIN")
            self._sqlite.executemany(statement, rows)
            self._sqlite.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise OSError(f"A dry run cannot write its temporary file: {error}") from None
