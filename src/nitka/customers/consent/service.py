"""Consents are written down once and for ever; what holds is read from them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from nitka.customers.browsing import current
from nitka.customers.consent.models import ConsentPage, NewConsent, Statement, StatementPage
from nitka.customers.consent.rules import effective
from nitka.customers.events import CustomerChanged
from nitka.customers.models import Author
from nitka.kernel.clock import now
from nitka.kernel.errors import BadInput, NotFound
from nitka.kernel.ids import new_id
from nitka.kernel.text import harmless
from nitka.platform.auth import Principal, audit
from nitka.platform.database import Connection, every, load_queries
from nitka.platform.outbox import emit
from nitka.platform.paging import cursor_after, place_of

queries = load_queries(__file__)

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(minutes=5)


async def consents(tx: Connection, customer_id: UUID) -> ConsentPage:
    """Return what holds for a customer now. Raises `NotFound`."""
    live = await current(tx, customer_id)
    rows = await every(queries.latest_of(tx, customer=live))
    return ConsentPage(effective(_statement(row) for row in rows))


async def ledger(tx: Connection, customer_id: UUID, *, cursor: str | None, limit: int) -> StatementPage:
    """Return all that was ever said of a customer's identifiers, the latest first. Raises `NotFound`, `BadInput`."""
    live = await current(tx, customer_id)
    at, before = place_of(cursor) or (None, None)
    rows = await every(queries.said_of(tx, customer=live, before_at=at, before_id=before, page=limit + 1))
    items = [_statement(row) for row in rows[:limit]]
    return StatementPage(items, cursor_after(items[-1].at, items[-1].id) if len(rows) > limit else None)


async def record(tx: Connection, principal: Principal, customer_id: UUID, new: NewConsent) -> ConsentPage:
    """Write down what a customer allowed or refused, and return what holds now. Raises `NotFound`, `BadInput`."""
    live = await current(tx, customer_id)
    own = [row["node"] for row in await every(queries.own_nodes(tx, customer=live))]
    if not own:
        raise NotFound("There is no such customer, or nothing that it could be known by")
    subjects = own if new.identifier_id is None else [new.identifier_id]
    if not set(subjects) <= set(own):
        raise BadInput("Name one of this customer's own identifiers", field="identifier_id")
    by_person = principal.actor_kind == "account"
    if by_person and new.state == "granted" and not new.reason.strip() and new.touch_id is None:
        raise BadInput("Say how it is known that the customer agrees", field="reason")
    if new.touch_id is not None and not await queries.is_theirs(tx, customer=live, touch_id=new.touch_id):
        raise BadInput("This customer has no such touch", field="touch_id")
    await queries.record(
        tx, workspace_id=principal.workspace_id, id=new_id(), subjects=subjects, purpose=new.purpose,
        channel=new.channel, topic=new.topic, state=new.state, source="desk" if by_person else "api",
        reason=harmless(new.reason).strip(), touch_id=new.touch_id, policy_version=harmless(new.policy_version),
        actor_kind=principal.actor_kind, actor_id=principal.actor_id, at=_moment(new.at),
    )  # fmt: skip
    details = {"purpose": new.purpose, "channel": new.channel, "topic": new.topic, "state": new.state}
    await audit(tx, principal, "consents.record", live, details)
    await emit(tx, [CustomerChanged(workspace_id=principal.workspace_id, customer_id=live)])
    return await consents(tx, live)


def _moment(said: datetime | None) -> datetime:
    at = said or now()
    if at.tzinfo is None or not EARLIEST <= at <= now() + CLOCKS_DIFFER:
        raise BadInput("Say when it was, not in the future and with a time zone", field="at")
    return at


def _statement(row: asyncpg.Record) -> Statement:
    return Statement(
        id=row["id"], purpose=row["purpose"], channel=row["channel"], topic=row["topic"], state=row["state"],
        source=row["source"], reason=row["reason"], touch_id=row["touch_id"], policy_version=row["policy_version"],
        author=Author(row["actor_id"], row["author"]) if row["actor_id"] else None,
        at=row["at"], recorded_at=row["recorded_at"], subjects=row["subjects"],
    )  # fmt: skip
