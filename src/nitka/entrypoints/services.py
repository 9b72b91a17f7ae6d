"""Everything that roles share within one process."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nitka.channels.continuing import TokenSealer
from nitka.channels.files import BlobFiles
from nitka.channels.hosts import allow_private
from nitka.channels.intake import Intake
from nitka.entrypoints.roles import RoleState
from nitka.platform.blobs import Blobs
from nitka.platform.blobs.opening import open_blobs
from nitka.platform.broker import Broker
from nitka.platform.database import Database
from nitka.platform.keys import KeyDirectory
from nitka.platform.outbox import WAKE
from nitka.platform.secrets import Sealer, key_for
from nitka.platform.settings import Settings
from nitka.platform.visitors import Visitors


@dataclass
class Services:
    """Open connections and stateless parts; made once by `open_services`."""

    settings: Settings
    database: Database
    broker: Broker
    keys: KeyDirectory
    visitors: Visitors
    intake: Intake
    blobs: Blobs
    files: BlobFiles
    sealer: Sealer
    tokens: TokenSealer
    roles: RoleState = field(default_factory=lambda: RoleState([]))
    routes: Sequence[Any] = ()  # Litestar's handlers that the edge serves beside its own

    @property
    def codes_key(self) -> bytes:
        """What one-time codes are derived by."""
        return key_for(self.settings, b"one-time codes")

    async def close(self) -> None:
        """Close in the order that lets what is under way end."""
        await self.keys.close()
        await self.database.close()
        await self.broker.close()


async def open_services(settings: Settings, *, patient: bool = False) -> Services:
    """Connect to the engines; raises what their clients raise when they are not there.

    Whoever is patient does without PostgreSQL until it is back.
    """
    broker = Broker(settings.nats_url)
    await broker.open()
    database = Database(settings.database_url)
    try:
        await database.open(patient=patient)
        keys = KeyDirectory(broker)
        await keys.open()
        visitors = Visitors(broker)
        await visitors.open(settings.visitors_mb * 1_000_000)
    except BaseException:
        await database.close()
        await broker.close()
        raise

    async def wake_relay() -> None:
        if broker.client.is_connected:  # else the relay looks by itself once it is back
            await broker.client.publish(WAKE, b"")

    database.after_emitting = wake_relay
    allow_private(settings.private_hosts == "allow")
    blobs = open_blobs(settings)
    tokens = TokenSealer(key_for(settings, b"continuations"))
    return Services(
        settings=settings,
        database=database,
        broker=broker,
        keys=keys,
        visitors=visitors,
        intake=Intake(broker, tokens),
        blobs=blobs,
        files=BlobFiles(blobs),
        sealer=Sealer.of(settings),
        tokens=tokens,
    )
