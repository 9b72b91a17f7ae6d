"""One transaction for a batch: fence, lock, dedupe, resolve, store, attach, announce. All of it or nothing."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

import msgspec

from nitka.channels.scope import MoreLocks, Scope
from nitka.channels.touch import Touch
from nitka.conversations import service as conversations
from nitka.customers import service as customers
from nitka.customers.consent import taking as consents
from nitka.customers.continuing import service as continuing
from nitka.customers.models import Resolution
from nitka.kernel.ids import lock_key
from nitka.pipeline.announce import touches_stored
from nitka.pipeline.continuing import tell
from nitka.pipeline.following import likeness
from nitka.platform.database import Connection, Database, enter, every, load_queries, lock
from nitka.platform.outbox import emit
from nitka.platform.statements import Writes

_queries = load_queries(__file__)


class Fenced(Exception):
    """Somebody else owns one of these partitions now; nothing was written."""


class Advance(msgspec.Struct, frozen=True):
    """How far a partition moves with this transaction, under which epoch."""

    partition: int
    epoch: int
    seq: int


async def commit(database: Database, touches: list[Touch], advances: list[Advance]) -> None:
    """Store these touches and move the offsets, in one transaction.

    Raises `Fenced`, and whatever PostgreSQL says of the data or of itself; then nothing has happened.
    """
    groups: defaultdict[UUID, list[Touch]] = defaultdict(list)
    for touch in touches:
        groups[touch.workspace_id].append(touch)
    more: set[UUID] = set()
    while True:
        try:
            async with database.app() as tx:
                home = await fence(tx, advances, next(iter(groups), None))
                await _store(tx, groups, more, home)
                return
        except MoreLocks as grown:  # the locks must be taken in order, so from the beginning
            more |= grown.ids


async def fence(tx: Connection, advances: list[Advance], workspace_id: UUID | None = None) -> Scope | None:
    """Move the offsets, or raise `Fenced` if any of them is not ours; enter the workspace and return its frame."""
    row = await _queries.advance_offsets(
        tx,
        partitions=[advance.partition for advance in advances],
        epochs=[advance.epoch for advance in advances],
        seqs=[advance.seq for advance in advances],
        workspace=str(workspace_id) if workspace_id else None,
    )
    if row["moved"] != len(advances):
        raise Fenced
    if workspace_id is None or row["region"] is None:
        return None
    model = row["model"] if row["model"] is not None else await customers.begin(tx, workspace_id)
    return Scope(workspace_id, row["region"], model=model)


async def _store(tx: Connection, groups: dict[UUID, list[Touch]], more: set[UUID], home: Scope | None) -> None:
    if len(groups) == 1:
        ((workspace_id, touches),) = groups.items()
        await store_workspace(tx, await scope_of(tx, workspace_id, touches, more, home), touches)
        return
    scopes: dict[UUID, Scope] = {}
    for workspace_id, touches in groups.items():
        await enter(tx, workspace_id)
        scopes[workspace_id] = await scope_of(tx, workspace_id, touches, more)
    await lock(tx, [lock_key(node) for scope in scopes.values() for node in scope.locked])
    for workspace_id, touches in sorted(groups.items()):  # what is locked later on is locked in this order too
        await enter(tx, workspace_id)
        await store_workspace(tx, scopes[workspace_id], touches)


async def scope_of(
    tx: Connection, workspace_id: UUID, touches: list[Touch], more: set[UUID], home: Scope | None = None
) -> Scope:
    """Return what is to be locked for these touches of the workspace that was entered; raises `NotFound`."""
    home = home or await customers.scope_of(tx, workspace_id)
    nodes = customers.node_ids(home, touches) | continuing.locks(touches)
    return msgspec.structs.replace(home, locked=frozenset(nodes | more))


async def store_workspace(tx: Connection, scope: Scope, touches: list[Touch], operator: UUID | None = None) -> None:
    """Lock the scope's identifiers and store these touches of one workspace; repeats are skipped.

    `operator`: the account that brings the tokens of «Continue in…» which are in them, if a person here does.
    """
    fresh = await _new(tx, scope, touches)
    if not fresh:
        return
    writes = Writes(tx)
    redeemed = await continuing.redeem(tx, scope, fresh.values(), operator)
    fresh |= tell(fresh, redeemed.settled)
    said = {id_: touch for id_, touch in fresh.items() if touch.receipt is None}
    resolution = await customers.resolve(tx, scope, list(said.values()), writes, redeemed.joins)
    anew = bool(writes)
    await _insert(writes, scope.workspace_id, said, resolution)
    if anew:  # conversations look at what became of identity
        await writes.send()
    events = list(resolution.events)
    events += await consents.take(tx, scope.workspace_id, said, resolution, writes)
    events += await conversations.apply(tx, scope, resolution, list(fresh.values()), writes)
    events += touches_stored(scope.workspace_id, said.values(), resolution)
    await emit(writes, events)
    await likeness.queue(writes, scope.workspace_id, resolution.described)
    await writes.send()


async def _new(tx: Connection, scope: Scope, touches: list[Touch]) -> dict[UUID, Touch]:
    by_id: dict[UUID, Touch] = {}
    for touch in touches:
        by_id.setdefault(touch.id, touch)
    keys = sorted({lock_key(node) for node in scope.locked})
    rows = await every(_queries.lock_and_note(tx, keys=keys, workspace_id=scope.workspace_id, ids=list(by_id)))
    unseen = {row["touch_id"] for row in rows}
    return {id_: touch for id_, touch in by_id.items() if id_ in unseen}


async def _insert(writes: Writes, workspace_id: UUID, by_id: dict[UUID, Touch], resolution: Resolution) -> None:
    if not by_id:
        return
    ids, touches = list(by_id), list(by_id.values())
    resolved = [resolution.touches[id_] for id_ in ids]
    await _queries.insert_touches(
        writes,
        workspace_id=workspace_id,
        ids=ids,
        ats=[touch.at for touch in touches],
        received=[touch.received_at for touch in touches],
        kinds=[touch.kind for touch in touches],
        channels=[touch.channel for touch in touches],
        connections=[touch.connection_id for touch in touches],
        senders=[touch.sender for touch in touches],
        externals=[touch.external_id for touch in touches],
        nodes=[_array(node.hex for node in one.nodes) for one in resolved],
        assurances=[_array(str(int(level)) for level in one.assurances) for one in resolved],
        owners=[one.owner_node for one in resolved],
        texts=[None if touch.message else touch.text for touch in touches],
        payloads=[msgspec.json.encode(touch.payload).decode() for touch in touches],
    )


def _array(values: Iterable[str]) -> str:
    return "{" + ",".join(values) + "}"
