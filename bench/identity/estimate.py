"""`python -m bench.identity.estimate FOLDER`: the weights of the newest model, counted on the training files.

FOLDER is where `python -m tests.worlds` and `python -m bench.identity.oracle data` wrote their files. For each level
it prints log2(m / u) of every kind of file, where u is counted among all strangers and, for people of one address,
among strangers who live at one. What is measured is never among the files. Weights marked as judged in
the model are lower on purpose than what is counted here.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.identity.levels import PARTS, levels
from nitka.customers.likeness.levels import Level
from nitka.customers.model.shape import Weights
from nitka.customers.model.versions import newest
from tests.worlds.touches import read

PLAIN_FILES = ("febrl1", "febrl2", "febrl4")
APART_FILES = ("pseudo_agencies_iso", "ru_one_noise", "ru_big_families")
ORDER = tuple(sorted(Level, reverse=True))

Counted = Mapping[str, Any]


def bits(counted: Counted, part: str, level: Level, among: str) -> float | None:
    """Return log2(m / u) with half a pair more on either side; None where too little was seen to say."""
    found = counted[part]["levels"].get(level.name)
    pairs = counted[part]["pairs"]
    if found is None or not pairs["m"] or not pairs[among]:
        return None
    m = (found["m"] * pairs["m"] + 0.5) / (pairs["m"] + 1)
    u = (found[among] * pairs[among] + 0.5) / (pairs[among] + 1)
    return math.log2(m / u)


def table(title: str, files: tuple[str, ...], folder: Path, frozen: Weights, among: str) -> None:
    """Print what was counted on each file beside the frozen weight."""
    counted = [levels(read(folder / f"{file}.jsonl")) for file in files]
    sys.stdout.write(
        f"\n{title} (u among {among})\n{'':18}{'frozen':>8}" + "".join(f"{file:>22}" for file in files) + "\n"
    )
    for part in PARTS:
        for level in ORDER:
            seen = [bits(one, part, level, among) for one in counted]
            weight = getattr(frozen, part)[level]
            sys.stdout.write(
                f"{part:10}{level.name:8}{weight:8.1f}" + "".join(f"{_shown(one):>22}" for one in seen) + "\n"
            )


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def main(folder: Path) -> None:
    """Print the three tables."""
    table("Neither gives more than given name and surname", PLAIN_FILES, folder, newest().likeness.plain, "u")
    table("Names that tell relatives apart", APART_FILES, folder, newest().likeness.apart, "u")
    table("The same at one address", APART_FILES[1:], folder, newest().likeness.at_home, "home")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
