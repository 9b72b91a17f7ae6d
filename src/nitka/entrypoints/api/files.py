"""Files of the desk: what operators attach, and what customers sent."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Body
from litestar.response import Stream

from nitka.channels.files import FILE_LIMIT, BlobFiles, keep_file, kept_file
from nitka.channels.touch import Attachment
from nitka.entrypoints.services import Services
from nitka.kernel.errors import BadInput
from nitka.platform.auth import Principal, requires
from nitka.platform.blobs import PIECE

# Pictures that can hold no script are shown in place; everything else is only ever saved.
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
_OVERHEAD = 100_000  # bytes of a multipart form around the file


_FILE = ResponseSpec(bytes, media_type="*/*", description="The file", generate_examples=False)


class StoredFile(msgspec.Struct, frozen=True):
    """A file that can be attached. `size` in bytes."""

    id: UUID
    name: str
    type: str
    size: int
    url: str


@dataclass
class FileForm:
    """A multipart form."""

    file: UploadFile


class FilesController(Controller):
    """`/files`"""

    path = "/files"
    tags = ("Conversations",)
    guards = (requires("operator"),)

    @post(summary="Upload a file", request_max_body_size=FILE_LIMIT + _OVERHEAD)
    async def upload(
        self,
        principal: Principal,
        services: Services,
        data: Annotated[FileForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    ) -> StoredFile:
        """Store a file of at most 25 MB; a message then names it among its `attachments`."""
        file = data.file
        if not isinstance(file, UploadFile):
            raise BadInput("The field `file` must hold a file", field="file")
        type_ = file.content_type or "application/octet-stream"
        try:
            stored = await services.files.store(file.filename or "file", type_, pieces(file))
        finally:
            await file.close()
        async with services.database.workspace(principal.workspace_id) as tx:
            await keep_file(tx, principal.workspace_id, stored)
        return StoredFile(stored.id, stored.name, stored.type, stored.size, f"/api/v1/files/{stored.id}")

    @get("/{file_id:uuid}", summary="Download a file", responses={200: _FILE})
    async def download(self, principal: Principal, services: Services, file_id: UUID) -> Stream:
        """Return any file of this workspace's conversations; only harmless pictures are shown in place."""
        async with services.database.workspace(principal.workspace_id) as tx:
            file = await kept_file(tx, file_id)
        return await download_of(file, services.files)


async def download_of(file: Attachment, files: BlobFiles) -> Stream:
    """Return the answer with this file, shown in place only if it can do no harm there; raises `NotFound`."""
    shown = file.type in SHOWN
    headers = {
        # RFC 6266, RFC 8187
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Cache-Control": "private, max-age=86400, immutable",
    }
    return await streamed(file, files, file.type if shown else "application/octet-stream", headers)


async def streamed(file: Attachment, files: BlobFiles, media_type: str, headers: dict[str, str]) -> Stream:
    """Return the answer with this file, which can run nothing in a browser; raises `NotFound`."""
    body = files.open(file)
    first = await anext(body, b"")  # raises NotFound now, not when half of the answer is out
    guarded = {
        "Content-Length": str(file.size),
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    }
    return Stream(_whole(first, body), media_type=media_type, headers=headers | guarded)


async def pieces(file: UploadFile) -> AsyncIterator[bytes]:
    """Read an upload in pieces."""
    while piece := await file.read(PIECE):
        yield piece


async def _whole(first: bytes, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in body:
        yield piece
