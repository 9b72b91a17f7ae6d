"""Canned answers."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post

from nitka.conversations import canned
from nitka.conversations.models import CannedAnswer, CannedAnswerList, CannedAnswerPatch, NewCannedAnswer
from nitka.platform.auth import Principal, requires
from nitka.platform.database import Database


class CannedAnswersController(Controller):
    """`/canned-answers`"""

    path = "/canned-answers"
    tags = ("Conversations",)
    guards = (requires("operator"),)

    @get(summary="Canned answers")
    async def list_answers(self, principal: Principal, database: Database) -> CannedAnswerList:
        """Return all of them by shortcut."""
        async with database.workspace(principal.workspace_id) as tx:
            return await canned.canned_answers(tx)

    @post(summary="Add a canned answer")
    async def add(self, principal: Principal, database: Database, data: NewCannedAnswer) -> CannedAnswer:
        """Add one. 409 when the shortcut is taken."""
        async with database.workspace(principal.workspace_id) as tx:
            return await canned.add_canned_answer(tx, principal, data)

    @patch("/{answer_id:uuid}", summary="Change a canned answer")
    async def change(
        self, principal: Principal, database: Database, answer_id: UUID, data: CannedAnswerPatch
    ) -> CannedAnswer:
        """Change what is given."""
        async with database.workspace(principal.workspace_id) as tx:
            return await canned.change_canned_answer(tx, principal, answer_id, data)

    @delete("/{answer_id:uuid}", summary="Delete a canned answer")
    async def drop(self, principal: Principal, database: Database, answer_id: UUID) -> None:
        """Delete it."""
        async with database.workspace(principal.workspace_id) as tx:
            await canned.drop_canned_answer(tx, principal, answer_id)
