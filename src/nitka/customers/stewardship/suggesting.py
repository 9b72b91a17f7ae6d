"""Suggestions as people read and decide them."""

import base64
import binascii
import struct
from uuid import UUID

import asyncpg
import msgspec

from nitka.channels.touch import Assurance
from nitka.customers import browsing
from nitka.customers.models import Author, Customer
from nitka.customers.stewardship.briefs import briefs, queries
from nitka.customers.stewardship.known import known_of
from nitka.customers.stewardship.models import Likely, LikelyOnes, LikelyStep, Question, State, Suggestion
from nitka.customers.stewardship.question import best_question
from nitka.customers.stewardship.words import question_text
from nitka.customers.suggestions import Feature
from nitka.customers.why import Locale
from nitka.kernel.errors import BadInput, NotFound
from nitka.platform.database import Connection, every
from nitka.platform.paging import Page

MOST_LIKELY = 5
DECIDED = ("accepted", "dismissed")


async def page(tx: Connection, state: State, cursor: str | None, limit: int) -> Page[Suggestion]:
    """Return suggestions in this state, the likeliest first."""
    score, before = _place(cursor)
    rows = await every(queries.suggestions_page(tx, state=state, score=score, before=before, page=limit + 1))
    items = await _shown(tx, rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(items, _cursor(last["score"], last["id"]) if last else None)


async def suggestion(tx: Connection, id_: UUID) -> Suggestion:
    """Return one suggestion; raises `NotFound`, also where one of the two is nobody's by now."""
    row = await queries.suggestion_by_id(tx, id=id_)
    shown = await _shown(tx, [row]) if row is not None and row["one"] and row["other"] else []
    if not shown:
        raise NotFound("There is no such suggestion")
    return shown[0]


async def hold(tx: Connection, id_: UUID) -> Suggestion:
    """Return one suggestion, to be decided by nobody else meanwhile. Raises `NotFound`."""
    await queries.hold_suggestion(tx, id=id_)
    return await suggestion(tx, id_)


async def decide(tx: Connection, id_: UUID, state: State, who: UUID | None, event_id: UUID | None) -> None:
    """Note what somebody decided, and the identity event that came of it."""
    await queries.decide_suggestion(tx, id=id_, state=state, who=who, event_id=event_id)


async def worth(tx: Connection, id_: UUID) -> Assurance:
    """Return how far it is proven that two are one once a person has said yes to this: nobody has shown who they are.

    What one of them may be told of the other is decided by it: what was merely said of somebody proves nothing.
    """
    hearsay: bool = await queries.is_hearsay(tx, id=id_)
    return Assurance.OBSERVED if hearsay else Assurance.ASSERTED


async def follow_undo(tx: Connection, event_id: UUID) -> None:
    """Open the suggestions again whose decision was undone, and close those whose decision is in force again."""
    await queries.follow_undo(tx, id=event_id)


async def _shown(tx: Connection, rows: list[asyncpg.Record]) -> list[Suggestion]:
    people = await browsing.customers(tx, [row[side] for row in rows for side in ("one", "other")])
    return [
        Suggestion(
            id=row["id"], state=row["state"], score=row["score"],
            features=msgspec.convert(row["features"], list[Feature]),
            a=people[row["one"]], b=people[row["other"]], made_at=row["made_at"], decided_at=row["decided_at"],
            decided_by=Author(row["decided_by"], row["decider"]) if row["decided_by"] else None,
            event_id=row["event_id"] if row["state"] in DECIDED else None,
        )
        for row in rows
    ]  # fmt: skip


async def likely(tx: Connection, id_: UUID, region: str, locale: Locale) -> LikelyOnes:
    """Return who is likely this customer, and what to ask them. Raises `NotFound`."""
    live = await browsing.current(tx, id_)
    found = await every(queries.likely_of(tx, id=live))
    rows = sorted(found, key=lambda row: (-row["score"], row["id"]))[:MOST_LIKELY]
    if not rows:
        return LikelyOnes([], None)
    others = [row["other"] for row in rows]
    called = await briefs(tx, others)
    people = await browsing.customers(tx, [live, *others])
    items = [
        Likely(suggestion_id=row["id"], score=row["score"], other=called[row["other"]], features=_bare(row["features"]))
        for row in rows
    ]
    return LikelyOnes(items, _question(people[live], [(row["score"], people[row["other"]]) for row in rows],
                                       region, locale))  # fmt: skip


def _bare(features: object) -> list[LikelyStep]:
    return [LikelyStep(one.feature, one.weight, one.level) for one in msgspec.convert(features, list[Feature])]


def _question(this: Customer, others: list[tuple[float, Customer]], region: str, locale: Locale) -> Question | None:
    known = known_of(this, region)
    asked = best_question(known, [(score, known_of(other, region)) for score, other in others])
    if asked is None:
        return None
    return Question(asked.feature, question_text(asked.feature, asked.feature in known, locale), round(asked.bits, 3))


def _cursor(score: float, id_: UUID) -> str:
    return base64.urlsafe_b64encode(struct.pack(">f", score) + id_.bytes).decode().rstrip("=")


def _place(cursor: str | None) -> tuple[float | None, UUID | None]:
    if not cursor:
        return None, None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return struct.unpack(">f", raw[:4])[0], UUID(bytes=raw[4:])
    except (ValueError, struct.error, binascii.Error):
        raise BadInput("This cursor is not one of ours", field="cursor") from None
