"""A new version of the model: looked at first, applied when somebody says so, and then exactly what was shown."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec.structs import replace

from nitka.customers.model import revision, walking
from nitka.customers.model.first import FIRST
from nitka.customers.model.second import SECOND as RARE
from nitka.customers.model.shape import Model
from nitka.customers.model.versions import MODELS
from nitka.pipeline.following import Following
from nitka.pipeline.following.model import TryVersions
from nitka.platform.broker import Broker
from nitka.platform.database import Database
from tests.integration.identity.versions import (
    NARROWER,
    SECOND,
    approve,
    from_nothing,
    go_on,
    hear,
    mailboxes,
    mixture,
    namesakes,
    numbers,
    only_the_first,
    people,
    some_of_all,
    state,
    statuses,
)
from tests.integration.pipeline.conftest import rows
from tests.integration.platform_fixtures import WorkspaceRow
from tests.project import ROOT


@pytest.fixture(autouse=True)
async def one_version(migrated: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """There is the first version alone, also where other tests left work behind; each test adds others."""
    await only_the_first(migrated)
    for version in [*MODELS]:
        if version != FIRST.version:
            monkeypatch.delitem(MODELS, version)
    yield
    await only_the_first(migrated)


async def begin(database: Database, workspace: WorkspaceRow) -> None:
    assert await revision.open_all(database) >= 1
    assert (await state(database, workspace)).state == "clearing"


async def shown(database: Database, workspace: WorkspaceRow) -> set[Any]:
    """What the diff says: which groups of identifiers become which."""
    found = await rows(database, workspace.id, "SELECT before, after FROM model_change")
    return {
        (
            frozenset(frozenset(ids) for ids in row["before"].values()),
            frozenset(frozenset(ids) for ids in row["after"]),
        )
        for row in found
    }  # fmt: skip


async def happened(database: Database, workspace: WorkspaceRow) -> set[Any]:
    """What was written of it as it was applied."""
    found = await rows(
        database, workspace.id, "SELECT before, after FROM identity_event WHERE details->>'rule' = 'model'"
    )
    groups = [(row["before"].values(), row["after"].values()) for row in found]
    return {tuple(frozenset(frozenset(ids) for ids in side) for side in both) for both in groups}


async def test_it_is_shown_first_and_applied_when_somebody_says_so(
    database: Database, broker: Broker, workspace: WorkspaceRow, other_workspace: WorkspaceRow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    await hear(database, broker, some_of_all(workspace))
    before = await people(database, workspace)
    monkeypatch.setitem(MODELS, 2, SECOND)
    await begin(database, workspace)
    one = await go_on(database, broker, workspace, "waiting")
    assert one.computed_at is not None
    assert await people(database, workspace) == before, "nothing changes by itself"
    changes = await rows(database, workspace.id, "SELECT op, before, after, touches, reason FROM model_change")
    assert sorted(row["op"] for row in changes) == ["merge", "merge", "split"]
    (split,) = [row for row in changes if row["op"] == "split"]
    assert split["reason"]["old"]["one"] >= split["reason"]["old"]["two"]
    assert split["reason"]["new"]["one"] < split["reason"]["new"]["two"]
    for row in changes:
        if row["op"] == "merge":
            assert row["reason"]["new"]["one"] >= row["reason"]["new"]["two"]
            assert row["touches"] == 1

    said = await shown(database, workspace)
    await approve(database, workspace)
    await go_on(database, broker, workspace, "done")
    assert await happened(database, workspace) == said
    await hear(database, broker, some_of_all(other_workspace))
    assert await people(database, workspace) == await people(database, other_workspace) != before
    assert await statuses(database, workspace) == await statuses(database, other_workspace)
    (home,) = await rows(database, workspace.id, "SELECT model FROM workspace")
    assert home["model"] == 2
    suggested = await rows(database, workspace.id, "SELECT state, rules_version FROM suggestion")
    assert all(row["rules_version"] == 2 or row["state"] != "open" for row in suggested)


@pytest.mark.parametrize(
    ("seed", "model"),
    [(0, SECOND), (1, replace(SECOND, limits=NARROWER)), (2, SECOND), (3, replace(SECOND, limits=NARROWER)), (4, RARE)],
)
async def test_what_is_shown_is_what_comes_and_what_would_be_drawn_from_nothing(
    database: Database,
    broker: Broker,
    workspace: WorkspaceRow,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    model: Model,
) -> None:
    touches = mixture(workspace, random.Random(seed), 60)
    await hear(database, broker, touches)
    monkeypatch.setitem(MODELS, 2, model)
    await begin(database, workspace)
    await go_on(database, broker, workspace, "waiting")
    said = await shown(database, workspace)
    assert said or model is RARE
    await approve(database, workspace)
    await go_on(database, broker, workspace, "done")
    assert await happened(database, workspace) == said
    drawn = await people(database, workspace), await statuses(database, workspace)
    assert drawn == await from_nothing(workspace, touches, model)


async def test_touches_meanwhile_are_drawn_by_the_version_that_was_approved(
    database: Database, broker: Broker, workspace: WorkspaceRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hear(database, broker, some_of_all(workspace))
    monkeypatch.setitem(MODELS, 2, SECOND)
    await begin(database, workspace)
    await go_on(database, broker, workspace, "waiting")
    meanwhile = [*mailboxes(workspace, "7"), *namesakes(workspace, "2")]
    await hear(database, broker, meanwhile)
    groups = await people(database, workspace)
    one = {"phone:+79160000007", "device:tablet-7", "email:7@shop.org", "email:7@post.org"}
    assert one in groups, "the first version still says that these are one"
    assert {"email:ivan-2@shop.org"} in groups
    await approve(database, workspace)
    await go_on(database, broker, workspace, "done")
    groups = await people(database, workspace)
    assert one not in groups
    assert {"email:ivan-2@shop.org", "phone:+79990000002"} in groups, "what came meanwhile was compared as well"


async def test_an_operators_word_holds_whatever_the_version(
    database: Database, broker: Broker, workspace: WorkspaceRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hear(database, broker, namesakes(workspace, "1"))
    async with database.workspace(workspace.id) as tx:
        ids = [row["id"] for row in await tx.fetch("SELECT id FROM identifier WHERE type IN ('email', 'phone')")]
        await tx.execute(
            "INSERT INTO identity_constraint (workspace_id, id, kind, why, event_id) "
            "VALUES ($1, $2, 'cannot', '', $2)", workspace.id, ids[0],
        )  # fmt: skip
        for node, side in zip(ids, (b"a", b"b"), strict=True):
            await tx.execute(
                "INSERT INTO identity_constraint_node (workspace_id, node, constraint_id, side) "
                "VALUES ($1, $2, $3, $4)",
                workspace.id, node, ids[0], side,
            )  # fmt: skip
    monkeypatch.setitem(MODELS, 2, SECOND)
    await begin(database, workspace)
    await go_on(database, broker, workspace, "waiting")
    assert await shown(database, workspace) == set()


async def test_the_same_weights_change_nobody(
    database: Database, broker: Broker, workspace: WorkspaceRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hear(database, broker, mixture(workspace, random.Random(9), 50))
    before = await people(database, workspace), await statuses(database, workspace)
    monkeypatch.setitem(MODELS, 2, replace(MODELS[1], version=2))
    await begin(database, workspace)
    one = await go_on(database, broker, workspace, "waiting")
    assert (await shown(database, workspace), one.freed, one.lost) == (set(), 0, 0)
    await approve(database, workspace)
    await go_on(database, broker, workspace, "done")
    assert (await people(database, workspace), await statuses(database, workspace)) == before
    assert await happened(database, workspace) == set()


async def test_a_newer_version_takes_the_place_of_one_that_nobody_decided(
    database: Database, broker: Broker, workspace: WorkspaceRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hear(database, broker, some_of_all(workspace))
    monkeypatch.setitem(MODELS, 2, SECOND)
    await begin(database, workspace)
    await go_on(database, broker, workspace, "drawing")
    monkeypatch.setitem(MODELS, 3, replace(SECOND, version=3))
    await begin(database, workspace)
    one = await go_on(database, broker, workspace, "waiting")
    assert (one.version, one.from_version) == (3, 1)
    assert len(await shown(database, workspace)) == 3
    assert await rows(database, workspace.id, "SELECT 1 FROM follow_up WHERE consumer = 'model'") == []
    assert await revision.open_all(database) == 0, "nobody is asked twice"


async def test_a_step_that_fails_leaves_nothing_and_is_done_again(
    database: Database, broker: Broker, workspace: WorkspaceRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hear(database, broker, some_of_all(workspace))
    monkeypatch.setitem(MODELS, 2, SECOND)
    await begin(database, workspace)
    await go_on(database, broker, workspace, "drawing")
    consumer = TryVersions()

    def broken(*_: object) -> list[Any]:
        raise ValueError("a mistake of ours")

    with monkeypatch.context() as patch:
        patch.setattr("nitka.customers.model.walking.changes", broken)
        await Following(database, broker, [consumer]).round(consumer, asyncio.Event())
    (waiting,) = await rows(database, workspace.id, "SELECT attempts, state FROM follow_up WHERE consumer = 'model'")
    assert (waiting["attempts"], waiting["state"]) == (1, "queued")
    assert await rows(database, workspace.id, "SELECT 1 FROM model_seen") == []
    async with database.workspace(workspace.id) as tx:
        await tx.execute("UPDATE follow_up SET due_at = now()")
    await go_on(database, broker, workspace, "waiting")
    assert len(await shown(database, workspace)) == 3


async def test_killed_in_the_middle_it_goes_on_where_it_was(
    database: Database, broker: Broker, workspace: WorkspaceRow, monkeypatch: pytest.MonkeyPatch, migrated: str,
    nats_url: str,
) -> None:  # fmt: skip
    touches = [touch for n in range(10, 40) for make in (mailboxes, numbers) for touch in make(workspace, str(n))]
    await hear(database, broker, touches)
    monkeypatch.setitem(MODELS, 2, SECOND)
    await begin(database, workspace)
    await _killed_while(database, workspace, "drawing", migrated, nats_url)
    await go_on(database, broker, workspace, "waiting")
    said = await shown(database, workspace)
    assert len(said) == 60
    await approve(database, workspace)
    await _killed_while(database, workspace, "applying", migrated, nats_url)
    assert 0 < len(await happened(database, workspace)) < 60
    await go_on(database, broker, workspace, "done")
    assert await happened(database, workspace) == said
    events = await rows(database, workspace.id, "SELECT 1 FROM identity_event WHERE details->>'rule' = 'model'")
    assert len(events) == 60, "nobody is regrouped twice"
    drawn = await people(database, workspace), await statuses(database, workspace)
    assert drawn == await from_nothing(workspace, touches, SECOND)


async def _killed_while(
    database: Database, workspace: WorkspaceRow, state_: str, database_url: str, nats_url: str
) -> None:
    """Let another process work until it is in the middle of this state, and kill it."""
    walker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.identity.walker", database_url, nats_url,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}, cwd=ROOT,
    )  # fmt: skip
    try:
        async with asyncio.timeout(60):
            while (one := await state(database, workspace)).state != state_ or one.done < 20:
                assert walker.returncode is None
                await asyncio.sleep(0.01)  # until it is there
    finally:
        walker.kill()
        await walker.wait()


@pytest.mark.parametrize("seed", range(2))
async def test_touches_that_come_at_any_moment_end_where_the_new_version_draws_them(
    database: Database, broker: Broker, workspace: WorkspaceRow, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    touches = mixture(workspace, chance, 30)
    for n in range(10, 20):  # webs enough for the walks to have a middle
        touches += [*mailboxes(workspace, str(n)), *numbers(workspace, str(n))]
    chance.shuffle(touches)
    await hear(database, broker, touches[:40])
    monkeypatch.setattr(walking, "SEEDS", 2)
    monkeypatch.setattr(walking, "RECORDS", 3)
    monkeypatch.setitem(MODELS, 2, SECOND)
    await begin(database, workspace)
    consumer, coming = TryVersions(), touches[40:]
    following = Following(database, broker, [consumer])
    heard: set[str] = set()
    while (one := await state(database, workspace)).state != "done":
        if one.state == "waiting":
            await approve(database, workspace)
        if coming and one.state in ("comparing", "drawing", "applying") and chance.random() < 0.3:
            heard.add(one.state)
            await hear(database, broker, [coming.pop()])
        if not await following.round(consumer, asyncio.Event()):
            await asyncio.sleep(0.02)  # until the next step is due
    assert heard >= {"drawing", "applying"}
    await hear(database, broker, coming)
    drawn = await people(database, workspace), await statuses(database, workspace)
    assert drawn == await from_nothing(workspace, touches, SECOND)
