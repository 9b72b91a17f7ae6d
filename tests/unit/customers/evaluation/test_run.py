"""The resolver over many touches at once: what a file of them comes to, and what a crowd may cost."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from nitka.customers.evaluation.figures import changed
from nitka.customers.evaluation.lines import read_touches
from nitka.customers.evaluation.run import assign
from nitka.customers.memory import MemoryStore
from nitka.customers.model.versions import newest
from tests.worlds.crowd import START
from tests.worlds.russian import ALL
from tests.worlds.russian import touches as russian
from tests.worlds.touches import Labelled, Said, write

TOLD = 10  # at once


def assigned(folder: Path, world: list[Labelled], batch: int) -> list[UUID]:
    """The customers of these touches, so many of which are told at once."""
    write(folder / "world.jsonl", world)
    told = [one.touch for one in read_touches(folder / "world.jsonl")]
    customers = asyncio.run(assign(told, batch=batch))
    return [customers[touch.id] for touch in told]


def test_how_many_are_told_at_once_changes_nobody(tmp_path: Path) -> None:
    one = ALL["ru_world"]
    places = tuple(replace(place, count=1, users=40) for place in one.crowd.places)
    world = russian(replace(one, crowd=replace(one.crowd, people=120, touches=700, places=places, recycled=4)))
    first, *others = (assigned(tmp_path, world, batch) for batch in (1, 37, 700))
    assert [changed(first, other) for other in others] == [set(), set()]


def test_of_a_crowd_no_more_is_read_than_shows_that_it_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more namesake among others who are told: what was read of a crowd does not grow with the others."""
    named = {"first_name": "Иван", "last_name": "Иванов", "city": "Москва"}
    touches = [
        Labelled(
            str(number), START, [Said("email", f"p{number}@mail.example", "verified")],
            {trait: _word(number) for trait in named} if number % TOLD else named, str(number),
        )
        for number in range(1100)
    ]  # fmt: skip
    read: list[int] = []
    under = MemoryStore.under

    async def counted(store: MemoryStore, wanted: Collection[int], most: int) -> dict[int, list[UUID]]:
        found = await under(store, wanted, most)
        read.extend(map(len, found.values()))
        return found

    monkeypatch.setattr(MemoryStore, "under", counted)
    found = assigned(tmp_path, touches, TOLD)
    assert len(set(found)) == 1100
    assert max(read) == newest().likeness.crowd + 2


def _word(number: int) -> str:
    return "".join("бвгджзклмн"[int(digit)] + "а" for digit in f"{number:04}"[::-1])
