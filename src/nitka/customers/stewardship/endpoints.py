"""Stewardship over HTTP, as far as it is only read."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, get
from litestar.params import Parameter
from litestar.types import ControllerRouterHandler

from nitka.customers.history import locale_of
from nitka.customers.households.rules import Use
from nitka.customers.service import region_of
from nitka.customers.stewardship import biggest, conflicts, journal, shared, suggesting
from nitka.customers.stewardship.models import (
    BigProfile,
    IdentityConflict,
    LikelyOnes,
    NotedEvent,
    Separation,
    SharedCounts,
    SharedIdentifier,
    State,
    Suggestion,
)
from nitka.customers.stewardship.separating import separation
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database
from nitka.platform.paging import Cursor, Limit, Page

Language = Annotated[
    Literal["ru", "en"] | None, Parameter(description="Language of the sentences; by default the workspace's")
]

InState = Annotated[State, Parameter(query="state", description="What was decided of them; by default nothing yet")]


OfUse = Annotated[Use | None, Parameter(description="What they are; by default all")]


class StewardshipController(Controller):
    """Lists for who keeps customers in order"""

    tags = ("Stewardship",)
    guards = (requires("supervisor"),)

    @get("/suggestions", summary="Customers who are likely one person")
    async def suggestions(
        self,
        principal: Principal,
        database: Database,
        decided: InState = "open",
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> Page[Suggestion]:
        """Return suggestions with their evidence and both profiles, the likeliest first."""
        async with database.workspace(principal.workspace_id) as tx:
            return await suggesting.page(tx, decided, cursor, limit)

    @get("/identity/shared", summary="Identifiers that join nobody")
    async def shared(
        self,
        principal: Principal,
        database: Database,
        *,
        status: Literal["shared", "blocked"] | None = None,
        use: OfUse = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> Page[SharedIdentifier]:
        """Return shared and blocked identifiers with how many people they touch and why, the newest first.

        Those of one `use` are looked for some hundreds at a time: a page may be empty though `next` goes on.
        """
        async with database.workspace(principal.workspace_id) as tx:
            return await shared.page(tx, status, use, cursor, limit)

    @get("/identity/shared/counts", summary="How many of them are what")
    async def shared_counts(self, principal: Principal, database: Database) -> SharedCounts:
        """Return how many are homes', devices', organisations', of the newest thousand."""
        async with database.workspace(principal.workspace_id) as tx:
            return await shared.counts(tx)

    @get("/identity/conflicts", summary="Evidence that joins nobody")
    async def conflicts(
        self,
        principal: Principal,
        database: Database,
        locale: Language = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> Page[IdentityConflict]:
        """Return pairs of live customers between whom there are links, and what keeps them two.

        Customers are looked through from the newest on, some thousands at a time: a page may be empty though `next`
        goes on.
        """
        async with database.workspace(principal.workspace_id) as tx:
            return await conflicts.page(tx, await locale_of(tx, principal.workspace_id, locale), cursor, limit)

    @get("/identity/biggest", summary="The biggest profiles")
    async def biggest(
        self,
        principal: Principal,
        database: Database,
        by: Literal["identifiers", "touches"] = "identifiers",
        limit: Limit = 50,
    ) -> Page[BigProfile]:
        """Return the customers with the most identifiers and what holds them; by touches, of the first 200 of these."""
        async with database.workspace(principal.workspace_id) as tx:
            return await biggest.page(tx, by, limit)

    @get("/identity/events", summary="Every merge, split and undo")
    async def events(
        self,
        principal: Principal,
        database: Database,
        *,
        op: journal.Op | None = None,
        by: journal.By | None = None,
        locale: Language = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> Page[NotedEvent]:
        """Return identity events of the workspace, the latest first."""
        async with database.workspace(principal.workspace_id) as tx:
            language = await locale_of(tx, principal.workspace_id, locale)
            return await journal.page(tx, language, op=op, by=by, cursor=cursor, limit=limit)


class LikelyController(Controller):
    """What operators are told in a conversation"""

    path = "/customers"
    tags = ("Customers",)
    guards = (requires("operator"),)

    @get("/{customer_id:uuid}/likely", summary="Who is likely this customer")
    async def likely(
        self, principal: Principal, database: Database, customer_id: UUID, locale: Language = None
    ) -> LikelyOnes:
        """Return who may be the same person, and the question that would tell best; it gives nothing away."""
        async with database.workspace(principal.workspace_id) as tx:
            language = await locale_of(tx, principal.workspace_id, locale)
            return await suggesting.likely(tx, customer_id, await region_of(tx, principal.workspace_id), language)

    @get("/{customer_id:uuid}/separation", summary="What would separate a customer")
    async def separation(
        self, principal: Principal, database: Database, customer_id: UUID, locale: Language = None
    ) -> Separation:
        """Return the weakest places of a customer: the links and the two parts without them."""
        async with database.workspace(principal.workspace_id) as tx:
            return await separation(tx, customer_id, await locale_of(tx, principal.workspace_id, locale))


handlers: list[ControllerRouterHandler] = [StewardshipController, LikelyController]
