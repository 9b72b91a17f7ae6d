"""Work of the role `identity` that failed too often: it waits for a person, who has it done again or gives it up."""

from uuid import UUID

from nitka.platform.database import Connection, load_queries

_queries = load_queries(__file__)


async def retry(tx: Connection, id_: UUID) -> bool:
    """Let this work be done again, from now on; False where it is no work that was set aside."""
    return bool(await _queries.queue_again(tx, id=id_))


async def drop(tx: Connection, id_: UUID) -> bool:
    """Give this work up for good; False where it is no work that was set aside."""
    return bool(await _queries.drop(tx, id=id_))
