"""Words typed with the keyboard in the wrong language: «Bdfy» is «Иван», «Ьфкшф» is «Maria»."""

import re
from functools import lru_cache

from nitka.customers.likeness.fold import CACHED

_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LETTERS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_TO_CYRILLIC = str.maketrans(_KEYS + _SHIFTED, _LETTERS + _LETTERS.upper())
_TO_LATIN = str.maketrans(_LETTERS + _LETTERS.upper(), _KEYS + _SHIFTED)

_VOWELS_LATIN = "aeiouy"
_VOWELS_CYRILLIC = "аеёиоуыэюя"
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)


@lru_cache(maxsize=CACHED)
def other_layout(text: str) -> str | None:
    """Return what the same keys write on the other layout, or None where that is no more like a name."""
    cyrillic, latin = bool(_CYRILLIC.search(text)), bool(_LATIN.search(text))
    if cyrillic == latin:
        return None
    other = text.translate(_TO_LATIN if cyrillic else _TO_CYRILLIC)
    return other if _oddness(other) < _oddness(text) else None


def _oddness(text: str) -> float:
    """How little the words look like names: rows of consonants or vowels, letters that begin no name."""
    words = re.findall(r"[^\W\d_]+|[^\w\s-]", text.lower())
    return sum(_odd_word(word) for word in words)


def _odd_word(word: str) -> float:
    if not word.isalpha():
        return 1.0
    vowels = sum(c in _VOWELS_LATIN or c in _VOWELS_CYRILLIC for c in word)
    odd = 0.0 if vowels else 2.0
    odd += max(0, abs(vowels / len(word) - 0.45) - 0.2) * 2
    if re.search(r"[^aeiouyаеёиоуыэюя]{4}", word):
        odd += 1
    if word[0] in "ьъы":
        odd += 2
    return odd
