"""Imports of customers."""

from typing import Annotated, Literal
from urllib.parse import quote
from uuid import UUID

from litestar import Controller, delete, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Body, Parameter
from litestar.response import Stream

from nitka.customers.importing import service
from nitka.customers.importing.models import ImportJob, ImportPreview, ImportStart
from nitka.customers.importing.role import WAKE
from nitka.entrypoints.api.files import FileForm, pieces
from nitka.entrypoints.services import Services
from nitka.kernel.errors import BadInput
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database
from nitka.platform.paging import Cursor, Limit, Page, page_of, place_of

_OVERHEAD = 100_000  # bytes of a multipart form around the file
_REPORT = ResponseSpec(bytes, media_type="text/csv", description="The report", generate_examples=False)
Language = Annotated[Literal["ru", "en"], Parameter(description="Language of the sentences")]


class ImportsController(Controller):
    """`/imports`"""

    path = "/imports"
    tags = ("Import",)
    guards = (requires("supervisor"),)

    @get(summary="Imports")
    async def list_imports(
        self, principal: Principal, database: Database, limit: Limit = 50, cursor: Cursor = None
    ) -> Page[ImportJob]:
        """Return imports of the desk and of the command line, newest first."""
        async with database.workspace(principal.workspace_id) as tx:
            return page_of(await service.page(tx, place_of(cursor), limit + 1), limit)

    @post(summary="Upload a CSV file to import", request_max_body_size=service.FILE_LIMIT + _OVERHEAD)
    async def upload(
        self,
        principal: Principal,
        services: Services,
        data: Annotated[FileForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    ) -> ImportJob:
        """Keep a file of at most 500 MB for two days; nothing is imported before it is started."""
        file = data.file
        if not isinstance(file, UploadFile):
            raise BadInput("The field `file` must hold a file", field="file")
        try:
            name = file.filename or "customers.csv"
            id_ = await service.upload(services.database, services.blobs, principal, name, pieces(file))
        finally:
            await file.close()
        return await service.one(services.database, principal, id_)

    @get("/{import_id:uuid}", summary="An import")
    async def show(self, principal: Principal, database: Database, import_id: UUID) -> ImportJob:
        """Return how far it is, and what a dry run found."""
        return await service.one(database, principal, import_id)

    @get("/{import_id:uuid}/preview", summary="The beginning of a file, and a mapping to confirm")
    async def preview(self, principal: Principal, services: Services, import_id: UUID) -> ImportPreview:
        """Return 20 rows, and for each column what it probably holds."""
        return await service.preview(services.database, services.blobs, principal, import_id)

    @post("/{import_id:uuid}/start", status_code=200, summary="Check a file, or import it")
    async def start(self, principal: Principal, services: Services, import_id: UUID, data: ImportStart) -> ImportJob:
        """Begin a dry run, which writes no customers, or the import itself."""
        job = await service.start(services.database, services.blobs, principal, import_id, data)
        if services.broker.client.is_connected:  # else it is found within seconds
            await services.broker.client.publish(WAKE, b"")
        return job

    @post("/{import_id:uuid}/stop", status_code=200, summary="Stop an import")
    async def stop(self, principal: Principal, services: Services, import_id: UUID) -> ImportJob:
        """Stop; what went in stays, and the same file imported again goes on from there."""
        return await service.stop(services.database, services.blobs, principal, import_id)

    @get("/{import_id:uuid}/report", summary="Rows that were refused", responses={200: _REPORT})
    async def report(
        self, principal: Principal, database: Database, import_id: UUID, locale: Language = "ru"
    ) -> Stream:
        """Return as CSV the rows that were refused or not taken whole, with what to do about each."""
        lines = await service.report(database, principal, import_id, locale)
        name = quote("отклонённые строки.csv" if locale == "ru" else "refused rows.csv", safe="")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
        return Stream(lines, media_type="text/csv", headers=headers)

    @delete("/{import_id:uuid}", summary="Remove an import")
    async def remove(self, principal: Principal, services: Services, import_id: UUID) -> None:
        """Remove its file and report; what went in stays."""
        await service.remove(services.database, services.blobs, principal, import_id)
