"""Customers in a line, as lists of other things name them."""

from collections.abc import Collection
from uuid import UUID

from nitka.customers.browsing import known_by_of
from nitka.customers.stewardship.models import CustomerBrief
from nitka.platform.database import Connection, every, load_queries

queries = load_queries(__file__)


async def briefs(tx: Connection, ids: Collection[UUID]) -> dict[UUID, CustomerBrief]:
    """Return how these customers are called today, also those out of use; of strangers nothing."""
    rows = await every(queries.briefs(tx, ids=list(set(ids))))
    called = await known_by_of(tx, {row["live_id"] for row in rows if row["name"] is None and row["live_id"]})
    return {
        row["id"]: CustomerBrief(row["id"], row["name"], called.get(row["live_id"]), row["live_id"]) for row in rows
    }
