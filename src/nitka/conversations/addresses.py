"""Where a customer can be answered, and how surely it is theirs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from nitka.conversations.models import Address, Reach, Reaches
from nitka.conversations.rows import Kept
from nitka.conversations.rules import path_name
from nitka.conversations.sql import queries
from nitka.customers.models import ASSURANCE_NAMES
from nitka.customers.service import path_assurances
from nitka.kernel.clock import now
from nitka.platform.database import Connection, every

NO_REACH = Reach(send=False)


class Place(msgspec.Struct, frozen=True):
    """An address with what is needed to write there; the strand is null before the first message."""

    address: Address
    strand_id: UUID | None
    sender: str
    own: bool  # the address belongs to this customer and nobody else


async def places(tx: Connection, state: Kept, reaches: Reaches) -> list[Place]:
    """Return where this conversation's customer can be answered, the current address first."""
    able = [(kind, type_) for kind, reach in reaches.items() if reach.send for type_ in reach.addressable]
    rows = await every(
        queries.places_to_answer(
            tx, customer_id=state.customer_id, brand_id=state.brand_id,
            kinds=[one[0] for one in able], types=[one[1] for one in able],
        )
    )  # fmt: skip
    heard = await queries.last_heard(tx, id=state.id)
    proven = await path_assurances(tx, heard["node"]) if heard else {}
    moment = now()
    found = [_place(row, heard, proven, reaches.get(row["kind"], NO_REACH), moment) for row in rows]
    return sorted((one for one in found if one), key=lambda one: (not one.address.current, not one.address.available))


def _place(
    row: asyncpg.Record, heard: asyncpg.Record | None, proven: Mapping[UUID, int], reach: Reach, moment: datetime
) -> Place | None:
    if not reach.send and row["strand_id"] is None:
        return None
    reason = _why_not(row, reach, moment)
    address = Address(
        connection_id=row["connection_id"], connection_name=row["connection_name"], channel=row["kind"],
        identifier_id=row["node"], type=row["type"], value=row["value"],
        assurance=ASSURANCE_NAMES[row["assurance"]],
        path=path_name(proven.get(row["node"], 0)),
        last_in_at=row["last_in_at"], available=reason is None, reason=reason,
        current=heard is not None and row["strand_id"] == heard["strand_id"],
    )  # fmt: skip
    return Place(address, row["strand_id"], row["sender"], row["own"])


def _why_not(row: asyncpg.Record, reach: Reach, moment: datetime) -> str | None:
    if not reach.send:
        return "Nothing can be sent here"
    if row["disabled_at"] is not None:
        return "This connection is switched off"
    if row["status"] == "blocked":
        return "This address is blocked"
    window = reach.reply_window_hours
    last = row["last_in_at"]
    if window is not None and (last is None or moment - last > timedelta(hours=window)):
        return f"The customer must write first: the channel allows answers for {window} hours only"
    return None
