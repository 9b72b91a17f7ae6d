"""What the platform must know of the chat, and how an answer goes out by it."""

from typing import Annotated
from urllib.parse import urlsplit, urlunsplit

import msgspec

from nitka.channels.capabilities import Capabilities, Title
from nitka.channels.connector import ConnectionInfo, FileStore, Manifest, Outgoing, SendResult
from nitka.channels.continuing import PARAMETER
from nitka.channels.files import FILE_LIMIT
from nitka.channels.form import Asked
from nitka.connectors.chat.rules import TEXT_LIMIT


class ChatSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The widget's look and the working hours are the workspace's."""

    page: Annotated[str, msgspec.Meta(max_length=500, pattern="^(https?://.+)?$")] = ""  # where links to the chat lead


FORM = {
    "page": Asked(
        title=Title(ru="Страница сайта с чатом", en="Page of the site with the chat"),
        hint=Title(
            ru="Туда ведут ссылки «Продолжить в чате». Пусто — на отдельную страницу с чатом.",
            en="Where links “Continue in the chat” lead. Empty: to a page of its own with the chat.",
        ),
    )
}


def entrance(settings: ChatSettings, token: str) -> str | None:
    """Return the page of the company's site where its widget finds the token; None where no page is set."""
    if not settings.page:
        return None
    parts = urlsplit(settings.page)
    query = "&".join(filter(None, [parts.query, f"{PARAMETER}={token}"]))
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, parts.fragment))


class Chat:
    """The visitor's messages come in through the edge, which calls `parse`."""

    manifest = Manifest(
        kind="chat",
        title=Title(ru="Чат на сайте", en="Site chat"),
        settings=ChatSettings,
        form=FORM,
        entrance=entrance,
        hosted=True,
        capabilities=Capabilities(
            files=True,
            typing=True,
            read_marks=True,
            retract=True,
            fleeting=True,
            idempotent_send=True,
            codes=True,
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
