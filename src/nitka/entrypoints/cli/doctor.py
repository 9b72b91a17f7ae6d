"""`nitka doctor`."""

import os

import msgspec
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data, Json, NotRunning
from nitka.entrypoints.cli.services import settings_of
from nitka.entrypoints.doctor import Check, examine
from nitka.platform.settings import Settings
from nitka.platform.telemetry import configure_logging


@app.command
def doctor(*, data: Data = DEFAULT_DATA, as_json: Json = False) -> int:
    """Say what is wrong with this installation and what to do about it; exit code 1 if anything is."""

    async def command() -> int:
        settings, absent = Settings.load(os.environ, data=data, log_level="error"), ""
        configure_logging(settings)  # what a check finds is in its line, and standard output is for the report
        try:
            settings = settings_of(data)
        except NotRunning as missing:
            absent = missing.detail
        checks = await examine(settings, absent)
        if as_json:
            print(msgspec.json.encode({"items": checks}).decode())
        else:
            _print(checks)
        return 0 if all(check.ok for check in checks) else 1

    return work(command())


def _print(checks: list[Check]) -> None:
    console = Console(highlight=False)
    table = Table("", "check", Column("", overflow="fold"), show_edge=False)
    for check in checks:
        table.add_row("[green]✓[/green]" if check.ok else "[red]✗[/red]", check.name, Text(check.detail))
    console.print(table)
    for check in checks:
        if check.advice:
            console.print(f"\n[bold]{check.name}[/bold]:", Text(check.advice), soft_wrap=True)
