"""`nitka migrate`."""

from rich.console import Console

from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data, find
from nitka.platform.migrate import migrate as bring_up_to_date


@app.command
def migrate(*, data: Data = DEFAULT_DATA) -> int:
    """Bring the database up to date. `nitka up` does it by itself."""

    async def command() -> None:
        applied = await bring_up_to_date(find(data).database_url)
        Console().print("\n".join(f"applied {name}" for name in applied) or "the database is up to date")

    return work(command())
