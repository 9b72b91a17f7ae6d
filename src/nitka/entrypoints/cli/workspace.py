"""`nitka workspace`."""

from typing import Annotated

import msgspec
from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from nitka.channels.administration.workspaces import all_workspaces, create_workspace
from nitka.entrypoints.administration import administration_of
from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data, Json
from nitka.entrypoints.cli.services import connected

workspaces = App(name="workspace", help="Workspaces: each a company or a client's project of its own.")
app.command(workspaces)


@workspaces.command
def create(
    name: str,
    *,
    owner: Annotated[str, Parameter(help="E-mail address of the owner.")],
    password: Annotated[str, Parameter(help="The owner's password.", env_var="NITKA_OWNER_PASSWORD")],
    region: str = "RU",
    locale: str = "ru",
    data: Data = DEFAULT_DATA,
    as_json: Json = False,
) -> int:
    """Create a workspace with its owner, a site chat and its tracking; prints the keys, this once."""

    async def command() -> None:
        async with connected(data) as services:
            opened = await create_workspace(
                services.database,
                administration_of(services),
                name=name,
                owner_email=owner,
                password=password,
                region=region,
                locale=locale,
            )
        if as_json:
            print(msgspec.json.encode(opened).decode())
            return
        for field in opened.__struct_fields__:
            print(f"{field:<11}{getattr(opened, field)}")
        print("\nserver_key and api_token are secrets and are not shown again.")

    return work(command())


@workspaces.command(name="list")
def list_(*, data: Data = DEFAULT_DATA, as_json: Json = False) -> int:
    """List the workspaces of this installation."""

    async def command() -> None:
        async with connected(data) as services:
            found = await all_workspaces(services.database)
        if as_json:
            print(msgspec.json.encode({"items": found}).decode())
            return
        table = Table(Column("name", overflow="fold"), "since", Column("id", no_wrap=True), show_edge=False)
        for one in found:
            table.add_row(Text(one.name), f"{one.created_at:%Y-%m-%d}", str(one.id))
        Console(highlight=False).print(table)

    return work(command())
