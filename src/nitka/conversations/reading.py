"""What the desk reads: lists, one conversation, its messages."""

from uuid import UUID

import msgspec

from nitka.channels.touch import Attachment
from nitka.conversations.models import (
    Caller,
    Conversation,
    ConversationFilter,
    ConversationPage,
    Counts,
    Message,
    MessagePage,
)
from nitka.conversations.rows import Kept, conversation, kept, message
from nitka.conversations.sql import queries
from nitka.customers.browsing import known_by_of
from nitka.customers.profile import words
from nitka.kernel.errors import BadInput, NotFound
from nitka.kernel.text import harmless
from nitka.platform.database import Connection, every
from nitka.platform.paging import cursor_after, place_of

FOUND_AT_MOST = 500  # conversations of one search, the latest words first
STATUSES = frozenset({"open", "waiting", "snoozed", "closed", "spam"})


async def page(tx: Connection, wanted: ConversationFilter, cursor: str | None, limit: int) -> ConversationPage:
    """Return conversations that fit, the latest first; of those who wait, who waits longest first.

    Raises `BadInput` for a foreign cursor or status.
    """
    if wanted.statuses and not STATUSES.issuperset(wanted.statuses):
        raise BadInput(f"There are these statuses: {', '.join(sorted(STATUSES))}", field="status")
    place = place_of(cursor)
    customer = await queries.customer_now(tx, id=wanted.customer_id) if wanted.customer_id else None
    select = queries.conversations_waiting if wanted.waiting else queries.conversations_page
    rows = await every(
        select(
            tx, statuses=wanted.statuses, customer_id=customer, assignee_id=wanted.assignee_id,
            unassigned=wanted.unassigned, unread=wanted.unread, channel=wanted.channel,
            found=await _search(tx, wanted.q), before_at=place[0] if place else None,
            before_id=place[1] if place else None, page=limit + 1,
        )
    )  # fmt: skip
    states = [kept(row) for row in rows[:limit]]
    next_ = None
    if len(rows) > limit:
        last = states[-1]
        next_ = cursor_after((last.waiting_since if wanted.waiting else None) or last.last_at, last.id)
    return ConversationPage(await _named(tx, [conversation(state) for state in states]), next_)


async def _named(tx: Connection, found: list[Conversation]) -> list[Conversation]:
    called = await known_by_of(tx, {one.customer.id for one in found if one.customer.name is None})
    return [
        msgspec.structs.replace(one, customer=Caller(one.customer.id, one.customer.name, called.get(one.customer.id)))
        for one in found
    ]


async def _search(tx: Connection, text: str | None) -> list[UUID] | None:
    wanted = harmless(text or "").strip()[:200]
    if not wanted:
        return None
    rows = queries.search(tx, wanted=wanted, names=sorted(words(wanted)), address=_address(wanted), most=FOUND_AT_MOST)
    return [row["id"] for row in await every(rows)]


def _address(wanted: str) -> str:
    # A phone is typed with brackets and an 8 in front, and kept as E.164; anything else as it is, in lower case.
    digits = "".join(one for one in wanted if one.isdigit())
    if len(digits) < 4 or any(one.isalpha() or one == "@" for one in wanted):
        return wanted.lower()
    return "+" + ("7" + digits[1:] if digits.startswith("8") and len(digits) == 11 else digits)


async def counts(tx: Connection, me: UUID | None) -> Counts:
    """Return how many live conversations there are."""
    row = await queries.counts(tx, me=me)
    return Counts(row["mine"], row["waiting"], row["unassigned"], row["all"])


async def get(tx: Connection, id_: UUID) -> Conversation:
    """Return the conversation; an old id answers with the one it became part of. Raises `NotFound`."""
    (found,) = await _named(tx, [conversation(await load(tx, id_))])
    return found


async def root_of(tx: Connection, id_: UUID) -> UUID:
    """Return the id that a conversation has now. Raises `NotFound`."""
    root: UUID | None = await queries.resolve_conversation(tx, id=id_)
    if root is None:
        raise NotFound("There is no such conversation")
    return root


async def load(tx: Connection, id_: UUID) -> Kept:
    """Return the conversation to work with. Raises `NotFound`."""
    root = await root_of(tx, id_)
    (row,) = await every(queries.conversations_by_id(tx, ids=[root]))
    return kept(row)


async def messages(
    tx: Connection, id_: UUID, cursor: str | None, limit: int, *, newest_first: bool = False
) -> MessagePage:
    """Return messages after the cursor, oldest first; or before it, newest first. Raises `NotFound`, `BadInput`."""
    root = await root_of(tx, id_)
    place = _seq(cursor)
    # First which, then what: the planner does not see how few they are when it is one statement.
    if newest_first:
        before = place if place is not None else 2**62
        found = await every(queries.messages_page_back(tx, id=root, before=before, page=limit + 1))
    else:
        found = await every(queries.messages_page(tx, id=root, after=place or 0, page=limit + 1))
    rows = await every(queries.messages_by_id(tx, ids=[row["id"] for row in found[:limit]]))
    if newest_first:
        rows.reverse()
    next_ = str(rows[-1]["seq"]) if len(found) > limit else None
    return MessagePage([message(row) for row in rows], next_)


def _seq(cursor: str | None) -> int | None:
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise BadInput("This cursor is not one of ours", field="cursor")
    return int(cursor)


async def message_of(tx: Connection, id_: UUID) -> Message:
    """Return one message. Raises `NotFound`."""
    rows = await every(queries.messages_by_id(tx, ids=[id_]))
    if not rows:
        raise NotFound("There is no such message")
    return message(rows[0])


async def original_of(tx: Connection, message_id: UUID) -> Attachment:
    """Return the source of a letter as a stored file. Raises `NotFound`, also when it was not kept."""
    row = await queries.original(tx, id=message_id)
    if row is None or not row["source"]:
        raise NotFound("The source of this message was not kept")
    return msgspec.convert(row["source"], Attachment)
