"""The use cases of identity, each within the caller's transaction and locks.

All but the reading ones may raise `MoreLocks`: roll back, lock what it names as well, and begin again.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from nitka.channels.scope import Scope
from nitka.channels.touch import Assurance, Touch
from nitka.customers import apart, browsing, commands
from nitka.customers.events import CustomerChanged
from nitka.customers.graph import Status
from nitka.customers.model.versions import newest
from nitka.customers.models import Continued, Resolution
from nitka.customers.normalise import identify
from nitka.customers.postgres import PostgresStore, queries
from nitka.customers.profile import bond
from nitka.customers.resolver import resolve as resolve_with
from nitka.customers.store import PastEvent
from nitka.customers.work import Decision, Work
from nitka.kernel.clock import now
from nitka.kernel.errors import BadInput, NotFound
from nitka.platform.database import Connection
from nitka.platform.statements import Writes

NAME_LIMIT = 200  # characters


class Decided(Resolution):
    """What a command changed. `event_id` is its identity event, null where nobody's identity changed."""

    event_id: UUID | None = None


def node_ids(scope: Scope, touches: Iterable[Touch]) -> set[UUID]:
    """Return the nodes that these touches name: what to lock before `resolve`."""
    return {
        found[0]
        for touch in touches
        for one in touch.identifiers
        if (found := identify(scope.workspace_id, one.type, one.value, one.namespace, scope.region))
    }


async def resolve(
    tx: Connection,
    scope: Scope,
    touches: list[Touch],
    writes: Writes,
    continued: Mapping[UUID, Continued] | None = None,
) -> Resolution:
    """Take what these new touches say of identity and return whose each is; some of it may still wait to be sent.

    `continued`: those of them that came with somebody's token.
    """
    store = PostgresStore(tx, scope, writes)
    work = await resolve_with(store, scope.workspace_id, scope.region, touches, continued)
    return work.resolution


async def merge(
    tx: Connection, scope: Scope, ids: Collection[UUID], by: Decision, worth: Assurance = Assurance.AGENT
) -> Decided:
    """Make one customer of several; of those that are one already, name the merge that made them so.

    `worth`: how far it is proven by this that they are one, where it matters what may be told to whom.
    Raises `BadInput`, `NotFound`, `Conflict`.
    """
    if not 2 <= len(set(ids)) <= commands.MOST_MERGED:
        raise BadInput(f"Name 2 to {commands.MOST_MERGED} customers", field="ids")
    live = list(dict.fromkeys([await browsing.current(tx, id_) for id_ in ids]))
    if len(live) == 1:
        one, other = list(dict.fromkeys(ids))[:2]
        row = await queries.merge_of(tx, one=str(one), other=str(other))
        if row is None:
            raise BadInput("These are one customer already", field="ids")
        return Decided(event_id=row["id"])
    return _decided(await commands.merge(PostgresStore(tx, scope), scope.workspace_id, live, by, worth))


async def split(tx: Connection, scope: Scope, id_: UUID, nodes: Collection[UUID], by: Decision) -> Decided:
    """Move identifiers out of a customer into one of their own. Raises `BadInput`, `NotFound`."""
    live = await browsing.current(tx, id_)
    return _decided(await commands.split(PostgresStore(tx, scope), scope.workspace_id, live, nodes, by))


async def keep_apart(tx: Connection, scope: Scope, one: UUID, other: UUID, by: Decision) -> Decided:
    """Keep two customers two, whatever evidence may come. Raises `Conflict`, `NotFound`."""
    live = [await browsing.current(tx, id_) for id_ in (one, other)]
    return _decided(await apart.keep_apart(PostgresStore(tx, scope), scope.workspace_id, live[0], live[1], by))


