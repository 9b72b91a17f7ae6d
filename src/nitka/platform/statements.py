"""Named statements: how they reach PostgreSQL, and how several of them share one round trip."""

import re
from collections.abc import AsyncIterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

import asyncpg
from aiosql.adapters.asyncpg import AsyncPGAdapter

if TYPE_CHECKING:
    from nitka.platform.database import Connection

Asked = tuple[Any, dict[str, Any]]  # a named statement, as `load_queries` gives it, and its values

_PLACE = re.compile(r"\$(\d+)")


class Adapter(AsyncPGAdapter):
    """aiosql's own, but for connections only: whether it is given a pool it finds out anew for every statement."""

    def _ordered(self, query_name: str, parameters: Any) -> Any:
        return self.maybe_order_params(query_name, parameters)  # type: ignore[no-untyped-call]

    async def select(
        self, conn: "Connection", query_name: str, sql: str, parameters: Any, record_class: Any = None
    ) -> AsyncIterator[asyncpg.Record]:
        for row in await conn.fetch(sql, *self._ordered(query_name, parameters)):
            yield row

    async def select_one(
        self, conn: "Connection", query_name: str, sql: str, parameters: Any, record_class: Any = None
    ) -> asyncpg.Record | None:
        return await conn.fetchrow(sql, *self._ordered(query_name, parameters))

    async def select_value(self, conn: "Connection", query_name: str, sql: str, parameters: Any) -> Any:
        return await conn.fetchval(sql, *self._ordered(query_name, parameters))

    async def insert_update_delete(self, conn: "Executes", query_name: str, sql: str, parameters: Any) -> Any:
        return await conn.execute(sql, *self._ordered(query_name, parameters))


async def ask(tx: "Connection", *asked: Asked) -> list[Sequence[tuple[Any, ...]]]:
    """Return the rows of each of these statements, plain ones in the order of its columns, after one round trip."""
    values: list[Any] = []
    for query, named in asked:
        values += query.__self__.driver_adapter.maybe_order_params(query.__name__, named)
    row = await tx.fetchrow(_answers(tuple(query.sql for query, _ in asked)), *values)
    assert row is not None, "a SELECT without FROM has a row"
    return list(row)


class Executes(Protocol):
    """What takes a statement without an answer: a connection, at once, or `Writes`, for later."""

    async def execute(self, query: str, *args: Any) -> Any:
        """Run the statement with these values."""
        ...


class Writes:
    """Statements without an answer, gathered while a batch is decided and sent in one round trip.

    Those that are sent together see the database as it was before, and run in no certain order: none may need what
    another one writes, nor write the same row. `send` in between where they do.
    """

    def __init__(self, tx: "Connection") -> None:
        self._tx = tx
        self._waiting: list[tuple[str, tuple[Any, ...]]] = []

    def __bool__(self) -> bool:
        """Whether anything waits to be sent."""
        return bool(self._waiting)

    async def execute(self, query: str, *args: Any) -> None:
        """Let this statement be sent with the next ones."""
        self._waiting.append((query, args))

    async def send(self) -> None:
        """Write all that was added since the last time."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            texts, values = zip(*waiting, strict=True)
            await self._tx.execute(_changes(texts), *chain.from_iterable(values))


@lru_cache(1000)
def _answers(texts: tuple[str, ...]) -> str:
    # Our own statements only: values always travel apart from them.
    arrays = (f"ARRAY(SELECT ROW(q.*) FROM ({text}) AS q)" for text in _renumbered(texts))  # noqa: S608
    return "SELECT " + ",\n".join(arrays)


@lru_cache(1000)
def _changes(texts: tuple[str, ...]) -> str:
    if len(texts) == 1:
        return texts[0]
    return "WITH " + ",\n".join(f"w{at} AS ({text})" for at, text in enumerate(_renumbered(texts))) + "\nSELECT"


def _renumbered(texts: tuple[str, ...]) -> list[str]:
    """The statements with their parameters counted on from one to the next."""
    done, offset = [], 0
    for text in texts:
        last = max(map(int, _PLACE.findall(text)), default=0)
        done.append(_moved(text.strip().rstrip(";"), offset))
        offset += last
    return done


def _moved(text: str, offset: int) -> str:
    return _PLACE.sub(lambda place: f"${int(place[1]) + offset}", text)
