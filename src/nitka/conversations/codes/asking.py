"""Somebody asks for a code: a visitor in their chat, an operator or a program in a conversation."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from nitka.conversations.answering import write
from nitka.conversations.codes.models import Code, CodeStanding, NewCode
from nitka.conversations.codes.rules import LIFE, TRIES, Asked, wait, wait_of_workspace
from nitka.conversations.codes.words import asking, locale_of
from nitka.conversations.events import CodeChanged
from nitka.conversations.models import NewMessage, Reaches, Recipient
from nitka.conversations.reading import load
from nitka.conversations.rows import Kept
from nitka.customers.normalise import identify
from nitka.kernel.clock import now
from nitka.kernel.errors import BadInput, Conflict, TooMany
from nitka.kernel.ids import lock_key, new_id
from nitka.platform.auth import Principal, audit
from nitka.platform.database import Connection, every, load_queries, lock
from nitka.platform.outbox import emit

queries = load_queries(__file__)

_SALT = 0x636F6465  # apart from the locks on identifiers and customers


class Talk(msgspec.Struct, frozen=True):
    """Where a code is to be typed: a strand whose channel proves who speaks."""

    workspace_id: UUID
    brand_id: UUID
    region: str
    strand_id: UUID


class Asking(msgspec.Struct, frozen=True):
    """For which address, by whom; null: by the visitor."""

    type: str
    value: str
    by: UUID | None = None


async def ask(tx: Connection, where: Talk, asked: Asking, reaches: Reaches) -> Code:
    """Let a code go to this address, whether anybody is known there or not. An earlier one of this talk is void.

    Raises `BadInput` for what is no address, `Conflict` where nothing can send there, `TooMany`.
    """
    known = identify(where.workspace_id, asked.type, asked.value, "", where.region)
    if known is None or known[1].blocked or known[1].type != asked.type:
        raise BadInput("No code can be sent to this address", field="value")
    node, normal = known
    kinds = [kind for kind, reach in reaches.items() if reach.send and asked.type in reach.addressable]
    way = await queries.way_to_send(tx, brand_id=where.brand_id, kinds=kinds)
    if way is None:
        raise Conflict(f"No connection can send a code to this kind of address: {asked.type}")
    await lock(tx, [lock_key(one) ^ _SALT for one in (node, where.strand_id)])
    await _check_limits(tx, node, where.strand_id)
    await queries.replace_open(tx, strand_id=where.strand_id)
    moment = now()
    made = {"id": new_id(), "type": asked.type, "value": normal.value, "expires_at": moment + LIFE}
    await queries.add(
        tx, **made, workspace_id=where.workspace_id, strand_id=where.strand_id, node=node, connection_id=way["id"],
        asked_by=asked.by,
    )  # fmt: skip
    return code_shown(made | {"asked_at": moment, "tries": 0, "ended": None, "state": "queued", "error": None})


async def _check_limits(tx: Connection, node: UUID, strand_id: UUID) -> None:
    recent = [Asked(**row) for row in await every(queries.recent(tx, node=node, strand_id=strand_id))]
    row = await queries.recent_of_workspace(tx)
    waits = [wait(recent, node, strand_id, now()), wait_of_workspace([row["hour"], row["day"]])]
    longest = max((one for one in waits if one is not None), default=None)
    if longest is not None:
        raise TooMany(
            "Too many codes were asked for; please wait a little",
            retry_after=max(longest, timedelta(seconds=1)).total_seconds(),
        )


async def send_code(
    tx: Connection, principal: Principal, reaches: Reaches, conversation_id: UUID, new: NewCode
) -> Code:
    """Send a code in the name of a conversation, and ask there to type it. The audit log says who did.

    Raises `NotFound`, `BadInput`, `Conflict` where it could be typed nowhere or sent nowhere, `TooMany`.
    """
    state = await load(tx, conversation_id)
    strand = await place_to_type(tx, state, reaches, new.to)
    row = await queries.workspace_place(tx, workspace_id=principal.workspace_id)
    where = Talk(principal.workspace_id, state.brand_id, row["region"], strand["id"])
    type_, value = await _address(tx, state, new)
    code = await ask(tx, where, Asking(type_, value, principal.actor_id), reaches)
    words = NewMessage(
        text=asking(type_, locale_of(row["locale"])), to=Recipient(strand["connection_id"], strand["node"])
    )
    await write(tx, principal, reaches, state.id, words)
    await audit(tx, principal, "codes.send", state.id, {"type": type_})
    await emit(tx, [CodeChanged(workspace_id=principal.workspace_id, conversation_id=state.id)])
    return code


async def _address(tx: Connection, state: Kept, new: NewCode) -> tuple[str, str]:
    if new.identifier_id is None:
        return new.type, new.value
    row = await queries.own_address(tx, customer_id=state.customer_id, id=new.identifier_id)
    if row is None:
        raise BadInput("This is no address of this customer", field="identifier_id")
    return row["type"], row["value"]


async def place_to_type(tx: Connection, state: Kept, reaches: Reaches, to: Recipient | None) -> asyncpg.Record:
    """Return the strand in which a code can be typed: as asked, else the one that spoke last. Raises `Conflict`."""
    able = [kind for kind, reach in reaches.items() if reach.codes]
    for row in await every(queries.talks_for_codes(tx, id=state.id, kinds=able)):
        if to is None or (row["connection_id"], row["node"]) == (to.connection_id, to.identifier_id):
            return row
    raise Conflict("A code can be typed in the site chat only: ask the customer to write there")


async def latest_code(tx: Connection, strands: Sequence[UUID]) -> Code | None:
    """Return the latest code that was asked for in these talks."""
    row = await queries.latest(tx, strands=strands)
    return code_shown(row) if row else None


def code_shown(row: Mapping[str, Any] | asyncpg.Record) -> Code:
    """Return a code as the desk is told of it."""
    standing: CodeStanding = row["ended"] or ("open" if row["expires_at"] > now() else "expired")
    return Code(
        id=row["id"], type=row["type"], value=row["value"], standing=standing, sending=row["state"],
        error=row["error"], tries_left=TRIES - row["tries"] if standing == "open" else 0, asked_at=row["asked_at"],
        expires_at=row["expires_at"],
    )  # fmt: skip
