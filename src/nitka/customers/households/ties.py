"""What customers share, read around them: a few statements a step, however many people a kiosk has."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from nitka.customers.households.doors import Door, door, keys
from nitka.customers.households.rules import ADDRESS, MOST_AT_HOME, Tie, hanging_together, is_chain
from nitka.customers.likeness.described import Described, read_content
from nitka.platform.database import Connection, every, load_queries

queries = load_queries(__file__)

MOST_PEOPLE = 1000  # counted
MOST_BEHIND_A_DOOR = 100  # descriptions under one key; more of them are a crowd, in which nobody is looked for


async def people_around(tx: Connection, ids: Collection[UUID]) -> dict[UUID, tuple[int, frozenset[UUID]]]:
    """Return how many customers were seen with these identifiers, at most 1000, and who, where they are few."""
    rows = await every(queries.people_around(tx, ids=list(ids), most=MOST_AT_HOME)) if ids else []
    return {
        row["id"]: (
            min(row["people"], MOST_PEOPLE),
            frozenset(row["few"]) if row["people"] <= MOST_AT_HOME else frozenset(),
        )
        for row in rows
    }


async def people_of(tx: Connection, id_: UUID, most: int) -> list[UUID]:
    """Return whose this identifier is, or the newest customers who were seen with it where it is nobody's."""
    return [row["customer_id"] for row in await every(queries.people_of(tx, id=id_, most=most))]


async def ties_of(tx: Connection, customers: Collection[UUID]) -> list[Tie]:
    """Return the shared identifiers that these customers were seen with, and the addresses where others live too."""
    rows = await every(queries.shared_near(tx, ids=list(customers)))
    told = await every(queries.homes_told(tx, ids=list(customers)))
    return [*await _identifiers(tx, rows), *await _addresses(tx, told)]


async def tie(tx: Connection, id_: UUID) -> Tie | None:
    """Return the tie of this id: that of a shared identifier, or of a description of somebody with an address."""
    shared = await _identifiers(tx, await every(queries.shared_by_id(tx, ids=[id_])))
    found = shared or await _addresses(tx, await every(queries.record_told(tx, id=id_)))
    return found[0] if found else None


async def web(tx: Connection, start: Iterable[Tie]) -> list[Tie]:
    """Return these ties and all that hang together with them; of what is too big for a home no more than shows it."""
    ties = {one.id: one for one in start}
    looked: set[UUID] = set()
    while (
        ahead := {id_ for home in hanging_together(ties.values()) if not is_chain(home) for id_ in home.people} - looked
    ):
        looked |= ahead
        ties |= {one.id: one for one in await ties_of(tx, ahead)}
    return list(ties.values())


async def _identifiers(tx: Connection, rows: Iterable[Any]) -> list[Tie]:
    by_id = {row["id"]: row for row in rows}
    around = await people_around(tx, by_id.keys())
    nobody: tuple[int, frozenset[UUID]] = (0, frozenset())
    return [
        Tie(id_, row["type"], row["value"], row["first_at"], *around.get(id_, nobody)) for id_, row in by_id.items()
    ]


async def _addresses(tx: Connection, rows: Iterable[Any]) -> list[Tie]:
    """Return the addresses of these descriptions behind which several live, each with all who do."""
    told: dict[UUID, Described] = {row["id"]: read_content(row["value"]) for row in rows}
    wanted = set(keys(told).values())
    if not wanted:
        return []
    doors = {door(one) for one in told.values()} - {None}
    under: dict[int, list[Any]] = {}
    for row in await every(queries.told_under(tx, keys=list(wanted), most=MOST_BEHIND_A_DOOR + 1)):
        under.setdefault(row["key"], []).append(row)
    behind: dict[Door, list[Any]] = {}
    for row in (row for them in under.values() if len(them) <= MOST_BEHIND_A_DOOR for row in them):
        if (found := door(read_content(row["value"]))) in doors and found:
            behind.setdefault(found, []).append(row)
    ties = (_address(them) for them in behind.values())
    return [one for one in ties if one.number > 1]


def _address(rows: list[Any]) -> Tie:
    oldest = min(rows, key=lambda row: (row["first_at"], row["id"].bytes))
    people = frozenset(row["customer_id"] for row in rows)
    few = people if len(people) <= MOST_AT_HOME else frozenset[UUID]()
    return Tie(oldest["id"], ADDRESS, "", oldest["first_at"], len(people), few)
