"""Files of the chat: a visitor's own, and those they were sent."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Stream

from nitka.channels.files import FILE_LIMIT
from nitka.channels.touch import Attachment
from nitka.conversations.visitor import service as visitor_chat
from nitka.entrypoints.api.ingest.bodies import AnyRequest
from nitka.entrypoints.api.ingest.doors import guest_of, services_of
from nitka.entrypoints.reading import reading
from nitka.kernel.errors import NotFound

_PIECE = 64 * 1024
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@dataclass
class Upload:
    """A multipart form: `visitor` comes before or after `file`."""

    file: UploadFile
    visitor: str


@post("/files", status_code=201, summary="Upload a file to be sent", request_max_body_size=FILE_LIMIT + 100_000)
async def upload(
    request: AnyRequest, data: Annotated[Upload, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> visitor_chat.ClientFile:
    """Nobody sees it until a message has it among its `attachments`."""
    services = services_of(request)
    headers = request.headers
    guest = await guest_of(services, headers.get("x-nitka-key"), headers.get("x-nitka-visitor"), data.visitor)
    type_ = data.file.content_type or "application/octet-stream"
    stored = await services.files.store(data.file.filename or "file", type_, _pieces(data.file))
    async with reading(services.database, guest.source.workspace_id) as tx:
        await visitor_chat.add_file(tx, guest.source.workspace_id, guest.node, stored)
    return visitor_chat.ClientFile(stored.id, stored.name, stored.type, stored.size)


@get("/files/{file_id:uuid}", summary="Download a file of this chat")
async def download(request: AnyRequest, file_id: UUID, visitor: str) -> Stream:
    """One's own uploads and what was sent in one's own chat; anything else is not there."""
    services = services_of(request)
    headers = request.headers
    guest = await guest_of(services, headers.get("x-nitka-key"), headers.get("x-nitka-visitor"), visitor)
    async with reading(services.database, guest.source.workspace_id) as tx:
        found = await visitor_chat.file(tx, guest.strand, guest.node, file_id)
    if found is None:
        raise NotFound("There is no such file in this chat")
    type_ = found.type if found.type in _SHOWN else "application/octet-stream"
    return Stream(services.blobs.get(found.blob), media_type=type_, headers=_headers(found))


def _headers(file: Attachment) -> dict[str, str]:
    # What could run in a page is never shown in place, whatever type its sender claimed.
    kind = "inline" if file.type in _SHOWN else "attachment"
    name = quote(file.name, safe="")
    return {
        "Content-Disposition": f"{kind}; filename*=UTF-8''{name}",
        "Content-Length": str(file.size),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=86400, immutable",
    }


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(_PIECE):
        yield piece
