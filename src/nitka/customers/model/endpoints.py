"""A new version of the model over HTTP."""

from typing import Annotated

from litestar import Controller, get, post
from litestar.params import Parameter
from litestar.types import ControllerRouterHandler

from nitka.customers.model import deciding, listing
from nitka.customers.model.models import ModelChange, ModelStatus, Op
from nitka.platform.auth import Principal, audit, requires
from nitka.platform.database import Database
from nitka.platform.paging import Cursor, Limit, Page

OfOp = Annotated[Op | None, Parameter(query="op", description="Those who would be joined, or who would come apart")]


class ModelController(Controller):
    """By which version of the model customers are drawn"""

    path = "/identity/model"
    tags = ("Stewardship",)
    guards = (requires("supervisor"),)

    @get("/", summary="The version of the model, and what a newer one would change")
    async def status(self, principal: Principal, database: Database) -> ModelStatus:
        """Return the version, and how far the look at a newer one is."""
        async with database.workspace(principal.workspace_id) as tx:
            return await listing.status(tx)

    @get("/changes", summary="Whom a newer version would join or part")
    async def changes(
        self, principal: Principal, database: Database, what: OfOp = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[ModelChange]:
        """Return them with the reasons, those first of whom the most touches would move."""
        async with database.workspace(principal.workspace_id) as tx:
            return await listing.changes(tx, what, cursor, limit)

    @post("/{version:int}/approve", status_code=200, summary="Go over to a version")
    async def approve(self, principal: Principal, database: Database, version: int) -> ModelStatus:
        """Draw customers by it from now on; the role `identity` regroups them, portion by portion."""
        async with database.workspace(principal.workspace_id) as tx:
            if await deciding.approve(tx, principal.workspace_id, version, principal.actor_id):
                await audit(tx, principal, "model.approve", str(version))
            return await listing.status(tx)

    @post("/{version:int}/refuse", status_code=200, summary="Leave customers as they are")
    async def refuse(self, principal: Principal, database: Database, version: int) -> ModelStatus:
        """Stay with the version of today; it can be looked at again later."""
        async with database.workspace(principal.workspace_id) as tx:
            if await deciding.refuse(tx, principal.workspace_id, version, principal.actor_id):
                await audit(tx, principal, "model.refuse", str(version))
            return await listing.status(tx)

    @post("/{version:int}/again", status_code=200, summary="Find out anew what would change")
    async def again(self, principal: Principal, database: Database, version: int) -> ModelStatus:
        """Compare and draw all of it once more, for what has come since."""
        async with database.workspace(principal.workspace_id) as tx:
            if await deciding.again(tx, principal.workspace_id, version):
                await audit(tx, principal, "model.again", str(version))
            return await listing.status(tx)


handlers: list[ControllerRouterHandler] = [ModelController]
