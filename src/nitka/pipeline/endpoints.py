"""Decisions about identity over HTTP: they move customers and conversations together."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, patch, post
from litestar.types import ControllerRouterHandler

from nitka.channels.entrances import Entrances
from nitka.conversations.continuing import PresentedToken
from nitka.customers import browsing, history
from nitka.customers.continuing.models import Settled
from nitka.customers.models import Customer, Identifier, IdentityEvent
from nitka.customers.stewardship.models import Compared, Suggestion
from nitka.kernel.errors import Conflict
from nitka.pipeline import commands, deciding, redeeming
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database

Reason = Annotated[str, msgspec.Meta(max_length=1000, description="In the operator's words; kept with the event")]


class MergeRequest(msgspec.Struct, frozen=True):
    """Which customers are one, and how it is known."""

    ids: Annotated[list[UUID], msgspec.Meta(min_length=2, max_length=10)]
    reason: Reason = ""


class SplitRequest(msgspec.Struct, frozen=True):
    """Which of a customer's identifiers are somebody else's, and how it is known."""

    identifier_ids: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=1000)]
    reason: Reason = ""


class UndoRequest(msgspec.Struct, frozen=True):
    """Why it was wrong."""

    reason: Reason = ""


class CustomerPatch(msgspec.Struct, frozen=True):
    """What to change; left out means left as it is. A null name gives it back to the sources."""

    name: Annotated[str, msgspec.Meta(max_length=200)] | msgspec.UnsetType | None = msgspec.UNSET
    blocked: bool | msgspec.UnsetType = msgspec.UNSET


class IdentifierPatch(msgspec.Struct, frozen=True):
    """Whose an identifier is: one person's, many people's, or nobody's."""

    status: Literal["normal", "shared", "blocked"]


class SuggestionDecision(msgspec.Struct, frozen=True):
    """How it is known; by default the event says what was alike."""

    reason: Reason = ""


class SuggestionAnswer(msgspec.Struct, frozen=True):
    """What the customer answered when asked for `feature`."""

    customer_id: UUID
    feature: Annotated[str, msgspec.Meta(max_length=40)]
    answer: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class AnswerOutcome(msgspec.Struct, frozen=True):
    """How the answer fits what is known of the other one: the same in any form, near it, another, or nothing to say."""

    outcome: Compared


class SuggestionsController(Controller):
    """Decisions on customers who are likely one person"""

    path = "/suggestions/{suggestion_id:uuid}"
    tags = ("Stewardship",)
    guards = (requires("operator"),)

    @post("/accept", summary="Make one customer of two who are likely one")
    async def accept(
        self, principal: Principal, database: Database, suggestion_id: UUID, data: SuggestionDecision | None = None
    ) -> Suggestion:
        """Merge them; repeated, it answers with the same event."""
        return await deciding.accept(database, principal, suggestion_id, data.reason if data else "")

    @post("/dismiss", summary="Say that the two are two")
    async def dismiss(
        self, principal: Principal, database: Database, suggestion_id: UUID, data: SuggestionDecision | None = None
    ) -> Suggestion:
        """Keep them apart: no rule joins them until this is undone."""
        return await deciding.dismiss(database, principal, suggestion_id, data.reason if data else "")

    @post("/undo", summary="Undo the decision on a suggestion")
    async def undo(
        self, principal: Principal, database: Database, suggestion_id: UUID, data: SuggestionDecision | None = None
    ) -> Suggestion:
        """Undo its merge, or let the two be joined again; it is open again."""
        return await deciding.take_back(database, principal, suggestion_id, data.reason if data else "")

    @post("/answer", summary="Compare what a customer answered")
    async def answer(
        self, principal: Principal, database: Database, suggestion_id: UUID, data: SuggestionAnswer
    ) -> AnswerOutcome:
        """Say how the answer fits, without telling what is known."""
        return AnswerOutcome(
            await deciding.answer(
                database, principal, suggestion_id, feature=data.feature, text=data.answer, asked_of=data.customer_id
            )
        )


class IdentityController(Controller):
    """Commands on customers, identifiers and identity events"""

    path = "/"
    tags = ("Customers",)
    guards = (requires("operator"),)

    @post("/customers/merge", summary="Make one customer of several")
    async def merge(self, principal: Principal, database: Database, data: MergeRequest) -> IdentityEvent:
        """Merge; repeated, it answers with the same event."""
        decided = await commands.merge(database, principal, data.ids, data.reason)
        return await _event(database, principal, decided.event_id)

    @post("/customers/{customer_id:uuid}/split", summary="Move identifiers out of a customer")
    async def split(
        self, principal: Principal, database: Database, customer_id: UUID, data: SplitRequest
    ) -> IdentityEvent:
        """Make another customer of some of the identifiers; what was said with them goes along."""
        decided = await commands.split(database, principal, customer_id, data.identifier_ids, data.reason)
        return await _event(database, principal, decided.event_id)

    @post("/identity-events/{event_id:uuid}/undo", summary="Undo a merge, a split or an undo")
    async def undo(
        self, principal: Principal, database: Database, event_id: UUID, data: UndoRequest | None = None
    ) -> IdentityEvent:
        """Take it back; repeated, it answers with the same event."""
        decided = await commands.undo(database, principal, event_id, data.reason if data else "")
        return await _event(database, principal, decided.event_id)

    @patch("/customers/{customer_id:uuid}", summary="Name or block a customer")
    async def change(
        self, principal: Principal, database: Database, customer_id: UUID, data: CustomerPatch
    ) -> Customer:
        """Change what is given."""
        if not isinstance(data.name, msgspec.UnsetType):
            await commands.rename(database, principal, customer_id, data.name)
        if not isinstance(data.blocked, msgspec.UnsetType):
            await commands.set_blocked(database, principal, customer_id, data.blocked)
        async with database.workspace(principal.workspace_id) as tx:
            return await browsing.customer(tx, customer_id)

    @patch("/identifiers/{identifier_id:uuid}", summary="Say whose an identifier is")
    async def status(
        self, principal: Principal, database: Database, identifier_id: UUID, data: IdentifierPatch
    ) -> Identifier:
        """Set the status; who is whom is drawn anew, and the touches it owned find their owners."""
        await commands.set_status(database, principal, identifier_id, data.status)
        async with database.workspace(principal.workspace_id) as tx:
            return await browsing.identifier(tx, identifier_id)

    @post(
        "/conversations/{conversation_id:uuid}/continuations/redeem",
        summary="Take a code that a customer reads out",
        status_code=200,
    )
    async def redeem(
        self,
        principal: Principal,
        database: Database,
        entrances: Entrances,
        conversation_id: UUID,
        data: PresentedToken,
    ) -> Settled:
        """Join who speaks in this conversation with whom the code or link was made for; repeated, it says `again`.

        409 with what is wrong: expired, used, unknown, or after too many wrong ones.
        """
        return await redeeming.redeem(database, entrances.sealer, principal, conversation_id, data)


async def _event(database: Database, principal: Principal, event_id: UUID | None) -> IdentityEvent:
    if event_id is None:
        raise Conflict("Nothing changed")
    async with database.workspace(principal.workspace_id) as tx:
        return await history.identity_event(tx, event_id, await history.locale_of(tx, principal.workspace_id, None))


handlers: list[ControllerRouterHandler] = [IdentityController, SuggestionsController]
