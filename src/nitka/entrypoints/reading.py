"""Reading in a workspace from handlers that must say plainly when the database is away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from nitka.kernel.errors import Unavailable
from nitka.platform.database import Connection, Database
from nitka.platform.faults import is_of_the_engines


@asynccontextmanager
async def reading(database: Database, workspace_id: UUID) -> AsyncIterator[Connection]:
    """A transaction of the workspace. Raises `Unavailable` while PostgreSQL is away."""
    try:
        async with database.workspace(workspace_id) as tx:
            yield tx
    except Exception as error:
        if is_of_the_engines(error):
            raise Unavailable("The database is away for the moment, please try again", retry_after=2) from error
        raise
