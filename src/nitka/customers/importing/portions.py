"""Rows in portions: read in a thread of their own, for a disk or a database may be slow, and few at a time."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from concurrent.futures import ThreadPoolExecutor
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

    def rows(self) -> Generator[Row, None, None]:
        """Read the rows in order, the same way each time."""
        ...


async def portions(rows: Rows, skip: int = 0) -> AsyncGenerator[list[Row], None]:
    """Read the rows after the first `skip` ones; close it, so that the file or the database is let go."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, "import") as thread:  # some drivers want one and the same
        found = rows.rows()
        try:
            await loop.run_in_executor(thread, lambda: next(islice(found, skip, skip), None))
            while portion := await loop.run_in_executor(thread, lambda: list(islice(found, PORTION))):
                yield portion
        finally:
            thread.submit(found.close)
