"""Whether what joins two people says that they are one, or is only something that both of them use. Pure.

Two groups of identifiers that are joined by a device alone, each with an e-mail of its own, are two people of one
home sooner than one person with two e-mails. What speaks for one person are the identifiers that both sides were
seen with, what speaks against it is what people have one of and the two have two of. Weights are bits, as in the
model of Fellegi and Sunter (1969): the logarithm to the base 2 of how much likelier something is for one person. They
are the model's.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from nitka.customers.graph import RECORD, SESSION
from nitka.customers.likeness import comparators as compare
from nitka.customers.likeness.described import Described
from nitka.customers.likeness.levels import FORM, NEAR, SAME, Level
from nitka.customers.likeness.names import is_initial
from nitka.customers.likeness.wordlists import lists
from nitka.customers.model.shape import Exclusivity
from nitka.customers.rules import UNIQUE

# How readily people share it: the more, the sooner it is what joins two of them wrongly.
_SHARED = {"user_id": 0, "crm_id": 1, "loyalty": 2, "email": 4, "phone": 5, "device": 6, SESSION: 7, RECORD: -1}
_SHARED_OTHER = 3  # an account of a messenger


def sharing(type_: str) -> int:
    """Return how readily people share an identifier of this type; larger is more readily."""
    return _SHARED.get(type_, _SHARED_OTHER)


def against(both: Mapping[tuple[str, str], int], by: Exclusivity) -> float:
    """Return, in bits, what speaks against one person: types and namespaces of which both sides have their own.

    The more of them one side has already, the less likely one more is theirs too; but people have many devices.
    Nothing is said here of what nobody has two of: that is no question of likelihood.
    """
    return sum(
        by.own.get(type_, by.own_other) * (1 if type_ == "device" else number)
        for (type_, _), number in both.items()
        if type_ not in UNIQUE
    )


def in_favour(hubs: Iterable[str], smaller: int, larger: int, by: Exclusivity) -> float:
    """Return, in bits, what speaks for one person: the types of what joins the two sides.

    `smaller` and `larger`: how many identifiers the sides have besides these.
    """
    few = by.newcomer if max(smaller, larger) <= 1 else by.leaf if smaller <= 1 else 0.0
    return sum(by.common.get(type_, by.common_other) for type_ in hubs) + few


class Telling(NamedTuple):
    """What the descriptions of two sides say, in bits: for one person above 0, for two below. 0 where one is silent."""

    name: float = 0.0
    birth: float = 0.0
    middle: float = 0.0


def telling(mine: Sequence[Described], theirs: Sequence[Described], by: Exclusivity) -> Telling:
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
        max(_two_named(a, b, by) for a, b in both),
        _worth(max(births), by.one_birth, -by.two_births) if births else 0.0,
        _worth(max(middles), by.one_father, -by.two_fathers) if middles else 0.0,
    )


def _worth(best: Level, alike: float, different: float) -> float:
    return alike if best in (SAME, FORM) else 0.0 if best == NEAR else different


def _two_named(a: Described, b: Described, by: Exclusivity) -> float:
    given = compare.first(a.first, b.first)
    if given is None:
        return 0.0
    if given:
        return by.one_name if compare.last(a.last, b.last) else by.one_given_name
    if a.first & {b.last} or b.first & {a.last}:
        return 0.0  # a field was mistaken for the other
    known = lists().known
    return -by.two_names if a.first <= known and b.first <= known else -by.two_words
