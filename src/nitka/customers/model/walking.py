"""The steps by which a workspace is looked at by another version of the model: each a short transaction of its own.

What a step did and how far it came are committed together, so whoever is killed goes on where the last step ended.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from nitka.channels.scope import Scope
from nitka.channels.touch import Assurance
from nitka.customers.model.comparing import compare
from nitka.customers.model.diff import changes, moved
from nitka.customers.model.drawing import DraftStore, draw
from nitka.customers.model.revision import Revision, queries
from nitka.customers.model.versions import model_of
from nitka.customers.resembling import ALWAYS
from nitka.customers.work import Work
from nitka.platform.database import Connection, every

RECORDS = 100  # compared in a step: as many as are compared at once when they come
SEEDS = 100  # identifiers from which webs are drawn in a step
ROWS = 5000  # cleared away in a step
WAIT = 0.2  # seconds, for transactions to end that began under the version before

Step = Callable[[Connection, Scope, Revision], Awaitable[bool]]


async def clear(tx: Connection, scope: Scope, one: Revision) -> bool:
    """Put away what an earlier look has left, changes included; then records are compared."""
    if not (await tidy(tx) or await queries.clear_changes(tx, most=ROWS)):
        one.freed = one.lost = 0
        one.enter("comparing", await queries.count_records(tx))
    return True


async def tidy(tx: Connection) -> bool:
    """Put a portion of what a walk needs away; say whether there may be more."""
    return bool(await queries.clear_likeness(tx, most=ROWS) or await queries.clear_seen(tx, most=ROWS))


async def compare_some(tx: Connection, scope: Scope, one: Revision) -> bool:
    """Compare the next records; then everything is drawn. The lock on comparing is held."""
    ids = [row["id"] for row in await every(queries.next_records(tx, after=one.place, most=RECORDS))]
    if ids:
        await compare(tx, scope.workspace_id, ids, one.version)
        one.place, one.done = ids[-1], one.done + len(ids)
    else:
        one.enter("drawing", await queries.count_identifiers(tx))
    return True


async def draw_some(tx: Connection, scope: Scope, one: Revision) -> bool:
    """Draw the webs of the next identifiers, keep what would change; then it is for people to decide."""
    seeds = await next_seeds(tx, one)
    if not seeds:
        one.enter("waiting")
        one.computed_at = await queries.clock(tx)
        return False
    models = model_of(one.from_version), model_of(one.version)
    store = DraftStore(tx, scope.workspace_id, one.version)
    work = Work(store, scope.workspace_id)
    await draw(work, seeds, models[0].limits != models[1].limits)
    rows = await every(queries.touches_of(tx, ids=list(moved(work))))
    for change in changes(work, store.replaced.values(), models, {row["node"]: row["touches"] for row in rows}):
        await queries.save_change(
            tx, workspace_id=scope.workspace_id, version=one.version, id=change.id, op=change.op,
            before=msgspec.to_builtins(change.before, str_keys=True), after=msgspec.to_builtins(change.after),
            touches=change.touches, reason=msgspec.to_builtins(change.reason),
        )  # fmt: skip
    fresh = await see(tx, scope.workspace_id, work, one)
    one.place = seeds[-1]
    moves = [move for move in work.resolution.moves if move.node in fresh]
    one.freed += sum(move.from_customer is None for move in moves)
    one.lost += sum(move.to_customer is None for move in moves)
    return True


async def next_seeds(tx: Connection, one: Revision) -> list[UUID]:
    """Return the next identifiers that were not drawn with others in this walk."""
    return [row["id"] for row in await every(queries.next_nodes(tx, after=one.place, most=SEEDS))]


async def see(tx: Connection, workspace_id: UUID, work: Work, one: Revision) -> set[UUID]:
    """Note what was drawn, and how far the walk is with it; return what was not drawn before."""
    ids = work.region.whole - work.region.fresh
    fresh = {row["node"] for row in await every(queries.see(tx, workspace_id=workspace_id, nodes=sorted(ids)))}
    one.done += len(fresh)
    return fresh


async def switch(tx: Connection, scope: Scope, one: Revision) -> bool:
    """Go over to the version: likeness as it finds it becomes links, and whoever begins from now on draws by it.

    The lock on comparing is held. Nobody is regrouped by this yet.
    """
    await queries.unlink_likeness(tx)
    await queries.link_likeness(tx, version=one.version, assurance=int(Assurance.OBSERVED), at=ALWAYS)
    await queries.go_over(tx, workspace_id=scope.workspace_id, version=one.version)
    one.enter("settling")
    one.since = None
    return True


async def let_settle(tx: Connection, scope: Scope, one: Revision) -> bool:
    """Wait for those who began under the version before: what they draw, the walk must come after."""
    if one.since is None:  # this transaction sees the switch, so all that begin from here on do
        one.since = await queries.clock(tx)
    if not await tidy(tx) and not await queries.older_than(tx, since=one.since):
        one.enter("applying", await queries.count_identifiers(tx))
    return True
