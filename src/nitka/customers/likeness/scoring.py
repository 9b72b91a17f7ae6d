"""How likely two descriptions are of one person: the model of Fellegi and Sunter (1969). Pure and symmetric.

The model takes features for independent, which those of relatives are not: they share surname, address and father,
twins the birth date too. So the weights depend on whether two live at one address, on whether their names would tell
relatives apart, and some on each other.
"""

from typing import NamedTuple

import msgspec

from nitka.customers.likeness import comparators as compare
from nitka.customers.likeness.described import Described
from nitka.customers.likeness.levels import DIFFER, FORM, NEAR, SAME, SOUND, Level
from nitka.customers.likeness.names import is_initial
from nitka.customers.likeness.weights import Part
from nitka.customers.likeness.wordlists import lists
from nitka.customers.model import shape

_GROUPS = {
    "first_name": "name", "last_name": "name", "middle_name": "name", "birth_date": "birth", "address": "place",
    "city": "place", "postcode": "place", "company": "company", "phone": "phone", "email": "email",
}  # fmt: skip
_ONE_DAY = (SAME, FORM)  # a birth date, or one with day and month in each other's place


class Likeness(msgspec.Struct, frozen=True):
    """The sum of a comparison, in bits, and its parts."""

    score: float
    parts: tuple[Part, ...]
    joins: bool = False  # one person without asking: much for it, of two kinds at least, and little against
    suggests: bool = False  # somebody should be asked
    joins_if_rare: bool = False  # one person if few have this name: given name, surname and patronymic, none against


class _Levels(NamedTuple):
    """What was compared, each None where one side says nothing of it."""

    first: Level | None
    last: Level | None
    middle: Level | None
    birth: Level | None
    address: Level | None
    city: Level | None
    postcode: Level | None
    initial: bool = False  # both middle names are but a letter
    crossed: bool = False  # the given name of one is the other's surname
    russian: bool = False
    plain: bool = False  # neither says more of the name than the given one and the surname
    another: bool = False  # two given names that people do have; what no list knows may be one, misspelt beyond repair

    @property
    def home(self) -> bool:
        """Whether they live at one address; another flat of the house is another address."""
        return self.address in (SAME, FORM, NEAR)


def likeness(a: Described, b: Described, by: shape.Likeness) -> Likeness:
    """Compare two descriptions by these weights. What one of them does not say, says nothing."""
    of = _levels(a, b)
    parts = _plainly(of, by) if of.plain else _carefully(of, by)
    company = compare.company(a.company, b.company)
    if company is not None:
        parts.append(Part("company", company, by.company[company]))
    phone = _best({compare.phone(one, other) for one in a.phones for other in b.phones})
    if by.phone_slip and phone == NEAR:
        parts.append(Part("phone", phone, by.phone_slip))
    email = _best({compare.email(one, other) for one in a.emails for other in b.emails})
    if by.phone_slip and email in (FORM, NEAR):
        parts.append(Part("email", email, by.email_form if email == FORM else by.email_slip))
    return _judged(parts, by, _one_name(of))


def _best(levels: set[Level | None]) -> Level | None:
    """How near to one another two identifiers are that are not equal: those say so themselves, exactly.

    Nor do they hide the others, or what was alike would be so no more for one more number that was told later.
    """
    return max((level for level in levels if level not in (None, SAME)), default=None)


def _one_name(of: _Levels) -> bool:
    """Whether all three of a Russian name are told and the same."""
    return of.russian and not of.initial and all(level in (SAME, FORM) for level in (of.first, of.last, of.middle))


def _judged(parts: list[Part], by: shape.Likeness, one_name: bool) -> Likeness:
    score = sum(part.weight for part in parts)
    against = -sum(part.weight for part in parts if part.weight < 0)
    said = dict.fromkeys(_GROUPS.values(), 0.0)
    for part in parts:
        said[_GROUPS[part.feature]] += max(part.weight, 0.0)
    features = sum(weight >= by.least for weight in said.values())
    return Likeness(
        score,
        tuple(parts),
        joins=score >= by.join and against <= by.most_against and features >= by.features,
        suggests=score >= by.suggest and features > 0,
        joins_if_rare=one_name and score >= by.join and against == 0,
    )


