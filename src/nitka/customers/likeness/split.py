"""A whole name in one line, taken apart in whatever order it is written."""

import re
from functools import lru_cache
from typing import NamedTuple

from nitka.customers.likeness import fathers
from nitka.customers.likeness.fold import CACHED, fold, skeleton
from nitka.customers.likeness.layout import other_layout
from nitka.customers.likeness.wordlists import lists


class Parts(NamedTuple):
    """The parts of a whole name as they were written, or meant on the other layout; what is missing is empty."""

    first: str = ""
    last: str = ""
    middle: str = ""


_GLUED = re.compile(r"\.(?=[^\W\d_])")
_BRACKETS = re.compile(r"\([^)]*\)|[\"«»“”\[\]]")
_HONOURS = """mr mrs ms miss dr prof sir madam jr sr ii iii iv esq phd md
    gn gzha g gr ip gospodin gospozha grazhdanin grazhdanka doktor"""
_TITLES = frozenset(_HONOURS.split())
_SON_OR_DAUGHTER = frozenset(["ogly", "oglu", "ogli", "ugli", "uglu", "kyzy", "kizi", "gyzy", "qizi", "uly"])
# «van der Berg», «de la Cruz», «Mc Donald»: the surname begins here.
_BEGINNINGS = "van von der den de del della di da dos du la le el al bin ibn mc mac st saint ter ten fon"
_PARTICLES = frozenset(_BEGINNINGS.split())
_SLAVIC = re.compile(
    r"(?:[oe](?:v|va|ff)|[cs]k(?:ii|y|iy|ij|yi|i|aia|aya|aja|a)|(?:sh|k|ts|n|l|ch)[iy]na?|enko|chuk|[iy]uk|i?ak|ts)$"
)
_PATRONYMIC = re.compile(
    r"(?:[oea]?vich|[eai]ich|[ntlrdvk]ych|[lmkt]ich|[oea]vna|inichna|ichna|lna|anna)(?:[aue]|em|om)?$"
)


@lru_cache(maxsize=CACHED)
def split_name(text: str) -> Parts:
    """Take a whole name apart: «Петров Иван Сергеевич», «Ivan Petrov», «Smith, John A.», «Петров И. С.»."""
    text = _GLUED.sub(". ", _BRACKETS.sub(" ", text))
    before, comma, after = text.partition(",")
    if comma and fold(after) and fold(after) not in _TITLES:
        given = _words(after)
        return Parts(given[0] if given else "", " ".join(_words(before)), " ".join(given[1:]))
    words = _words(before)
    if len(words) < 2:
        return _alone(words[0]) if words else Parts()
    index = _middle(words)
    if index is None:
        return _without_middle(words)
    end = index + 2 if index + 1 < len(words) and fold(words[index + 1]) in _SON_OR_DAUGHTER else index + 1
    return _around(words[:index], " ".join(words[index:end]), words[end:])


def _words(text: str) -> list[str]:
    said = [word for word in text.split() if (plain := fold(word)) and (plain not in _TITLES or len(plain) == 1)]
    return [word if fold(word) in _SON_OR_DAUGHTER else other_layout(word) or word for word in said]


def _alone(word: str) -> Parts:
    """Take a single word for a given name, unless it can only be a surname."""
    return Parts("", word) if not _given(word) and _SLAVIC.search(fold(word)) else Parts(word)


def _given(word: str) -> frozenset[str]:
    """Return the names that a word stands for as it is, without looking for cases: surnames have them too."""
    known = lists()
    found = known.spelt.get(word.lower().replace("ё", "е"))
    return found or (known.meanings if word.isascii() else known.russian).get(skeleton(word)) or frozenset()


def _initial(word: str) -> bool:
    return sum(c.isalpha() for c in word) == 1


def _middle(words: list[str]) -> int | None:
    """Return where the patronymic is: never in the first place, rather right after a given name than elsewhere."""
    found = [i for i, word in enumerate(words) if i and (_is_patronymic(word) or _turkic(words, i))]
    return next((i for i in found if _given(words[i - 1])), found[-1] if found else None)


def _turkic(words: list[str], index: int) -> bool:
    return index > 1 and index + 1 < len(words) and fold(words[index + 1]) in _SON_OR_DAUGHTER


def _is_patronymic(word: str) -> bool:
    if _given(word):
        return False
    if fathers.spoken_of(skeleton(word)) in lists().fathers:
        return True
    return bool(_PATRONYMIC.search(fold(word))) and bool(fathers.stem(skeleton(word)))


def _around(before: list[str], middle: str, after: list[str]) -> Parts:
    """Place the words before and after a patronymic: the given name stands right before it."""
    return Parts(before[-1], " ".join([*before[:-1], *after]), middle)


def _without_middle(words: list[str]) -> Parts:
    letters = [_initial(word) for word in words]
    if letters[0]:  # И. С. Петров
        count = letters.index(False) if False in letters else 1
        return Parts(words[0], " ".join(words[count:]), " ".join(words[1:count]))
    if all(letters[1:]) and not (len(words) == 2 and _given(words[0])):  # Петров И. С., but Иван П.
        return Parts(words[1], words[0], " ".join(words[2:]))
    if _surname_first(words):
        return Parts(words[1], words[0], " ".join(words[2:]))
    start = next((i for i in range(1, len(words) - 1) if fold(words[i]) in _PARTICLES), len(words) - 1)
    return Parts(words[0], " ".join(words[start:]), " ".join(words[1:start]))


def _surname_first(words: list[str]) -> bool:
    given = [_given(word) for word in words[:2]]
    if given[0] or not given[1]:
        # Neither is a given name we know, or both are: the endings may tell.
        plain = [fold(word) for word in words]
        return not given[0] and bool(_SLAVIC.search(plain[0])) and not _SLAVIC.search(plain[-1])
    first = fold(words[0])
    if first in _PARTICLES:
        return False
    # An unknown English given name may stand before a surname like Thomas.
    return not words[0].isascii() or bool(_SLAVIC.search(first)) or skeleton(words[1]) in lists().russian
