"""Two customers of whom somebody says that they are two: nothing regroups, and no rule will join them."""

from uuid import UUID

from nitka.customers.graph import Constraint
from nitka.customers.resolver import expand, finish
from nitka.customers.store import Happening, Store
from nitka.customers.work import Cause, Decision, Work
from nitka.kernel.errors import Conflict
from nitka.kernel.ids import new_id


async def keep_apart(store: Store, workspace_id: UUID, one: UUID, other: UUID, by: Decision) -> Work:
    """Keep two customers in use apart: a `cannot` between all they are known by. Its event can be undone as any other.

    Raises `Conflict` where they are not two customers, `MoreLocks`.
    """
    cause = Cause(event_id=new_id(), op="split", why=by.why, who=by.who)
    work = Work(store, workspace_id, cause)
    homes = await store.members([one, other])
    await expand(work, {node for nodes in homes.values() for node in nodes})
    region = work.region
    sides = {id_: sorted(node for node in region.whole if region.nodes[node].customer == id_) for id_ in (one, other)}
    if len(sides) < 2 or not all(sides.values()):
        raise Conflict("These two are not two customers any more")
    cannot = Constraint(new_id(), "cannot", frozenset(sides[one]), frozenset(sides[other]), why=by.why)
    await store.constrain([cannot], cause.event_id)
    work.plan.happenings.append(
        Happening(
            id=cause.event_id, op="split", before=sides, after=sides, why=by.why, who=by.who, details={"apart": True}
        )
    )  # fmt: skip
    await finish(work)
    return work
