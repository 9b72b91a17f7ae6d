"""What the desk and the API read of customers: lists, one of them, their timeline."""

import re
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from nitka.customers.graph import INTERNAL
from nitka.customers.models import (
    ASSURANCE_NAMES,
    Customer,
    CustomerPage,
    Identifier,
    KnownBy,
    TimelineItem,
    TimelinePage,
)
from nitka.customers.normalise import PLUS_SEVEN, spellings
from nitka.customers.postgres import queries
from nitka.customers.profile import TELLING, Traits, known_by, merged, values, words
from nitka.kernel.errors import BadInput, NotFound
from nitka.kernel.text import harmless
from nitka.platform.database import Connection, every
from nitka.platform.paging import cursor_after, place_of

MOST_FOUND = 1000  # customers of one search
_LAST = "\U0010ffff"  # sorts behind whatever a word may go on with
_FIRST_PAGE = datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1)


async def current(tx: Connection, id_: UUID) -> UUID:
    """Return who answers for this id today, itself or whom it was merged into; raises `NotFound`."""
    found: UUID | None = await queries.current_customer(tx, id=id_)
    if found is None:
        raise NotFound("There is no such customer")
    return found


async def customer(tx: Connection, id_: UUID) -> Customer:
    """Return a customer; an old id answers with the new one. Raises `NotFound`."""
    rows = await every(queries.customer_rows(tx, ids=[await current(tx, id_)]))
    return (await _shown(tx, [dict(row) | {"blocked": row["blocked_at"] is not None} for row in rows]))[0]


async def customers(tx: Connection, ids: Collection[UUID]) -> dict[UUID, Customer]:
    """Return these customers, also those out of use, as far as they are known."""
    rows = await every(queries.customer_rows(tx, ids=list(set(ids))))
    shown = await _shown(tx, [dict(row) | {"blocked": row["blocked_at"] is not None} for row in rows])
    return {one.id: one for one in shown}


async def page(
    tx: Connection, region: str, *, identifier: str | None, q: str | None, cursor: str | None, limit: int
) -> CustomerPage:
    """Return customers, the newest first: those known by `type:value`, or by the beginning of a name or address."""
    found: set[UUID] | None = None
    if identifier is not None:
        found = await _by_identifier(tx, region, harmless(identifier))
    if q and (wanted := harmless(q).strip()[:200]):
        named = await _by_words(tx, region, wanted)
        found = named if found is None else found & named
    place = place_of(cursor)
    rows = await every(
        queries.customers_page(
            tx, found=None if found is None else list(found), before=place[1] if place else None, page=limit + 1
        )
    )
    shown = await _shown(tx, [dict(row) for row in rows[:limit]])
    return CustomerPage(shown, cursor_after(shown[-1].created_at, shown[-1].id) if len(rows) > limit else None)


async def _by_identifier(tx: Connection, region: str, text: str) -> set[UUID]:
    type_, colon, value = text.partition(":")
    if not colon or not type_.strip():
        raise BadInput("An identifier is written type:value, as in email:ivan@example.com", field="identifier")
    forms = spellings(type_, value, region)
    found: set[UUID] = set()
    if not forms:
        return found
    for row in await every(queries.nodes_by_value(tx, type=forms[0].type, values=[form.value for form in forms])):
        if row["customer_id"] is not None:
            found.add(row["customer_id"])
        else:
            found |= {near["customer_id"] for near in await every(queries.customers_near(tx, node=row["id"]))}
    return found


