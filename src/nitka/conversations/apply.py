"""The pipeline's last step: conversations follow their customers, messages find theirs, receipts reach messages."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from nitka.channels.scope import Scope
from nitka.channels.touch import Touch
from nitka.conversations.locking import lock_customers
from nitka.conversations.models import MessageAddress
from nitka.conversations.planning import Book, Customer, Incoming, Stretch
from nitka.conversations.receipts import apply_receipts
from nitka.conversations.rehome import concerned, rehome_locked
from nitka.conversations.rows import KEPT_COLUMNS, Kept, kept
from nitka.conversations.rules import reopen_window
from nitka.conversations.sql import queries
from nitka.conversations.writing import save_book, save_incoming
from nitka.customers.models import Resolution
from nitka.kernel.events import Event
from nitka.kernel.ids import strand_id
from nitka.platform.database import Connection, every
from nitka.platform.statements import Writes, ask


async def apply(
    tx: Connection, scope: Scope, resolution: Resolution, touches: Sequence[Touch], writes: Writes
) -> list[Event]:
    """Let conversations follow the moves, attach the messages, in order, and note the receipts.

    Runs inside the pipeline's transaction, after identity is stored; returns what is to be told of it, and leaves in
    `writes` what nothing else here will read.
    """
    words = [touch for touch in touches if touch.message is not None]
    receipts = [touch for touch in touches if touch.receipt is not None]
    customers = {resolution.touches[touch.id].customer_id for touch in words}
    await lock_customers(tx, customers | concerned(resolution.moves, resolution.reowned))
    events = await rehome_locked(tx, scope, resolution.moves, resolution.reowned)
    if words:
        events += await _attach(tx, scope, resolution, words, writes)
    if receipts:
        await writes.send()
        events += await apply_receipts(tx, scope, receipts)
    return events


async def _attach(
    tx: Connection, scope: Scope, resolution: Resolution, touches: Sequence[Touch], writes: Writes
) -> list[Event]:
    arrived = [_incoming(scope, resolution, touch) for touch in touches]
    batch, book = await _open_book(tx, scope.workspace_id, arrived)
    for incoming in batch:
        book.take(incoming)
    await save_incoming(writes, scope.workspace_id, batch)
    changed = await save_book(tx, book, writes)
    return book.events + changed


def _incoming(scope: Scope, resolution: Resolution, touch: Touch) -> Incoming:
    assert touch.message is not None
    resolved = resolution.touches[touch.id]
    node = resolved.nodes[0] if resolved.nodes else resolved.owner_node
    return Incoming(
        id=touch.id,
        touch=touch,
        words=touch.message,
        strand=strand_id(scope.workspace_id, touch.connection_id, node, touch.brand_id),
        node=node,
        owner=resolved.owner_node,
        customer_id=resolved.customer_id,
    )


async def _open_book(
    tx: Connection, workspace_id: UUID, arrived: Sequence[Incoming]
) -> tuple[Sequence[Incoming], Book]:
    """Return those of the messages that are not stored yet, with their places, and all that they must know."""
    answers = {one.words.in_reply_to for one in arrived if one.words.in_reply_to}
    keys = list({(one.customer_id, one.touch.brand_id) for one in arrived})
    settings, seqs, places, stretches, customers, addresses, candidates = await ask(
        tx,
        (queries.workspace_settings, {"workspace_id": workspace_id}),
        (queries.take_seqs, {"count": len(arrived)}),
        (queries.places, {"ids": [*(one.id for one in arrived), *answers]}),
        (queries.open_stretches, {"strands": list({one.strand for one in arrived})}),
        (queries.customers_by_id, {"ids": list({one.customer_id for one in arrived})}),
        (queries.identifiers_by_id, {"ids": list({one.node for one in arrived})}),
        (queries.candidates, {"customers": [key[0] for key in keys], "brands": [key[1] for key in keys]}),
    )
    roots = dict(places)
    for one, (seq,) in zip(arrived, seqs, strict=True):
        one.seq = seq
    batch = [one for one in arrived if one.id not in roots]
    open_ = {row[0]: Stretch(row[0], 0, None, row[1], row[2], row[3], fresh=False) for row in stretches}
    book = Book(
        workspace_id=workspace_id,
        window=reopen_window(settings[0][0] if settings else {}),
        customers={id_: Customer(*rest) for id_, *rest in customers},
        addresses={id_: MessageAddress(id_, type_, value) for id_, type_, _, value in addresses},
        answered={answer: roots[answer] for answer in answers if answer in roots},
        known={},
        open=open_,
    )
    await _know(tx, book, keys, [kept(dict(zip(KEPT_COLUMNS, row, strict=True))) for row in candidates])
    return batch, book


async def window_of(tx: Connection, workspace_id: UUID) -> timedelta:
    """Return how long after closing this workspace's conversations go on."""
    row = await queries.workspace_settings(tx, workspace_id=workspace_id)
    return reopen_window(row["settings"] if row else {})


async def _know(tx: Connection, book: Book, keys: Collection[tuple[UUID, UUID]], states: list[Kept]) -> None:
    seen = {state.id for state in states}
    if older := [id_ for id_ in set(book.answered.values()) if id_ not in seen]:
        states += [kept(row) for row in await every(queries.conversations_by_id(tx, ids=older))]
    for state in states:
        # What another customer's token leads to is not known here: it neither opens nor shows anything.
        if (state.customer_id, state.brand_id) in keys:
            book.known.setdefault((state.customer_id, state.brand_id), {})[state.id] = state
