"""Files of touches and answers, in blob storage."""

import re
from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID, uuid4

from nitka.channels.connector import ConnectionInfo
from nitka.channels.touch import Attachment
from nitka.kernel.errors import NotFound
from nitka.kernel.text import harmless
from nitka.platform.blobs import Blobs
from nitka.platform.database import Connection, every, load_queries

_queries = load_queries(__file__)

FILE_LIMIT = 25_000_000  # bytes
NAME_LIMIT = 200  # characters
# Control characters, and those that turn the direction of reading: with them "exe.gnp" looks like "png.exe".
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class BlobFiles:
    """The `FileStore` of connectors."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    async def put(self, connection: ConnectionInfo, name: str, type_: str, body: AsyncIterator[bytes]) -> Attachment:
        """See `FileStore.put`; raises `TooLarge` over 25 MB."""
        return await self.store(name, type_, body)

    async def store(self, name: str, type_: str, body: AsyncIterator[bytes]) -> Attachment:
        """Store a file under an id that cannot be guessed; raises `TooLarge` over 25 MB."""
        blob = await self._blobs.put(body, FILE_LIMIT)
        # UUIDv7 would tell when, and so nearly which: this id is all that some links carry.
        return Attachment(uuid4(), safe_name(name), harmless(type_)[:100], blob.size, blob.key)

    def open(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """See `FileStore.open`."""
        return self._blobs.get(attachment.blob)


def safe_name(name: str) -> str:
    """Return a file's name without folders and without characters that are not seen, never empty."""
    bare = _UNSEEN.sub("", harmless(name)).replace("\\", "/").rpartition("/")[2].strip()
    return bare[-NAME_LIMIT:] or "file"


async def keep_file(tx: Connection, workspace_id: UUID, file: Attachment) -> None:
    """Note an operator's upload, so that it can be hung on a message."""
    await _queries.keep_file(
        tx, workspace_id=workspace_id, id=file.id, name=file.name, type=file.type, size=file.size, blob=file.blob
    )


async def use_files(tx: Connection, ids: Iterable[UUID]) -> dict[UUID, Attachment]:
    """Return those of these files that the transaction's workspace has, to be sent: they are kept from now on."""
    return _attachments(await every(_queries.use_files(tx, ids=list(ids))))


def _attachments(rows: Iterable[Any]) -> dict[UUID, Attachment]:
    return {row["id"]: Attachment(row["id"], row["name"], row["type"], row["size"], row["blob"]) for row in rows}


async def kept_file(tx: Connection, file_id: UUID) -> Attachment:
    """Return any file of the transaction's workspace. Raises `NotFound`."""
    found = _attachments(await every(_queries.kept_files(tx, ids=[file_id])))
    if not found:
        raise NotFound("There is no such file")
    return found[file_id]
