"""`nitka account`: for people who cannot get in any more."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cyclopts import App

from nitka.entrypoints.cli.app import app, work
from nitka.entrypoints.cli.place import DEFAULT_DATA, Data
from nitka.entrypoints.cli.services import settings_of
from nitka.kernel.errors import NotFound
from nitka.platform.auth.demand import reset_by_email
from nitka.platform.auth.tickets import reset_link
from nitka.platform.database import Database
from nitka.platform.settings import Settings

accounts = App(name="account", help="People's accounts.")
app.command(accounts)


@accounts.command(name="reset-link")
def reset(email: str, *, data: Data = DEFAULT_DATA) -> int:
    """Print a link, good for two hours and one use, by which this person sets a new password."""

    async def command() -> None:
        settings = settings_of(data)
        async with _opened(settings) as database:
            link = await reset_link(database, email)
        if link is None:
            raise NotFound(f"There is no account {email}")
        print(f"{settings.base_url}/desk/reset/{link.token}")

    return work(command())


@accounts.command(name="reset-second-factor")
def reset_second_factor(email: str, *, data: Data = DEFAULT_DATA) -> int:
    """Turn two-step sign-in off for somebody who has lost the app and the recovery codes; their sessions end."""

    async def command() -> None:
        async with _opened(settings_of(data)) as database:
            dropped = await reset_by_email(database, email)
        if dropped is None:
            raise NotFound(f"There is no account {email}")
        print("Two-step sign-in is off now." if dropped else "Two-step sign-in was off already.")

    return work(command())


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings.database_url, app_connections=1, service_connections=1)
    await database.open()
    try:
        yield database
    finally:
        await database.close()
