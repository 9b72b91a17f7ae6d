"""Canned answers: texts made ready, called by a shortcut."""

import re
from uuid import UUID

from nitka.conversations.models import (
    TEXT_LIMIT,
    CannedAnswer,
    CannedAnswerList,
    CannedAnswerPatch,
    NewCannedAnswer,
)
from nitka.conversations.sql import queries
from nitka.kernel.errors import BadInput, Conflict, NotFound
from nitka.kernel.ids import new_id
from nitka.kernel.text import harmless
from nitka.platform.auth import Principal, audit
from nitka.platform.database import Connection, every

_WORD = re.compile(r"[\w-]{1,40}")
TITLE_LIMIT = 200


async def canned_answers(tx: Connection) -> CannedAnswerList:
    """Return all of them by shortcut."""
    return CannedAnswerList([CannedAnswer(**row) for row in await every(queries.canned_answers(tx))])


async def add_canned_answer(tx: Connection, principal: Principal, new: NewCannedAnswer) -> CannedAnswer:
    """Add one. Raises `BadInput`, and `Conflict` when the shortcut is taken."""
    row = await queries.add_canned_answer(
        tx, workspace_id=principal.workspace_id, id=new_id(), shortcut=_shortcut(new.shortcut),
        title=_filled(new.title, "title", TITLE_LIMIT), text=_filled(new.text, "text", TEXT_LIMIT),
    )  # fmt: skip
    if row is None:
        raise Conflict("There is an answer with this shortcut already", field="shortcut")
    await audit(tx, principal, "canned_answers.add", row["id"])
    return CannedAnswer(**row)


async def change_canned_answer(
    tx: Connection, principal: Principal, id_: UUID, patch: CannedAnswerPatch
) -> CannedAnswer:
    """Change what is given. Raises `NotFound`, `BadInput`, `Conflict`."""
    shortcut = None if patch.shortcut is None else _shortcut(patch.shortcut)
    if shortcut and await queries.canned_shortcut_taken(tx, shortcut=shortcut, id=id_):
        raise Conflict("There is an answer with this shortcut already", field="shortcut")
    row = await queries.change_canned_answer(
        tx, id=id_, shortcut=shortcut,
        title=None if patch.title is None else _filled(patch.title, "title", TITLE_LIMIT),
        text=None if patch.text is None else _filled(patch.text, "text", TEXT_LIMIT),
    )  # fmt: skip
    if row is None:
        raise NotFound("There is no such canned answer")
    await audit(tx, principal, "canned_answers.change", id_)
    return CannedAnswer(**row)


async def drop_canned_answer(tx: Connection, principal: Principal, id_: UUID) -> None:
    """Delete one. Raises `NotFound`."""
    if not await queries.drop_canned_answer(tx, id=id_):
        raise NotFound("There is no such canned answer")
    await audit(tx, principal, "canned_answers.drop", id_)


def _shortcut(raw: str) -> str:
    word = harmless(raw).strip().removeprefix("/").lower()
    if not _WORD.fullmatch(word):
        raise BadInput("A shortcut is one word of letters, digits, - and _, at most 40 of them", field="shortcut")
    return word


def _filled(raw: str, field: str, limit: int) -> str:
    text = harmless(raw).strip()
    if not text or len(text) > limit:
        raise BadInput(f"This may not be empty, nor longer than {limit} characters", field=field)
    return text
