"""How likely two descriptions are of one person: the model of Fellegi and Sunter (1969). Pure and symmetric."""

from functools import cache

import msgspec

from nitka.customers.likeness import comparators as compare
from nitka.customers.likeness.described import Described
from nitka.customers.likeness.levels import DIFFER, FORM, SAME, SOUND, Level
from nitka.customers.likeness.names import is_initial
from nitka.customers.likeness.weights import (
    ADDRESS, AROUND, BIRTH, CITY, COMPANY, ELSEWHERE, FAMILY, FEATURES, FIRST, JOIN, LAST, LEAST, MIDDLE, MOST_AGAINST, PLACE, POSTCODE,
    SUGGEST, TWO_NAMES, Part,
)  # fmt: skip
from nitka.customers.likeness.wordlists import lists

_GROUPS = {
    "first_name": "name", "last_name": "name", "middle_name": "name", "birth_date": "birth", "address": "place",
    "city": "place", "postcode": "place", "company": "company",
}  # fmt: skip


class Likeness(msgspec.Struct, frozen=True):
    """The sum of a comparison, in bits, and its parts."""

    score: float
    parts: tuple[Part, ...]

    @property
    def joins(self) -> bool:
        """Whether it is one person without asking: much for it, of two kinds at least, and little against."""
        return (
            self.score >= JOIN
            and -sum(part.weight for part in self.parts if part.weight < 0) <= MOST_AGAINST
            and len(self._features()) >= FEATURES
        )

    @property
    def suggests(self) -> bool:
        """Whether somebody should be asked."""
        return self.score >= SUGGEST and bool(self._features())

    def _features(self) -> set[str]:
        return {_GROUPS[part.feature] for part in self.parts if part.weight >= LEAST}


def likeness(a: Described, b: Described) -> Likeness:
    """Compare two descriptions. What one of them does not say, says nothing."""
    place = _place(a, b)
    parts = [*_names(a, b, at_home=any(part.feature == "address" and part.level for part in place))]
    _add(parts, "birth_date", compare.birth(a.birth, b.birth), BIRTH)
    parts += place
    _add(parts, "company", compare.company(a.company, b.company), COMPANY)
    return Likeness(sum(part.weight for part in parts), tuple(parts))


def _add(parts: list[Part], feature: str, level: Level | None, weights: dict[Level, float]) -> None:
    if level is not None:
        parts.append(Part(feature, level, weights[level]))


def _names(a: Described, b: Described, *, at_home: bool) -> list[Part]:
    first, last = compare.first(a.first, b.first), compare.last(a.last, b.last)
    middle = compare.middle(a.middle, b.middle)
    if middle == SAME and is_initial(a.middle):
        middle = SOUND
    parts: list[Part] = []
    if first == DIFFER and last == DIFFER and compare.swapped(a.first, a.last, b.first, b.last):
        first = last = FORM
    if first == DIFFER and (middle is not None or _two_names(a, b)):
        parts.append(Part("first_name", DIFFER, TWO_NAMES))
    else:
        _add(parts, "first_name", first, FIRST)
    if at_home and last:
        parts.append(Part("last_name", last, FAMILY))
    else:
        _add(parts, "last_name", last, LAST)
    _add(parts, "middle_name", middle, MIDDLE)
    return parts


def _two_names(a: Described, b: Described) -> bool:
    """Whether both go by names that are known and never written for one another; English ones sometimes are."""
    return a.first <= _russian() and b.first <= _russian()


@cache
def _russian() -> frozenset[str]:
    return frozenset[str]().union(*lists().russian.values())


def _place(a: Described, b: Described) -> list[Part]:
    """Bound what a place says: who lives together has all of it in common, however many fields it is written in."""
    parts: list[Part] = []
    door = compare.address(a.address, b.address)
    _add(parts, "address", door, ADDRESS)
    _add(parts, "city", compare.city(a.city, b.city), CITY)
    _add(parts, "postcode", compare.postcode(a.postcode, b.postcode), POSTCODE)
    most = PLACE if door else AROUND if door is None else ELSEWHERE
    said = sum(part.weight for part in parts if part.weight > 0)
    if said <= most:
        return parts
    return [part._replace(weight=part.weight * most / said) if part.weight > 0 else part for part in parts]
