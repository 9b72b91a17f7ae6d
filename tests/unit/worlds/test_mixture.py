"""Many worlds in one file: nothing of one is another's, but what is everybody's."""

from __future__ import annotations

from dataclasses import replace

from tests.worlds.crowd import World
from tests.worlds.mixture import EVERYBODYS, marked
from tests.worlds.settings import CROWDS


def test_the_same_world_told_twice_has_nothing_in_common_with_itself() -> None:
    small = replace(CROWDS["shoppers"], people=40, touches=300, placeholders=0.2)
    one, other = (list(marked(World(small).touches(), mark)) for mark in ("w1", "w2"))
    assert {touch.id for touch in one}.isdisjoint(touch.id for touch in other)
    assert {touch.truth for touch in one}.isdisjoint(touch.truth for touch in other)
    first, second = (
        {said.value for touch in world for said in touch.identifiers if said.type != "phone"} for world in (one, other)
    )
    assert first & second
    assert first & second <= EVERYBODYS
