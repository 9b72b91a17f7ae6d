"""A workspace on its way from one version of the model to another: how far it is, kept so that it survives anything."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from nitka.customers.model.versions import newest
from nitka.kernel.ids import derived_id, new_id
from nitka.platform.database import Connection, Database, every, load_queries

State = Literal[
    "clearing", "comparing", "drawing", "waiting", "switching", "settling", "applying", "suggesting", "done", "refused"
]
NAME = "model"  # the consumer of the role `identity` that does it

queries = load_queries(__file__)


class Revision(msgspec.Struct, kw_only=True):
    """One row. `place`, `done` and `total` are of the walk of this state."""

    version: int
    from_version: int
    state: State
    place: UUID | None
    done: int
    total: int
    freed: int
    lost: int
    since: datetime | None
    computed_at: datetime | None
    decided_by: UUID | None
    decider: str | None
    decided_at: datetime | None
    finished_at: datetime | None

    def enter(self, state: State, total: int = 0) -> None:
        """Begin with the next state, at its beginning."""
        self.state, self.place, self.done, self.total = state, None, 0, total


def key_of(workspace_id: UUID, version: int) -> UUID:
    """Return the key of the work on this version."""
    return derived_id(NAME, workspace_id.hex, str(version))


async def latest(tx: Connection) -> Revision | None:
    """Return what was last asked of this workspace, None where nothing ever was."""
    row = await queries.latest_revision(tx)
    return None if row is None else msgspec.convert(dict(row), Revision)


async def hold(tx: Connection, version: int | None = None) -> Revision | None:
    """Return the same, or that of a version, for nobody else to change meanwhile."""
    row = await queries.hold_revision(tx, version=version)
    return None if row is None else await latest_of(tx, row["version"])


async def latest_of(tx: Connection, version: int) -> Revision | None:
    """Return the revision to this version."""
    row = await queries.revision_to(tx, version=version)
    return None if row is None else msgspec.convert(dict(row), Revision)


async def save(tx: Connection, one: Revision) -> None:
    """Keep how far it is."""
    await queries.save_revision(
        tx, version=one.version, state=one.state, place=one.place, done=one.done, total=one.total, freed=one.freed,
        lost=one.lost, since=one.since,
        computed_at=one.computed_at, decided_by=one.decided_by, decided_at=one.decided_at, finished_at=one.finished_at,
    )  # fmt: skip


async def queue(tx: Connection, workspace_id: UUID, version: int, wait: float = 0.0) -> None:
    """Let the role `identity` go on with it, in so many seconds."""
    await queries.queue_model(
        tx, workspace_id=workspace_id, id=new_id(), consumer=NAME, key=key_of(workspace_id, version), wait=wait
    )


async def outdate_older(tx: Connection, version: int) -> None:
    """Close the open suggestions of versions before this one: what is still likely was suggested anew."""
    await queries.outdate_older(tx, version=version)


async def open_all(database: Database) -> int:
    """Ask every workspace that is drawn by an older version about the newest, once; return how many were asked now."""
    version = newest().version
    async with database.service() as tx:
        behind = [row["id"] for row in await every(queries.behind(tx, version=version))]
    asked = 0
    for workspace_id in behind:
        async with database.workspace(workspace_id) as tx:
            if await queries.open_revision(tx, workspace_id=workspace_id, version=version):
                await queries.supersede(tx, version=version)
                await queue(tx, workspace_id, version)
                asked += 1
    return asked
