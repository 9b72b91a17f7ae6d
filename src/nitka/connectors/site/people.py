"""Who an event speaks of, and how far that is proven."""

from typing import Any

from nitka.channels.source import Source
from nitka.channels.touch import Assurance, Identifier
from nitka.connectors.site.fields import JsonObject, nested, text_of

_RENAMED = {"firstName": "first_name", "lastName": "last_name", "middleName": "middle_name"}
_NAMES = frozenset({"name", "first_name", "last_name", "middle_name"})
_ADDRESSES = ("email", "phone")


def identifiers(source: Source, anonymous_id: str | None, user_id: str | None, traits: JsonObject) -> list[Identifier]:
    """Return every identifier of one event. A public key only claims, a server key proves."""
    level = Assurance.VERIFIED if source.trusted else Assurance.ASSERTED
    found = []
    if anonymous_id:
        # Also from a server: it has read a cookie, which is all we know.
        found.append(Identifier("device", anonymous_id, Assurance.OBSERVED))
    if user_id:
        found.append(Identifier("user_id", user_id, level, source.users))
    for kind in _ADDRESSES:
        if value := text_of(traits.get(kind)):
            found.append(Identifier(kind, value, level))
    return found


def traits_of(event: JsonObject, context: JsonObject) -> JsonObject:
    """Return what the event says about its person: its own traits before those of the context."""
    return {**nested(context, "traits"), **nested(event, "traits")}


def described(traits: JsonObject) -> JsonObject:
    """Return the traits under our names, without those that are identifiers and names that are no text."""
    own = {key: value for key, value in traits.items() if key not in _ADDRESSES}
    renamed = {_RENAMED.get(key, key): value for key, value in own.items()}
    if isinstance(company := renamed.get("company"), dict):
        renamed["company"] = company.get("name")
    return {key: value for key, value in renamed.items() if value is not None and _fits(key, value)}


def _fits(key: str, value: Any) -> bool:
    return isinstance(value, str) if key in _NAMES else True
