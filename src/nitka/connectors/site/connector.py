"""What the platform must know of site tracking."""

import msgspec

from nitka.channels.capabilities import Capabilities, Title
from nitka.channels.connector import ConnectionInfo, FileStore, Manifest, Outgoing, SendResult


class SiteSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing to set: the write key is the connection's own."""


class Site:
    """Only listens: the edge calls `parse` for what the tracking libraries send."""

    manifest = Manifest(
        kind="site",
        title=Title(ru="Сайт: просмотры и события", en="Site: visits and events"),
        settings=SiteSettings,
        capabilities=Capabilities(send=False),
    )

    async def send(self, connection: ConnectionInfo, outgoing: Outgoing, files: FileStore) -> SendResult:
        """Nobody can be written to through tracking."""
        return SendResult(status="failed", error="Site tracking only listens; nothing can be sent through it")


connector = Site()
