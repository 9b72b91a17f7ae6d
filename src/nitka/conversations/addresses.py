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
from nitka.conversations.voices import Aim, Voice, aim
from nitka.customers.models import ASSURANCE_NAMES
from nitka.customers.trust import trust_in
from nitka.kernel.clock import now
from nitka.platform.database import Connection, every

NO_REACH = Reach(send=False)


class Place(msgspec.Struct, frozen=True):
    """An address with what is needed to write there; the strand is null before the first message."""

    address: Address
    strand_id: UUID | None
    sender: str
    own: bool  # the address belongs to this customer and nobody else


class Answering(msgspec.Struct, frozen=True):
    """The places, the one that an answer goes to first. Where `choose`, none does: a person must say which."""

    places: list[Place]
    choose: bool


async def places(tx: Connection, state: Kept, reaches: Reaches) -> Answering:
    """Return where this conversation's customer can be answered."""
    able = [(kind, type_) for kind, reach in reaches.items() if reach.send for type_ in reach.addressable]
    rows = await every(
        queries.places_to_answer(
            tx, customer_id=state.customer_id, brand_id=state.brand_id,
            kinds=[one[0] for one in able], types=[one[1] for one in able],
        )
    )  # fmt: skip
    trust = await trust_in(tx, state.customer_id)
    goal = aim([Voice(**row) for row in await every(queries.voices(tx, id=state.id))], trust)
    proven = trust.path(goal.core.node) if goal.core else {}
    moment = now()
    found = [_place(row, goal, proven, reaches.get(row["kind"], NO_REACH), moment) for row in rows]
    order = sorted((one for one in found if one), key=_rank)
    return Answering(order, goal.core is not None and goal.default is None)


def _rank(place: Place) -> tuple[bool, bool, bool]:
    return not place.address.current, not place.address.available, place.address.path != "verified"


def _place(row: asyncpg.Record, goal: Aim, proven: Mapping[UUID, int], reach: Reach, moment: datetime) -> Place | None:
    strand = row["strand_id"]
    if not reach.send and strand is None:
        return None
    reason = _why_not(row, reach, moment)
    address = Address(
        connection_id=row["connection_id"], connection_name=row["connection_name"], channel=row["kind"],
        identifier_id=row["node"], type=row["type"], value=row["value"],
        assurance=ASSURANCE_NAMES[row["assurance"]],
        path=path_name(proven.get(row["node"], 0)),
        last_in_at=row["last_in_at"], available=reason is None, reason=reason,
        current=goal.default is not None and strand == goal.default.strand_id,
        latest=goal.latest is not None and strand == goal.latest.strand_id,
    )  # fmt: skip
    return Place(address, strand, row["sender"], row["own"])


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
