"""What is known of a customer besides identifiers: traits from every source, and the name drawn from them. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from nitka.customers.graph import INTERNAL, rank

NAME_LIMIT = 200  # characters

Trait = dict[str, Any]  # {"value", "at": RFC 3339 in UTC, "touch": hex, "assurance"}
Traits = dict[str, Trait]

_WHOLE = ("name", "full_name", "fullName")
_PARTS = (("first_name", "firstName"), ("middle_name", "middleName"), ("last_name", "lastName"))
_WORD = re.compile(r"[^\W_]+")


def trait(value: Any, at: str, touch: UUID, assurance: int) -> Trait:
    """Return a trait as it is kept."""
    return {"value": value, "at": at, "touch": touch.hex, "assurance": assurance}


def _order(one: Trait) -> tuple[int, str, str]:
    # Proven first: what anybody may claim with a public key must not write over what the company's server said.
    return one["assurance"], one["at"], one["touch"]


def merged(records: Iterable[Traits]) -> Traits:
    """Return one set of traits: for each the best proven, of equals the latest touch's. Order does not matter."""
    best: Traits = {}
    for record in records:
        for key, one in record.items():
            if key not in best or _order(one) > _order(best[key]):
                best[key] = one
    return best


def values(traits: Mapping[str, Trait]) -> dict[str, Any]:
    """Return just what the traits say."""
    return {key: one["value"] for key, one in sorted(traits.items())}


def name(records: Iterable[Traits]) -> str | None:
    """Return the name that the best record gives, put together from its parts if need be."""
    found: list[tuple[tuple[int, str, str], str]] = []
    for record in records:
        for key in _WHOLE:
            if key in record and (text := _text(record[key]["value"])):
                found.append((_order(record[key]), text))
        parts = [record[key] for keys in _PARTS for key in keys if key in record and _text(record[key]["value"])]
        if parts:
            found.append((min(map(_order, parts)), " ".join(_text(part["value"]) for part in parts)))
    return max(found)[1][:NAME_LIMIT] if found else None


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


# What people can read and say: the first group that has any gives the name, its firmest identifier, of equals as they
# stand here. An id of a browser or a messenger tells nobody anything.
_TELLING = (("email", "phone"), ("username",), ("user_id", "loyalty", "crm_id"))
TELLING = frozenset(type_ for group in _TELLING for type_ in group)


def known_by(own: Iterable[tuple[str, str, int]]) -> tuple[str, str] | None:
    """Return the type and value to call a nameless customer by, of their own (type, value, assurance)."""
    telling = [one for one in own if one[0] in TELLING]
    for group in _TELLING:
        if found := [one for one in telling if one[0] in group]:
            type_, value, _ = min(found, key=lambda one: (-one[2], group.index(one[0]), one[1]))
            return type_, value
    return None


def words(text: str | None) -> set[str]:
    """Return the words of a name as they are searched: lower case, ё as е."""
    return {word[:60] for word in _WORD.findall(fold(text or ""))}


def fold(text: str) -> str:
    """Return the text as names are compared."""
    return text.casefold().replace("ё", "е")


def bounded(traits: Mapping[str, Any], limit: int = 16_384) -> dict[str, Any]:
    """Return the traits that may be kept: named, not null, and together no more than `limit` bytes of JSON."""
    kept: dict[str, Any] = {}
    for key, value in sorted(traits.items()):
        size = len(msgspec.json.encode(value)) + len(key)
        if value is not None and 0 < len(key) <= 100 and size <= limit:
            kept[key] = value
            limit -= size
    return kept


def drawn_block(own: Iterable[tuple[str, datetime | None]]) -> datetime | None:
    """Return since when a customer is blocked, None where they are not: `own` are (type, barred at) of identifiers.

    A customer is blocked only if all that they are known by is: better some spam than a lost customer. A session or
    a description is nobody by itself, and is asked only where there is nothing else.
    """
    every = list(own)
    asked = [at for type_, at in every if type_ not in INTERNAL] or [at for _, at in every]
    barred = [at for at in asked if at is not None]
    return max(barred) if len(barred) == len(asked) and barred else None


class GivenName(NamedTuple):
    """A name given by hand, and the identifier that it hangs on."""

    name: str
    type: str
    first_at: datetime
    node: UUID


def bond(type_: str, first_at: datetime, node: UUID) -> tuple[int, datetime, bytes]:
    """Return the sort key of identifiers as names hang on them: closest bound to the person, then seen first."""
    return rank(type_), first_at, node.bytes


def drawn_name(given: Iterable[GivenName], records: Iterable[Traits]) -> str | None:
    """Return a customer's name: as operators gave it, of several that of the closest identifier, else the records'."""
    first = min(given, key=lambda one: bond(one.type, one.first_at, one.node), default=None)
    return first.name if first else name(records)