async def _by_words(tx: Connection, region: str, text: str) -> set[UUID]:
    found: set[UUID] = set()
    these = sorted(words(text), key=len, reverse=True)  # the longest narrows most
    if these:
        first, *others = these
        rows = queries.customers_by_words(
            tx,
            first=first,
            first_end=first + _LAST,
            others=others,
            ends=[word + _LAST for word in others],
            most=MOST_FOUND,
        )
        found |= {row["customer_id"] for row in await every(rows)}
    digits = re.sub(r"\D", "", text)
    prefixes = [(text.lower(), ["email", "user_id", "loyalty", "crm_id"])]
    if len(digits) >= 3 and not re.search(r"[^\W\d]|@", text):
        national = digits[1:] if region in PLUS_SEVEN and digits[0] in "78" and len(digits) > 3 else digits
        prefixes += [("+" + digits, ["phone"])] + ([("+7" + national, ["phone"])] if region in PLUS_SEVEN else [])
    for prefix, types in prefixes:
        rows = queries.customers_by_prefix(tx, types=types, prefix=prefix, prefix_end=prefix + _LAST, most=MOST_FOUND)
        found |= {row["customer_id"] for row in await every(rows)}
    return found


async def _shown(tx: Connection, rows: list[dict[str, Any]]) -> list[Customer]:
    ids = [row["id"] for row in rows]
    identifiers = await identifiers_of(tx, ids)
    records: dict[UUID, list[Traits]] = {}
    for row in await every(queries.records_of_customers(tx, ids=ids)):
        records.setdefault(row["customer_id"], []).append(row["traits"])
    live = {row["customer_id"]: row["id"] for row in await every(queries.open_conversations(tx, ids=ids))}
    called = await known_by_of(tx, [row["id"] for row in rows if row["name"] is None])
    return [
        Customer(
            id=row["id"],
            name=row["name"],
            known_by=called.get(row["id"]),
            identifiers=identifiers.get(row["id"], []),
            traits=values(merged(records.get(row["id"], []))),
            blocked=row["blocked"],
            created_at=row["created_at"],
            open_conversation_id=live.get(row["id"]),
        )
        for row in rows
    ]


async def known_by_of(tx: Connection, nameless: Collection[UUID]) -> dict[UUID, KnownBy]:
    """Return what to call these customers by, as far as there is anything that people can read."""
    if not nameless:
        return {}
    own: dict[UUID, list[tuple[str, str, int]]] = {}
    for row in await every(queries.telling_identifiers(tx, ids=list(nameless), types=sorted(TELLING))):
        own.setdefault(row["customer_id"], []).append((row["type"], row["value"], row["assurance"]))
    return {id_: KnownBy(*found) for id_, them in own.items() if (found := known_by(them))}


async def identifiers_of(tx: Connection, ids: Collection[UUID]) -> dict[UUID, list[Identifier]]:
    """Return these customers' identifiers, the firmest first; sessions are not shown."""
    found: dict[UUID, list[Identifier]] = {}
    for row in await every(queries.identifiers_of(tx, ids=list(ids))):
        if row["type"] in INTERNAL:
            continue
        found.setdefault(row["customer_id"], []).append(_identifier(row))
    level = {name: at for at, name in ASSURANCE_NAMES.items()}
    for them in found.values():
        them.sort(key=lambda one: (one.status != "normal", -level[one.assurance], one.first_at, one.id.bytes))
    return found


async def identifier(tx: Connection, id_: UUID) -> Identifier:
    """Return one identifier; raises `NotFound`."""
    rows = await every(queries.known_nodes(tx, ids=[id_]))
    if not rows:
        raise NotFound("There is no such identifier")
    return _identifier(rows[0])


def _identifier(row: asyncpg.Record) -> Identifier:
    return Identifier(
        row["id"], row["type"], row["namespace"], row["value"], ASSURANCE_NAMES[row["assurance"]], row["status"],
        row["first_at"],
    )  # fmt: skip


async def timeline(tx: Connection, id_: UUID, *, cursor: str | None, limit: int) -> TimelinePage:
    """Return a customer's touches of every channel, the newest first. Raises `NotFound`."""
    at, before = place_of(cursor) or _FIRST_PAGE
    members = await every(queries.members_of(tx, ids=[await current(tx, id_)]))
    rows = await every(
        queries.timeline(tx, nodes=[row["node"] for row in members], before_at=at, before_id=before, page=limit + 1)
    )
    items = [TimelineItem(**dict(row)) for row in rows[:limit]]
    return TimelinePage(items, cursor_after(items[-1].at, items[-1].id) if len(rows) > limit else None)
