"""What the database holds sealed: a backup must be able to open all of it, and a restore seals it anew."""

from typing import NamedTuple

import asyncpg

from nitka.platform.database import Connection
from nitka.platform.secrets import Sealer


class Sealed(NamedTuple):
    """Where sealed values stand. The statements are whole, for names of tables cannot be parameters."""

    table: str
    read: str
    write: str


_PLACES = (
    Sealed(
        "nitka.connection",
        "SELECT secrets AS sealed, workspace_id, id FROM nitka.connection WHERE secrets IS NOT NULL",
        "UPDATE nitka.connection SET secrets = $1 WHERE workspace_id = $2 AND id = $3",
    ),
    Sealed(
        "nitka.second_factor",
        "SELECT secret AS sealed, account_id FROM nitka.second_factor",
        "UPDATE nitka.second_factor SET secret = $1 WHERE account_id = $2",
    ),
)


async def check_sealed(connection: Connection, sealer: Sealer) -> None:
    """Raise `CannotOpen` when something was sealed with a key that is not among these."""
    for place in _PLACES:
        for row in await _rows(connection, place):
            sealer.open(row["sealed"])


async def reseal(connection: Connection, sealer: Sealer) -> None:
    """Seal everything with this installation's key: the backup's was another one."""
    async with connection.transaction():
        for place in _PLACES:
            for row in await _rows(connection, place):
                sealed, *key = row.values()
                await connection.execute(place.write, sealer.seal(sealer.open(sealed)), *key)


async def _rows(connection: Connection, place: Sealed) -> list[asyncpg.Record]:
    if not await connection.fetchval("SELECT to_regclass($1)", place.table):
        return []  # an older version has no such table yet
    return await connection.fetch(place.read)
