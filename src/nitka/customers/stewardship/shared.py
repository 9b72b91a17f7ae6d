"""Identifiers that join nobody: many people's, or nobody's."""

from typing import Any, Literal
from uuid import UUID

from nitka.customers.graph import INTERNAL
from nitka.customers.models import ASSURANCE_NAMES, Identifier, StatusName
from nitka.customers.stewardship.briefs import queries
from nitka.customers.stewardship.models import Crowd, SharedIdentifier
from nitka.platform.database import Connection, every
from nitka.platform.paging import Page, cursor_after, place_of


async def page(tx: Connection, status: StatusName | None, cursor: str | None, limit: int) -> Page[SharedIdentifier]:
    """Return shared and blocked identifiers, the newest first, with whom they were seen."""
    at, before = place_of(cursor) or (None, None)
    rows = await every(queries.shared_page(tx, status=status, before_at=at, before_id=before, page=limit + 1))
    seen: dict[UUID, list[Any]] = {}
    for near in await every(queries.company_of(tx, ids=[row["id"] for row in rows[:limit]])):
        seen.setdefault(near["id"], []).append(near)
    items = [_item(row, seen.get(row["id"], [])) for row in rows[:limit]]
    last = items[-1].identifier if len(rows) > limit else None
    return Page(items, cursor_after(last.first_at, last.id) if last else None)


def _item(row: Any, seen: list[Any]) -> SharedIdentifier:
    people = {customer for near in seen for customer in near["customers"] if customer is not None}
    crowds = [Crowd(near["type"], near["nodes"]) for near in seen if near["type"] not in INTERNAL]
    return SharedIdentifier(
        identifier=Identifier(
            row["id"], row["type"], row["namespace"], row["value"], ASSURANCE_NAMES[row["assurance"]], row["status"],
            row["first_at"],
        ),
        reason=reason(row["status"], row["status_by"]),
        people=len(people),
        seen_with=sorted(crowds, key=lambda one: (-one.count, one.type)),
    )  # fmt: skip


def reason(status: StatusName, by: str) -> Literal["agent", "crowd", "contest", "value"]:
    """Return why an identifier joins nobody. A rule blocks by the very value, and shares what a crowd was seen with."""
    if by == "agent":
        return "agent"
    if status == "blocked":
        return "value"
    return "contest" if by == "contest" else "crowd"
