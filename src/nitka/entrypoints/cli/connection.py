"""`nitka connection`."""

from typing import Annotated
from uuid import UUID

import msgspec
from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from nitka.channels.administration.models import ConnectionDraft
from nitka.entrypoints.administration import administration_of
from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data, Json
from nitka.entrypoints.cli.services import connected, in_workspace
from nitka.entrypoints.cli.settings import parse_settings
from nitka.platform.auth import Principal

connections = App(name="connection", help="Connections: a workspace's channels.")
app.command(connections)

Workspace = Annotated[UUID, Parameter(name="--workspace", help="The workspace's id.")]


def _principal(workspace_id: UUID) -> Principal:
    return Principal(workspace_id=workspace_id, actor_kind="cli", actor_id=None, role="owner", name="nitka")


@connections.command
def add(
    kind: str,
    *,
    workspace: Workspace,
    set_: Annotated[list[str] | None, Parameter(name="--set", help="A setting, key=value; repeat it.")] = None,
    name: str | None = None,
    data: Data = DEFAULT_DATA,
    as_json: Json = False,
) -> int:
    """Add a connection of KIND, for instance email."""
    settings = parse_settings(kind, set_ or [])

    async def command() -> None:
        async with connected(data) as services:
            await in_workspace(services, workspace)
            draft = ConnectionDraft(kind=kind, name=name, settings=settings)
            view = await administration_of(services).add_connection(_principal(workspace), draft)
        if as_json:
            print(msgspec.json.encode(view).decode())
        else:
            print(f"added {view.kind} “{view.name}” {view.id}")

    return work(command())


@connections.command(name="list")
def list_(*, workspace: Workspace, data: Data = DEFAULT_DATA, as_json: Json = False) -> int:
    """List the connections of a workspace and how they are."""

    async def command() -> None:
        async with connected(data) as services:
            await in_workspace(services, workspace)
            views = await administration_of(services).connections(_principal(workspace))
        if as_json:
            print(msgspec.json.encode({"items": views}).decode())
            return
        table = Table("kind", Column("name", overflow="fold"), "state", Column("id", no_wrap=True), show_edge=False)
        for view in views:
            table.add_row(view.kind, Text(view.name), str(view.state.status), str(view.id))
        Console(highlight=False).print(table)
        for view in views:
            if view.state.error:
                print(f"\n{view.name}: {view.state.error}")

    return work(command())
