"""How alike two prepared values are, in levels that weights are learnt for. Symmetric, and quick for what differs."""

import re
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from nitka.customers.likeness import dates
from nitka.customers.likeness.addresses import Address
from nitka.customers.likeness.fold import CACHED, skeleton
from nitka.customers.likeness.mailboxes import Mailbox, mailbox
from nitka.customers.likeness.names import first_names, is_initial, surname
from nitka.customers.likeness.wordlists import lists


class Level(IntEnum):
    """The higher the more alike; a comparator returns None where one side says nothing."""

    DIFFER = 0
    NEAR = 1  # a slip of the fingers or of the eye
    SOUND = 2  # spoken alike, an initial, a part
    FORM = 3  # the same in another form: short, declined, transliterated
    SAME = 4


DIFFER, NEAR, SOUND, FORM, SAME = Level

_edits = OSA.distance
_likeness = JaroWinkler.similarity
_ALIKE = 0.94  # Jaro–Winkler: two slips in a long word; Иванов and Иваненко are at 0.88


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
    return max(_given(x, y) for x in a for y in b)


def last(a: str, b: str) -> Level | None:
    """Compare surnames as `names.surname` prepares them. One part of a double surname is a form of it."""
    if not a or not b:
        return None
    if a == b:
        return SAME
    level = _word(a, b)
    if level < FORM and (" " in a or " " in b):
        if not {skeleton(part) for part in a.split()}.isdisjoint(skeleton(part) for part in b.split()):
            return FORM
        return max(level, *(_part(x, y) for x in a.split() for y in b.split()))
    return level


def middle(a: str, b: str) -> Level | None:
    """Compare patronymics and middle names as `names.patronymic` prepares them."""
    if not a or not b:
        return None
    if a == b:
        return SAME
    known = lists().known
    if a in known and b in known:
        return DIFFER
    level = _word(a, b)
    if level < FORM and not first_names(a).isdisjoint(first_names(b)):
        return FORM
    return level


def city(a: str, b: str) -> Level | None:
    """Compare towns, folded or as skeletons."""
    if not a or not b:
        return None
    return SAME if a == b else _word(a, b)


def company(a: str, b: str) -> Level | None:
    """Compare firms, folded or as skeletons, whatever their legal form: «ООО Ромашка» is «Ромашка»."""
    if not a or not b:
        return None
    if a == b:
        return SAME
    x, y = _firm(a), _firm(b)
    if x == y:
        return FORM
    level = _word(x, y)
    return level if level else SOUND if sorted(x.split()) == sorted(y.split()) else DIFFER


def birth(a: dates.Birth | None, b: dates.Birth | None) -> Level | None:
    """Compare birth dates: FORM is day and month swapped, NEAR one digit off, SOUND only the year or only the day."""
    if a is None or b is None:
        return None
    if a == b:
        return SAME
    if None in a or None in b:
        return _partly(a, b)
    if a.year == b.year and a.month == b.day and a.day == b.month:
        return FORM
    if _edits(_digits(a), _digits(b), score_cutoff=1) <= 1:
        return NEAR
    return SOUND if a.year == b.year or (a.month == b.month and a.day == b.day) else DIFFER


def address(a: Address, b: Address) -> Level | None:
    """Compare addresses.

    SAME is the same flat, or the same house where none has flats; FORM a house of which one side does not say the
    flat; SOUND another flat of the house; NEAR a slip in the street or in the number.
    """
    if not a.street or not b.street:
        return None
    if a == b:
        return SAME
    if a.street == b.street:
        return _door(a, b)
    if a.house == b.house and a.flat == b.flat and a.house:
        if _words_within(a.street, b.street):
            return FORM
        return NEAR if _slip(a.street, b.street) else DIFFER
    return DIFFER


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
    if not (a_first and b_first and a_last and b_last):
        return False
    return _stands_for(a_last, b_first) and _stands_for(b_last, a_first)


@lru_cache(maxsize=CACHED)
def _read_as_first(last_: str) -> frozenset[str]:
    return first_names(last_)


def _stands_for(last_: str, names: frozenset[str]) -> bool:
    """Whether what stands in the surname's place is what another record has for a given name."""
    if not names.isdisjoint(first_names(last_)):
        return True
    return skeleton(last_) in {skeleton(surname(name)) for name in names if not is_initial(name)}


def _given(a: str, b: str) -> Level:
    if is_initial(a) or is_initial(b):
        return SOUND if _begins(a, b) or _begins(b, a) else DIFFER
    if a + "a" == b or b + "a" == a:
        return DIFFER  # Jamil and Jamila are brother and sister
    if _sound(a) == _sound(b):
        return SOUND
    return NEAR if _slip(a, b) else DIFFER


