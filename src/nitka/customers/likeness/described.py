"""What one source says of a person, prepared so that two of them can be compared quickly. Pure."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from nitka.customers.likeness.addresses import Address, address
from nitka.customers.likeness.dates import Birth, birth
from nitka.customers.likeness.fold import CACHED, fold, skeleton
from nitka.customers.likeness.layout import on_cyrillic, other_layout
from nitka.customers.likeness.names import first_names, is_russian, meanings, patronymic, split_name, surname

# The trait's name in snake case; sources write them in camel case too.
_FIRST = ("first_name", "given_name")
_LAST = ("last_name", "surname", "family_name")
_MIDDLE = ("middle_name", "patronymic")
_WHOLE = ("name", "full_name")
_BIRTH = ("birth_date", "birthday", "date_of_birth", "birthdate", "dob")
_ADDRESS = ("address", "street_address", "street")
_CITY = ("city", "town", "suburb", "locality")
_POSTCODE = ("postcode", "postal_code", "zip", "zip_code", "zipcode")
_COMPANY = ("company", "organization", "organisation", "company_name")
_NOTHING = Address()
MOST_LETTERS = 250  # of a trait: what is prepared is kept in memory, and longer ones are sent to fill it
MOST_NUMBER = 10**12
# Of specimen forms.
_NOWHERE = frozenset(map(skeleton, ("Anytown", "Any town", "Anycity", "Springfield USA", "Город", "Мой город")))
# Written in place of a name by who fills in a form for others.
_WORDS = """son daughter child baby boy girl babyboy babygirl infant mother mom father dad brother sister wife husband
    spouse nephew niece grandson granddaughter man woman male female lady person adult kid hijo hija minor
    resident occupant inmate respondent syn doch muzh zhena rebenok mama papa brat sestra"""
_PHRASES = """son of,daughter of,child of,kid of,baby boy,baby girl,lady of house,lady in the house,lady in the"""
_NOBODYS = frozenset(_WORDS.split()) | frozenset(_PHRASES.split(","))


class Described(msgspec.Struct, frozen=True, gc=False):
    """A person as one source describes them. What it does not say is empty.

    `phones`, in E.164 form, and `emails`: what they were named with. These are identifiers of their own and no part of
    the content.
    """

    first: frozenset[str] = frozenset()
    last: str = ""
    middle: str = ""
    birth: Birth | None = None
    address: Address = _NOTHING
    city: str = ""
    postcode: str = ""
    company: str = ""
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    russian: bool = False  # has a Russian name, to which a patronymic belongs even where none is given


NOBODY = Described()


def described(traits: Mapping[str, Any]) -> Described:
    """Return what these raw traits say of a person; `NOBODY` where they say nothing that can be compared."""
    said = {_snake(key): value for key, value in traits.items()}
    place = said.get("address")
    if isinstance(place, Mapping):  # the form of the Segment specification
        said = {_snake(key): value for key, value in place.items()} | said | {"address": place.get("street")}
    first, last, middle = _text(said, _FIRST), _text(said, _LAST), _text(said, _MIDDLE)
    whole = _text(said, _WHOLE)
    if not (first and last) and len((first or last or whole).split()) > 1:  # all of it in one field
        first, last, middle_ = split_name(first or last or whole)
        middle = middle or middle_
    first, last = _in_place(first or ("" if last else whole), last)
    if len(last) > 2 and last.isascii() and other_layout(last):
        first, middle = _initial(first), _initial(middle)
    russian = is_russian(first) or is_russian(last) or is_russian(middle)
    return Described(
        first_names(first), surname(last), patronymic(middle), birth(_text(said, _BIRTH)),
        address(_text(said, _ADDRESS)), _city(_text(said, _CITY)), _postcode(_text(said, _POSTCODE)),
        skeleton(_text(said, _COMPANY)), russian=russian,
    )  # fmt: skip


def _in_place(first: str, last: str) -> tuple[str, str]:
    """Return given name and surname, which many a form has the wrong way round, each in its place."""
    if fold(first) in _NOBODYS:
        first = ""
    if first and last and not last.isascii() and meanings(last) and not meanings(first):
        return last, first  # an English given name is as often a surname
    return first, last


def _initial(text: str) -> str:
    """Read an initial that was typed on the layout on which the surname was."""
    return on_cyrillic(text[0]) if text[:1].isalpha() and text.isascii() and len(text.rstrip(".")) == 1 else text


def _city(text: str) -> str:
    town = skeleton(text)
    return "" if town in _NOWHERE else town


def _postcode(text: str) -> str:
    """Return the postcode, unless it is what programs fill in where there is none."""
    code = fold(text).replace(" ", "")
    return "" if len(code) > 3 and _is_filler(code) else code


def _is_filler(code: str) -> bool:
    """Whether it is 00000, 99999 and their like, with at most one letter or digit of another kind."""
    return code.count("0") >= len(code) - 1 or len(set(code)) == 1


def _snake(key: str) -> str:
    if key.islower():
        return key
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in key).lstrip("_")


def _text(said: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = said.get(name)
        if isinstance(value, str) and (text := value[:MOST_LETTERS].strip()):
            return text
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < MOST_NUMBER:
            return str(value)
    return ""


def tells(one: Described) -> bool:
    """Whether it says enough to tell people apart: two things at least."""
    said = (one.first, one.last, one.middle, one.birth, one.address.street, one.postcode, one.company)
    return sum(map(bool, said)) > 1


def content(one: Described) -> str:
    """Return a text that is equal for equal descriptions, and for them alone."""
    born = ".".join(str(part or 0) for part in one.birth) if one.birth else ""
    parts = (
        "|".join(sorted(one.first)), one.last, one.middle, born, "|".join(one.address), one.city, one.postcode,
        one.company, "r" if one.russian else "",
    )  # fmt: skip
    return "\n".join(parts)


@lru_cache(maxsize=CACHED)
def read_content(text: str) -> Described:
    """Return the description that a `content` stands for."""
    first, last, middle, born, place, city, postcode, company, russian = text.split("\n")
    year, month, day = (int(part) or None for part in born.split(".")) if born else (None, None, None)
    return Described(
        frozenset(first.split("|")) if first else frozenset(), last, middle, Birth(year, month, day) if born else None,
        Address(*place.split("|")), city, postcode, company, russian=bool(russian),
    )  # fmt: skip


SAID_WITH = ("phone", "email")  # types of identifiers in which a slip is seen


def read_record(text: str, identifiers: Iterable[tuple[str, str]]) -> Described:
    """Return the description of a record. `identifiers`: types and values of what it was said with."""
    named = list(identifiers)
    phones = frozenset(value for type_, value in named if type_ == "phone")
    emails = frozenset(value for type_, value in named if type_ == "email")
    one = read_content(text)
    return msgspec.structs.replace(one, phones=phones, emails=emails) if phones or emails else one


_WRITTEN = {
    "first_name": _FIRST + _WHOLE, "last_name": _LAST + _WHOLE, "middle_name": _MIDDLE + _WHOLE, "birth_date": _BIRTH,
    "address": _ADDRESS, "city": _CITY, "postcode": _POSTCODE, "company": _COMPANY,
}  # fmt: skip


def written(feature: str, traits: Mapping[str, Any]) -> str | None:
    """Return what raw traits say of a compared feature, as it was written; None where they do not."""
    return _text({_snake(key): value for key, value in traits.items()}, _WRITTEN.get(feature, ())) or None
