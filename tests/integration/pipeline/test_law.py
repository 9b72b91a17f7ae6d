"""The law of undoing on PostgreSQL: what was decided about identity leaves no trace once it is taken back."""

from __future__ import annotations

import os
from typing import Any

import pytest

from nitka.conversations import answering, caring, pen
from nitka.customers import service as customers
from nitka.platform.database import Database
from tests.integration.pipeline.two_shops import Law, Shop
from tests.integration.platform_fixtures import WorkspaceRow

LONG = os.environ.get("NITKA_LAW") == "long"
STEPS = 1000 if LONG else 100
pytestmark = pytest.mark.timeout(3600 if LONG else 300)
SEEDS = range(10 if LONG else 8)


@pytest.mark.parametrize("seed", SEEDS if LONG else SEEDS[:4])
async def test_undoing_all_decisions_gives_what_never_deciding_would_have(
    database: Database, workspace: WorkspaceRow, other_workspace: WorkspaceRow, seed: int
) -> None:
    law = Law(Shop(database, workspace), Shop(database, other_workspace), seed, cared_for=False)
    for _ in range(STEPS):
        await law.step()
    await law.undo_all()
    found, wanted = await law.decided.everything(), await law.plain.everything()
    different = {part: _different(found[part], wanted[part]) for part in wanted}
    assert different == {part: [] for part in wanted}


@pytest.mark.parametrize("seed", SEEDS)
async def test_no_words_are_lost_or_shown_to_others_whatever_operators_do_meanwhile(
    database: Database,
    workspace: WorkspaceRow,
    other_workspace: WorkspaceRow,
    seed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    law = Law(Shop(database, workspace), Shop(database, other_workspace), seed, cared_for=True)
    for module in (answering, caring, pen, customers):  # the same words at the same time in both
        monkeypatch.setattr(module, "now", lambda: law.at)
    for number in range(STEPS):
        await law.step()
        if number % 10 == 0:
            assert await law.decided.misplaced() == []
    await law.undo_all()
    assert await law.decided.misplaced() == []
    found, wanted = await law.decided.everything(), await law.plain.everything()
    different = {part: _different(found[part], wanted[part]) for part in wanted}
    assert different == {part: [] for part in wanted}


def _different(found: Any, wanted: Any) -> list[Any]:
    """Only what is not the same: the rest is long."""
    if isinstance(found, dict):
        keys = sorted((found.keys() | wanted.keys()), key=str)
        pairs = [(key, found.get(key), wanted.get(key)) for key in keys if found.get(key) != wanted.get(key)]
        return [(key, *_fields(one, other)) for key, one, other in pairs]
    return [] if found == wanted else [found, wanted]


def _fields(one: Any, other: Any) -> tuple[Any, Any]:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return one, other
    names = [name for name in one if one[name] != other.get(name)]
    return {name: one[name] for name in names}, {name: other.get(name) for name in names}
