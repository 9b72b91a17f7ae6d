"""The use cases of identity, each within the caller's transaction and locks."""

from collections.abc import Iterable
from uuid import UUID

from nitka.channels.scope import Scope
from nitka.channels.touch import Touch
from nitka.customers.models import Resolution
from nitka.customers.normalise import identify
from nitka.customers.postgres import PostgresStore
from nitka.customers.resolver import resolve as resolve_with
from nitka.platform.database import Connection


def node_ids(scope: Scope, touches: Iterable[Touch]) -> set[UUID]:
    """Return the nodes that these touches name: what to lock before `resolve`."""
    return {
        found[0]
        for touch in touches
        for one in touch.identifiers
        if (found := identify(scope.workspace_id, one.type, one.value, one.namespace, scope.region))
    }


async def resolve(tx: Connection, scope: Scope, touches: list[Touch]) -> Resolution:
    """Take what these new touches say of identity and return whose each is.

    Raises `MoreLocks` when it reaches customers that another transaction is working on.
    """
    work = await resolve_with(PostgresStore(tx, scope), scope.workspace_id, scope.region, touches)
    return work.resolution