async def undo(tx: Connection, scope: Scope, event_id: UUID, by: Decision) -> Decided:
    """Take an identity event back; of one that is undone already, name its undo. Raises `NotFound`, `Conflict`."""
    store = PostgresStore(tx, scope)
    event: PastEvent | None = await store.event(event_id)
    if event is None:
        raise NotFound("There is no such event")
    if event.undone_by is not None:
        return Decided(event_id=event.undone_by)
    return _decided(await commands.undo(store, scope.workspace_id, event, by))


async def set_status(tx: Connection, scope: Scope, node: UUID, status: Status, by: Decision) -> Decided:
    """Say that an identifier is one person's (normal), many people's (shared) or nobody's (blocked)."""
    work = await commands.set_status(PostgresStore(tx, scope), scope.workspace_id, node, status, by)
    return _decided(work) if work else Decided()


async def rename(tx: Connection, scope: Scope, id_: UUID, name: str | None) -> Decided:
    """Give a customer a name; with null or an empty one, the sources' name again. Raises `NotFound`."""
    store, live = await _held(tx, scope, id_)
    text = " ".join((name or "").split())[:NAME_LIMIT] or None
    own = await store.nodes((await store.members([live])).get(live, []))
    if not own:
        raise NotFound("There is no such customer, or nothing that it could be known by")
    if not text:
        await queries.forget_names(tx, nodes=list(own))
    else:
        closest = min(own.values(), key=lambda node: bond(node.type, node.first_at, node.id))
        await queries.give_name(tx, workspace_id=scope.workspace_id, node=closest.id, name=text)
    await store.rename([live])
    return Decided(events=[CustomerChanged(workspace_id=scope.workspace_id, customer_id=live)])


async def set_blocked(tx: Connection, scope: Scope, id_: UUID, blocked: bool) -> Decided:
    """Block a customer as spam, or no longer: touches are kept, nobody is bothered. Raises `NotFound`."""
    store, live = await _held(tx, scope, id_)
    await queries.bar(tx, nodes=(await store.members([live])).get(live, []), blocked=blocked, at=now())
    await store.draw_blocks([live])
    return Decided(events=[CustomerChanged(workspace_id=scope.workspace_id, customer_id=live)])


async def _held(tx: Connection, scope: Scope, id_: UUID) -> tuple[PostgresStore, UUID]:
    """The customer, with nobody merging it meanwhile."""
    store = PostgresStore(tx, scope)
    while True:
        live = await browsing.current(tx, id_)
        if not await store.hold((await store.members([live])).get(live, [])):
            return store, live


async def region_of(tx: Connection, workspace_id: UUID) -> str:
    """Return the workspace's region (ISO 3166), for phones written without a country."""
    region: str | None = await queries.region(tx, workspace_id=workspace_id)
    if region is None:
        raise NotFound("There is no such workspace")
    return region


async def scope_of(tx: Connection, workspace_id: UUID, locked: Collection[UUID] = ()) -> Scope:
    """Return the frame of work in this workspace, which from now on is drawn by some version. Raises `NotFound`."""
    row = await queries.home(tx, workspace_id=workspace_id)
    if row is None:
        raise NotFound("There is no such workspace")
    model = row["model"] if row["model"] is not None else await begin(tx, workspace_id)
    return Scope(workspace_id, row["region"], frozenset(locked), model)


async def begin(tx: Connection, workspace_id: UUID) -> int:
    """Let a workspace that has no version of the model yet be drawn by the newest; return by which it is."""
    version: int = await queries.begin_model(tx, workspace_id=workspace_id, version=newest().version)
    return version


def _decided(work: Work) -> Decided:
    done = work.resolution
    happened = [one.id for one in work.plan.happenings]
    return Decided(
        touches=done.touches, moves=done.moves, reowned=done.reowned, merged=done.merged, events=done.events,
        event_id=happened[0] if happened else None,
    )  # fmt: skip


__all__ = [
    "Decided", "Decision", "begin", "keep_apart", "merge", "node_ids", "region_of", "rename", "resolve",
    "scope_of", "set_blocked", "set_status", "split", "undo",
]  # fmt: skip
