"""Rows of a query of any SQL database, streamed. Only the command line has it: an address from a web page would let
whoever is at a desk reach whatever this server reaches.
"""

import json
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from nitka.customers.importing.models import MOST_COLUMNS, Row
from nitka.customers.importing.portions import PORTION
from nitka.kernel.errors import BadInput

_DRIVERS = {"postgresql": "psycopg[binary]", "mysql": "pymysql", "mariadb": "pymysql", "mssql": "pymssql",
            "oracle": "oracledb"}  # fmt: skip


class DatabaseRows:
    """The rows of a query. What it writes, if it does, is rolled back."""

    progress = 0.0  # nobody knows how many there will be

    def __init__(self, url: str, query: str) -> None:
        """Run the query for its columns and first rows. Raises `BadInput`, which never names the password."""
        try:
            self._url = make_url(url.replace("postgres://", "postgresql://", 1))
        except (ArgumentError, ValueError):
            raise BadInput("--sql takes an address like postgresql://user:password@host/database") from None
        self._query = query
        self.header: list[str] = []
        self.name = self._url.get_backend_name()
        rows = self.rows()
        try:
            self.sample = [row for row, _ in zip(rows, range(100), strict=False)]
        finally:
            rows.close()
        if not 0 < len(self.header) <= MOST_COLUMNS:
            raise BadInput(f"The query must give rows of 1 to {MOST_COLUMNS} columns: begin it with SELECT")

    def rows(self) -> Generator[Row, None, None]:
        """Read the rows, few at a time; `line` is a row's number."""
        with self._plainly():
            engine = sqlalchemy.create_engine(self._url, poolclass=NullPool)
            options: dict[str, Any] = {"stream_results": True, "yield_per": PORTION}
            if self.name == "postgresql":
                options["postgresql_readonly"] = True
            with engine.connect().execution_options(**options) as connection:
                result = connection.exec_driver_sql(self._query)
                self.header = list(result.keys()) if result.returns_rows else []
                if not result.returns_rows:
                    return
                for number, row in enumerate(result, 1):
                    yield Row(number, [as_text(value) for value in row])

    @contextmanager
    def _plainly(self) -> Generator[None, None, None]:
        """Say what the database said, without the password, the statement and its values."""
        try:
            yield
        except (NoSuchModuleError, ModuleNotFoundError):
            driver = _DRIVERS.get(self.name)
            hint = f": pip install '{driver}'" if driver else ""
            raise BadInput(f"There is no driver for {self._url.drivername} here{hint}") from None
        except SQLAlchemyError as error:
            said = str(getattr(error, "orig", None) or type(error).__name__).strip().splitlines()
            sentence = said[0] if said else type(error).__name__
            if self._url.password:
                sentence = sentence.replace(str(self._url.password), "***")
            raise BadInput(f"The database says: {sentence}") from None


def as_text(value: Any) -> str:
    """Return a value of a database as a cell: lists are several values, times are ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "; ".join(map(as_text, value))
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):  # a datetime, too
        return value.isoformat()
    # 42.0 is the key that 42 is: NUMBER columns come so.
    whole = isinstance(value, float | Decimal) and value == value // 1
    return str(int(value)) if whole else str(value)
