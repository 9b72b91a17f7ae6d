"""What the platform must know of the chat, and how an answer goes out by it."""

import msgspec

from nitka.channels.capabilities import Capabilities, Title
from nitka.channels.connector import ConnectionInfo, FileStore, Manifest, Outgoing, SendResult
from nitka.channels.files import FILE_LIMIT
from nitka.connectors.chat.rules import TEXT_LIMIT


class ChatSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing to set: the widget's look and the working hours are the workspace's."""


class Chat:
    """The visitor's messages come in through the edge, which calls `parse`."""

    manifest = Manifest(
        kind="chat",
        title=Title(ru="Чат на сайте", en="Site chat"),
        settings=ChatSettings,
        capabilities=Capabilities(
            files=True,
            typing=True,
            read_marks=True,
            retract=True,
            fleeting=True,
            idempotent_send=True,
            text_limit=TEXT_LIMIT,
            file_limit=FILE_LIMIT,
        ),
    )

    async def send(self, connection: ConnectionInfo, outgoing: Outgoing, files: FileStore) -> SendResult:
        """Nothing is left to do: the visitor reads the very message that the desk wrote, pushed by realtime."""
        return SendResult(status="sent")

    async def reconcile(self, connection: ConnectionInfo, outgoing: Outgoing) -> SendResult:
        """What stands in our own database is there to be read."""
        return SendResult(status="sent")


connector = Chat()