def _begins(letter: str, name: str) -> bool:
    return name.startswith(letter) or skeleton(name).startswith(skeleton(letter))


def _word(a: str, b: str) -> Level:
    """Compare two different words or rows of words."""
    if is_initial(a) or is_initial(b):
        return SOUND if _begins(a, b) or _begins(b, a) else DIFFER
    x, y = skeleton(a), skeleton(b)
    if x == y or ((" " in x or " " in y) and x.replace(" ", "") == y.replace(" ", "")):
        return FORM
    if _sound(x) == _sound(y) or _adjective(x) == _adjective(y):
        return SOUND
    return NEAR if _slip(x, y) or _slip(a, b) else DIFFER


def _part(a: str, b: str) -> Level:
    return SAME if a == b else min(NEAR, _word(a, b))


def _slip(a: str, b: str) -> bool:
    """Whether one was probably meant to be the other: one slip in a short word, two in a long one."""
    shorter, longer = (len(a), len(b)) if len(a) < len(b) else (len(b), len(a))
    if shorter < 3 or longer - shorter > 2:
        return False
    allowed = 1 if shorter < 8 else 2
    if _edits(a, b, score_cutoff=allowed) <= allowed:
        return True
    if shorter > 5 and _likeness(a, b, score_cutoff=_ALIKE) > 0:
        return True
    return _scanned(a) == _scanned(b)


@lru_cache(maxsize=CACHED)
def _scanned(text: str) -> str:
    """Fold what a scanner takes for one another: rn and m, cl and d, 0 and o."""
    return (
        text.translate(_ONE_SHAPE).replace("rn", "m").replace("cl", "d").replace("li", "h").replace("vv", "w")
    )  # fmt: skip


_ONE_SHAPE = str.maketrans("013568jq", "olzsbbig")

# Unstressed vowels and voiced consonants as they are heard in Russian: Козлов is Казлов, Глеб is Глеп.
_HEARD = str.maketrans("oeyq", "aiik")
_VOICELESS = (("b", "p"), ("v", "f"), ("g", "k"), ("d", "t"), ("z", "s"))
_DEVOICED = tuple((re.compile(rf"{voiced}(?=[pfktsc]|\b)"), voiceless) for voiced, voiceless in _VOICELESS)


@lru_cache(maxsize=CACHED)
def _sound(text: str) -> str:
    heard = skeleton(text).translate(_HEARD)
    for voiced, voiceless in _DEVOICED:
        heard = voiced.sub(voiceless, heard)
    return heard


_ADJECTIVE = re.compile(r"(?<=\w\w\w)(?:oi|i|aia|a)\b")


@lru_cache(maxsize=CACHED)
def _adjective(text: str) -> str:
    """Return a surname's skeleton without what tells Толстой from Толстая, or Молин from Молина."""
    return _ADJECTIVE.sub("", text)


_FORMS = "ooo oao zao pao ao ip fgup mup ano nko llc ltd inc corp co gmbh plc pty company corporation limited kompania"
_LEGAL = frozenset(skeleton(word) for word in _FORMS.split()) | frozenset(_FORMS.split())


@lru_cache(maxsize=CACHED)
def _firm(text: str) -> str:
    """Return a firm's skeleton without its legal form."""
    words = [word for word in text.split() if word not in _LEGAL]
    return skeleton(" ".join(words)) if words else text


def _digits(date: dates.Birth) -> str:
    return f"{date.year:04}{date.month:02}{date.day:02}"


def _partly(a: dates.Birth, b: dates.Birth) -> Level:
    """Compare dates of which something is missing: what both say must agree."""
    said = [x == y for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    if len(said) > 1 and all(said):
        return NEAR
    return SOUND if said and (said[0] if a.year and b.year else all(said)) else DIFFER


def _door(a: Address, b: Address) -> Level:
    """Compare two doors of one street."""
    if a.house != b.house:
        if a.flat == b.flat and a.flat and a.house and b.house:
            return NEAR if _edits(a.house, b.house, score_cutoff=1) <= 1 else DIFFER
        return DIFFER if a.house and b.house else SOUND
    if a.flat == b.flat:
        return SAME if not a.rest or not b.rest or a.rest == b.rest else FORM
    return SOUND if a.flat and b.flat else FORM


def _words_within(a: str, b: str) -> bool:
    """Whether all words of one are among the other's: «Большая Садовая» and «Садовая»."""
    x, y = set(a.split()), set(b.split())
    return x <= y or y <= x


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
