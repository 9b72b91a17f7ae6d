"""How well rules read what customers write: by example, and in figures."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from nitka.customers.words import Asked, Spoken, read

Said = tuple[str, str, str]
_OPTION = re.compile(r"\{(\w+) ([^}]*)\}\s*")


class Example(NamedTuple):
    """A line of a corpus."""

    line: int
    spoken: Spoken
    wanted: frozenset[Said]


def corpus(name: str) -> list[Example]:
    """Return the examples of a file."""
    examples = []
    for number, line in enumerate((Path(__file__).parent / name).read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        text, arrow, wanted = line.rpartition("=>")
        assert arrow, f"{name}:{number}"
        options = dict(_OPTION.findall(text))
        address = options.get("from", "device visitor").split(" ")
        spoken = Spoken(
            text=_OPTION.sub("", text).strip().replace("\\n", "\n"),
            quoted=options["quoted"].replace("\\n", "\n") if "quoted" in options else None,
            address=(address[0], address[1]),
            region=options.get("region", "RU"),
            asked=Asked(options.get("asked", "")),
        )
        examples.append(Example(number, spoken, frozenset(map(_said, filter(None, map(str.strip, wanted.split(";")))))))
    return examples


def _said(text: str) -> Said:
    words = text.split(" ")
    if words[0] == "name":
        return "trait", "name", " ".join(words[1:])
    return words[0], words[1], words[2]


def found(example: Example) -> set[Said]:
    return {(one.kind, one.type, one.value) for one in read(example.spoken)}


class Score(NamedTuple):
    """Of all that was found how much is right, and of all that is right how much was found; and what was not."""

    precision: float
    recall: float
    wrong: list[str]


def score(name: str) -> Score:
    count: Counter[str] = Counter()
    wrong = []
    for example in corpus(name):
        got = found(example)
        count += Counter(
            right=len(got & example.wanted), false=len(got - example.wanted), missed=len(example.wanted - got)
        )
        wrong += [f"{name}:{example.line} {example.spoken.text!r} + {one}" for one in got - example.wanted]
        wrong += [f"{name}:{example.line} {example.spoken.text!r} - {one}" for one in example.wanted - got]
    return Score(
        count["right"] / (count["right"] + count["false"]), count["right"] / (count["right"] + count["missed"]), wrong
    )


@pytest.mark.parametrize("example", corpus("corpus.txt"), ids=lambda example: str(example.line))
def test_every_line_is_read_as_people_read_it(example: Example) -> None:
    assert found(example) == example.wanted


if __name__ == "__main__":
    for file in ("corpus.txt", "fresh.txt", "unseen.txt"):
        result = score(file)
        figures = " ".join(f"{figure:.3f}" for figure in result[:2])
        sys.stdout.write(f"{file}: {len(corpus(file))} lines, {figures}\n" + "\n".join(result.wrong))
