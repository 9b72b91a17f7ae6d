"""Findings as people are shown them."""

from collections.abc import Collection
from uuid import UUID

import asyncpg

from nitka.customers.findings.events import FindingsChanged
from nitka.customers.findings.keeping import queries
from nitka.customers.findings.models import FindingList, FoundInWords
from nitka.customers.models import Author
from nitka.kernel.errors import NotFound
from nitka.platform.database import Connection, every

MOST_SHOWN = 200


async def of_conversation(tx: Connection, conversation_id: UUID) -> FindingList:
    """Return what was found in this conversation's words, the latest 200, in their order."""
    rows = await every(queries.of_conversation(tx, id=conversation_id, most=MOST_SHOWN))
    return FindingList([_shown(row) for row in reversed(rows)])


async def finding(tx: Connection, id_: UUID) -> FoundInWords:
    """Return one of them; raises `NotFound`."""
    for row in await every(queries.shown(tx, id=id_)):
        return _shown(row)
    raise NotFound("There is no such finding")


async def changed(tx: Connection, workspace_id: UUID, ids: Collection[UUID]) -> list[FindingsChanged]:
    """Return what is told of these findings: one event for each conversation."""
    rows = await every(queries.conversations_of(tx, ids=list(ids))) if ids else []
    return [
        FindingsChanged(workspace_id=workspace_id, conversation_id=row["conversation_id"], ids=sorted(row["ids"]))
        for row in rows
    ]


def _shown(row: asyncpg.Record) -> FoundInWords:
    undone = row["undone_by"] is not None
    return FoundInWords(
        id=row["id"],
        message_id=row["message_id"],
        kind=row["kind"],
        type=row["type"],
        value=row["value"],
        part=row["part"],
        from_=row["from_char"],
        to=row["to_char"],
        quote=row["quote"],
        confidence=round(row["confidence"], 3),
        state="dismissed" if undone else row["state"],
        known=row["known_to"] if row["known_to"] != row["speaker"] else None,
        event_id=row["event_id"],
        decided_by=Author(row["decided_by"], row["decider"]) if row["decided_by"] else None,
        decided_at=row["decided_at"],
        at=row["at"],
    )