def _levels(a: Described, b: Described) -> _Levels:
    first, last = compare.first(a.first, b.first), compare.last(a.last, b.last)
    crossed = False
    if not first or not last:
        one, other = compare.crossed(a.first, a.last, b.first, b.last)
        if one and other:
            first = last = FORM
        crossed = bool(one) != bool(other)
    if first == SAME and all(map(is_initial, a.first)):
        first = SOUND
    plain = not (a.russian or b.russian or a.middle or b.middle)
    if plain and first == DIFFER and compare.garbled(a.first, b.first):
        first = NEAR
    return _Levels(
        first, last, compare.middle(a.middle, b.middle), compare.birth(a.birth, b.birth),
        compare.address(a.address, b.address), compare.city(a.city, b.city), compare.postcode(a.postcode, b.postcode),
        is_initial(a.middle) and is_initial(b.middle), crossed, a.russian or b.russian, plain,
        first == DIFFER and a.first <= lists().known and b.first <= lists().known,
    )  # fmt: skip


def _plainly(of: _Levels, by: shape.Likeness) -> list[Part]:
    """Weigh two of whom neither says more than given name and surname."""
    weights, most = by.plain, by.plain.most
    relative = of.home and (of.first is None or of.another) and of.birth not in (SAME, FORM, NEAR)
    if of.home:
        most = by.at_home.most if relative else by.plain_at_home
    elif not (of.first or of.last or of.crossed or of.address):
        most = 0.0  # so many live in a town that some were born on one day
    parts: list[Part] = []
    _add(parts, "first_name", of.first, weights.first)
    if of.last is not None:
        weight = max(weights.last[of.last], by.crossed) if of.crossed else weights.last[of.last]
        parts.append(Part("last_name", of.last, min(weight, by.relative) if relative else weight))
    _add(parts, "birth_date", of.birth, weights.birth)
    return parts + _place(of, most, weights.address, weights.city, weights.postcode)


def _carefully(of: _Levels, by: shape.Likeness) -> list[Part]:
    """Weigh two whose names would tell them from their relatives."""
    weights = by.at_home if of.home else by.apart
    parts: list[Part] = []
    if of.first is not None:
        silent = of.first == SOUND and of.birth is None and (of.home or of.russian)  # brothers may share an initial
        parts.append(Part("first_name", of.first, 0.0 if silent else weights.first[of.first]))
    if of.last is not None:
        parts.append(Part("last_name", of.last, _surname(of, of.last, weights.last[of.last], by)))
    if of.middle is not None:
        weight = weights.middle[of.middle]
        if of.initial and of.middle == SAME:
            weight = weights.middle[SOUND] if of.russian else by.initial_at_home if of.home else by.initial
        parts.append(Part("middle_name", of.middle, weight))
    if of.birth is not None:
        nameless = of.first is None and of.last is None
        parts.append(Part("birth_date", of.birth, weights.birth[of.birth] + (by.nameless if nameless else 0.0)))
    # A grandmother's name is often given again, and only the patronymic or the birth date tells the two apart.
    namesakes = of.russian and of.middle is None and of.birth is None
    most = (by.namesakes_at_home if of.home else by.namesakes) if namesakes else weights.most
    return parts + _place(of, most, weights.address, weights.city, weights.postcode)


def _surname(of: _Levels, last: Level, weight: float, by: shape.Likeness) -> float:
    if last == DIFFER:
        return weight if of.birth in _ONE_DAY and of.first is not None else by.married
    if of.postcode == SAME:
        weight = min(weight, by.neighbour)
    if of.first is not None:
        return weight
    if of.birth not in _ONE_DAY or of.middle is None:
        return weight + by.nameless
    return weight + by.brother if of.russian else weight


def _add(parts: list[Part], feature: str, level: Level | None, weights: dict[Level, float]) -> None:
    if level is not None:
        parts.append(Part(feature, level, weights[level]))


def _place(of: _Levels, most: float, *tables: dict[Level, float]) -> list[Part]:
    """Bound what a place says: who lives together has all of it in common, however many fields it is written in."""
    parts: list[Part] = []
    for feature, level, table in zip(
        ("address", "city", "postcode"), (of.address, of.city, of.postcode), tables, strict=True
    ):
        _add(parts, feature, level, table)
    said = sum(part.weight for part in parts if part.weight > 0)
    if said <= most:
        return parts
    return [part._replace(weight=part.weight * most / said) if part.weight > 0 else part for part in parts]
