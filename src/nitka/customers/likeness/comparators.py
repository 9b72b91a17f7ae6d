"""How alike two prepared values are, in levels that weights are learnt for. Symmetric, and quick for what differs."""

from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from nitka.customers.likeness import dates
from nitka.customers.likeness.fold import CACHED, skeleton
from nitka.customers.likeness.levels import DIFFER, FORM, NEAR, SAME, SOUND, Level
from nitka.customers.likeness.mailboxes import Mailbox, mailbox
from nitka.customers.likeness.names import first_names, is_initial, surname
from nitka.customers.likeness.slips import given, parts, slip, word
from nitka.customers.likeness.streets import address
from nitka.customers.likeness.towns import town
from nitka.customers.likeness.wordlists import lists

__all__ = [
    "Level",
    "address",
    "birth",
    "city",
    "company",
    "crossed",
    "email",
    "first",
    "garbled",
    "last",
    "middle",
    "phone",
    "postcode",
    "swapped",
]

_TWO_LETTERS = {"c", "k"}  # as initials, though Catherine may be Katherine
_edits = OSA.distance
_SPOILT = 70  # percent of the letters of two given names


def first(a: frozenset[str], b: frozenset[str]) -> Level | None:
    """Compare given names as `names.first_names` prepares them.

    Two names that are both known differ, however near: Мария and Марина are one letter apart and two people.
    """
    if not a or not b:
        return None
    if a == b:
        return SAME
    if not a.isdisjoint(b):
        return FORM
    known = lists().known
    if a <= known and b <= known:
        return DIFFER
    best = DIFFER
    for x in a:
        for y in b:
            best = max(best, given(x, y))
    return best


