"""The known given names and their forms, read from the lists in `data` when they are first needed."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from nitka.customers.likeness.fathers import patronymics
from nitka.customers.likeness.fold import fold, skeleton

_Meanings = dict[str, frozenset[str]]


class Entry(NamedTuple):
    """A line of a list: a name, its other full spellings, its short forms."""

    sex: str
    names: list[str]
    forms: list[str]


class Lists(NamedTuple):
    """The known given names, ready to be looked up."""

    spelt: dict[str, frozenset[str]]  # a name or a form of it in small letters, ё as е → canonical names
    meanings: dict[str, frozenset[str]]  # skeleton of a name or a form of it → canonical names
    russian: dict[str, frozenset[str]]  # as `meanings`, of Russian names alone
    full: frozenset[str]  # skeletons of full names
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
    of_russian = russian.meanings()
    meanings = _united(english.meanings(), of_russian)
    spelt = russian.spelt() | english.spelt(of_russian)
    full = frozenset(sound for _, sound in canonical_of)
    return Lists(spelt, meanings, of_russian, full, frozenset(canonical_of.values()), fathers)


def _united(one: _Meanings, other: _Meanings) -> _Meanings:
    return {form: one.get(form, frozenset()) | other.get(form, frozenset()) for form in one.keys() | other.keys()}


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
            other = self.canonical_of.setdefault((entry.sex, skeleton(name)), canonical)
            self.names += [(name, one) for one in {canonical, other}]  # Izabella is Isabel, and Изабелла
        self.forms += [(form, canonical) for form in entry.forms]
        return canonical

    def meanings(self) -> _Meanings:
        """Return what every skeleton may stand for.

        A short form that only sounds like a full name does not stand for it, or Мария would be Мариам, who is «Маря»
        to some.
        """
        full = {skeleton(name) for name, _ in self.names}
        spelt = {_spelt(name) for name, _ in self.names}
        clear = [(form, c) for form, c in self.forms if skeleton(form) not in full or _spelt(form) in spelt]
        return _gathered((skeleton(form), canonical) for form, canonical in (*self.names, *clear))

    def spelt(self, others: _Meanings | None = None) -> _Meanings:
        """Return what every spelling stands for; a short form also for what it sounds like in the other language.

        A name that is full as well as short for another stands for both: Jack is John.
        """
        found = _gathered((_spelt(form), canonical) for form, canonical in (*self.names, *self.forms))
        full = {_spelt(name) for name, _ in self.names}
        none = frozenset[str]()
        return {
            form: names if form in full or not others else names | others.get(skeleton(form), none)
            for form, names in found.items()
        }


def _gathered(pairs: Iterable[tuple[str, str]]) -> _Meanings:
    found: dict[str, set[str]] = {}
    for form, canonical in pairs:
        found.setdefault(form, set()).add(canonical)
    return {form: frozenset(names) for form, names in found.items()}


def _spelt(name: str) -> str:
    return name.lower().replace("ё", "е")
