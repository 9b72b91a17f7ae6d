"""One-time codes that could not be sent, over HTTP."""

from uuid import UUID

import msgspec
from litestar import Controller, get, post

from nitka.channels import registry
from nitka.conversations.codes import unsent
from nitka.conversations.codes.models import Code, UnsentCode
from nitka.conversations.reach import reaches_of
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database
from nitka.platform.paging import Cursor, Limit, Page, page_of, place_of


class UnsentCodesController(Controller):
    """`/codes`"""

    path = "/codes"
    tags = ("Assurance",)
    guards = (requires("supervisor"),)

    @get("/unsent", summary="One-time codes that could not be sent")
    async def unsent(
        self, principal: Principal, database: Database, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[UnsentCode]:
        """Return those of the last two days that nothing has replaced, the newest first."""
        async with database.workspace(principal.workspace_id) as tx:
            return page_of(await unsent.unsent_page(tx, place_of(cursor), limit + 1), limit)

    @post("/{code_id:uuid}/resend", status_code=200, summary="Send another code in place of one")
    async def resend(self, principal: Principal, database: Database, code_id: UUID) -> Code:
        """Send a new one to the same address, to be typed in the same talk; the limits of codes hold."""
        async with database.workspace(principal.workspace_id) as tx:
            code = await unsent.send_anew(tx, principal, reaches_of(registry.kinds()), code_id)
        return code if principal.actor_kind != "token" else msgspec.structs.replace(code, value=None)
