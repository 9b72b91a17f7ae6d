"""Birth dates as people and programs write them."""

import re
from functools import lru_cache
from typing import NamedTuple

from nitka.customers.likeness.fold import CACHED, fold


class Birth(NamedTuple):
    """A birth date; what is not known of it, or cannot be, is None."""

    year: int | None
    month: int | None
    day: int | None


YEARS = range(1880, 2101)
NEXT_CENTURY = 26  # two digits below this are of the twenty-first century
# The first days of programs' calendars, and what people type to get past a form.
_NOTHING = frozenset(
    Birth(*day)
    for day in (
        (1900, 1, 1), (1900, 1, 2), (1901, 1, 1), (1899, 12, 30), (1899, 12, 31), (1970, 1, 1), (1969, 12, 31),
        (1904, 1, 1), (1980, 1, 1), (2000, 1, 1), (2001, 1, 1), (1911, 11, 11), (2099, 12, 31), (2100, 1, 1),
    )
)  # fmt: skip
_NO_DATE = frozenset({Birth(None, None, None), Birth(None, 1, 1)})  # 0001-01-01 too
_BEGINNINGS = (
    "ianv jan sich", "fevr feb liut", "mart mar berez", "apr kvit", "mai maia may trav", "iiun iun jun cherv",
    "iiul iul jul lyp", "avg aug serp", "sent sep veres", "okt oct zhovt", "noia nov lystop", "dek dec grud",
)  # fmt: skip
_MONTHS = {word: number for number, words in enumerate(_BEGINNINGS, start=1) for word in words.split()}
_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip

_TIME = re.compile(r"(?:(?<=\d)t|\s)\s*\d\d?[:.]\d\d.*$", re.IGNORECASE | re.DOTALL)
_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|go|e|oe|g|i)\b")
_LETTERS_FOR_DIGITS = str.maketrans("ilobszq", "1108529")
_THREE = 3


@lru_cache(maxsize=CACHED)
def birth(text: str) -> Birth | None:
    """Return the date, read day first where both orders could be; None where it says nothing.

    What a program writes when it was told nothing (1900-01-01, 1970-01-01) says nothing.
    """
    iso = _ISO.match(text)  # the commonest by far
    found = _checked(int(iso[1]), int(iso[2]), int(iso[3])) if iso else _parse(_TIME.sub("", text.strip()))
    if found in _NOTHING or found in _NO_DATE:
        return None
    return found


def _parse(text: str) -> Birth:
    words = _ORDINAL.sub("", fold(text)).split()
    month = next((number for word in words if (number := _month(word))), 0)
    if month:
        return _named(words, month)
    numbers = [word for word in (_digits(word) for word in words) if word]
    if len(numbers) == 1:
        return _compact(numbers[0])
    if len(numbers) == _THREE:
        return _three(numbers[0], numbers[1], numbers[2])
    if len(numbers) == _THREE - 1:  # a month and a year, or a day and a month
        return _two(numbers[0], numbers[1])
    return Birth(None, None, None)


def _month(word: str) -> int:
    if word[0].isdecimal():
        return 0
    return next((_MONTHS[word[:n]] for n in (6, 5, 4, 3) if word[:n] in _MONTHS), 0)


def _digits(word: str) -> str:
    """Return the word if it is a number, or what a scanner made of one."""
    if word.isdecimal():
        return word
    read = word.translate(_LETTERS_FOR_DIGITS)
    return read if read.isdecimal() and any(c.isdecimal() for c in word) else str(_ROMAN.get(word, ""))


def _named(words: list[str], month: int) -> Birth:
    """Read a date whose month is a word: «12 марта 1985», «March 12, 1985», «март 85»."""
    numbers = [read for word in words if not _month(word) and (read := _digits(word))]
    years = [number for number in numbers if len(number) > 2 or int(number) > 31]
    days = [number for number in numbers if number not in years]
    if not years and len(days) == 2:  # 12 марта 05
        years = [days.pop()]
    return _checked(_year(years[0]) if years else 0, month, int(days[0]) if days else 0)


def _compact(number: str) -> Birth:
    """Read a date without separators: 19850312, 12031985, 03311985, 850312, or a year alone."""
    if len(number) == 8:
        by_year = _checked(int(number[:4]), int(number[4:6]), int(number[6:]))
        by_day = _checked(int(number[4:]), int(number[2:4]), int(number[:2]))
        as_americans = _checked(int(number[4:]), int(number[:2]), int(number[2:4]))
        return min(by_year, by_day, as_americans, key=lambda read: read.count(None))
    if len(number) == 6:
        by_day = _checked(_year(number[4:]), int(number[2:4]), int(number[:2]))
        by_year = _checked(_year(number[:2]), int(number[2:4]), int(number[4:]))
        as_americans = _checked(_year(number[4:]), int(number[:2]), int(number[2:4]))
        return min(by_day, by_year, as_americans, key=lambda read: read.count(None))
    if len(number) > 8:  # 19850312000000
        return _checked(int(number[:4]), int(number[4:6]), int(number[6:8]))
    return _checked(int(number) if len(number) == 4 else 0, 0, 0)


def _three(a: str, b: str, c: str) -> Birth:
    if len(a) == 4:
        year, month, day = int(a), int(b), int(c)
    elif int(a) > 31 and len(c) <= 2:  # 85-03-12
        year, month, day = _year(a), int(b), int(c)
    else:
        year, month, day = _year(c), int(b), int(a)
        if month > 12 >= day:  # as Americans write it
            month, day = day, month
    return _checked(year, month, day)


def _two(a: str, b: str) -> Birth:
    if len(a) == 4:
        return _checked(int(a), int(b), 0)
    if len(b) == 4:
        return _checked(int(b), int(a), 0)
    return _checked(0, int(b), int(a))


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < NEXT_CENTURY else 1900)


def _checked(year: int, month: int, day: int) -> Birth:
    return Birth(year if year in YEARS else None, month if 1 <= month <= 12 else None, day if 1 <= day <= 31 else None)
