"""The statements of this module, one file a subject, all under one name."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import aiosql
import asyncpg

queries: Any = aiosql.from_path(Path(__file__).with_name("queries"), "asyncpg", mandatory_parameters=False)


async def every(rows: Any) -> list[asyncpg.Record]:
    """Return all rows of a named statement."""
    return [row async for row in rows]


def columns(rows: Iterable[tuple[Any, ...]], *names: str) -> dict[str, list[Any]]:
    """Return rows turned into one array a column, as the set-based statements take them."""
    turned = list(zip(*rows, strict=True))
    return {name: list(turned[at]) if turned else [] for at, name in enumerate(names)}
