"""What a customer's answer is worth: compared with what is known, which it never has to be shown for. Pure."""

from collections.abc import Callable, Iterable
from typing import Any

from nitka.customers.likeness import comparators, names
from nitka.customers.likeness.addresses import address
from nitka.customers.likeness.comparators import Level
from nitka.customers.likeness.dates import birth
from nitka.customers.likeness.fold import fold
from nitka.customers.normalise import normalise
from nitka.customers.stewardship.models import Compared

_BY_FEATURE: dict[str, tuple[Callable[[str], Any], Callable[[Any, Any], Level | None]]] = {
    "birth_date": (birth, comparators.birth),
    "first_name": (names.first_names, comparators.first),
    "last_name": (names.surname, comparators.last),
    "middle_name": (names.patronymic, comparators.middle),
    "address": (address, comparators.address),
    "city": (fold, comparators.city),
    "company": (fold, comparators.company),
    "postcode": (lambda text: "".join(filter(str.isalnum, text)), comparators.postcode),
    "phone": (str, comparators.phone),
    "email": (str, comparators.email),
}
_IDENTIFIERS = frozenset({"phone", "email", "loyalty"})


def told(feature: str, text: str, region: str) -> str:
    """Return a value as it is kept and compared; phones without a country are of `region` (ISO 3166)."""
    if feature in _IDENTIFIERS and (found := normalise(feature, text, "", region)):
        return found.value
    return " ".join(text.split())


def compared(feature: str, answer: str, known: Iterable[str], region: str) -> Compared:
    """Return how an answer fits what is known: the same (in any form), near (a slip, a part of it), or another.

    `unknown` where the answer says nothing, or nothing is known.
    """
    said = told(feature, answer, region)
    levels = [level for value in known if (level := _level(feature, said, told(feature, value, region))) is not None]
    if not said or not levels:
        return "unknown"
    best = max(levels)
    return "same" if best >= Level.FORM else "near" if best > Level.DIFFER else "differ"


def _level(feature: str, one: str, other: str) -> Level | None:
    if feature not in _BY_FEATURE:
        return None if not one or not other else Level.SAME if one == other else Level.DIFFER
    prepare, compare = _BY_FEATURE[feature]
    return compare(prepare(one), prepare(other))
