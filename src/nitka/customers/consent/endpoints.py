"""Consents over HTTP."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.types import ControllerRouterHandler

from nitka.customers.consent import service
from nitka.customers.consent.models import ConsentPage, NewConsent, StatementPage
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database
from nitka.platform.paging import Cursor, Limit


class ConsentsController(Controller):
    """`/customers/{id}/consents`"""

    path = "/customers/{customer_id:uuid}/consents"
    tags = ("Customers",)
    guards = (requires("operator"),)

    @get(summary="What a customer allows and refuses")
    async def consents(self, principal: Principal, database: Database, customer_id: UUID) -> ConsentPage:
        """Return what holds now; of those who became one customer the most restrictive word holds."""
        async with database.workspace(principal.workspace_id) as tx:
            return await service.consents(tx, customer_id)

    @post(summary="Record what a customer allowed or refused")
    async def record(
        self, principal: Principal, database: Database, customer_id: UUID, data: NewConsent
    ) -> ConsentPage:
        """Write it down for ever and return what holds now; who changes their mind says so anew."""
        async with database.workspace(principal.workspace_id) as tx:
            return await service.record(tx, principal, customer_id, data)

    @get("/history", summary="All that a customer ever allowed and refused")
    async def ledger(
        self, principal: Principal, database: Database, customer_id: UUID, cursor: Cursor = None, limit: Limit = 50
    ) -> StatementPage:
        """Return every statement of the customer's identifiers, the latest first."""
        async with database.workspace(principal.workspace_id) as tx:
            return await service.ledger(tx, customer_id, cursor=cursor, limit=limit)


handlers: list[ControllerRouterHandler] = [ConsentsController]
