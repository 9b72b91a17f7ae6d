"""Households as they are shown: of a customer, or by the id of something that they share."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from nitka.customers.browsing import current, identifier
from nitka.customers.households.devices import devices_of
from nitka.customers.households.models import Around, Household, Member, Organisation, Share, SharedThing
from nitka.customers.households.rules import ADDRESS, DEVICE, Home, Tie, homes
from nitka.customers.households.ties import people_of, queries, tie, ties_of, web
from nitka.customers.models import ASSURANCE_NAMES
from nitka.customers.stewardship.briefs import briefs
from nitka.customers.stewardship.models import CustomerBrief
from nitka.kernel.errors import NotFound
from nitka.platform.database import Connection, every

MOST_MEMBERS = 20  # of an organisation, shown; all of them are counted


async def around(tx: Connection, id_: UUID) -> Around:
    """Return who and what is around a customer. Raises `NotFound`."""
    live = await current(tx, id_)
    own = await ties_of(tx, [live])
    mine = {one.id for one in own}
    found = [home for home in homes(await web(tx, own)) if mine & {one.id for one in home.ties}]
    return Around(
        households=await _shown(tx, found),
        organisations=[thing(one) for one in own if one.use == "organisation" and one.type != ADDRESS],
        devices=await devices_of(tx, live, [one for one in own if one.type == DEVICE]),
    )


async def household(tx: Connection, id_: UUID) -> Household:
    """Return the household that shares this. Raises `NotFound`, also where so many have it that it is none."""
    asked = await tie(tx, id_)
    for home in homes(await web(tx, [asked])) if asked else ():
        if asked in home.ties:
            return (await _shown(tx, [home]))[0]
    raise NotFound("There is no such household")


async def organisation(tx: Connection, id_: UUID) -> Organisation:
    """Return who was seen with an identifier that many have. Raises `NotFound`, also where they are few."""
    asked = await tie(tx, id_)
    if asked is None or asked.use != "organisation" or asked.type == ADDRESS:
        raise NotFound("There is no such organisation")
    ids = await people_of(tx, id_, MOST_MEMBERS)
    called = await briefs(tx, ids)
    members = [called[one] for one in ids if one in called]
    return Organisation(identifier=await identifier(tx, id_), people=asked.number, members=members)


def thing(one: Tie) -> SharedThing:
    """Return a tie as it is shown; how an address was written is the business of whose it is."""
    return SharedThing(
        id=one.id, type=one.type, value=one.value or None, use=one.use, people=one.number, first_at=one.first_at
    )


async def _shown(tx: Connection, found: list[Home]) -> list[Household]:
    people = {person for home in found for person in home.people}
    called = await briefs(tx, people)
    shared = [one.id for home in found for one in home.ties if one.type != ADDRESS]
    rows = await every(queries.held(tx, ids=list(people), shared=shared)) if shared else []
    held = {(row["customer_id"], row["id"]): row["assurance"] for row in rows}
    return [
        Household(id=home.id, shared=[thing(one) for one in home.ties], members=_members(home, called, held))
        for home in found
    ]


def _members(home: Home, called: dict[UUID, CustomerBrief], held: dict[Any, int]) -> list[Member]:
    return [Member(called[id_], _shares(home.ties, id_, held)) for id_ in sorted(home.people) if id_ in called]


def _shares(ties: Iterable[Tie], person: UUID, held: dict[Any, int]) -> list[Share]:
    # An address counts only where it was said by somebody who can be trusted to know, which is no proof.
    return [Share(one.id, ASSURANCE_NAMES[held.get((person, one.id), 2)]) for one in ties if person in one.people]
