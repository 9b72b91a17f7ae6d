"""What people are shown of households, devices and offices."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from nitka.customers.households.kinds import Kind
from nitka.customers.households.rules import Use
from nitka.customers.models import AssuranceName, Identifier
from nitka.customers.stewardship.models import CustomerBrief

DeviceUse = Literal["own", "home_device", "public_device", "other"]


class SharedThing(msgspec.Struct, frozen=True, kw_only=True):
    """Something that several customers have in common. `value` is null for an address, whose `type` is `address`.

    `people`: customers who were seen with it, at most 1000 are counted.
    """

    id: UUID
    type: str
    value: str | None
    use: Use
    people: int
    first_at: datetime


class Share(msgspec.Struct, frozen=True):
    """That a member has one of the shared things, and how far that is proven."""

    id: UUID
    assurance: AssuranceName


class Member(msgspec.Struct, frozen=True):
    """Somebody of a household, and what of the shared things they have."""

    customer: CustomerBrief
    shares: list[Share]


class Household(msgspec.Struct, frozen=True, kw_only=True):
    """Customers whom a few shared things tie; they are not one person, and nothing of theirs is common but these.

    `id` is that of the oldest shared thing; the ids of the others lead here too.
    """

    id: UUID
    shared: list[SharedThing]
    members: list[Member]


class CustomerDevice(msgspec.Struct, frozen=True, kw_only=True):
    """A device of one customer: whether others use it, and how often this one did, of their latest touches."""

    identifier: Identifier
    use: DeviceUse
    kind: Kind | None
    people: int
    touches: int
    first_at: datetime | None
    last_at: datetime | None


class DeviceUser(msgspec.Struct, frozen=True, kw_only=True):
    """Who used a device, how often and when, of their latest touches."""

    customer: CustomerBrief
    touches: int
    first_at: datetime | None
    last_at: datetime | None


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A browser or an app, and who uses it. `users`: the first 20 of `people`, who used it last first."""

    identifier: Identifier
    use: DeviceUse
    kind: Kind | None
    people: int
    users: list[DeviceUser]


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier that many have: a switchboard, a manager's mailbox. `members`: the first 20 of `people`."""

    identifier: Identifier
    people: int
    members: list[CustomerBrief]


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """Who and what is around a customer: households they are in, offices they were seen with, their devices."""

    households: list[Household]
    organisations: list[SharedThing]
    devices: list[CustomerDevice]
