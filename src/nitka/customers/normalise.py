"""Identifiers in canonical form: however a source writes a value, the same person gets the same node."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import idna
import phonenumbers

from nitka.customers.graph import INTERNAL
from nitka.customers.placeholders import is_placeholder, is_placeholder_email, is_placeholder_phone
from nitka.kernel.ids import derived_id, node_id
from nitka.kernel.text import harmless

VALUE_LIMIT = 200  # characters; what is longer keeps its beginning and a digest of the whole
PLUS_SEVEN = frozenset({"RU", "KZ"})  # regions whose numbers begin with +7, and with 8 when they are dialled

_TYPE = re.compile(r"[^a-z0-9_]+")
_SEVEN = re.compile(r"(?:\+7|7|8)(\d{10})")
_EMAIL = re.compile(r"[^\s@<>,;\"()]+@[^\s@<>,;\"()]+")
_ANGLES = re.compile(r"<([^<>]*)>\s*$")
_CARD = re.compile(r"[\s\-.]+")
_EXTENSION = re.compile(r"(?:доб|доп|вн|ext|[;,#x]).*$", re.IGNORECASE)


class Normal(NamedTuple):
    """A canonical identifier. A blocked one may be an address, but identifies nobody."""

    type: str
    namespace: str
    value: str
    blocked: bool


@lru_cache(maxsize=20_000)
def normalise(type_: str, value: str, namespace: str = "", region: str = "RU") -> Normal | None:
    """Return the canonical form, or None where nothing is left that could name anyone.

    `region` (ISO 3166) is for phones written without a country. Phones become E.164, e-mails lower case with an
    IDNA domain (RFC 5891); everything else keeps its case and is told apart by its namespace.
    """
    kind = _kind(type_)
    text = _clean(value)
    if not text or not is_type(type_):
        return None
    if kind == "phone":
        number, right = _phone(text, region)
        return Normal(kind, "", number, not right or is_placeholder_phone(number)) if number else None
    if kind == "email":
        address, right = _email(text)
        return Normal(kind, "", _cap(address), not right or is_placeholder_email(address))
    if kind == "loyalty":
        text = _clean(_CARD.sub("", text).upper()) or text
    return Normal(kind, _clean(namespace)[:VALUE_LIMIT], _cap(text), is_placeholder(text))


def is_type(text: str) -> bool:
    """Return whether identifiers may be of a type of this name: any name but an empty one and those of our own."""
    kind = _kind(text)
    return bool(kind) and kind not in INTERNAL


def _kind(type_: str) -> str:
    return _TYPE.sub("_", _clean(type_).lower()).strip("_")[:40]


def spellings(type_: str, value: str, region: str) -> list[Normal]:
    """Return every canonical form that somebody who looks for this value may mean, the likeliest first."""
    tries = [value]
    if type_.strip().lower() == "phone":
        digits = re.sub(r"\D", "", value)
        tries.append("+" + digits)
    found = [normal for text in tries if (normal := normalise(type_, text, "", region))]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def identify(workspace_id: UUID, type_: str, value: str, namespace: str, region: str) -> tuple[UUID, Normal] | None:
    """Return the node of a raw identifier, or None where it names nobody."""
    normal = normalise(type_, value, namespace, region)
    if normal is None:
        return None
    return node_id(workspace_id, normal.type, normal.namespace, normal.value), normal


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()
    text = harmless(text)
    # What is taken out may have stood between a letter and its accent, which then compose: until nothing changes.
    while True:
        again = unicodedata.normalize("NFKC", text)
        again = "".join(c for c in again if unicodedata.category(c) not in {"Cc", "Cf"} or c == " ").strip()
        if again == text:
            return text
        text = again


def _cap(text: str) -> str:
    if len(text) <= VALUE_LIMIT:
        return text
    return f"{text[: VALUE_LIMIT - 33]}…{derived_id('long value', text).hex}"


def _phone(text: str, region: str) -> tuple[str, bool]:
    """The number, and whether it is a whole one: short and local numbers mean somebody else in every town."""
    bare = re.sub(r"[\s()\-.]", "", text.removeprefix("tel:"))
    seven = _SEVEN.fullmatch(bare)
    if seven and (region in PLUS_SEVEN or bare.startswith("+7")):
        return "+7" + seven[1], True
    for attempt in (text, text.replace("+", "", 1) if "+" in text else "+" + bare):
        try:
            number = phonenumbers.parse(attempt, region)
        except phonenumbers.NumberParseException:
            continue
        # Possible, not valid: new ranges come faster than the tables of them.
        if phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), True
    return re.sub(r"\D", "", _EXTENSION.sub("", bare)) or _cap(text.lower()), False


def _email(text: str) -> tuple[str, bool]:
    inside = _ANGLES.search(text) if "<" in text else None
    address = (inside[1] if inside else text).strip().removeprefix("mailto:").rstrip(".").lower()
    if not _EMAIL.fullmatch(address) or len(address) > 320:
        return address, False
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode()
        except idna.IDNAError:
            return address, False
    return f"{local}@{domain}", ".." not in domain and not domain.startswith(".")
