"""Files of the chat: a visitor's own, and those they were sent."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.handlers import BaseRouteHandler
from litestar.params import Body
from litestar.response import Stream

from nitka.channels.files import FILE_LIMIT
from nitka.channels.touch import Attachment
from nitka.channels.unsent import check_room
from nitka.conversations.visitor import service as visitor_chat
from nitka.entrypoints.api.crossing import charge_upload
from nitka.entrypoints.api.files import download_of, pieces
from nitka.entrypoints.api.ingest.bodies import AnyRequest
from nitka.entrypoints.api.ingest.doors import VISITOR, AnyConnection, Guest, guest_of, services_of, website_of
from nitka.entrypoints.reading import reading
from nitka.entrypoints.services import Services
from nitka.kernel.errors import BadInput, NitkaError, NotFound

_OVERHEAD = 100_000  # bytes of a multipart form around the file


@dataclass
class ClientFileForm:
    """A multipart form."""

    file: UploadFile
    visitor: str


async def _may_upload(connection: AnyConnection, _: BaseRouteHandler) -> None:
    """Guard: whoever is refused is refused before their file is read."""
    services = services_of(connection)
    website = website_of(services.keys, connection.headers.get("x-nitka-key"))
    charge_upload(connection, _announced(connection))
    async with reading(services.database, website.workspace_id) as tx:
        await check_room(tx, website.workspace_id, 0, _room(services))


@post(
    "/files",
    security=VISITOR,
    summary="Upload a file to be sent",
    request_max_body_size=FILE_LIMIT + _OVERHEAD,
    guards=[_may_upload],
)
async def upload(
    request: AnyRequest, data: Annotated[ClientFileForm, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> visitor_chat.ClientFile:
    """Nobody sees it until a message has it among its `attachments`, for which there is a day."""
    file = data.file
    if not isinstance(file, UploadFile):
        raise BadInput("The field `file` must hold a file", field="file")
    services = services_of(request)
    try:
        guest = await _guest(request, data.visitor)
        charge_upload(request, _announced(request), guest.node)
        type_ = file.content_type or "application/octet-stream"
        stored = await services.files.store(file.filename or "file", type_, pieces(file))
    finally:
        await file.close()
    await _keep(services, guest, stored)
    return visitor_chat.ClientFile(stored.id, stored.name, stored.type, stored.size)


async def _keep(services: Services, guest: Guest, stored: Attachment) -> None:
    workspace_id = guest.source.workspace_id
    try:
        async with reading(services.database, workspace_id) as tx:
            await check_room(tx, workspace_id, stored.size, _room(services))
            await visitor_chat.add_file(tx, workspace_id, guest.node, stored)
    except NitkaError:
        await services.blobs.delete(stored.blob)  # nobody knows of it
        raise


def _announced(connection: AnyConnection) -> int:
    """Return how many bytes this request says it has; one that does not say counts as the largest."""
    said = connection.headers.get("content-length", "")
    return int(said) if said.isdecimal() and len(said) < 12 else FILE_LIMIT


def _room(services: Services) -> int:
    return services.settings.unsent_mb * 1_000_000


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
    return await guest_of(request, headers.get("x-nitka-key"), headers.get("x-nitka-visitor"), visitor)
