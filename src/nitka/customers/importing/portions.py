"""Rows in portions: read in a thread, for a disk or a database may be slow, and few at a time."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from typing import Protocol

from nitka.customers.importing.models import Row

PORTION = 500  # rows: as many touches of an import are in the pipeline at a time, among those of people who wait


class Rows(Protocol):
    """Where rows come from."""

    header: list[str]

    @property
    def progress(self) -> float:
        """How much was read, 0 to 1; 0 where nobody knows how much there is."""
        ...

    def rows(self) -> Iterator[Row]:
        """Read the rows in order, the same way each time."""
        ...


async def portions(rows: Rows, skip: int = 0) -> AsyncIterator[list[Row]]:
    """Read the rows after the first `skip` ones."""
    found = rows.rows()
    await asyncio.to_thread(lambda: next(islice(found, skip, skip), None))
    while portion := await asyncio.to_thread(lambda: list(islice(found, PORTION))):
        yield portion
