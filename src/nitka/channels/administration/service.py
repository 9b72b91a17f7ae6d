"""Use cases of the settings: connections and the workspace itself."""

from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from nitka.channels import registry
from nitka.channels.administration.destination import check_destination
from nitka.channels.administration.models import (
    ChannelKind,
    ConnectionDraft,
    ConnectionPatch,
    ConnectionView,
    Workspace,
    WorkspacePatch,
)
from nitka.channels.administration.publishing import Publisher
from nitka.channels.administration.rules import (
    KEYED,
    OPEN_TO_SUPERVISORS,
    SERVER_KEY,
    changed,
    kind_of,
    merged,
    split_settings,
    state_of,
    stored_settings,
    workspace_of,
)
from nitka.channels.connections import Sealer
from nitka.channels.events import ConnectionChanged
from nitka.kernel.errors import Forbidden, NotFound
from nitka.kernel.ids import new_id
from nitka.platform.auth import Principal, audit
from nitka.platform.auth.tokens import new_secret, new_server_key, new_write_key
from nitka.platform.database import Connection, Database, every, load_queries
from nitka.platform.outbox import emit

_queries = load_queries(__file__)


class Administration:
    """What supervisors see and owners change. Every change is published to the edge after its commit."""

    def __init__(self, database: Database, sealer: Sealer, publisher: Publisher) -> None:
        self._database = database
        self._sealer = sealer
        self.publisher = publisher

    def channels(self) -> list[ChannelKind]:
        """Return the kinds of connections there are."""
        return [kind_of(one) for _, one in sorted(registry.connectors().items())]

    async def connections(self, principal: Principal) -> list[ConnectionView]:
        """Return all connections; an operator does not see their settings."""
        async with self._database.workspace(principal.workspace_id) as tx:
            rows = await every(_queries.connections(tx, workspace_id=principal.workspace_id))
        views = [self._view(row) for row in rows]
        if principal.role == "operator":
            return [msgspec.structs.replace(view, settings={}, secrets=[]) for view in views]
        return views

    async def add_connection(self, principal: Principal, draft: ConnectionDraft) -> ConnectionView:
        """Make a connection; a chat brings the tracking of its site, under the same key. Raises `BadInput`."""
        async with self._database.workspace(principal.workspace_id) as tx:
            id_ = await self.insert(tx, principal, draft)
            row = await _queries.connection(tx, workspace_id=principal.workspace_id, id=id_)
        await self.publisher.publish(principal.workspace_id)
        return self._view(row)

    async def insert(self, tx: Connection, principal: Principal, draft: ConnectionDraft) -> UUID:
        """Make a connection in the caller's transaction, who publishes the workspace afterwards."""
        manifest = registry.connector(draft.kind).manifest
        shown, hidden = split_settings(manifest, draft.settings)
        hidden = {name: new_secret() for name in manifest.made} | hidden
        write_key = new_write_key() if draft.kind in KEYED else None
        if write_key:
            hidden[SERVER_KEY] = new_server_key()
        brand = await _queries.first_brand(tx, workspace_id=principal.workspace_id)
        common = {"workspace_id": principal.workspace_id, "brand_id": brand["id"], "write_key": write_key}
        id_ = new_id()
        await _queries.add_connection(
            tx,
            **common,
            id=id_,
            kind=draft.kind,
            name=draft.name or manifest.title.ru,
            settings=shown,
            secrets=self._sealed(hidden),
        )
        if draft.kind == "chat":
            await self._add_site(tx, common, draft.name, hidden)
        await self._note(tx, principal, "connections.create", id_, {"kind": draft.kind})
        return id_

    async def _add_site(self, tx: Connection, common: dict[str, Any], name: str | None, hidden: dict[str, Any]) -> None:
        manifest = registry.connector("site").manifest
        await _queries.add_connection(
            tx,
            **common,
            id=new_id(),
            kind="site",
            name=name or manifest.title.ru,
            settings=split_settings(manifest, {})[0],
            secrets=self._sealed({SERVER_KEY: hidden[SERVER_KEY]}),
        )

    async def change_connection(self, principal: Principal, id_: UUID, patch: ConnectionPatch) -> ConnectionView:
        """Change a connection; another server needs its password again. Raises `NotFound`, `BadInput`."""
        place = {"workspace_id": principal.workspace_id, "id": id_}
        async with self._database.workspace(principal.workspace_id) as tx:
            row = await self._found(tx, principal, id_)
            shown, hidden = row["settings"], self._opened(row)
            if patch.settings is not msgspec.UNSET:
                manifest = registry.connector(row["kind"]).manifest
                sealed = registry.secret_fields(manifest.settings)
                key = {name: value for name, value in hidden.items() if name == SERVER_KEY}
                before = {name: value for name, value in hidden.items() if name != SERVER_KEY}
                old = {**shown, **before}
                shown, hidden = split_settings(manifest, merged(shown, before, patch.settings, sealed))
                check_destination(manifest, old, {**shown, **hidden}, patch.settings)
                hidden |= key
            await _queries.change_connection(
                tx,
                **place,
                name=row["name"] if patch.name is msgspec.UNSET else patch.name,
                settings=shown,
                secrets=self._sealed(hidden),
                disabled=(row["disabled_at"] is not None) if patch.disabled is msgspec.UNSET else patch.disabled,
            )
            given = [name for name in patch.__struct_fields__ if getattr(patch, name) is not msgspec.UNSET]
            await self._note(tx, principal, "connections.change", id_, {"changed": given})
            row = await _queries.connection(tx, **place)
        await self.publisher.publish(principal.workspace_id)
        return self._view(row)

    async def remove_connection(self, principal: Principal, id_: UUID) -> None:
        """Remove a connection, with it the tracking that shares its key; what came by it stays. Raises `NotFound`."""
        async with self._database.workspace(principal.workspace_id) as tx:
            row = await self._found(tx, principal, id_)
            gone = [id_]
            if row["kind"] == "chat":
                twins = _queries.twins(tx, workspace_id=principal.workspace_id, write_key=row["write_key"], id=id_)
                gone += [twin["id"] for twin in await every(twins)]
            for one in gone:
                await _queries.remove_connection(tx, workspace_id=principal.workspace_id, id=one)
                await self._note(tx, principal, "connections.remove", one, {})
        await self.publisher.publish(principal.workspace_id, withdrawn=row["write_key"])

    async def reveal(self, principal: Principal, id_: UUID) -> str:
        """Return the server key that belongs to a connection's write key. Raises `NotFound`; it is audited."""
        async with self._database.workspace(principal.workspace_id) as tx:
            key = self._opened(await self._found(tx, principal, id_)).get(SERVER_KEY)
            if key is None:
                raise NotFound("This connection has no server key")
            await audit(tx, principal, "connections.reveal", id_)
        return str(key)

    async def workspace(self, principal: Principal) -> Workspace:
        """Return the settings of the workspace."""
        async with self._database.workspace(principal.workspace_id) as tx:
            return workspace_of(await _queries.workspace(tx, workspace_id=principal.workspace_id))

    async def change_workspace(self, principal: Principal, patch: WorkspacePatch) -> Workspace:
        """Change the workspace; supervisors only its hours and away message. Raises `Forbidden`, `BadInput`."""
        async with self._database.workspace(principal.workspace_id) as tx:
            before = workspace_of(await _queries.workspace(tx, workspace_id=principal.workspace_id))
            after, names = changed(before, patch)
            if principal.role != "owner" and not set(names) <= OPEN_TO_SUPERVISORS:
                raise Forbidden("Supervisors change the hours and the away message; the rest is the owner's")
            if names:
                await _queries.change_workspace(
                    tx,
                    workspace_id=principal.workspace_id,
                    name=after.name,
                    region=after.region,
                    locale=after.locale,
                    settings=stored_settings(after),
                )
                await audit(tx, principal, "workspace.change", None, {"changed": names})
        if names:
            await self.publisher.publish(principal.workspace_id)
        return after

    async def _found(self, tx: Connection, principal: Principal, id_: UUID) -> asyncpg.Record:
        row: asyncpg.Record | None = await _queries.connection(tx, workspace_id=principal.workspace_id, id=id_)
        if row is None:
            raise NotFound
        return row

    async def _note(
        self, tx: Connection, principal: Principal, action: str, id_: UUID, details: dict[str, Any]
    ) -> None:
        await audit(tx, principal, action, id_, details)
        await emit(tx, [ConnectionChanged(workspace_id=principal.workspace_id, connection_id=id_)])

    def _sealed(self, hidden: dict[str, Any]) -> bytes | None:
        return self._sealer.seal(msgspec.json.encode(hidden)) if hidden else None

    def _opened(self, row: asyncpg.Record) -> dict[str, Any]:
        opened: dict[str, Any] = msgspec.json.decode(self._sealer.open(row["secrets"])) if row["secrets"] else {}
        return opened

    def _view(self, row: asyncpg.Record) -> ConnectionView:
        known = registry.connectors().get(row["kind"])
        return ConnectionView(
            id=row["id"],
            kind=row["kind"],
            name=row["name"],
            brand_id=row["brand_id"],
            settings=row["settings"],
            secrets=sorted(set(self._opened(row)) - {SERVER_KEY}),
            write_key=row["write_key"],
            state=state_of(
                row["state"],
                disabled_at=row["disabled_at"],
                created_at=row["created_at"],
                holds_session=hasattr(known, "run"),
            ),
            disabled=row["disabled_at"] is not None,
        )
