"""Whether what joins two people says that they are one, or is only something that both of them use. Pure.

Two groups of identifiers that are joined by a device alone, each with an e-mail of its own, are two people of one
home sooner than one person with two e-mails. What speaks for one person are the identifiers that both sides were
seen with, what speaks against it is what people have one of and the two have two of. Weights are bits, as in the
model of Fellegi and Sunter (1969): the logarithm to the base 2 of how much likelier something is for one person. They
are judged, not counted: chosen by what came out on the made-up worlds of `tests/worlds`, for precision first.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from nitka.customers.graph import RECORD, SESSION
from nitka.customers.likeness import comparators as compare
from nitka.customers.likeness.described import Described
from nitka.customers.likeness.levels import FORM, NEAR, SAME, Level
from nitka.customers.likeness.names import is_initial
from nitka.customers.likeness.wordlists import lists
from nitka.customers.rules import UNIQUE

# How readily people share it: the more, the sooner it is what joins two of them wrongly.
_SHARED = {"user_id": 0, "crm_id": 1, "loyalty": 2, "email": 4, "phone": 5, "device": 6, SESSION: 7, RECORD: -1}
_SHARED_OTHER = 3  # an account of a messenger

# For one person: being seen with the same …
_FOR = {"user_id": 9.0, "crm_id": 9.0, "loyalty": 8.0, "email": 4.2, "phone": 2.6, "device": 2.0}
_FOR_OTHER = 6.0
# Against it: each has one of its own.
_AGAINST = {"email": 2.6, "phone": 3.2, "device": 2.0, SESSION: 0.0, RECORD: 0.0}
_AGAINST_OTHER = 4.0
LEAF = 0.5  # for one person: one side is nothing but a single identifier, as a second e-mail is
NEWCOMER = 1.0  # the same on both sides: somebody who corrects the address that they typed


def sharing(type_: str) -> int:
    """Return how readily people share an identifier of this type; larger is more readily."""
    return _SHARED.get(type_, _SHARED_OTHER)


def against(both: Mapping[tuple[str, str], int]) -> float:
    """Return, in bits, what speaks against one person: types and namespaces of which both sides have their own.

    The more of them one side has already, the less likely one more is theirs too; but people have many devices.
    Nothing is said here of what nobody has two of: that is no question of likelihood.
    """
    return sum(
        _AGAINST.get(type_, _AGAINST_OTHER) * (1 if type_ == "device" else number)
        for (type_, _), number in both.items()
        if type_ not in UNIQUE
    )


def in_favour(hubs: Iterable[str], smaller: int, larger: int) -> float:
    """Return, in bits, what speaks for one person: the types of what joins the two sides.

    `smaller` and `larger`: how many identifiers the sides have besides these.
    """
    few = NEWCOMER if max(smaller, larger) <= 1 else LEAF if smaller <= 1 else 0.0
    return sum(_FOR.get(type_, _FOR_OTHER) for type_ in hubs) + few


ONE_NAME = 8.0  # for one person: given name and surname are alike
ONE_GIVEN_NAME = 3.0  # the given name alone
TWO_NAMES = 6.0  # against it: two given names, both of them known ones
TWO_WORDS = 4.0  # two words where a given name should be
ONE_BIRTH, TWO_BIRTHS = 8.0, 7.0  # the same birth date, and two that no slip explains
ONE_FATHER, TWO_FATHERS = 3.0, 6.0  # patronymics, or middle names


class Telling(NamedTuple):
    """What the descriptions of two sides say, in bits: for one person above 0, for two below. 0 where one is silent."""

    name: float = 0.0
    birth: float = 0.0
    middle: float = 0.0


def telling(mine: Sequence[Described], theirs: Sequence[Described]) -> Telling:
    """Compare how two sides were described. Each may have been in several ways: the two most alike decide."""
    if not mine or not theirs:
        return Telling()
    both = [(a, b) for a in mine for b in theirs]
    births = [level for a, b in both if (level := compare.birth(a.birth, b.birth)) is not None]
    middles = [
        level
        for a, b in both
        if not (is_initial(a.middle) or is_initial(b.middle))
        and (level := compare.middle(a.middle, b.middle)) is not None
    ]
    return Telling(
        max(_two_named(a, b) for a, b in both),
        _worth(max(births), ONE_BIRTH, -TWO_BIRTHS) if births else 0.0,
        _worth(max(middles), ONE_FATHER, -TWO_FATHERS) if middles else 0.0,
    )


def _worth(best: Level, alike: float, different: float) -> float:
    return alike if best in (SAME, FORM) else 0.0 if best == NEAR else different


def _two_named(a: Described, b: Described) -> float:
    given = compare.first(a.first, b.first)
    if given is None:
        return 0.0
    if given:
        return ONE_NAME if compare.last(a.last, b.last) else ONE_GIVEN_NAME
    if a.first & {b.last} or b.first & {a.last}:
        return 0.0  # a field was mistaken for the other
    known = lists().known
    return -TWO_NAMES if a.first <= known and b.first <= known else -TWO_WORDS
