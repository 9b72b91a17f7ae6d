"""Files of the chat: a visitor's own, and those they were sent."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Stream

from nitka.channels.files import FILE_LIMIT
from nitka.conversations.visitor import service as visitor_chat
from nitka.entrypoints.api.files import download_of, pieces
from nitka.entrypoints.api.ingest.bodies import AnyRequest
from nitka.entrypoints.api.ingest.doors import VISITOR, Guest, guest_of, services_of
from nitka.entrypoints.reading import reading
from nitka.kernel.errors import BadInput, NotFound

_OVERHEAD = 100_000  # bytes of a multipart form around the file


@dataclass
class ClientFileForm:
    """A multipart form."""

    file: UploadFile
    visitor: str


@post("/files", security=VISITOR, summary="Upload a file to be sent", request_max_body_size=FILE_LIMIT + _OVERHEAD)
async def upload(
    request: AnyRequest, data: Annotated[ClientFileForm, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> visitor_chat.ClientFile:
    """Nobody sees it until a message has it among its `attachments`."""
    file = data.file
    if not isinstance(file, UploadFile):
        raise BadInput("The field `file` must hold a file", field="file")
    services = services_of(request)
    try:
        guest = await _guest(request, data.visitor)
        type_ = file.content_type or "application/octet-stream"
        stored = await services.files.store(file.filename or "file", type_, pieces(file))
    finally:
        await file.close()
    async with reading(services.database, guest.source.workspace_id) as tx:
        await visitor_chat.add_file(tx, guest.source.workspace_id, guest.node, stored)
    return visitor_chat.ClientFile(stored.id, stored.name, stored.type, stored.size)


@get("/files/{file_id:uuid}", security=VISITOR, summary="Download a file of this chat")
async def download(request: AnyRequest, file_id: UUID, visitor: str) -> Stream:
    """One's own uploads and what was sent in one's own chat; anything else is not there."""
    services = services_of(request)
    guest = await _guest(request, visitor)
    async with reading(services.database, guest.source.workspace_id) as tx:
        found = await visitor_chat.file(tx, guest.strand, guest.node, file_id)
    if found is None:
        raise NotFound("There is no such file in this chat")
    return await download_of(found, services.files)


async def _guest(request: AnyRequest, visitor: str) -> Guest:
    headers = request.headers
    return await guest_of(services_of(request), headers.get("x-nitka-key"), headers.get("x-nitka-visitor"), visitor)
