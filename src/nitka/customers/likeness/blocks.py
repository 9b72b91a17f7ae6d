"""Keys under which descriptions that may be one person's meet, so that not all are compared with all. Pure.

A key is made of two things that people seldom have in common, each cut short enough to let a slip pass. Which keys a
description has depends on nothing but itself, so who meets whom does not depend on the order of arrival.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from nitka.customers.likeness.described import Described
from nitka.customers.likeness.fold import skeleton
from nitka.customers.likeness.mailboxes import mailbox
from nitka.customers.likeness.names import is_initial
from nitka.customers.model import shape

MOST_FORMS = 3  # of a given name: «Саша» stands for two
MOST_WORDS = 4  # of a street
HALF = 5  # digits of a telephone number
END = 3  # letters of a mailbox's name


def keys(one: Described, by: shape.Likeness) -> frozenset[int]:
    """Return the keys of a description by a version of the model, signed 64-bit numbers, all of them even."""
    found = frozenset(_number(key) & ~1 for key in _keys(one))
    if by.rare:
        found |= namesakes(one)
    return found | _halves(one) if by.phone_slip else found


def namesakes(one: Described) -> frozenset[int]:
    """Return the keys that only people of the same given name and surname have."""
    last = skeleton(one.last)
    firsts = [skeleton(name) for name in sorted(one.first)[:MOST_FORMS] if not is_initial(name)]
    return frozenset(_number(("namesakes", first, last)) & ~1 for first in firsts if last)


def _halves(one: Described) -> frozenset[int]:
    """A slip spoils one end of a number or of a mailbox's name, seldom both."""
    names = [skeleton(name)[:4] for name in [*sorted(one.first)[:MOST_FORMS], one.last] if not is_initial(name)]
    boxes = [mailbox(address).name for address in one.emails]
    ends = [end for phone in one.phones for end in (phone[:-HALF], phone[-HALF:])]
    ends += [end for box in boxes for end in (box[:END] + "@", "@" + box[-END:])]
    return frozenset(_number(("slip", name, end)) & ~1 for name in names if name for end in ends)


def hearsay(keys: Iterable[int]) -> frozenset[int]:
    """Return the same keys, odd, as they are kept for what anybody may have said: it makes no crowd of the others."""
    return frozenset(key | 1 for key in keys)


def is_hearsay(key: int) -> bool:
    """Whether a key is one of those."""
    return bool(key & 1)


def door_key(one: Described) -> int | None:
    """Return the key under which all meet who live behind one door, in any town; None where it is not said."""
    return _number(_door(one)) & ~1 if one.address.house and one.address.street else None


def _number(key: tuple[str, ...]) -> int:
    return int.from_bytes(blake2b("\n".join(key).encode(), digest_size=8).digest(), "big", signed=True)


def _keys(one: Described) -> Iterator[tuple[str, ...]]:
    firsts = [skeleton(name) for name in sorted(one.first)[:MOST_FORMS] if not is_initial(name)]
    last = skeleton(one.last)
    born = one.birth
    whole = f"{born.year}-{born.month}-{born.day}" if born and None not in born else ""
    day = f"{born.month}-{born.day}" if born and born.month and born.day else ""
    year = str(born.year) if born and born.year else ""
    if whole:
        yield ("birth", whole)
    # Given name and surname stand in for each other: who filled in the form mixed them up, or there is one of them.
    for name in dict.fromkeys([*firsts, last]):
        if not name:
            continue
        yield from _with_place(name, one)
        if year:
            yield "year", name[:5], year
        if day:
            yield "day", name[:3], day
    for first in firsts:
        if last:
            a, b = sorted((first, last))
            yield "name", a[:4], b[:4]
    yield from _place(one, year)


def _with_place(name: str, one: Described) -> Iterator[tuple[str, ...]]:
    if one.postcode:
        yield "postcode", name[:4], one.postcode
    if one.city:
        yield "city", name[:5], one.city[:5]
    if one.address.house:
        yield "house", name[:4], one.address.house, one.address.street[:3]


def _place(one: Described, year: str) -> Iterator[tuple[str, ...]]:
    house, street = one.address.house, one.address.street
    if house and street:
        yield _door(one)
    for word in sorted(set(street.split()))[:MOST_WORDS]:
        if one.postcode and len(word) > 3:
            yield "street", word[:5], one.postcode
    if year and one.postcode:
        yield "born", year, one.postcode


def _door(one: Described) -> tuple[str, ...]:
    return "door", one.address.house, one.address.flat, one.address.street[:5]
