"""A source is a connection of kind `import`: its touches say whence they are, and its ids are unique within it."""

from uuid import UUID

from nitka.customers.importing.ledger import queries
from nitka.kernel.errors import BadInput, Conflict
from nitka.kernel.ids import derived_id
from nitka.platform.database import Connection

SOURCE_LIMIT = 100  # characters


def clean_source(name: str) -> str:
    """Return a source's name as it is kept; raises `BadInput`."""
    clean = " ".join(name.split())
    if not 0 < len(clean) <= SOURCE_LIMIT or not clean.isprintable():
        raise BadInput("A source needs a name of at most 100 characters", field="source")
    return clean


def source_id(workspace_id: UUID, source: str) -> UUID:
    """Return the connection's id: the same whenever a source of this name is made."""
    return derived_id("import source", workspace_id.hex, source)


async def brand_of(tx: Connection, workspace_id: UUID, source: str) -> UUID:
    """Return whose brand's customers a source brings; raises `Conflict` where it is switched off."""
    row = await queries.source(tx, id=source_id(workspace_id, source))
    if row is not None and row["disabled_at"] is not None:
        raise Conflict("This source is switched off under Settings, Channels; switch it on first")
    brand: UUID = row["brand_id"] if row is not None else await queries.first_brand(tx, workspace_id=workspace_id)
    return brand


async def make_source(tx: Connection, workspace_id: UUID, source: str) -> UUID | None:
    """Make the connection that stands for a source; the answer is its id where there was none."""
    id_ = source_id(workspace_id, source)
    row = await queries.add_source(tx, workspace_id=workspace_id, id=id_, name=source)
    return id_ if row is not None else None
