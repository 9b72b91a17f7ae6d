"""Where somebody lives, so that two who live there meet. Pure."""

from collections.abc import Mapping
from uuid import UUID

from nitka.customers.likeness.blocks import door_key
from nitka.customers.likeness.described import Described
from nitka.customers.likeness.towns import town

Door = tuple[str, ...]


def door(one: Described) -> Door | None:
    """Return the address down to the flat, equal however it is written; None unless the town or postcode is known.

    Without them half the country lives at «Ленина, 5».
    """
    street, house, flat = one.address.street, one.address.house, one.address.flat
    place = town(one.city) if one.city else one.postcode
    return (street, house, flat, place) if street and house and place else None


def keys(records: Mapping[UUID, Described]) -> dict[UUID, int]:
    """Return under which key of descriptions each of these has its neighbours, where it has a door."""
    return {id_: key for id_, one in records.items() if door(one) and (key := door_key(one)) is not None}
