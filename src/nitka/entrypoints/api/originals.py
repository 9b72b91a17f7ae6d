"""The source of a letter, for whoever wants to see what really came."""

from collections.abc import AsyncIterator
from uuid import UUID

from litestar import get
from litestar.response import Stream

from nitka.conversations.service import original_of
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
    body = services.files.open(source)
    first = await anext(body, b"")  # raises NotFound now, not when half of the answer is out
    headers = {
        "Content-Disposition": f'attachment; filename="{message_id}.eml.txt"',
        "Content-Length": str(source.size),
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return Stream(_whole(first, body), media_type="text/plain", headers=headers)


async def _whole(first: bytes, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in body:
        yield piece
