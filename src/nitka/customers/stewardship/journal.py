"""Everything that happened to identity in a workspace."""

from typing import Literal
from uuid import UUID

from nitka.customers.history import event_of, types_of
from nitka.customers.models import IdentityEvent
from nitka.customers.stewardship.briefs import briefs, queries
from nitka.customers.stewardship.models import NotedEvent
from nitka.customers.why import Locale
from nitka.platform.database import Connection, every
from nitka.platform.paging import Page, cursor_after, place_of

Op = Literal["merge", "split", "undo", "status"]
By = Literal["rule", "agent"]


async def page(
    tx: Connection, locale: Locale, *, op: Op | None, by: By | None, cursor: str | None, limit: int
) -> Page[NotedEvent]:
    """Return identity events, the latest first."""
    at, before = place_of(cursor) or (None, None)
    rows = await every(
        queries.events_page(
            tx, op=op, by_rule=None if by is None else by == "rule", before_at=at, before_id=before, page=limit + 1
        )
    )
    types = await types_of(tx, rows[:limit])
    events = [event_of(row, types, locale) for row in rows[:limit]]
    called = await briefs(tx, {id_ for event in events for id_ in _concerned(event)})
    items = [NotedEvent(event, [called[id_] for id_ in _concerned(event) if id_ in called]) for event in events]
    return Page(items, cursor_after(events[-1].at, events[-1].id) if len(rows) > limit else None)


def _concerned(event: IdentityEvent) -> list[UUID]:
    return [UUID(id_) for id_ in dict.fromkeys((*event.before, *event.after))]
