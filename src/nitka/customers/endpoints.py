"""Customers over HTTP, as far as they are only read."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, get
from litestar.params import Parameter
from litestar.types import ControllerRouterHandler

from nitka.customers import browsing, history
from nitka.customers.consent import endpoints as consent
from nitka.customers.households import endpoints as households
from nitka.customers.model import endpoints as model
from nitka.customers.models import Customer, CustomerPage, IdentityEventPage, TimelinePage, Why
from nitka.customers.service import region_of
from nitka.customers.stewardship import endpoints as stewardship
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database
from nitka.platform.paging import Cursor, Limit

Language = Annotated[
    Literal["ru", "en"] | None, Parameter(description="Language of the sentences; by default the workspace's")
]
ByIdentifier = Annotated[
    str | None,
    Parameter(max_length=500, description="type:value, as in email:ivan@example.com or phone:+79161234567"),
]
Search = Annotated[
    str | None, Parameter(max_length=200, description="Beginnings of the words of a name, or of an address")
]


class CustomersController(Controller):
    """`/customers`"""

    path = "/customers"
    tags = ("Customers",)
    guards = (requires("operator"),)

    @get(summary="Find customers")
    async def find(
        self,
        principal: Principal,
        database: Database,
        *,
        identifier: ByIdentifier = None,
        q: Search = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> CustomerPage:
        """Return customers, the newest first."""
        async with database.workspace(principal.workspace_id) as tx:
            region = await region_of(tx, principal.workspace_id)
            return await browsing.page(tx, region, identifier=identifier, q=q, cursor=cursor, limit=limit)

    @get("/{customer_id:uuid}", summary="A customer")
    async def one(self, principal: Principal, database: Database, customer_id: UUID) -> Customer:
        """Return a customer; the id of one who was merged answers with whom they became."""
        async with database.workspace(principal.workspace_id) as tx:
            return await browsing.customer(tx, customer_id)

    @get("/{customer_id:uuid}/timeline", summary="Every touch of a customer")
    async def timeline(
        self, principal: Principal, database: Database, customer_id: UUID, cursor: Cursor = None, limit: Limit = 50
    ) -> TimelinePage:
        """Return touches of all channels, the newest first."""
        async with database.workspace(principal.workspace_id) as tx:
            return await browsing.timeline(tx, customer_id, cursor=cursor, limit=limit)

    @get("/{customer_id:uuid}/why", summary="Why these identifiers are one customer")
    async def why(self, principal: Principal, database: Database, customer_id: UUID, locale: Language = None) -> Why:
        """Return every link with its evidence and a plain sentence."""
        async with database.workspace(principal.workspace_id) as tx:
            language = await history.locale_of(tx, principal.workspace_id, locale)
            return await history.why(tx, customer_id, language)

    @get("/{customer_id:uuid}/history", summary="Merges, splits and what was undone")
    async def events(
        self, principal: Principal, database: Database, customer_id: UUID, locale: Language = None
    ) -> IdentityEventPage:
        """Return the latest 200 identity events of a customer, the latest first."""
        async with database.workspace(principal.workspace_id) as tx:
            language = await history.locale_of(tx, principal.workspace_id, locale)
            return await history.history(tx, customer_id, language)


handlers: list[ControllerRouterHandler] = [
    CustomersController,
    *consent.handlers,
    *households.handlers,
    *stewardship.handlers,
    *model.handlers,
]
