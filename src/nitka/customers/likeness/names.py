"""People's names, Russian and Latin: what a written name may stand for, whichever form and case it is in."""

import re
from functools import lru_cache

from nitka.customers.likeness import fathers
from nitka.customers.likeness.endings import masculine, masculine_latin, nominatives, plainer
from nitka.customers.likeness.fold import CACHED, fold, one_alphabet, skeleton
from nitka.customers.likeness.layout import other_layout
from nitka.customers.likeness.split import Parts, split_name
from nitka.customers.likeness.wordlists import lists
from nitka.customers.placeholders import is_placeholder

__all__ = ["Parts", "first_names", "is_initial", "patronymic", "split_name", "surname", "surname_parts"]

# «Mr Guest» is met; who calls himself so by his given name is nobody.
_SURNAMES_NONETHELESS = frozenset({"guest", "sample", "root", "true", "no", "na"})
_NOBODY: frozenset[str] = frozenset()
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_RUSSIAN_ENDING = re.compile(r"(?:[oe]v|[oe]va|[nl]enko|[oe]vich|[oe]vna|sk(?:y|aya|ii|iy))$", re.IGNORECASE)
_HYPHENS = re.compile(r"[\s\-‐‑–—_/]+")
_SLIPS_OF_THE_EYE = str.maketrans("0134568", "olzasbv")  # what a scanner reads for letters
# What one Russian letter becomes where it stands alone.
_LETTERS = frozenset({"zh", "kh", "ts", "ch", "sh", "shch", "iu", "ia", "yu", "ya", "ju", "ja"})


def is_initial(prepared: str) -> bool:
    """Say whether a prepared name is but a letter."""
    return len(prepared) == 1 or prepared in _LETTERS


@lru_cache(maxsize=CACHED)
def is_russian(text: str) -> bool:
    """Say whether a name is written in Cyrillic, was meant to be, or ends as Russian surnames do in Latin letters."""
    if _CYRILLIC.search(text) or _RUSSIAN_ENDING.search(text):
        return True
    other = other_layout(text)
    return other is not None and bool(meanings(other) or _RUSSIAN_ENDING.search(fold(other)))


@lru_cache(maxsize=CACHED)
def first_names(text: str) -> frozenset[str]:
    """Return the given names that this may stand for, in canonical spelling; an unknown one stands for its skeleton.

    A single letter is an initial and comes back as such; a double name stands for each of its halves. Nothing
    written, nothing returned.
    """
    found = meanings(text)
    if found or is_placeholder(text):
        return found
    if (other := other_layout(text)) and (found := meanings(other)):
        return found
    words = [word for word in _HYPHENS.split(text) if word]
    if len(words) > 1:
        given = [word for word in words if not fathers.stem(skeleton(word))] or words[:1]
        return _NOBODY.union(*(first_names(word) for word in given))
    word = fold(other or text)
    if not word:
        return _NOBODY
    return frozenset({word if is_initial(word) else skeleton(_letters_only(word)) or word})


@lru_cache(maxsize=CACHED)
def meanings(text: str) -> frozenset[str]:
    """Return the canonical names that this may stand for, none where the lists know none."""
    known = lists()
    if found := known.spelt.get(text.strip().lower().replace("ё", "е")):
        return found
    form = skeleton(text)
    russian = bool(_CYRILLIC.search(text))
    if russian and (names := known.russian.get(form) or _declined(text)):
        return names
    return known.meanings.get(form) or (_fond(form, russian=russian) or _misread(text) if len(form) > 2 else _NOBODY)


def _misread(text: str) -> frozenset[str]:
    """Read digits as the letters they look like, and x as the Russian letter: Ив4н, Mixail."""
    known = lists().meanings
    word = fold(text)
    if any(c.isdigit() for c in word):
        return known.get(skeleton(_letters_only(word)), _NOBODY)
    return known.get(skeleton(word.replace("x", "kh")), _NOBODY) if "x" in word else _NOBODY


def _fond(form: str, *, russian: bool) -> frozenset[str]:
    found = [lists().russian.get(guess, _NOBODY) for guess in plainer(form, russian=russian)]
    return _NOBODY.union(*found)


def _declined(text: str) -> frozenset[str]:
    known = lists().russian
    guesses = [skeleton(guess) for guess in nominatives(one_alphabet(text))]
    found = _NOBODY.union(*(known.get(guess, _NOBODY) for guess in guesses))
    if found:
        return found
    return _NOBODY.union(*(_fond(guess, russian=True) for guess in guesses))


def _letters_only(word: str) -> str:
    return word.translate(_SLIPS_OF_THE_EYE) if not word.isalpha() and any(c.isalpha() for c in word) else word


@lru_cache(maxsize=CACHED)
def surname(text: str) -> str:
    """Return the surname without the endings of gender and case: Ивановой, Иванова and Ivanov are one.

    An initial comes back as such. A double surname keeps its order, the parts with a space between.
    """
    return " ".join(surname_parts(text))


@lru_cache(maxsize=CACHED)
def surname_parts(text: str) -> tuple[str, ...]:
    """Return the parts of a double surname, each as `surname` writes it."""
    if is_placeholder(text) and fold(text) not in _SURNAMES_NONETHELESS:
        return ()
    if other := other_layout(text):
        text = other
    words = [word for word in _HYPHENS.split(text) if word]
    return tuple(part for word in words if (part := _one_surname(word)))


def _one_surname(text: str) -> str:
    word = _letters_only(fold(text))
    if len(word) < 4 or skeleton(word) in lists().full:
        return word  # Марина is a woman's name before it is Марин's wife's
    if _CYRILLIC.search(text):
        return fold(masculine(one_alphabet(text)))
    return masculine_latin(word)


@lru_cache(maxsize=CACHED)
def patronymic(text: str) -> str:
    """Return the father's name of a patronymic in any form, gender and case; an initial as it is.

    A middle name that is no patronymic comes back as the given name it stands for, or its skeleton.
    """
    word = fold(text)
    if is_placeholder(text):
        return ""
    if not word or is_initial(word):
        return word
    found = _father(text)
    if not found and (other := other_layout(text)):
        found = _father(other)
    if found:
        return found
    names = first_names(text)
    return next(iter(names)) if len(names) == 1 else skeleton(word)


def _father(text: str) -> str:
    word = skeleton(text)
    formed = fathers.spoken_of(word)
    known = lists().fathers
    if found := known.get(formed) or known.get(word):
        return found
    if "x" in (plain := fold(text)) and (found := known.get(skeleton(plain.replace("x", "kh")))):
        return found  # Mixajlovich
    stem = fathers.stem(formed)
    if not stem or meanings(text):
        return ""
    names = lists().russian.get(stem, _NOBODY) & _men()
    return next(iter(names)) if len(names) == 1 else stem


@lru_cache(maxsize=1)
def _men() -> frozenset[str]:
    return frozenset(lists().fathers.values())
