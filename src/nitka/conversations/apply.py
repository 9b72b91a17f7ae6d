"""The pipeline's last step: conversations follow their customers, messages find theirs, receipts reach messages."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from nitka.channels.scope import Scope
from nitka.channels.touch import Touch
from nitka.conversations.locking import lock_customers
from nitka.conversations.models import MessageAddress
from nitka.conversations.planning import Book, Customer, Incoming, Stretch
from nitka.conversations.receipts import apply_receipts
from nitka.conversations.rehome import concerned, rehome_locked
from nitka.conversations.rows import kept
from nitka.conversations.rules import reopen_window
from nitka.conversations.sql import queries
from nitka.conversations.writing import save_book, save_incoming
from nitka.customers.models import Resolution
from nitka.kernel.clock import now
from nitka.kernel.events import Event
from nitka.kernel.ids import strand_id
from nitka.platform.database import Connection, every


async def apply(tx: Connection, scope: Scope, resolution: Resolution, touches: Sequence[Touch]) -> list[Event]:
    """Let conversations follow the moves, attach the messages, in order, and note the receipts.

    Runs inside the pipeline's transaction, after the touches are stored; returns what is to be told of it.
    """
    words = [touch for touch in touches if touch.message is not None]
    receipts = [touch for touch in touches if touch.receipt is not None]
    customers = {resolution.touches[touch.id].customer_id for touch in words}
    await lock_customers(tx, customers | concerned(resolution.moves, resolution.reowned))
    events = await rehome_locked(tx, scope, resolution.moves, resolution.reowned)
    if words:
        events += await _attach(tx, scope, resolution, words)
    if receipts:
        events += await apply_receipts(tx, scope, receipts)
    return events


async def _attach(tx: Connection, scope: Scope, resolution: Resolution, touches: Sequence[Touch]) -> list[Event]:
    ids = [touch.id for touch in touches]
    answers = [touch.message.in_reply_to for touch in touches if touch.message and touch.message.in_reply_to]
    places = {row["id"]: row["root"] for row in await every(queries.places(tx, ids=[*ids, *answers]))}
    unknown = [(id_, touch) for id_, touch in zip(ids, touches, strict=True) if id_ not in places]
    seqs = [row["seq"] for row in await every(queries.take_seqs(tx, count=len(unknown)))]
    batch = [_incoming(scope, resolution, id_, touch, seq) for (id_, touch), seq in zip(unknown, seqs, strict=True)]
    if not batch:
        return []
    book = await _book(tx, scope.workspace_id, batch, places)
    for incoming in batch:
        book.take(incoming)
    await save_incoming(tx, scope.workspace_id, batch)
    changed = await save_book(tx, book, now())
    return book.events + changed


def _incoming(scope: Scope, resolution: Resolution, id_: UUID, touch: Touch, seq: int) -> Incoming:
    assert touch.message is not None
    resolved = resolution.touches[id_]
    node = resolved.nodes[0] if resolved.nodes else resolved.owner_node
    return Incoming(
        id=id_,
        seq=seq,
        touch=touch,
        words=touch.message,
        strand=strand_id(scope.workspace_id, touch.connection_id, node, touch.brand_id),
        node=node,
        owner=resolved.owner_node,
        customer_id=resolved.customer_id,
    )


async def _book(tx: Connection, workspace_id: UUID, batch: Sequence[Incoming], places: dict[UUID, UUID]) -> Book:
    strands = {one.strand for one in batch}
    open_ = {
        row["strand_id"]: Stretch(
            row["strand_id"], 0, None, row["conversation_id"], row["owner_node"], row["root"], fresh=False
        )
        for row in await every(queries.open_stretches(tx, strands=list(strands)))
    }
    customers = {one.customer_id for one in batch}
    answered = {
        one.words.in_reply_to: places[one.words.in_reply_to]
        for one in batch
        if one.words.in_reply_to in places and one.words.in_reply_to
    }
    book = Book(
        workspace_id=workspace_id,
        window=await window_of(tx, workspace_id),
        customers={
            row["id"]: Customer(row["name"], row["blocked"])
            for row in await every(queries.customers_by_id(tx, ids=list(customers)))
        },
        addresses=await _addresses(tx, {one.node for one in batch}),
        answered=answered,
        lines=await _lines(tx, batch, open_),
        known={},
        open=open_,
    )
    await _know(tx, book, batch)
    return book


async def window_of(tx: Connection, workspace_id: UUID) -> timedelta:
    """Return how long after closing this workspace's conversations go on."""
    row = await queries.workspace_settings(tx, workspace_id=workspace_id)
    return reopen_window(row["settings"] if row else {})


async def _addresses(tx: Connection, nodes: set[UUID]) -> dict[UUID, MessageAddress]:
    rows = await every(queries.identifiers_by_id(tx, ids=list(nodes)))
    return {row["id"]: MessageAddress(row["id"], row["type"], row["value"]) for row in rows}


async def _lines(tx: Connection, batch: Sequence[Incoming], open_: dict[UUID, Stretch]) -> dict[UUID, set[UUID]]:
    # A strand that goes on with its owner brings nothing new; only for the others is it asked who spoke before.
    lines: dict[UUID, set[UUID]] = {}
    asked = set()
    for one in batch:
        stretch = open_.get(one.strand)
        if stretch and stretch.owner == one.owner:
            lines.setdefault(one.customer_id, set()).add(one.owner)
        else:
            asked.add(one.customer_id)
    if asked:
        for row in await every(queries.lines(tx, customers=list(asked))):
            lines.setdefault(row["customer_id"], set()).add(row["owner_node"])
    return lines


async def _know(tx: Connection, book: Book, batch: Sequence[Incoming]) -> None:
    keys = list({(one.customer_id, one.touch.brand_id) for one in batch})
    rows = await every(queries.candidates(tx, customers=[key[0] for key in keys], brands=[key[1] for key in keys]))
    seen = {row["id"] for row in rows}
    if older := [id_ for id_ in set(book.answered.values()) if id_ not in seen]:
        rows += await every(queries.conversations_by_id(tx, ids=older))
    for row in rows:
        state = kept(row)
        # What another customer's token leads to is not known here: it neither opens nor shows anything.
        if (state.customer_id, state.brand_id) in keys:
            book.known.setdefault((state.customer_id, state.brand_id), {})[state.id] = state
