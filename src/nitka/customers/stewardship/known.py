"""What is known of a customer, as features that can be asked for and compared. Pure."""

from collections.abc import Iterator
from typing import Any

from nitka.customers.likeness.names import split_name
from nitka.customers.models import Customer
from nitka.customers.stewardship.answer import told

# How sources call the same: Segment's traits, schema.org's properties, what people write into their code.
_NAMES: dict[str, tuple[str, ...]] = {
    "first_name": ("first_name", "firstName", "given_name", "givenName"),
    "last_name": ("last_name", "lastName", "family_name", "familyName", "surname"),
    "middle_name": ("middle_name", "middleName", "patronymic", "additionalName"),
    "birth_date": ("birth_date", "birthDate", "birthday", "birthdate", "date_of_birth", "dob"),
    "city": ("city", "town", "locality", "addressLocality"),
    "postcode": ("postcode", "postal_code", "postalCode", "zip"),
    "address": ("address", "street", "street_address", "streetAddress"),
    "company": ("company", "organization", "organisation"),
}
_IDENTIFIERS = ("phone", "email", "loyalty")


def known_of(customer: Customer, region: str) -> dict[str, frozenset[str]]:
    """Return the values of each feature that anything is known of, as they are compared."""
    found: dict[str, set[str]] = {}
    for feature, text in (*_of_traits(customer.traits), *_of_name(customer)):
        if value := told(feature, text, region):
            found.setdefault(feature, set()).add(value)
    for one in customer.identifiers:
        if one.type in _IDENTIFIERS and one.status == "normal":
            found.setdefault(one.type, set()).add(one.value)
    return {feature: frozenset(values) for feature, values in found.items()}


def _of_traits(traits: dict[str, Any]) -> Iterator[tuple[str, str]]:
    place = traits.get("address")
    inside = place if isinstance(place, dict) else {}
    for feature, names in _NAMES.items():
        for name in names:
            value = traits.get(name)
            if isinstance(value, dict):  # an address, or a company, in parts
                value = value.get("street" if feature == "address" else "name")
            for text in (value, inside.get(name)):
                if isinstance(text, str) and text.strip():
                    yield feature, text


def _of_name(customer: Customer) -> Iterator[tuple[str, str]]:
    """Yield the parts of a name that came whole, for what did not come in parts."""
    given = customer.traits.get("name") or customer.traits.get("full_name") or customer.name
    if not isinstance(given, str) or any(name in customer.traits for name in _NAMES["first_name"]):
        return
    parts = split_name(given)
    for feature, text in (("first_name", parts.first), ("last_name", parts.last), ("middle_name", parts.middle)):
        if text:
            yield feature, text
