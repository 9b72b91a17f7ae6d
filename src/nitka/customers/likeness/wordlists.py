"""The known given names and their forms, read from the lists in `data` when they are first needed."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from nitka.customers.likeness.fathers import patronymics
from nitka.customers.likeness.fold import fold, skeleton


class Entry(NamedTuple):
    """A line of a list: a name, its other full spellings, its short forms."""

    sex: str
    names: list[str]
    forms: list[str]


class Lists(NamedTuple):
    """The known given names, ready to be looked up."""

    meanings: dict[str, frozenset[str]]  # skeleton of a name or a form of it → canonical names
    full: frozenset[str]  # skeletons of full names
    russian: dict[str, frozenset[str]]  # as `meanings`, of Russian names alone
    known: frozenset[str]  # canonical names
    fathers: dict[str, str]  # skeleton of a patronymic → the father's canonical name


def words(file: str) -> Iterator[str]:
    """Yield the lines of a list that say something."""
    for line in files("nitka.customers.likeness.data").joinpath(file).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def entries(file: str) -> Iterator[Entry]:
    """Yield the names of a list."""
    for line in words(file):
        names, _, forms = line[2:].partition(":")
        yield Entry(line[0], names.strip().split("/"), forms.split())


@cache
def lists() -> Lists:
    """Return the lists; the first call takes some tens of milliseconds."""
    canonical_of: dict[tuple[str, str], str] = {}  # sex and skeleton of a full name → canonical
    russian = _Collected(canonical_of)
    fathers: dict[str, str] = {}
    for entry in entries("russian.txt"):
        canonical = russian.add(entry)
        if entry.sex == "m":
            for name in entry.names:
                for patronymic in patronymics(name):
                    fathers.setdefault(skeleton(patronymic), canonical)
    english = _Collected(canonical_of)
    for entry in entries("english.txt"):
        english.add(entry)
    for line in words("abroad.txt"):
        canonical, _, spellings = line.partition(":")
        english.forms += [(spelling, canonical) for spelling in spellings.split()]
    full = frozenset(sound for _, sound in canonical_of)
    of_russian, meanings = russian.meanings(full), english.meanings(full)
    for form, names in of_russian.items():
        meanings[form] = meanings.get(form, frozenset()) | names
    return Lists(meanings, full, of_russian, frozenset(canonical_of.values()), fathers)


class _Collected:
    """Names and forms of one language while they are read."""

    def __init__(self, canonical_of: dict[tuple[str, str], str]) -> None:
        self.canonical_of = canonical_of
        self.names: list[tuple[str, str]] = []
        self.forms: list[tuple[str, str]] = []

    def add(self, entry: Entry) -> str:
        """Take in a line and return the canonical name: Anna and Анна, Victor and Виктор are one."""
        canonical = self.canonical_of.setdefault((entry.sex, skeleton(entry.names[0])), fold(entry.names[0]))
        for name in entry.names:
            self.canonical_of.setdefault((entry.sex, skeleton(name)), canonical)
        self.names += [(name, canonical) for name in entry.names]
        self.forms += [(form, canonical) for form in entry.forms]
        return canonical

    def meanings(self, full: frozenset[str]) -> dict[str, frozenset[str]]:
        """Return what every skeleton may stand for.

        A short form that is a full name too stands for both (Jack is John); one that only sounds like it does not,
        or Мария would be Марина, who is «Маря» to some.
        """
        spelt = {_spelt(name) for name, _ in self.names}
        found: dict[str, set[str]] = {}
        for form, canonical in self.names:
            found.setdefault(skeleton(form), set()).add(canonical)
        for form, canonical in self.forms:
            sound = skeleton(form)
            if sound not in full or _spelt(form) in spelt:
                found.setdefault(sound, set()).add(canonical)
        return {form: frozenset(names) for form, names in found.items()}


def _spelt(name: str) -> str:
    return name.lower().replace("ё", "е")
