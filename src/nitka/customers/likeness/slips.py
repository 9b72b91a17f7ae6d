"""Words that may be taken for one another: spelt otherwise, spoken alike, mistyped or misread."""

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from nitka.customers.likeness.fold import CACHED, skeleton
from nitka.customers.likeness.levels import DIFFER, FORM, NEAR, SAME, SOUND, Level
from nitka.customers.likeness.names import is_initial

_edits = OSA.distance
_jaro_winkler = JaroWinkler.similarity
_ALIKE = 0.94  # Jaro–Winkler: two slips in a long word; Иванов and Иваненко are at 0.88


class _Word(NamedTuple):
    """A word, or a row of words, as it may be taken for another."""

    bones: str  # skeleton without spaces
    letters: str  # the same with a letter for each Russian one, that a slip in ц counts as one
    sound: str
    stem: str  # a surname's, without what tells Толстой from Толстая, or Молин from Молина
    shape: str
    letter: str  # the skeleton of an initial, empty for a whole word
    other: str  # bones if x is the Russian letter, as in Zaxarov


# Unstressed vowels and voiced consonants as they are heard in Russian: Козлов is Казлов, Глеб is Глеп.
_HEARD = str.maketrans("oe", "ai")
_VOICELESS = {"b": "p", "v": "f", "g": "k", "d": "t", "z": "s"}
_VOICED = re.compile(r"[bvgdz](?=[pfktsc]|\b)")
_ENDING = re.compile(r"(?<=\w\w\w)(?:oi|i|aia|a)\b")
# What a scanner takes for one another.
_ONE_SHAPE = str.maketrans("013568jq", "olzsbbig")


@lru_cache(maxsize=CACHED)
def _seen(text: str) -> _Word:
    bones = skeleton(text)
    sound = _VOICED.sub(lambda letter: _VOICELESS[letter[0]], bones.translate(_HEARD))
    shape = text.translate(_ONE_SHAPE).replace("rn", "m").replace("cl", "d").replace("li", "h").replace("vv", "w")
    letter = bones if is_initial(text) else ""
    other = skeleton(text.replace("x", "kh")) if "x" in text else bones
    joined = bones.replace(" ", "")
    letters = joined.replace("ch", "q").replace("sh", "w").replace("zh", "j").replace("ts", "c")
    return _Word(joined, letters, sound, _ENDING.sub("", bones), shape, letter, other)


def given(a: str, b: str) -> Level:
    """Compare two different given names, not both known."""
    if a + "a" == b or b + "a" == a:
        return DIFFER  # Jamil and Jamila are brother and sister
    x, y = _seen(a), _seen(b)
    if x.letter or y.letter:
        return _initial(a, x, b, y)
    if x.sound == y.sound:
        return SOUND
    return NEAR if slip(x.letters, y.letters) or x.shape == y.shape else DIFFER


def word(a: str, b: str) -> Level:
    """Compare two different words or rows of words."""
    x, y = _seen(a), _seen(b)
    if x.letter or y.letter:
        return _initial(a, x, b, y)
    if y.bones in (x.bones, x.other) or x.bones == y.other:
        return FORM
    if x.sound == y.sound or x.stem == y.stem:
        return SOUND
    if slip(x.letters, y.letters) or x.shape == y.shape:
        return NEAR
    # «Соокин», «Котсв»: the slip has made two letters that the skeleton takes for one.
    changed = len(x.letters) != len(a) or len(y.letters) != len(b)
    return NEAR if changed and slip(a, b) else DIFFER


def _initial(a: str, x: _Word, b: str, y: _Word) -> Level:
    if x.letter and (b.startswith(a) or y.bones.startswith(x.letter)):
        return SOUND
    return SOUND if y.letter and (a.startswith(b) or x.bones.startswith(y.letter)) else DIFFER


def parts(a: str, b: str) -> Level:
    """Compare the parts of double surnames: one in common is a form, an alike one a slip."""
    best = DIFFER
    for x in a.split():
        for y in b.split():
            if len(x) > 3 and len(y) > 3:  # «de la Cruz» and «de la Rosa» have nothing in common
                best = max(best, SAME if x == y else word(x, y))
    return FORM if best >= FORM else min(best, NEAR)


def slip(a: str, b: str) -> bool:
    """Whether one was probably meant to be the other: one slip in a short word, two in a long one."""
    shorter, longer = len(a), len(b)
    if shorter > longer:
        shorter, longer = longer, shorter
    if shorter < 3 or longer - shorter > 2:
        return False
    allowed = 1 if shorter < 8 else 2
    if _edits(a, b, score_cutoff=allowed) <= allowed:
        return True
    return shorter > 5 and a[0] == b[0] and _jaro_winkler(a, b, score_cutoff=_ALIKE) > 0