def garbled(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether given names that differ may be one, spoilt in several places: Olievr, Ssha un; not two known ones."""
    known = lists().full
    return any(
        x[0] == y[0] and fuzz.ratio(x, y) >= _SPOILT
        for x in map(skeleton, a)
        for y in map(skeleton, b)
        if not (x in known and y in known) and min(len(x), len(y)) > 2
    )


def last(a: str, b: str) -> Level | None:
    """Compare surnames as `names.surname` prepares them. One part of a double surname is a form of it."""
    if not a or not b:
        return None
    if a == b:
        return SAME
    level = word(a, b)
    if level < FORM and (" " in a or " " in b):
        return max(level, parts(a, b))
    return level


def middle(a: str, b: str) -> Level | None:
    """Compare patronymics and middle names as `names.patronymic` prepares them."""
    if not a or not b:
        return None
    if a == b:
        return SAME
    known = lists().known
    if (a in known and b in known) or {a, b} == _TWO_LETTERS:
        return DIFFER
    level = word(a, b)
    if level < FORM and not first_names(a).isdisjoint(first_names(b)):
        return FORM
    return level or (NEAR if _misspelt_patronymic(a, b) or _misspelt_patronymic(b, a) else DIFFER)


def city(a: str, b: str) -> Level | None:
    """Compare towns, folded or as skeletons. FORM is one town under two of its names: «г. СПб», St Petersburg."""
    if not a or not b:
        return None
    if a == b:
        return SAME
    x, y = town(a), town(b)
    return FORM if x == y else word(x, y)


def company(a: str, b: str) -> Level | None:
    """Compare firms, folded or as skeletons, whatever their legal form: «ООО Ромашка» is «Ромашка»."""
    if not a or not b:
        return None
    if a == b:
        return SAME
    x, y = _firm(a), _firm(b)
    if x == y:
        return FORM
    level = word(x, y)
    return level if level else SOUND if sorted(x.split()) == sorted(y.split()) else DIFFER


def birth(a: dates.Birth | None, b: dates.Birth | None) -> Level | None:
    """Compare birth dates: FORM is day and month swapped, NEAR one digit off, SOUND only the year or only the day."""
    if a is None or b is None:
        return None
    if a == b:
        return SAME
    return _partly(a, b) if None in a or None in b else _wholly(a, b)


def postcode(a: str, b: str) -> Level | None:
    """Compare postcodes: NEAR is one digit off or two neighbours swapped."""
    return _number(a, b)


def phone(a: str, b: str) -> Level | None:
    """Compare phones in E.164 form: NEAR is one digit slipped or two neighbours swapped."""
    return _number(a, b)


def email(a: str, b: str) -> Level | None:
    """Compare e-mail addresses in small letters.

    FORM is one mailbox written differently (dots in Gmail, +tags, ya.ru); NEAR a slip; SOUND the same name at
    another provider.
    """
    if not a or not b:
        return None
    if a == b:
        return SAME
    x, y = mailbox(a), mailbox(b)
    if x == y:
        return FORM
    if abs(len(a) - len(b)) <= 1 and _is_typing_slip(x, y):
        return NEAR
    return SOUND if x.name == y.name and x.name else DIFFER


def swapped(a_first: frozenset[str], a_last: str, b_first: frozenset[str], b_last: str) -> bool:
    """Whether one record has the given name and the surname in each other's place."""
    one, other = crossed(a_first, a_last, b_first, b_last)
    return bool(one and other) and FORM in (one, other)


def crossed(a_first: frozenset[str], a_last: str, b_first: frozenset[str], b_last: str) -> tuple[Level, Level]:
    """Compare the given name of each with the surname of the other, as levels in no order."""
    return _stands_for(a_last, b_first), _stands_for(b_last, a_first)


def _stands_for(last_: str, names: frozenset[str]) -> Level:
    """Say how alike what stands in the surname's place is to what another record has for a given name."""
    if not last_ or not names or is_initial(last_):
        return DIFFER
    if not names.isdisjoint(first_names(last_)):
        return FORM
    bones = skeleton(last_)
    whole = {skeleton(surname(name)) for name in names if not is_initial(name)}
    if bones in whole:
        return FORM
    return NEAR if any(slip(bones, name) for name in whole) else DIFFER


@lru_cache(maxsize=1)
def _patronymics() -> dict[str, list[str]]:
    """Return the skeletons of patronymics by the father's name."""
    found: dict[str, list[str]] = {}
    for patronymic, father in lists().fathers.items():
        found.setdefault(father, []).append(patronymic)
    return found


def _misspelt_patronymic(father: str, other: str) -> bool:
    """Whether the other, which named no father by itself, is a patronymic of this one with a slip."""
    if len(other) < 3 or other[0] != father[0]:
        return False
    whole = (other, skeleton(other + "ovich"), skeleton(other + "evich"))
    return any(slip(form, one) for form in _patronymics().get(father, ()) for one in whole)


_FORMS = "ooo oao zao pao ao ip fgup mup ano nko llc ltd inc corp co gmbh plc pty company corporation limited kompania"
_LEGAL = frozenset(skeleton(word) for word in _FORMS.split()) | frozenset(_FORMS.split())


@lru_cache(maxsize=CACHED)
def _firm(text: str) -> str:
    """Return a firm's skeleton without its legal form."""
    words = [word for word in text.split() if word not in _LEGAL]
    return skeleton(" ".join(words)) if words else text


def _wholly(a: dates.Birth, b: dates.Birth) -> Level:
    """Compare two different dates that are both whole."""
    year, month, day = a[0] == b[0], a[1] == b[1], a[2] == b[2]
    if not (year or month or day):
        return DIFFER  # one slip leaves at least one part as it was
    if year and a[1] == b[2] and a[2] == b[1]:
        return FORM
    if _edits(_digits(a), _digits(b), score_cutoff=1) <= 1:
        return NEAR
    return SOUND if year or (month and day) else DIFFER


def _digits(date: dates.Birth) -> str:
    return f"{date.year:04}{date.month:02}{date.day:02}"


def _partly(a: dates.Birth, b: dates.Birth) -> Level:
    """Compare dates of which something is missing: what both say must agree."""
    said = [x == y for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    if len(said) > 1 and all(said):
        return NEAR
    return SOUND if said and (said[0] if a.year and b.year else all(said)) else DIFFER


def _number(a: str, b: str) -> Level | None:
    if not a or not b:
        return None
    if a == b:
        return SAME
    return NEAR if abs(len(a) - len(b)) <= 1 and _edits(a, b, score_cutoff=1) <= 1 else DIFFER


def _is_typing_slip(a: Mailbox, b: Mailbox) -> bool:
    """Whether one slip leads from one to the other: in the name, if it is long enough, or in a domain."""
    if a.name == b.name:
        return len(a.domain) > 4 and _edits(a.domain, b.domain, score_cutoff=1) <= 1
    if a.domain != b.domain or min(len(a.name), len(b.name)) < 5:
        return False
    if a.name.rstrip("0123456789") == b.name.rstrip("0123456789"):
        return False  # ivan1@ and ivan2@ are numbered people
    return _edits(a.name, b.name, score_cutoff=1) <= 1
