"""What the platform must know of imports. Rows become touches in `customers/importing`, which knows identifiers."""

from typing import Annotated

import msgspec

from nitka.channels.capabilities import Capabilities, Title
from nitka.channels.connector import ConnectionInfo, FileStore, Manifest, Outgoing, SendResult
from nitka.channels.form import Asked


class TableSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Whose data it is. The source is also where its ids are unique, so it stays as it is."""

    source: Annotated[str, msgspec.Meta(max_length=100)] = ""


class Table:
    """Only listens: an import brings its rows by itself."""

    manifest = Manifest(
        kind="import",
        title=Title(ru="Импорт клиентов", en="Import of customers"),
        settings=TableSettings,
        capabilities=Capabilities(send=False),
        form={"source": Asked(title=Title(ru="Источник", en="Source"))},
    )

    async def send(self, connection: ConnectionInfo, outgoing: Outgoing, files: FileStore) -> SendResult:
        """Nobody can be written to through an import."""
        return SendResult(status="failed", error="An import only brings customers; nothing can be sent through it")


connector = Table()
