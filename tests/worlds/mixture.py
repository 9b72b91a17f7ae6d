"""`python -m tests.worlds.mixture FILE LINES`: many worlds told at once, in the order of their times, for long runs.

Each world keeps its own people and identifiers; names, birth dates and towns are drawn from the same few lists, as
they are in a country, so that the search for likeness is crowded as it would be.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from tests.worlds import records, russian, settings
from tests.worlds.crowd import NOTHINGS, OWN_VALUES
from tests.worlds.touches import Labelled, Said, write

EVERYBODYS = {value for _, value in (*NOTHINGS, *OWN_VALUES)}  # are the same in every world
UNMARKED = ("phone",)  # a number has no room for a mark; so many random ones hardly ever meet


def mixture(lines: int) -> list[Labelled]:
    """Make so many touches of as many worlds as it takes, each with a seed of its own."""
    found: list[Labelled] = []
    for number, name in enumerate(cycle([*settings.names(), *russian.ALL, *records.ALL])):
        if len(found) >= lines:
            break
        found += marked(_world(name, 1000 + number), f"w{number}")
    del found[lines:]
    return sorted(found, key=lambda touch: (touch.at, touch.id))


def _world(name: str, seed: int) -> list[Labelled]:
    if name in russian.ALL:
        one = russian.ALL[name]
        return russian.touches(replace(one, crowd=replace(one.crowd, seed=seed)))
    if name in records.ALL:
        return records.records(replace(records.ALL[name], seed=seed))
    return settings.touches(name, seed)


def marked(touches: list[Labelled], mark: str) -> Iterator[Labelled]:
    """Yield the touches with ids, people and identifiers of their own."""
    for touch in touches:
        touch.id, touch.truth = f"{mark}-{touch.id}", f"{mark}-{touch.truth}"
        touch.identifiers = [_said(one, mark) for one in touch.identifiers]
        yield touch


def _said(one: Said, mark: str) -> Said:
    if one.type in UNMARKED or one.value in EVERYBODYS:
        return one
    return replace(one, value=mark + one.value.lstrip())


if __name__ == "__main__":
    write(Path(sys.argv[1]), mixture(int(sys.argv[2])))
