"""The source of a letter, for whoever wants to see what really came."""

from uuid import UUID

from litestar import get
from litestar.response import Stream

from nitka.conversations.service import original_of
from nitka.entrypoints.api.files import streamed
from nitka.entrypoints.services import Services
from nitka.platform.auth import Principal, requires


@get(
    "/messages/{message_id:uuid}/original",
    guards=[requires("operator")],
    tags=["Conversations"],
    summary="The source of an e-mail",
)
async def original(principal: Principal, services: Services, message_id: UUID) -> Stream:
    """Return the letter as it came, as a text to be saved; 404 when it was not kept."""
    async with services.database.workspace(principal.workspace_id) as tx:
        source = await original_of(tx, message_id)
    headers = {
        "Content-Disposition": f'attachment; filename="{message_id}.eml.txt"',
        "X-Content-Type-Options": "nosniff",
    }
    return await streamed(source, services.files, "text/plain", headers)
