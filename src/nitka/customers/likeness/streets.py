"""How alike two prepared addresses are, however badly they were copied. Symmetric."""

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from nitka.customers.likeness.addresses import Address
from nitka.customers.likeness.levels import DIFFER, FORM, NEAR, SAME, SOUND, Level
from nitka.customers.likeness.slips import slip

_edits = OSA.distance
_GARBLED = 80  # percent of the letters of two streets that must be the same, their words in any order
_IN_COMMON = 88  # percent of the letters of two whole addresses
_LONG = 8  # letters of an address that can be recognised by them
_WORDS = 3  # of an address, at least, if it has as many as the other


def address(a: Address, b: Address) -> Level | None:
    """Compare addresses.

    SAME is the same flat, or the same house where none has flats; FORM a house of which one side does not say the
    flat; SOUND another flat of the house; NEAR a slip in the street or in the number.
    """
    if not a.street or not b.street:
        return None
    if a == b:
        return SAME
    if a.street == b.street:
        level = _door(a, b)
    elif a.house == b.house and a.flat == b.flat and a.house:
        if _words_within(a.street, b.street):
            return FORM
        level = NEAR if _slip_in_street(a.street.split(), b.street.split()) else DIFFER
    else:
        level = DIFFER
    return level or _garbled(a, b)


def _garbled(a: Address, b: Address) -> Level:
    """Compare two that were spoilt in several places: NEAR with the same number, SOUND with a slip in it.

    What one takes for the street may stand in the other after it: «23 Brentwood Vlge», «23 Le Gallienne St, Brentwood
    Vlge».
    """
    if not a.house or not b.house:
        return SOUND if _words_in_common(a, b) or _in_one_street(a, b) else DIFFER
    if a.house == b.house:
        return NEAR if _words_in_common(a, b) else DIFFER
    if len(a.house + b.house) > 2 and sorted(a.house) == sorted(b.house):
        return SOUND if fuzz.token_sort_ratio(a.street, b.street) >= _GARBLED else DIFFER
    return SOUND if _in_one_street(a, b) else DIFFER


def _in_one_street(a: Address, b: Address) -> bool:
    """Whether it may be one street in one village, with another number: a street's name alone is that of many."""
    x, y = f"{a.street} {a.rest}", f"{b.street} {b.rest}"
    if not (a.rest or b.rest) or min(len(x), len(y)) < _LONG:
        return False
    return fuzz.ratio(_in_a_row(x), _in_a_row(y)) >= _GARBLED


def _words_in_common(a: Address, b: Address) -> bool:
    """Whether the words of one, or its letters in a row, are mostly the other's too.

    Two words on either side are too few: Большая Садовая and Малая Садовая are two streets.
    """
    x, y = f"{a.street} {a.rest}".strip(), f"{b.street} {b.rest}".strip()
    if min(len(x), len(y)) < _LONG or x.count(" ") == y.count(" ") < _WORDS - 1:
        return False
    return (
        fuzz.token_sort_ratio(a.street, b.street) >= _GARBLED
        or fuzz.token_set_ratio(x, y) >= _IN_COMMON
        or fuzz.ratio(_in_a_row(x), _in_a_row(y)) >= _GARBLED
    )


def _in_a_row(words: str) -> str:
    return "".join(sorted(words.replace(" ", "")))


def _slip_in_street(a: list[str], b: list[str]) -> bool:
    """Whether a slip leads from one to the other; «N Main» and «S Main» are two streets."""
    if len(a) != len(b):
        return slip("".join(a), "".join(b))
    return all(x == y or slip(x, y) for x, y in zip(a, b, strict=True))


def _door(a: Address, b: Address) -> Level:
    """Compare two doors of one street."""
    if a.house != b.house:
        if a.flat == b.flat and a.flat and a.house and b.house:
            return NEAR if _edits(a.house, b.house, score_cutoff=1) <= 1 else DIFFER
        return DIFFER if a.house and b.house else SOUND
    if not a.house:
        return SOUND
    if a.flat == b.flat:
        return SAME if not a.rest or not b.rest or a.rest == b.rest else FORM
    return SOUND if a.flat and b.flat else FORM


def _words_within(a: str, b: str) -> bool:
    """Whether all words of one are among the other's: «Большая Садовая» and «Садовая»."""
    x, y = set(a.split()), set(b.split())
    return x <= y or y <= x
