"""The store with the keys of records in it, in PostgreSQL."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from nitka.customers.likeness.described import SAID_WITH, Described, read_record
from nitka.customers.postgres import PostgresStore, queries
from nitka.platform.database import every


class RecordsStore(PostgresStore):
    """A `PostgresStore` that is a `Keyring` too. Whoever uses it holds the workspace's lock on comparing."""

    async def keep_keys(self, records: Mapping[UUID, Collection[int]]) -> None:
        found = [(key, id_) for id_, own in records.items() for key in own]
        if found:
            keys, nodes = zip(*found, strict=True)
            await queries.keep_keys(self._tx, workspace_id=self._workspace, keys=keys, nodes=nodes)

    async def under(self, wanted: Collection[int], most: int) -> dict[int, list[UUID]]:
        found: defaultdict[int, list[UUID]] = defaultdict(list)
        rows = queries.records_under(self._tx, workspace_id=self._workspace, keys=list(wanted), most=most)
        for row in await every(rows):
            found[row["key"]].append(row["node"])
        return found

    async def described(self, ids: Collection[UUID]) -> dict[UUID, Described]:
        rows = await every(queries.record_contents(self._tx, ids=list(ids), types=list(SAID_WITH)))
        return {row["id"]: read_record(row["value"], zip(row["types"], row["named"], strict=True)) for row in rows}

    async def traits_of(self, ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
        """Return what was said in these records, as it was written."""
        found: dict[UUID, dict[str, Any]] = {}
        rows = await every(queries.record_traits(self._tx, ids=list(ids))) if ids else []
        for row in rows:
            found.setdefault(row["node"], {}).update({key: one["value"] for key, one in row["traits"].items()})
        return found

    async def linked(self, ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
        return {(row["a"], row["b"]) for row in await every(queries.alike_among(self._tx, ids=list(ids)))}
