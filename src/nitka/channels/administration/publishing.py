"""What the edge works from while PostgreSQL is away: write keys and settings, published to JetStream's buckets."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol
from uuid import UUID

import msgspec
import structlog
from nats.errors import Error as NatsError

from nitka.channels.administration.rules import SERVER_KEY, widget_config, workspace_of
from nitka.channels.connections import Sealer
from nitka.kernel.errors import Unavailable
from nitka.platform.database import Connection, Database, every, load_queries
from nitka.platform.keys import Door, Website

_queries = load_queries(__file__)
_log = structlog.get_logger(__name__)


class Keys(Protocol):
    """Where websites are published to; see `nitka.platform.keys.KeyDirectory`."""

    async def publish(self, website: Website) -> None:
        """Write or replace the entry of a write key."""
        ...

    async def withdraw(self, write_key: str) -> None:
        """Make a write key open nothing."""
        ...

    def website(self, write_key: str) -> Website | None:
        """Return what this process knows of a write key."""
        ...

    def write_keys(self) -> list[str]:
        """Return the write keys this process knows."""
        ...


class Publisher:
    """Publishes workspaces from PostgreSQL, which is where the truth is; doing it again does no harm."""

    def __init__(
        self, database: Database, sealer: Sealer, keys: Keys, changed: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        self._database = database
        self._sealer = sealer
        self._keys = keys
        self._changed = changed  # tells the sessions to look at their connections

    async def publish(self, workspace_id: UUID, withdrawn: str | None = None) -> None:
        """Publish all keys of this workspace as they are now. Raises `Unavailable`: saved, but not yet in force."""
        try:
            async with self._database.service() as tx:
                await _queries.publishing(tx, workspace_id=workspace_id)
                websites, dead = await self._websites(tx, workspace_id)
                for website in websites:
                    await self._keys.publish(website)
                for write_key in dead | ({withdrawn} if withdrawn else set()):
                    await self._keys.withdraw(write_key)
            if self._changed is not None:
                await self._changed()
        except (OSError, TimeoutError, NatsError, Unavailable) as error:
            _log.warning("settings are not published", workspace=str(workspace_id), error=type(error).__name__)
            raise Unavailable("It is saved, and will count once the message broker is back") from error

    async def publish_all(self) -> None:
        """Set right what differs: after a restore, or when a change was saved while the broker was away.

        Needs a directory that was opened. Raises `Unavailable`.
        """
        async with self._database.service() as tx:
            ids = [row["id"] for row in await every(_queries.workspace_ids(tx))]
        alive: set[str] = set()
        for id_ in ids:
            async with self._database.service() as tx:
                websites, _ = await self._websites(tx, id_)
            alive |= {website.write_key for website in websites}
            if any(self._keys.website(website.write_key) != website for website in websites):
                await self.publish(id_)
        # Asked of the database again: a key made since the first look is alive as well.
        for write_key in set(self._keys.write_keys()) - alive:
            async with self._database.service() as tx:
                if not await _queries.key_is_alive(tx, write_key=write_key):
                    await self._keys.withdraw(write_key)

    async def _websites(self, tx: Connection, workspace_id: UUID) -> tuple[list[Website], set[str]]:
        row = await _queries.workspace(tx, workspace_id=workspace_id)
        if row is None:
            return [], set()
        workspace = workspace_of(row)
        brands = {one["id"]: one["name"] for one in await every(_queries.brands(tx, workspace_id=workspace_id))}
        team = [one["name"] for one in await every(_queries.team(tx, workspace_id=workspace_id))]
        doors: dict[str, list[Any]] = {}
        keys: set[str] = set()
        found = await every(_queries.connections(tx, workspace_id=workspace_id))
        mail = any(one["kind"] == "email" and one["disabled_at"] is None for one in found)
        for one in found:
            if one["write_key"]:
                keys.add(one["write_key"])
                if one["disabled_at"] is None:
                    doors.setdefault(one["write_key"], []).append(one)
        websites = [
            Website(
                workspace_id=workspace_id,
                write_key=write_key,
                server_key=msgspec.json.decode(self._sealer.open(rows[0]["secrets"]))[SERVER_KEY],
                region=workspace.region,
                connections={one["kind"]: Door(one["id"], one["brand_id"]) for one in rows},
                config=widget_config(workspace, brands[rows[0]["brand_id"]], team, mail=mail),
            )
            for write_key, rows in doors.items()
        ]
        return websites, keys - set(doors)
