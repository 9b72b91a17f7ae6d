"""How alike two prepared values are, in levels that weights are learnt for."""

from enum import IntEnum

from rapidfuzz.distance import OSA, JaroWinkler

from nitka.customers.likeness import dates
from nitka.customers.likeness.addresses import Address
from nitka.customers.likeness.fold import skeleton
from nitka.customers.likeness.names import lists

_near = OSA.distance


class Level(IntEnum):
    """The higher the more alike."""

    DIFFER = 0
    NEAR = 1  # a slip of the fingers or of the eye
    SOUND = 2  # spoken alike, or only an initial
    FORM = 3  # the same in another form: short, declined, transliterated
    SAME = 4


def _slip(a: str, b: str) -> bool:
    """Whether one was probably meant to be the other: one slip in a short word, two in a long one."""
    shorter = min(len(a), len(b))
    if shorter < 3:
        return False
    allowed = 1 if shorter < 7 else 2
    if _near(a, b, score_cutoff=allowed) <= allowed:
        return True
    return shorter > 4 and JaroWinkler.similarity(a, b, score_cutoff=0.93) > 0


def first(a: frozenset[str], b: frozenset[str]) -> Level | None:
    """Compare given names as `names.first_names` prepares them."""
    if not a or not b:
        return None
    if a == b:
        return Level.SAME
    if not a.isdisjoint(b):
        return Level.FORM
    known = lists().known
    if a <= known and b <= known:
        return Level.DIFFER  # Мария and Марина are one letter apart and two people
    for x in a:
        for y in b:
            if len(x) <= 2 or len(y) <= 2:
                if x.startswith(y) or y.startswith(x):
                    return Level.SOUND
            elif _slip(x, y):
                return Level.NEAR
    return Level.DIFFER


def _word(a: str, b: str) -> Level | None:
    if not a or not b:
        return None
    if a == b:
        return Level.SAME
    if len(a) <= 2 or len(b) <= 2:
        return Level.SOUND if a.startswith(b) or b.startswith(a) else Level.DIFFER
    x, y = skeleton(a), skeleton(b)
    if x == y:
        return Level.FORM
    return Level.NEAR if _slip(x, y) else Level.DIFFER


def last(a: str, b: str) -> Level | None:
    """Compare surnames as `names.surname` prepares them."""
    level = _word(a, b)
    if level == Level.DIFFER and not set(a.split()).isdisjoint(b.split()):
        return Level.FORM
    return level


def middle(a: str, b: str) -> Level | None:
    """Compare patronymics as `names.patronymic` prepares them."""
    return _word(a, b)


def birth(a: dates.Birth | None, b: dates.Birth | None) -> Level | None:
    """Compare birth dates."""
    if a is None or b is None:
        return None
    if a == b:
        return Level.SAME
    if a.year == b.year and a.month == b.day and a.day == b.month:
        return Level.FORM
    x, y = (f"{d.year or 0:04}{d.month or 0:02}{d.day or 0:02}" for d in (a, b))
    if _near(x, y, score_cutoff=1) <= 1:
        return Level.NEAR
    if a.year == b.year or (a.month, a.day) == (b.month, b.day):
        return Level.SOUND
    return Level.DIFFER


def address(a: Address, b: Address) -> Level | None:
    """Compare addresses."""
    if not a.street or not b.street:
        return None
    if a == b:
        return Level.SAME
    if a.house != b.house:
        return Level.DIFFER
    if a.street == b.street:
        return Level.FORM if not a.flat or not b.flat else Level.SOUND
    return Level.NEAR if _slip(a.street, b.street) else Level.DIFFER


def city(a: str, b: str) -> Level | None:
    """Compare towns."""
    return _word(a, b)


def company(a: str, b: str) -> Level | None:
    """Compare firms."""
    return _word(a, b)


def _digits(a: str, b: str) -> Level | None:
    if not a or not b:
        return None
    if a == b:
        return Level.SAME
    return Level.NEAR if _near(a, b, score_cutoff=1) <= 1 else Level.DIFFER


def postcode(a: str, b: str) -> Level | None:
    """Compare postcodes."""
    return _digits(a, b)


def phone(a: str, b: str) -> Level | None:
    """Compare phones in E.164."""
    return _digits(a, b)


def email(a: str, b: str) -> Level | None:
    """Compare e-mail addresses in canonical form."""
    if not a or not b:
        return None
    if a == b:
        return Level.SAME
    if _near(a, b, score_cutoff=1) <= 1:
        return Level.NEAR
    return Level.SOUND if a.partition("@")[0] == b.partition("@")[0] else Level.DIFFER


def swapped(a_first: frozenset[str], a_last: str, b_first: frozenset[str], b_last: str) -> bool:
    """Whether one record has the given name and the surname in each other's place."""
    return (
        bool(a_last and b_last)
        and skeleton(a_last) in {skeleton(n) for n in b_first}
        and (skeleton(b_last) in {skeleton(n) for n in a_first})
    )
