"""`nitka doctor`."""

import os

import msgspec
from rich.console import Console
from rich.table import Table

from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data, Json, NotRunning, find
from nitka.entrypoints.doctor import examine
from nitka.platform.settings import Settings


@app.command
def doctor(*, data: Data = DEFAULT_DATA, as_json: Json = False) -> int:
    """Say what is wrong with this installation and what to do about it; exit code 1 if anything is."""

    async def command() -> int:
        settings = Settings.load(os.environ, data=data)
        try:
            place = find(data)
            settings = msgspec.structs.replace(settings, database_url=place.database_url, nats_url=place.nats_url)
        except NotRunning as missing:
            Console(stderr=True).print(f"[yellow]{missing.detail}[/yellow]", soft_wrap=True)
        checks = await examine(settings)
        if as_json:
            print(msgspec.json.encode({"items": checks}).decode())
        else:
            table = Table(show_edge=False)
            for column in ("", "check", "", "what to do"):
                table.add_column(column, overflow="fold")
            for check in checks:
                table.add_row(
                    "[green]✓[/green]" if check.ok else "[red]✗[/red]", check.name, check.detail, check.advice
                )
            Console().print(table)
        return 0 if all(check.ok for check in checks) else 1

    return work(command())
