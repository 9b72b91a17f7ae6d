"""`python -m tests.worlds FOLDER [NAME…]`: write the worlds as files and print how the baselines do in each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.worlds import baselines, records, russian, settings
from tests.worlds.metrics import quality
from tests.worlds.touches import Labelled, write

RULERS: dict[str, Callable[[Sequence[Labelled]], baselines.Clusters]] = {
    "union": baselines.union,
    "limits": baselines.limits,
    "sketch, strict": lambda touches: baselines.sketch(touches, baselines.STRICT),
    "sketch, even": lambda touches: baselines.sketch(touches, baselines.EVEN),
    "sketch, usual": baselines.sketch,
    "omniscient": baselines.omniscient,
}


def names() -> list[str]:
    """The names of all worlds: crowds, the Russian ones, records with nothing to hold on to."""
    return [*settings.names(), *russian.ALL, *records.ALL]


def touches(name: str) -> list[Labelled]:
    """Make the world of this name."""
    if name in russian.ALL:
        return russian.touches(russian.ALL[name])
    return records.records(records.ALL[name]) if name in records.ALL else settings.touches(name)


def main(folder: Path, wanted: Sequence[str]) -> None:
    """Write and measure the wanted worlds, one after another."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in wanted:
        world = touches(name)
        write(folder / f"{name}.jsonl", world)
        truth = {touch.id: touch.truth for touch in world}
        sys.stdout.write(f"{name}: {len(world)} touches, {len(set(truth.values()))} people\n")
        for ruler, join in RULERS.items():
            sys.stdout.write(f"  {ruler:15} {quality(join(world), truth).row()}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or names())
