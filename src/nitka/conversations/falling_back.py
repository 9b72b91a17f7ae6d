"""Answers that nobody was there to see go on by another channel: from the site chat to e-mail."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from nitka.channels.administration.models import FALL_BACK_MINUTES
from nitka.channels.touch import Assurance, Attachment
from nitka.conversations.addresses import Place, places
from nitka.conversations.answering import write
from nitka.conversations.caring import take
from nitka.conversations.models import NewMessage, Reaches, Recipient
from nitka.conversations.sql import queries
from nitka.customers.trust import trust_in
from nitka.kernel.clock import now
from nitka.kernel.errors import NitkaError
from nitka.platform.auth import Principal
from nitka.platform.database import Connection, Database, every

AT_ONCE = 100  # strands in one look


async def watch(tx: Connection, workspace_id: UUID, message_id: UUID) -> None:
    """Look after this message, which only somebody who is there can see."""
    row = await queries.workspace_settings(tx, workspace_id=workspace_id)
    await queries.watch_delivery(tx, id=message_id, at=due_at(row["settings"] if row else {}, now()))


def due_at(settings: dict[str, Any], sent_at: datetime) -> datetime | None:
    """Return when an answer counts as unseen; None where the workspace does not want it told elsewhere."""
    minutes = settings.get("fall_back_minutes", FALL_BACK_MINUTES)
    if not isinstance(minutes, int | float) or isinstance(minutes, bool) or minutes <= 0:
        return None
    return sent_at + timedelta(minutes=minutes)


async def fall_back(database: Database, reaches: Reaches) -> int:
    """Tell unseen answers of all workspaces elsewhere; return how many strands had such. Safe to do twice."""
    async with database.service() as tx:
        due = await every(queries.unseen_due(tx, most=AT_ONCE))
    told = 0
    for row in due:
        async with database.workspace(row["workspace_id"]) as tx:
            told += await _tell(tx, row["workspace_id"], row["strand_id"], reaches)
    return told


async def _tell(tx: Connection, workspace_id: UUID, strand_id: UUID, reaches: Reaches) -> bool:
    unseen = await every(queries.unseen(tx, strand_id=strand_id))
    if not unseen:
        return False
    last = unseen[-1]
    state = await take(tx, last["conversation_id"])
    if await queries.heard_since(tx, id=state.id, seq=last["seq"]):
        return False
    trust = await trust_in(tx, state.customer_id)
    found = [one for one in (await places(tx, state, reaches)).places if one.address.channel != last["channel"]]
    place = _elsewhere(found, trust.person(last["node"]), trust.said_by(last["node"], Assurance.ASSERTED))
    if place is None:
        return False
    try:
        async with tx.transaction():
            message = await write(
                tx,
                # It goes on in the name of who wrote it, and needs no time to be undone.
                Principal(
                    workspace_id=workspace_id, actor_kind="system", actor_id=last["author_id"], role="operator", name=""
                ),
                reaches,
                state.id,
                _together(unseen, place),
                key=f"fall back {last['id'].hex}",
            )
    except NitkaError:  # for instance, the address was switched off this very moment
        return False
    await queries.told_elsewhere(tx, ids=[row["id"] for row in unseen], by=str(message.id))
    return True


def _elsewhere(found: list[Place], person: set[UUID], named: set[UUID]) -> Place | None:
    """Pick an address of those who sit where we answered: proven to be theirs, or named by themselves there.

    Not any address of the customer, be it proven: somebody who claimed this one's e-mail elsewhere, and wrote from a
    mailbox of their own, would be sent the answer.
    """
    chosen = [one for one in found if one.address.available and one.own and one.address.identifier_id in person | named]
    # The surer first, then where they wrote from last.
    chosen.sort(key=lambda one: (one.address.identifier_id in person, one.address.last_in_at is not None), reverse=True)
    return chosen[0] if chosen else None


def _together(unseen: list[asyncpg.Record], place: Place) -> NewMessage:
    attachments = [one for row in unseen for one in msgspec.convert(row["attachments"], list[Attachment])]
    return NewMessage(
        text="\n\n".join(row["text"] for row in unseen if row["text"]),
        to=Recipient(place.address.connection_id, place.address.identifier_id),
        attachments=[one.id for one in attachments],
    )
