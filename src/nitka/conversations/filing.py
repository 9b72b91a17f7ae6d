"""Files of messages: what the edge has stored as blobs, and who may read them."""

from collections.abc import Sequence
from uuid import UUID

from nitka.channels.touch import Attachment
from nitka.conversations.models import StoredFile
from nitka.conversations.sql import queries
from nitka.kernel.errors import BadInput, NotFound
from nitka.platform.database import Connection, every

FILES_AT_MOST = 20  # of one message


async def add_file(tx: Connection, workspace_id: UUID, file: StoredFile) -> None:
    """Keep what somebody has uploaded; without an owner node it is an operator's."""
    await queries.add_file(
        tx, workspace_id=workspace_id, id=file.id, name=file.name, type=file.type, size=file.size, blob=file.blob,
        owner_node=file.owner_node,
    )  # fmt: skip


async def file_for_operator(tx: Connection, id_: UUID) -> StoredFile:
    """Return a file of this workspace: every operator may read it. Raises `NotFound`."""
    rows = await every(queries.files_by_id(tx, ids=[id_]))
    if not rows:
        raise NotFound("There is no such file")
    row = rows[0]
    return StoredFile(row["id"], row["name"], row["type"], row["size"], row["blob"], row["owner_node"])


async def to_attach(tx: Connection, ids: Sequence[UUID]) -> list[Attachment]:
    """Return these files, in this order, ready to hang on a message of ours. Raises `BadInput`."""
    if len(ids) > FILES_AT_MOST:
        raise BadInput(f"A message may have at most {FILES_AT_MOST} files", field="attachments")
    found = {row["id"]: row for row in await every(queries.files_by_id(tx, ids=list(ids)))}
    if not found.keys() >= set(ids):
        raise BadInput("One of the attached files is not there; upload it first", field="attachments")
    return [
        Attachment(row["id"], row["name"], row["type"], row["size"], row["blob"])
        for row in (found[id_] for id_ in dict.fromkeys(ids))
    ]
