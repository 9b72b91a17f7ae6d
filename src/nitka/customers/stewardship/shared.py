"""Identifiers that join nobody: many people's, or nobody's."""

from collections import Counter
from typing import Any, Literal
from uuid import UUID

from nitka.customers.graph import INTERNAL
from nitka.customers.households.rules import Use, use
from nitka.customers.households.ties import people_around
from nitka.customers.models import ASSURANCE_NAMES, Identifier, StatusName
from nitka.customers.stewardship.briefs import queries
from nitka.customers.stewardship.models import Crowd, SharedCounts, SharedIdentifier
from nitka.platform.database import Connection, every
from nitka.platform.paging import Page, cursor_after, place_of

SCANNED = 200  # identifiers at a time, where only those of one use are wanted
MOST_SCANS = 5  # of one page: it may come out short, and `next` goes on
MOST_COUNTED = 1000


async def page(
    tx: Connection, status: StatusName | None, wanted: Use | None, cursor: str | None, limit: int
) -> Page[SharedIdentifier]:
    """Return shared and blocked identifiers, the newest first, with whom they were seen.

    A page of one use may hold few, or none, though more follow: it ends where so many identifiers were looked at.
    """
    place = place_of(cursor)
    step = SCANNED if wanted else limit
    found: list[Any] = []
    for _ in range(MOST_SCANS if wanted else 1):
        at, before = place or (None, None)
        rows = await every(queries.shared_page(tx, status=status, before_at=at, before_id=before, page=step + 1))
        numbers = await _numbers(tx, rows[:step])
        for row in rows[:step]:
            place = row["first_at"], row["id"]
            if wanted in (None, _use(row, numbers)):
                found.append((row, numbers.get(row["id"], 0)))
            if len(found) == limit and row is not rows[-1]:
                return Page(await _shown(tx, found), cursor_after(*place))
        if len(rows) <= step:
            return Page(await _shown(tx, found))
    return Page(await _shown(tx, found), cursor_after(*place) if place else None)


async def counts(tx: Connection) -> SharedCounts:
    """Return how many identifiers that join nobody are what."""
    rows = await every(queries.shared_page(tx, status=None, before_at=None, before_id=None, page=MOST_COUNTED + 1))
    numbers = await _numbers(tx, rows[:MOST_COUNTED])
    found = Counter(_use(row, numbers) for row in rows[:MOST_COUNTED])
    return SharedCounts(
        found["household"], found["organisation"], found["home_device"], found["public_device"], found["other"],
        len(rows) > MOST_COUNTED,
    )  # fmt: skip


async def _numbers(tx: Connection, rows: list[Any]) -> dict[UUID, int]:
    return {id_: number for id_, (number, _) in (await people_around(tx, [row["id"] for row in rows])).items()}


def _use(row: Any, numbers: dict[UUID, int]) -> Use:
    return "other" if row["status"] == "blocked" else use(row["type"], row["value"], numbers.get(row["id"], 0))


async def _shown(tx: Connection, found: list[tuple[Any, int]]) -> list[SharedIdentifier]:
    seen: dict[UUID, list[Any]] = {}
    for near in await every(queries.company_of(tx, ids=[row["id"] for row, _ in found])) if found else ():
        seen.setdefault(near["id"], []).append(near)
    return [_item(row, people, seen.get(row["id"], [])) for row, people in found]


def _item(row: Any, people: int, seen: list[Any]) -> SharedIdentifier:
    crowds = [Crowd(near["type"], near["nodes"]) for near in seen if near["type"] not in INTERNAL]
    return SharedIdentifier(
        identifier=Identifier(
            row["id"], row["type"], row["namespace"], row["value"], ASSURANCE_NAMES[row["assurance"]], row["status"],
            row["first_at"],
        ),
        use=_use(row, {row["id"]: people}),
        reason=reason(row["status"], row["status_by"]),
        people=people,
        seen_with=sorted(crowds, key=lambda one: (-one.count, one.type)),
    )  # fmt: skip


def reason(status: StatusName, by: str) -> Literal["agent", "crowd", "contest", "value"]:
    """Return why an identifier joins nobody. A rule blocks by the very value, and shares what a crowd was seen with."""
    if by == "agent":
        return "agent"
    if status == "blocked":
        return "value"
    return "contest" if by == "contest" else "crowd"
