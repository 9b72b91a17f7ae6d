"""The workspace, its connections, and the audit log."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, delete, get, patch, post

from nitka.channels.administration import Administration
from nitka.channels.administration.models import (
    ChannelKind,
    ConnectionDraft,
    ConnectionPatch,
    ConnectionView,
    Workspace,
    WorkspacePatch,
)
from nitka.platform.auth import Principal, requires
from nitka.platform.auth.audit import audit_page
from nitka.platform.auth.models import AuditEntry
from nitka.platform.database import Database
from nitka.platform.paging import Cursor, Limit, Page, page_of, place_of


class ServerKey(msgspec.Struct, frozen=True):
    """The secret that a company's own servers prove themselves with and sign user tokens by."""

    server_key: Annotated[str, msgspec.Meta(examples=["sk_…"])]


class WorkspaceController(Controller):
    """`/workspace`"""

    path = "/workspace"
    tags = ("Settings",)

    @get(guards=[requires("operator")], summary="The workspace's settings")
    async def show(self, principal: Principal, administration: Administration) -> Workspace:
        """Return region, languages, hours and the widget's look."""
        return await administration.workspace(principal)

    @patch(guards=[requires("supervisor")], summary="Change the workspace's settings")
    async def change(self, principal: Principal, administration: Administration, data: WorkspacePatch) -> Workspace:
        """Change what is given; supervisors the hours and the away message, owners everything."""
        return await administration.change_workspace(principal, data)


class ConnectionsController(Controller):
    """`/connections`"""

    path = "/connections"
    tags = ("Settings",)

    @get(guards=[requires("operator")], summary="Connections and their health")
    async def list_connections(self, principal: Principal, administration: Administration) -> Page[ConnectionView]:
        """Return all connections; settings are shown to supervisors and owners, secrets to nobody."""
        return Page(await administration.connections(principal))

    @post(guards=[requires("owner")], summary="Add a connection")
    async def add(self, principal: Principal, administration: Administration, data: ConnectionDraft) -> ConnectionView:
        """Make a connection. A chat brings the tracking of its site under the same write key."""
        return await administration.add_connection(principal, data)

    @patch("/{connection_id:uuid}", guards=[requires("owner")], summary="Change a connection")
    async def change(
        self, principal: Principal, administration: Administration, connection_id: UUID, data: ConnectionPatch
    ) -> ConnectionView:
        """Change name or settings, or switch it off. A secret that is left out or empty stays."""
        return await administration.change_connection(principal, connection_id, data)

    @delete("/{connection_id:uuid}", guards=[requires("owner")], summary="Remove a connection")
    async def remove(self, principal: Principal, administration: Administration, connection_id: UUID) -> None:
        """Remove a connection and its secrets; what came by it stays."""
        await administration.remove_connection(principal, connection_id)

    @post("/{connection_id:uuid}/reveal", status_code=200, guards=[requires("owner")], summary="Show the server key")
    async def reveal(self, principal: Principal, administration: Administration, connection_id: UUID) -> ServerKey:
        """Return the secret key; the audit log says who looked."""
        return ServerKey(await administration.reveal(principal, connection_id))


@get("/channels", guards=[requires("operator")], tags=["Settings"], summary="Kinds of connections")
async def channels(administration: Administration) -> Page[ChannelKind]:
    """Return what can be connected, with the JSON Schema of its settings."""
    return Page(administration.channels())


@get("/audit", guards=[requires("supervisor")], tags=["Settings"], summary="Who changed what")
async def audit_log(
    principal: Principal, database: Database, limit: Limit = 50, cursor: Cursor = None
) -> Page[AuditEntry]:
    """Return the audit log, newest first."""
    async with database.workspace(principal.workspace_id) as tx:
        return page_of(await audit_page(tx, place_of(cursor), limit + 1), limit)
