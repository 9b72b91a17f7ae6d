"""Devices: who uses them, how often, and whether they are one person's."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from nitka.customers.browsing import identifier
from nitka.customers.households.kinds import kind
from nitka.customers.households.models import CustomerDevice, Device, DeviceUse, DeviceUser
from nitka.customers.households.rules import DEVICE, Tie, use
from nitka.customers.households.ties import people_of, queries, tie
from nitka.customers.models import ASSURANCE_NAMES, Identifier
from nitka.customers.stewardship.briefs import briefs
from nitka.customers.stewardship.models import CustomerBrief
from nitka.kernel.errors import NotFound
from nitka.platform.database import Connection, every

MOST_DEVICES = 20  # of one customer; their first ones
MOST_USERS = 20  # of one device, shown; all of them are counted
TOUCHES_OF_ONE, TOUCHES_OF_MANY = 1000, 200  # looked through, of each identifier of a customer
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


async def devices_of(tx: Connection, customer: UUID, shared: list[Tie]) -> list[CustomerDevice]:
    """Return a customer's devices: their own, and the shared ones that they were seen with; the last used first."""
    people = {one.id: one.number for one in shared[:MOST_DEVICES]}
    rows = await every(queries.devices_near(tx, customer=customer, shared=list(people), most=MOST_DEVICES))
    used = await _uses(tx, [customer], [row["id"] for row in rows], TOUCHES_OF_ONE)
    found = [_of_customer(_identifier(row), people.get(row["id"], 1), used.get((customer, row["id"]))) for row in rows]
    return sorted(found, key=lambda one: one.last_at or one.identifier.first_at, reverse=True)


async def device(tx: Connection, id_: UUID) -> Device:
    """Return a device with who uses it. Raises `NotFound`."""
    this = await identifier(tx, id_)
    if this.type != DEVICE:
        raise NotFound("There is no such device")
    shared = await tie(tx, id_)
    ids = await people_of(tx, id_, MOST_USERS)
    used = await _uses(tx, ids, [id_], TOUCHES_OF_MANY)
    called = await briefs(tx, ids)
    users = [_user(called[one], used.get((one, id_))) for one in ids if one in called]
    agents = [row["agent"] for row in sorted(used.values(), key=lambda row: row["last_at"]) if row["agent"]]
    number = shared.number if shared else len(ids)
    return Device(
        identifier=this, use=_use(this, number), kind=kind(agents[-1] if agents else None), people=number,
        users=sorted(users, key=lambda one: (one.last_at or _LONG_AGO, one.customer.id), reverse=True),
    )  # fmt: skip


def _use(this: Identifier, people: int) -> DeviceUse:
    if this.status == "normal":
        return "own"
    what = use(this.type, this.value, people)
    return what if what in ("home_device", "public_device") else "other"


def _of_customer(this: Identifier, people: int, row: Any) -> CustomerDevice:
    return CustomerDevice(
        identifier=this, use=_use(this, people), kind=kind(row and row["agent"]), people=people,
        touches=row["touches"] if row else 0, first_at=row and row["first_at"], last_at=row and row["last_at"],
    )  # fmt: skip


def _user(called: CustomerBrief, row: Any) -> DeviceUser:
    return DeviceUser(
        customer=called, touches=row["touches"] if row else 0, first_at=row and row["first_at"],
        last_at=row and row["last_at"],
    )  # fmt: skip


def _identifier(row: Any) -> Identifier:
    level = ASSURANCE_NAMES[row["assurance"]]
    return Identifier(row["id"], row["type"], row["namespace"], row["value"], level, row["status"], row["first_at"])


async def _uses(
    tx: Connection, customers: Collection[UUID], devices: Collection[UUID], most: int
) -> dict[tuple[UUID, UUID], Any]:
    if not customers or not devices:
        return {}
    rows = await every(queries.uses(tx, customers=list(customers), devices=list(devices), most=most))
    return {(row["customer_id"], row["device"]): row for row in rows}
