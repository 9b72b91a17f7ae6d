"""A customer, their timeline and a conversation's messages, as far as they may be told to who speaks there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from nitka.conversations import reading
from nitka.conversations.disclosure.hearing import Heard, Hearer, heard, queries
from nitka.conversations.disclosure.models import (
    KINDS,
    CustomerInConversation,
    Kind,
    Needs,
    TimelineInConversation,
)
from nitka.conversations.disclosure.policy import policy
from nitka.conversations.disclosure.rules import Said, identifiers_told, may_tell, may_tell_words, told
from nitka.conversations.models import Caller, Conversation, ConversationPage, LastMessage, Message, MessagePage
from nitka.customers import browsing
from nitka.customers.models import Customer, KnownBy, TimelineItem
from nitka.customers.profile import GivenName, Traits, drawn_name, known_by, merged, values
from nitka.platform.database import Connection, every

_NOBODY = Said((), ())


async def customer(tx: Connection, conversation_id: UUID, to: Hearer) -> CustomerInConversation:
    """Return the customer of a conversation as far as may be told there. Raises `NotFound`, `Conflict`."""
    found, needs = await heard(tx, conversation_id, to), (await policy(tx)).needs
    whole = await browsing.customer(tx, found.state.customer_id)
    named = identifiers_told(found.hearing, needs)
    records = [_traits(found, needs, node, traits) for node, traits in found.sources]
    own = [one for one in whole.identifiers if one.id in named]
    called = drawn_name(await _given(tx, found, needs), records)
    by = None if called else known_by((row["type"], row["value"], row["assurance"]) for row in _rows(found, named))
    seen = Customer(
        id=whole.id, name=called, known_by=KnownBy(*by) if by else None, identifiers=own,
        traits=values(merged(records)), blocked=whole.blocked, created_at=whole.created_at,
        open_conversation_id=found.state.id,
    )  # fmt: skip
    return CustomerInConversation(customer=seen, speaker=found.speaker, withheld=_withheld(found, needs))


def _rows(found: Heard, named: set[UUID]) -> list[Any]:
    return [row for id_, row in found.own.items() if id_ in named]


def _traits(found: Heard, needs: Needs, node: UUID, traits: Traits) -> Traits:
    return {
        key: one
        for key, one in traits.items()
        if node in found.own and may_tell(found.hearing, needs, "profile", Said((node,), (one["assurance"],)))
    }


async def _given(tx: Connection, found: Heard, needs: Needs) -> list[GivenName]:
    """Whom an operator named is the whole customer: told where nobody in it could be somebody else."""
    if told(found.hearing, needs.profile, found.facts) != "all":
        return []
    return [GivenName(**row) for row in await every(queries.given_names(tx, customer_id=found.state.customer_id))]


def _withheld(found: Heard, needs: Needs) -> list[Kind]:
    return [kind for kind in KINDS if told(found.hearing, getattr(needs, kind), found.facts) != "all"]


async def timeline(
    tx: Connection, conversation_id: UUID, to: Hearer, *, cursor: str | None, limit: int
) -> TimelineInConversation:
    """Return the customer's touches as far as they may be told there. Raises `NotFound`, `Conflict`, `BadInput`."""
    found, needs = await heard(tx, conversation_id, to), (await policy(tx)).needs
    page = await browsing.timeline(tx, found.state.customer_id, cursor=cursor, limit=limit)
    said = await _said(tx, page.items)
    items = [one for one in page.items if _may(found, needs, one, said.get(one.id, _NOBODY))]
    return TimelineInConversation(items=items, speaker=found.speaker, next=page.next)


def _may(found: Heard, needs: Needs, item: TimelineItem, said: Said) -> bool:
    if item.direction != "note" and item.kind in ("message", "form"):
        return may_tell_words(found.hearing, needs, said, ours=item.direction == "out")
    return may_tell(found.hearing, needs, kind_of(item.kind, item.direction), said)


def kind_of(kind: str, direction: str) -> Kind:
    """Return what kind of data a touch is."""
    if direction == "note":
        return "notes"
    if kind in ("message", "form", "call"):
        return "messages"
    if kind in ("purchase", "order", "refund"):
        return "orders"
    return "contacts" if kind in ("identify", "verify") else "visits"


async def _said(tx: Connection, items: Sequence[TimelineItem | Message]) -> dict[UUID, Said]:
    rows = await every(queries.said_in(tx, ids=[one.id for one in items], ats=[one.at for one in items]))
    return {row["id"]: Said(row["nodes"], row["assurances"]) for row in rows}


async def messages(
    tx: Connection, conversation_id: UUID, to: Hearer, cursor: str | None, limit: int, *, newest_first: bool
) -> MessagePage:
    """Return a conversation's messages without those that may not be told to whom it is meant for.

    A page may hold fewer than asked for; `next` goes on all the same.
    """
    found, needs = await heard(tx, conversation_id, to), (await policy(tx)).needs
    page = await reading.messages(tx, conversation_id, cursor, limit, newest_first=newest_first)
    said = await _said(tx, page.items)
    able = [one for one in page.items if _may_read(found, needs, one, said.get(one.id, _NOBODY))]
    return MessagePage([_without_files(found, needs, one, said[one.id]) for one in able], page.next)


def _may_read(found: Heard, needs: Needs, one: Message, said: Said) -> bool:
    if one.direction == "note":
        return may_tell(found.hearing, needs, "notes", said)
    return may_tell_words(found.hearing, needs, said, ours=one.direction == "out")


def _without_files(found: Heard, needs: Needs, one: Message, said: Said) -> Message:
    author = msgspec.structs.replace(one.author, name=None) if one.author.kind == "customer" else one.author
    quiet = msgspec.structs.replace(one, author=author, quoted=None)  # what is quoted may be anybody's words
    if one.attachments and not may_tell(found.hearing, needs, "files", said):
        return msgspec.structs.replace(quiet, attachments=[])
    return quiet


def quiet(one: Conversation) -> Conversation:
    """Return a conversation that says whose turn it is, and nothing of whom or what it is about."""
    last = LastMessage("", one.last.channel, one.last.direction, one.last.at)
    return msgspec.structs.replace(one, customer=Caller(one.customer.id, None, None), last=last)


def quiet_page(page: ConversationPage) -> ConversationPage:
    """Return a list of such conversations."""
    return ConversationPage([quiet(one) for one in page.items], page.next)
