"""Touches that were set aside."""

from uuid import UUID

from litestar import Controller, get, post

from nitka.entrypoints.services import Services
from nitka.pipeline import held
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database
from nitka.platform.paging import Cursor, Limit, Page, page_of, place_of


class QuarantineController(Controller):
    """`/quarantine`"""

    path = "/quarantine"
    tags = ("Operations",)
    guards = (requires("supervisor"),)

    @get(summary="Touches that were set aside")
    async def list_held(
        self, principal: Principal, database: Database, limit: Limit = 50, cursor: Cursor = None
    ) -> Page[held.Held]:
        """Return them with the reason, newest first."""
        async with database.workspace(principal.workspace_id) as tx:
            return page_of(await held.held_page(tx, place_of(cursor), limit + 1), limit)

    @post("/{touch_id:uuid}/retry", status_code=204, summary="Try a touch again")
    async def retry(self, principal: Principal, services: Services, touch_id: UUID) -> None:
        """Give it to the pipeline again; it is set aside again if it fails again."""
        await held.retry(services.database, services.intake, principal, touch_id)

    @post("/{touch_id:uuid}/drop", status_code=204, summary="Give a touch up")
    async def drop(self, principal: Principal, database: Database, touch_id: UUID) -> None:
        """Give it up for good."""
        await held.drop(database, principal, touch_id)
