"""`python -m bench.identity.levels OUT FILE…`: how often each level of ours is seen, counted on labelled files.

m is the share among all pairs of one person's records, u among random pairs of strangers, `home` among strangers who
live at one address. Unlike EM this looks at the labels, so nothing that is measured may be among the files.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from nitka.customers.likeness import comparators
from nitka.customers.likeness.comparators import Level
from nitka.customers.likeness.described import Described, described
from tests.worlds.touches import Labelled, read

STRANGERS = 300_000  # pairs of a file, drawn at random
PARTS = ("first", "last", "middle", "birth", "address", "city", "postcode")
COMPARE: dict[str, Callable[[Any, Any], Level | None]] = {part: getattr(comparators, part) for part in PARTS}

Pair = tuple[Described, Described]


def levels(touches: list[Labelled]) -> dict[str, Any]:
    """Count the levels of one file."""
    people = [(touch.truth, described(touch.traits)) for touch in touches if touch.traits]
    kinds = {"m": _same(people), "u": _strangers(people), "home": _of_one_home(people)}
    counts = {kind: _count(pairs) for kind, pairs in kinds.items()}
    return {part: _figures({kind: found[part] for kind, found in counts.items()}) for part in (*PARTS, "swapped")}


def _count(pairs: Iterable[Pair]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {part: Counter() for part in (*PARTS, "swapped")}
    for one, other in pairs:
        for part, compare in COMPARE.items():
            level = compare(getattr(one, part), getattr(other, part))
            if level is not None:
                found[part][Level(level).name] += 1
        if one.first and other.first and one.last and other.last:
            crossed = comparators.swapped(one.first, one.last, other.first, other.last)
            found["swapped"]["YES" if crossed else "NO"] += 1
    return found


def _figures(counts: dict[str, Counter[str]]) -> dict[str, Any]:
    names = sorted({name for found in counts.values() for name in found})
    shares = {
        name: {kind: round(found[name] / found.total(), 7) if found else None for kind, found in counts.items()}
        for name in names
    }
    for name, share in shares.items():
        # Half a pair more on either side: what was never seen is rare, not impossible.
        m = (counts["m"][name] + 0.5) / (counts["m"].total() + 1)
        u = (counts["u"][name] + 0.5) / (counts["u"].total() + 1)
        share["bits"] = round(math.log2(m / u), 2)
    return {"pairs": {kind: found.total() for kind, found in counts.items()}, "levels": shares}


def _same(people: list[tuple[str, Described]]) -> Iterator[Pair]:
    gathered: defaultdict[str, list[Described]] = defaultdict(list)
    for person, one in people:
        gathered[person].append(one)
    return (pair for them in gathered.values() for pair in combinations(them, 2))


def _strangers(people: list[tuple[str, Described]]) -> Iterator[Pair]:
    rng = random.Random(len(people))
    for _ in range(STRANGERS):
        (person, one), (stranger, other) = rng.choice(people), rng.choice(people)
        if person != stranger:
            yield one, other


def _of_one_home(people: list[tuple[str, Described]]) -> Iterator[Pair]:
    homes: defaultdict[tuple[Any, str], list[tuple[str, Described]]] = defaultdict(list)
    for person, one in people:
        if one.address.street and one.address.house:
            homes[one.address, one.city].append((person, one))
    for them in homes.values():
        if len(them) <= 50:  # more is a house where many live
            yield from ((one, other) for (a, one), (b, other) in combinations(them, 2) if a != b)


if __name__ == "__main__":
    out, *files = map(Path, sys.argv[1:])
    out.write_text(json.dumps({file.stem: levels(read(file)) for file in files}, indent=1), encoding="utf-8")
