"""PostgreSQL: two pools, two roles, one transaction a use case."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from uuid import UUID

import aiosql
import asyncpg
import msgspec
import structlog

from nitka.platform.faults import DATABASE_AWAY
from nitka.platform.statements import Adapter

if TYPE_CHECKING:  # asyncpg's classes are generic in its stubs only
    Connection = asyncpg.Connection[asyncpg.Record]
else:
    Connection = asyncpg.Connection

log = structlog.get_logger("database")

APP_ROLE = "nitka_app"  # sees one workspace at a time
SERVICE_ROLE = "nitka_service"  # relay, timers, login: all workspaces, few tables

PURGE_HOLD = 0x4E48  # a backup holds this lock: it still needs what the database has already taken

# Whether the running transaction wrote events: a list of one flag, for the one who opened it to read.
_emitted: ContextVar[list[bool] | None] = ContextVar("emitted", default=None)


def events_emitted() -> None:
    """Note that this transaction wrote to the outbox, so that the relay is woken after its commit."""
    flag = _emitted.get()
    if flag is not None:
        flag[0] = True


def load_queries(file: str) -> Any:
    """Return the named statements beside the module whose `__file__` this is: `queries.sql`, or a folder `queries`."""
    folder = Path(file).with_name("queries")
    path = folder if folder.is_dir() else folder.with_suffix(".sql")
    return aiosql.from_path(path, cast(Any, Adapter), mandatory_parameters=False)


async def every(rows: AsyncIterator[asyncpg.Record]) -> list[asyncpg.Record]:
    """Return all rows of a named statement."""
    return [row async for row in rows]


def role_password(database_url: str, role: str) -> str:
    """Return the password of one of our roles: derived from the owner's, so that one URL is enough to know all."""
    secret = unquote(urlsplit(database_url).password or "")
    return hmac.new(secret.encode(), f"nitka role {role}".encode(), hashlib.sha256).hexdigest()


def role_url(database_url: str, role: str) -> str:
    """Return the owner's URL rewritten so that it connects as `role`."""
    parts = urlsplit(database_url)
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{role}:{quote(role_password(database_url, role))}@{host}"
    return urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))


# The binary form of jsonb is a version byte and then the text.
_JSONB = b"\x01"


async def prepare_connection(connection: Connection) -> None:
    """Make JSON columns plain Python values on this connection."""
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: _JSONB + msgspec.json.encode(value),
        decoder=lambda data: msgspec.json.decode(data[1:]),
        format="binary",
    )


async def _nothing_to_reset(_: Connection) -> None:
    """Spare a round trip: settings and locks of ours end with their transaction, nothing is left on a connection."""


class Database:
    """The application's way to PostgreSQL. Row-level security is always on: forgetting the workspace shows nothing."""

    def __init__(self, database_url: str, *, app_connections: int = 10, service_connections: int = 3) -> None:
        self._url = database_url
        self._sizes = (app_connections, service_connections)
        self.after_emitting: Callable[[], Awaitable[None]] | None = None  # called once a commit holds new events
        self._app: asyncpg.Pool[asyncpg.Record] | None = None
        self._service: asyncpg.Pool[asyncpg.Record] | None = None

    async def open(self, *, patient: bool = False) -> None:
        """Connect; raises what asyncpg raises when the server is not there.

        Whoever is patient opens all the same, and every transaction tries anew: an edge takes touches meanwhile.
        """
        try:
            await self._open(least=1)
        except DATABASE_AWAY as error:
            if not patient:
                raise
            log.warning("the database is away", error=type(error).__name__)
            await self._open(least=0)

    async def _open(self, least: int) -> None:
        app = await self._pool(APP_ROLE, least, self._sizes[0])
        try:
            self._service = await self._pool(SERVICE_ROLE, least, self._sizes[1])
        except BaseException:
            app.terminate()
            raise
        self._app = app

    async def close(self) -> None:
        """Wait up to 5 s for running transactions, then cut them."""
        for pool in (self._app, self._service):
            if pool is None:
                continue
            try:
                await asyncio.wait_for(pool.close(), 5)
            except TimeoutError:
                pool.terminate()

    async def _pool(self, role: str, least: int, most: int) -> "asyncpg.Pool[asyncpg.Record]":
        return await asyncpg.create_pool(
            role_url(self._url, role),
            min_size=least,
            max_size=most,
            init=prepare_connection,
            reset=_nothing_to_reset,
            max_inactive_connection_lifetime=60,
            timeout=10,
            server_settings={"search_path": "nitka", "application_name": f"nitka {role}", "jit": "off"},
        )

    @asynccontextmanager
    async def app(self) -> AsyncIterator[Connection]:
        """A transaction of the application with no workspace yet: `enter` one before reading anything."""
        assert self._app is not None, "Database.open() comes first"
        flag = [False]
        token = _emitted.set(flag)
        try:
            async with self._app.acquire() as connection, connection.transaction():
                yield cast(Connection, connection)
        finally:
            _emitted.reset(token)
        if flag[0] and self.after_emitting is not None:
            await self.after_emitting()

    @asynccontextmanager
    async def workspace(self, workspace_id: UUID) -> AsyncIterator[Connection]:
        """A transaction that sees just this workspace; commits at the end, rolls back on any error."""
        async with self.app() as tx:
            await enter(tx, workspace_id)
            yield tx

    @asynccontextmanager
    async def service(self) -> AsyncIterator[Connection]:
        """A transaction of the platform itself: only the tables granted to it in the migrations."""
        assert self._service is not None, "Database.open() comes first"
        async with self._service.acquire() as connection, connection.transaction():
            yield cast(Connection, connection)

    async def dedicated(self, role: str = SERVICE_ROLE) -> Connection:
        """Return a connection of its own, outside the pools, for a lock that lasts; the caller closes it."""
        connection = await asyncpg.connect(
            role_url(self._url, role), timeout=10, server_settings={"search_path": "nitka"}
        )
        await prepare_connection(connection)
        return connection


async def enter(tx: Connection, workspace_id: UUID) -> None:
    """Let the rest of this transaction, and nothing after it, see this workspace."""
    await tx.execute("SELECT set_config('nitka.workspace', $1, true)", str(workspace_id))


async def lock(tx: Connection, keys: list[int]) -> None:
    """Take advisory locks until the end of the transaction, in sorted order so that nobody waits in a ring."""
    if keys:
        await tx.execute(
            "SELECT pg_advisory_xact_lock(key) FROM (SELECT unnest($1::bigint[]) AS key ORDER BY 1) AS sorted",
            sorted(set(keys)),
        )
