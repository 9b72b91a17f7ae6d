"""`nitka connection`."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from cyclopts import App, Parameter
from msgspec import inspect
from rich.console import Console
from rich.table import Table

from nitka.channels import registry
from nitka.channels.administration.models import ConnectionDraft
from nitka.entrypoints.administration import administration_of
from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data, Json
from nitka.entrypoints.cli.services import connected
from nitka.kernel.errors import BadInput
from nitka.platform.auth import Principal

connections = App(name="connection", help="Connections: a workspace's channels.")
app.command(connections)

Workspace = Annotated[UUID, Parameter(name="--workspace", help="The workspace's id.")]


def _principal(workspace_id: UUID) -> Principal:
    return Principal(workspace_id=workspace_id, actor_kind="cli", actor_id=None, role="owner", name="nitka")


def parse_settings(kind: str, pairs: list[str]) -> dict[str, Any]:
    """Read `key=value` pairs for this kind of connection, numbers and lists as JSON; raises `BadInput`."""
    settings = registry.connector(kind).manifest.settings
    fields = {field.encode_name: inspect.type_info(field.type) for field in msgspec.structs.fields(settings)}
    found: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise BadInput(f"--set takes key=value, not “{pair}”")
        if key not in fields:
            raise BadInput(f"A connection “{kind}” has no setting “{key}”; it has: {', '.join(fields)}")
        found[key] = _value(fields[key], value)
    return found


def _value(type_: inspect.Type, text: str) -> Any:
    kinds = {type(one) for one in getattr(type_, "types", (type_,))}
    if kinds & {inspect.StrType, inspect.LiteralType, inspect.EnumType}:
        return text
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text  # the connector's own check says what it wants instead


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
            draft = ConnectionDraft(kind=kind, name=name, settings=settings)
            view = await administration_of(services).add_connection(_principal(workspace), draft)
        if as_json:
            print(msgspec.json.encode(view).decode())
        else:
            Console(highlight=False).print(f"added {view.kind} “{view.name}” {view.id}", soft_wrap=True)

    return work(command())


@connections.command(name="list")
def list_(*, workspace: Workspace, data: Data = DEFAULT_DATA, as_json: Json = False) -> int:
    """List the connections of a workspace and how they are."""

    async def command() -> None:
        async with connected(data) as services:
            views = await administration_of(services).connections(_principal(workspace))
        if as_json:
            print(msgspec.json.encode({"items": views}).decode())
            return
        table = Table(show_edge=False)
        for column in ("kind", "name", "state", "id"):
            table.add_column(column)
        for view in views:
            table.add_row(view.kind, view.name, str(view.state.status), str(view.id))
        Console().print(table)

    return work(command())
