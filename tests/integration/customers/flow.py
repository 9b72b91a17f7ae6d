"""The pipeline's part of a transaction that identity needs: lock, resolve, store the touches."""

from uuid import UUID

import msgspec

from nitka.channels.scope import MoreLocks, Scope
from nitka.channels.touch import Touch
from nitka.customers import service
from nitka.customers.models import Resolution
from nitka.kernel.ids import lock_key
from nitka.platform.database import Connection, Database, lock
from nitka.platform.statements import Writes


async def store(database: Database, *touches: Touch) -> Resolution:
    """Resolve and store these touches as one batch, again with more locks if need be."""
    more: set[UUID] = set()
    while True:
        try:
            return await _once(database, list(touches), more)
        except MoreLocks as grown:
            more |= grown.ids


async def _once(database: Database, touches: list[Touch], more: set[UUID]) -> Resolution:
    workspace = touches[0].workspace_id
    async with database.workspace(workspace) as tx:
        scope = Scope(workspace, "RU")
        scope = Scope(workspace, "RU", frozenset(service.node_ids(scope, touches) | more))
        await lock(tx, [lock_key(id_) for id_ in scope.locked])
        writes = Writes(tx)
        resolution = await service.resolve(tx, scope, touches, writes)
        await writes.send()
        await insert(tx, touches, resolution)
        return resolution


async def insert(tx: Connection, touches: list[Touch], resolution: Resolution) -> None:
    """Insert the rows of resolved touches."""
    await tx.executemany(
        """INSERT INTO touch (workspace_id, id, at, received_at, kind, channel, connection_id, sender, external_id,
           nodes, assurances, owner_node, text, payload) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)""",
        [
            (t.workspace_id, t.id, t.at, t.received_at, t.kind, t.channel, t.connection_id, t.sender, t.external_id,
             one.nodes, one.assurances, one.owner_node, t.text, msgspec.to_builtins(t.payload))
            for t in touches if (one := resolution.touches[t.id])
        ],
    )  # fmt: skip
