"""What customers said of themselves, over HTTP."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.types import ControllerRouterHandler

from nitka.conversations import reading
from nitka.customers.findings import listing
from nitka.customers.findings.models import FindingList, FoundInWords, TriedFindings, WordsTrial
from nitka.customers.findings.trying import read_as_a_try
from nitka.pipeline import findings
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database


class FindingsController(Controller):
    """`/findings` and `/conversations/{id}/findings`"""

    path = "/"
    tags = ("Customers",)
    guards = (requires("operator"),)

    @get("/conversations/{conversation_id:uuid}/findings", summary="What was found in a conversation's words")
    async def of_conversation(self, principal: Principal, database: Database, conversation_id: UUID) -> FindingList:
        """Return what the customer said of who they are, with the quotes; the latest 200."""
        async with database.workspace(principal.workspace_id) as tx:
            return await listing.of_conversation(tx, await reading.root_of(tx, conversation_id))

    @post("/findings/{finding_id:uuid}/confirm", status_code=200, summary="Take a finding for true")
    async def confirm(self, principal: Principal, database: Database, finding_id: UUID) -> FoundInWords:
        """Make it an operator's word: the customers become one, are kept apart, or get a name. Can be undone."""
        return await findings.confirm(database, principal, finding_id)

    @post("/findings/{finding_id:uuid}/dismiss", status_code=200, summary="Take a finding for wrong")
    async def dismiss(self, principal: Principal, database: Database, finding_id: UUID) -> FoundInWords:
        """Show it no more; what it had done already is undone."""
        return await findings.dismiss(database, principal, finding_id)


class WordsController(Controller):
    """`/words`"""

    path = "/words"
    tags = ("Settings",)
    guards = (requires("supervisor"),)

    @post("/try", status_code=200, summary="Read a text as a customer's message, as a try")
    async def try_out(self, principal: Principal, database: Database, data: WordsTrial) -> TriedFindings:
        """Return what it would say of its writer, with settings that are not saved yet; nothing is kept."""
        async with database.workspace(principal.workspace_id) as tx:
            return TriedFindings(await read_as_a_try(tx, principal.workspace_id, data))


handlers: list[ControllerRouterHandler] = [FindingsController, WordsController]
