"""Statements that share a round trip are each what they would be alone."""

import asyncpg
import pytest

from nitka.conversations.sql import queries
from nitka.kernel.ids import new_id
from nitka.platform.database import Connection, Database
from nitka.platform.statements import Writes, ask
from tests.integration.platform_fixtures import WorkspaceRow

_ADD = "INSERT INTO canned_answer (workspace_id, id, shortcut, title, text) VALUES ($1, $2, $3, $4, $5)"


async def _shortcuts(tx: Connection) -> set[str]:
    return {row["shortcut"] for row in await tx.fetch("SELECT shortcut FROM canned_answer")}


async def test_several_answers_come_together(database: Database, workspace: WorkspaceRow) -> None:
    async with database.workspace(workspace.id) as tx:
        settings, seqs, places = await ask(
            tx,
            (queries.workspace_settings, {"workspace_id": workspace.id}),
            (queries.take_seqs, {"count": 3}),
            (queries.places, {"ids": [new_id()]}),
        )
    assert settings == [({},)]
    first = seqs[0][0]
    assert seqs == [(first,), (first + 1,), (first + 2,)]
    assert places == []


async def test_what_is_gathered_is_written_when_it_is_sent(database: Database, workspace: WorkspaceRow) -> None:
    async with database.workspace(workspace.id) as tx:
        writes = Writes(tx)
        assert not writes
        await writes.execute(_ADD, workspace.id, new_id(), "one", "$3 is no place here", "x")
        await writes.execute(_ADD, workspace.id, new_id(), "two", "x", "x")
        assert writes
        assert await _shortcuts(tx) == set()
        await writes.send()
        assert not writes
        assert await _shortcuts(tx) == {"one", "two"}
        await writes.send()  # nothing waits
        await writes.execute("UPDATE canned_answer SET shortcut = $1 WHERE shortcut = $2", "three", "one")
        await writes.send()  # one statement goes as it is
        assert await _shortcuts(tx) == {"three", "two"}


async def test_one_that_fails_takes_the_others_with_it(database: Database, workspace: WorkspaceRow) -> None:
    async def add(*shortcuts: str | None) -> None:
        async with database.workspace(workspace.id) as tx:
            writes = Writes(tx)
            for shortcut in shortcuts:
                await writes.execute(_ADD, workspace.id, new_id(), shortcut, "x", "x")
            await writes.send()

    with pytest.raises(asyncpg.NotNullViolationError):
        await add("one", None)
    async with database.workspace(workspace.id) as tx:
        assert await _shortcuts(tx) == set()
