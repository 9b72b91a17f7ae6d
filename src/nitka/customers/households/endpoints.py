"""Households, devices and organisations over HTTP; they are only read, for they follow from what was seen."""

from uuid import UUID

from litestar import Controller, get
from litestar.types import ControllerRouterHandler

from nitka.customers.households.around import around, household, organisation
from nitka.customers.households.devices import device
from nitka.customers.households.models import Around, Device, Household, Organisation
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database


class HouseholdsController(Controller):
    """Who is beside whom; whoever may read customers may read it"""

    tags = ("Households",)
    guards = (requires("operator"),)

    @get("/customers/{customer_id:uuid}/around", summary="Households, organisations and devices of a customer")
    async def around(self, principal: Principal, database: Database, customer_id: UUID) -> Around:
        """Return who shares something with a customer without being them, and their devices."""
        async with database.workspace(principal.workspace_id) as tx:
            return await around(tx, customer_id)

    @get("/households/{household_id:uuid}", summary="A household")
    async def household(self, principal: Principal, database: Database, household_id: UUID) -> Household:
        """Return a household by its id, or by that of anything that is shared in it."""
        async with database.workspace(principal.workspace_id) as tx:
            return await household(tx, household_id)

    @get("/devices/{device_id:uuid}", summary="A device")
    async def device(self, principal: Principal, database: Database, device_id: UUID) -> Device:
        """Return a device: whether it is one person's, and who uses it how often."""
        async with database.workspace(principal.workspace_id) as tx:
            return await device(tx, device_id)

    @get("/organisations/{organisation_id:uuid}", summary="An identifier of an organisation")
    async def organisation(self, principal: Principal, database: Database, organisation_id: UUID) -> Organisation:
        """Return how many were seen with an identifier that many have, and some of them."""
        async with database.workspace(principal.workspace_id) as tx:
            return await organisation(tx, organisation_id)


handlers: list[ControllerRouterHandler] = [HouseholdsController]
