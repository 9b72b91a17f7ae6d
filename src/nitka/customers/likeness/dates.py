"""Birth dates as people and programs write them."""

import re
from functools import lru_cache
from typing import NamedTuple

from nitka.customers.likeness.fold import CACHED, fold


class Birth(NamedTuple):
    """A birth date; what is not known of it is None."""

    year: int | None
    month: int | None
    day: int | None


YEARS = range(1880, 2101)
NEXT_CENTURY = 26  # two digits below this are of the twenty-first century
# What programs write when they were told nothing: the first days of their calendars.
_NOTHING = frozenset(
    Birth(*day)
    for day in (
        (1900, 1, 1), (1900, 1, 2), (1901, 1, 1), (1899, 12, 30), (1899, 12, 31), (1970, 1, 1), (1969, 12, 31),
        (1904, 1, 1), (1980, 1, 1), (2000, 1, 1), (1911, 11, 11),
    )
)  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("ianv jan", "fevr feb", "mart mar", "apr", "mai maia may", "iiun jun iun", "iiul jul iul", "avg aug",
         "sent sep", "okt oct", "noiab nov noia", "dek dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


@lru_cache(maxsize=CACHED)
def birth(text: str) -> Birth | None:
    """Return the date, read day first where both orders could be; None where it says nothing."""
    found = _parse(fold(re.sub(r"[T ]\d\d?:\d\d.*$", "", text.strip())))
    if found is None or found in _NOTHING or found == Birth(None, None, None):
        return None
    return found


def _parse(text: str) -> Birth | None:
    words = text.split()
    if len(words) == 1 and words[0].isdigit():
        digits = words[0]
        if len(digits) == 8:
            by_year = _checked(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
            return by_year if by_year.year else _checked(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
        return _checked(int(digits), 0, 0) if len(digits) == 4 else None
    numbers = [int(word) for word in words if word.isdigit()]
    month = next((_MONTHS[w[:n]] for w in words for n in (5, 4, 3) if w[:n] in _MONTHS), None)
    if month:
        return _ordered(numbers, month)
    if len(numbers) != 3:
        return None
    if len(words[0]) == 4:
        return _checked(*numbers)
    day, month_, year = numbers
    if month_ > 12 >= day:
        day, month_ = month_, day
    return _checked(_century(year, words[2]), month_, day)


def _ordered(numbers: list[int], month: int) -> Birth | None:
    year = next((n for n in numbers if n > 31), 0)
    day = next((n for n in numbers if n <= 31), 0)
    return _checked(year, month, day)


def _century(year: int, written: str) -> int:
    if len(written) > 2:
        return year
    return year + (2000 if year < NEXT_CENTURY else 1900)


def _checked(year: int, month: int, day: int) -> Birth:
    return Birth(year if year in YEARS else None, month if 1 <= month <= 12 else None, day if 1 <= day <= 31 else None)
