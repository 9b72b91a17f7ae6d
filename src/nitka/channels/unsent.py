"""Files that were uploaded and never sent: how many a workspace may hold, and how they go.

An upload can be sent for a day. It is removed an hour later, so nothing that may still be used is ever removed; the
blob goes before its row, so that what broke off is done again. A backup may hold the row of a file that went while it
was written: by its age nobody can use it any more.
"""

import asyncio
from uuid import UUID

from nitka.kernel.errors import TooMany
from nitka.platform.blobs import Blobs
from nitka.platform.database import Connection, Database, every, load_queries

_queries = load_queries(__file__)
_TOGETHER = 200  # files removed in one transaction
_TURNS = 5  # transactions at a time for one workspace: other jobs of the clock wait meanwhile
_AT_ONCE = 16  # blobs being deleted
_RETRY = 3600.0  # seconds: by then some have gone, or have been sent


async def check_room(tx: Connection, workspace_id: UUID, size: int, most: int) -> None:
    """Raise `TooMany` when a visitor's file of `size` bytes has no room among those not sent, of `most` bytes in all.

    Two who ask take turns until the end of their transactions.
    """
    await _queries.count_unsent(tx, workspace_id=workspace_id)
    held: int = await _queries.unsent_bytes(tx)
    if held + size > most:
        raise TooMany("Too many files wait here to be sent; please try again later", retry_after=_RETRY)


async def remove_unsent(database: Database, blobs: Blobs) -> int:
    """Remove the files of all workspaces that were not sent in time; return how many."""
    async with database.service() as tx:
        places = [row["workspace_id"] for row in await every(_queries.workspaces_with_unsent(tx))]
    removed = 0
    for workspace_id in places:
        for _ in range(_TURNS):
            gone = await _remove_some(database, blobs, workspace_id)
            removed += gone
            if gone < _TOGETHER:
                break
    return removed


async def _remove_some(database: Database, blobs: Blobs, workspace_id: UUID) -> int:
    async with database.workspace(workspace_id) as tx:
        rows = await every(_queries.late_files(tx, most=_TOGETHER))
    for start in range(0, len(rows), _AT_ONCE):
        await asyncio.gather(*(blobs.delete(row["blob"]) for row in rows[start : start + _AT_ONCE]))
    async with database.workspace(workspace_id) as tx:
        await _queries.remove_files(tx, ids=[row["id"] for row in rows])
    return len(rows)
