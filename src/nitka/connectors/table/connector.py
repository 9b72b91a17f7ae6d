"""What the platform must know of imports. Rows become touches in `customers/importing`, which knows identifiers."""

import msgspec

from nitka.channels.capabilities import Capabilities, Title
from nitka.channels.connector import ConnectionInfo, FileStore, Manifest, Outgoing, SendResult


class TableSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing to set: an import makes the connection of its source."""


class Table:
    """Only listens: an import brings its rows by itself."""

    manifest = Manifest(
        kind="import",
        title=Title(ru="Импорт клиентов", en="Import of customers"),
        settings=TableSettings,
        capabilities=Capabilities(send=False),
    )

    async def send(self, connection: ConnectionInfo, outgoing: Outgoing, files: FileStore) -> SendResult:
        """Nobody can be written to through an import."""
        return SendResult(status="failed", error="An import only brings customers; nothing can be sent through it")


connector = Table()
