"""The biggest profiles: where a wrong merge shows first."""

from typing import Literal

from nitka.customers.models import ASSURANCE_NAMES
from nitka.customers.stewardship.briefs import briefs, queries
from nitka.customers.stewardship.models import BigProfile, HeldBy
from nitka.platform.database import Connection, every
from nitka.platform.paging import Page

LOOKED_AT = 200  # of which the list is made: they are counted whole


async def page(tx: Connection, by: Literal["identifiers", "touches"], limit: int) -> Page[BigProfile]:
    """Return the biggest customers; by touches, of the 200 with the most identifiers."""
    rows = await every(queries.biggest(tx, page=LOOKED_AT if by == "touches" else limit))
    ids = [row["customer_id"] for row in rows]
    touches = {row["customer_id"]: row["touches"] for row in await every(queries.touches_of(tx, ids=ids))}
    if by == "touches":
        rows.sort(key=lambda row: -touches[row["customer_id"]])
        rows = rows[:limit]
        ids = [row["customer_id"] for row in rows]
    held: dict[object, list[HeldBy]] = {}
    for row in await every(queries.held_by(tx, ids=ids)):
        held.setdefault(row["customer_id"], []).append(HeldBy(ASSURANCE_NAMES[row["assurance"]], row["links"]))
    called = await briefs(tx, ids)
    items = [
        BigProfile(
            customer=called[row["customer_id"]], identifiers=row["nodes"], touches=touches[row["customer_id"]],
            held=held.get(row["customer_id"], []),
        )
        for row in rows
    ]  # fmt: skip
    return Page(items)
