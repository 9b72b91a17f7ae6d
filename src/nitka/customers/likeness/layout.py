"""Words typed with the keyboard in the wrong language: «Bdfy» is «Иван», «Ьфкшф» is «Maria»."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from nitka.customers.likeness.fold import CACHED, fold, skeleton
from nitka.customers.likeness.wordlists import entries, lists, words

_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LETTERS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_TO_CYRILLIC = str.maketrans(_KEYS + _SHIFTED, _LETTERS + _LETTERS.upper())
_TO_LATIN = str.maketrans(_LETTERS + _LETTERS.upper(), _KEYS + _SHIFTED)

# Found on the lists of names: nothing in them is taken for the other layout, nearly all of it is found there.
_EVIDENCE = 5.5  # nats, for Russian names in Latin letters
_MORE_EVIDENCE = 9.0  # nats, for the rarer slip of an English name in Russian letters
_UNSEEN = -11.0  # nats, for pairs that no name has; the rarest that one has is at about -10
_SHORTEST = 3  # letters; anything is spelt with two

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)


def on_cyrillic(text: str) -> str:
    """Return what the same keys write on the Cyrillic layout."""
    return text.translate(_TO_CYRILLIC)


@lru_cache(maxsize=CACHED)
def other_layout(text: str) -> str | None:
    """Return what the same keys write on the other layout, or None where that is no more like a name."""
    cyrillic, latin = bool(_CYRILLIC.search(text)), bool(_LATIN.search(text))
    if cyrillic == latin or len(text) < _SHORTEST:
        return None
    text = text.replace("ё", "е").replace("Ё", "Е")  # it stands apart from the letters
    other = text.translate(_TO_LATIN if cyrillic else _TO_CYRILLIC)
    if not cyrillic and other[-1] in "юбЮБ" and text[-1] in ".,":
        other = other[:-1] + text[-1]  # a full stop more often than a letter
    if not all(c.isalpha() or c in " -." for c in other):
        return None
    here, there = _pairs()
    if cyrillic:
        here, there = there, here
    gain = _likelihood(other, there) - _likelihood(text, here)
    enough = _MORE_EVIDENCE if cyrillic else _EVIDENCE
    if 0 < gain <= enough:
        known = lists().meanings
        return other if skeleton(other) in known and skeleton(text) not in known else None
    return other if gain > enough else None


def _likelihood(text: str, pairs: dict[str, float]) -> float:
    """Return the log likelihood of its pairs of letters, in nats."""
    bounded = f" {text.lower()} ".replace("-", " ").replace("ё", "е")
    return sum([pairs.get(bounded[i : i + 2], _UNSEEN) for i in range(len(bounded) - 1)])


@cache
def _pairs() -> tuple[dict[str, float], dict[str, float]]:
    """Return how likely pairs of letters are in Latin and in Cyrillic names."""
    cyrillic, latin = list[str](), list[str]()
    for entry in entries("russian.txt"):
        cyrillic += [*entry.names, *entry.forms]
    for entry in entries("english.txt"):
        latin += [*entry.names, *entry.forms]
    for line in words("surnames.txt"):
        (latin if line.isascii() else cyrillic).extend(line.split())
    latin += [fold(word) for word in cyrillic]
    return _learnt(latin), _learnt(cyrillic)


def _learnt(names: Iterable[str]) -> dict[str, float]:
    counts = Counter[str]()
    for name in names:
        word = f" {name.lower().replace('ё', 'е')} "
        counts.update(word[i : i + 2] for i in range(len(word) - 1))
    total = sum(counts.values())
    return {pair: math.log(count / total) for pair, count in counts.items()}
