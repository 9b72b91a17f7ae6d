"""Likeness by the version that is being looked at, kept beside the links until it is approved."""

from collections.abc import Collection
from uuid import UUID

from nitka.channels.scope import Scope
from nitka.channels.touch import Assurance
from nitka.customers.likeness.search import Found, search
from nitka.customers.likeness_store import RecordsStore
from nitka.customers.model.revision import queries
from nitka.customers.model.versions import model_of
from nitka.customers.resembling import weight_of
from nitka.platform.database import Connection, every


class DraftRecords(RecordsStore):
    """The keyring by another version: the keys are the same, what is linked is not."""

    async def linked(self, ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
        return {(row["a"], row["b"]) for row in await every(queries.likeness_among(self._tx, ids=list(ids)))}


async def found_by(store: RecordsStore, ids: Collection[UUID], version: int) -> Found:
    """Return whom these records are like by a version; nothing is linked. The lock on comparing is held."""
    told = await store.nodes(ids)
    vouched = {id_ for id_, node in told.items() if node.assurance > Assurance.OBSERVED}
    return await search(store, await store.described(ids), vouched, model_of(version).likeness)


async def compare(tx: Connection, workspace_id: UUID, ids: Collection[UUID], version: int) -> None:
    """Keep whom these records are like by this version. Comparing again finds the same."""
    found = await found_by(DraftRecords(tx, Scope(workspace_id, "", model=version)), ids, version)
    if found.alike:
        a, b = zip(*found.alike, strict=True)
        weights = [weight_of(likeness) for likeness in found.alike.values()]
        await queries.keep_likeness(tx, workspace_id=workspace_id, a=a, b=b, weights=weights)
    if found.no_longer:
        a, b = zip(*found.no_longer, strict=True)
        await queries.drop_likeness(tx, a=a, b=b)


async def follow(tx: Connection, workspace_id: UUID, ids: Collection[UUID]) -> None:
    """Compare new records by the version that is being looked at as well, if there is one."""
    version = await queries.preparing(tx)
    if version is not None:
        await compare(tx, workspace_id, ids, version)
