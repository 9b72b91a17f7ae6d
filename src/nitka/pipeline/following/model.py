"""A consumer of the role `identity`: looks at customers by a new version of the model, and applies it once approved."""

import asyncio
import time
from collections.abc import Sequence
from uuid import UUID

import structlog

from nitka.channels.scope import Scope
from nitka.conversations import service as conversations
from nitka.customers import suggestions
from nitka.customers.likeness_store import RecordsStore
from nitka.customers.model import revision, walking
from nitka.customers.model.comparing import found_by
from nitka.customers.model.drawing import Unlocked, draw
from nitka.customers.model.revision import NAME, Revision
from nitka.customers.model.versions import model_of
from nitka.customers.postgres import PostgresStore
from nitka.customers.resolver import finish
from nitka.customers.work import Work
from nitka.kernel.events import Event
from nitka.kernel.tasks import pause
from nitka.pipeline.following.likeness import lock_comparing, suggested_by
from nitka.platform.database import Connection, Database, every
from nitka.platform.faults import describe, is_of_the_engines
from nitka.platform.followups import Followed

log = structlog.get_logger("model")

LOOK_EVERY = 60.0  # seconds: a new version comes with a new program, and that begins by looking
LONGEST_REST = 0.25  # seconds

_STEPS: dict[str, walking.Step] = {
    "clearing": walking.clear, "comparing": walking.compare_some, "drawing": walking.draw_some,
    "switching": walking.switch, "settling": walking.let_settle,
}  # fmt: skip
_COMPARING = frozenset({"comparing", "switching", "suggesting"})


class TryVersions:
    """Does one step for a workspace and queues the next one, all in one transaction."""

    followed = Followed(NAME, frozenset(), lambda body: ())
    most = 1

    def __init__(self) -> None:
        self._took = 0.0  # seconds, the last step

    async def handle(self, tx: Connection, scope: Scope, keys: Sequence[UUID]) -> list[Event]:
        """Go one step on. It rests as long as it works, so that touches have the better half of the machine."""
        await asyncio.sleep(min(self._took, LONGEST_REST))
        started = time.monotonic()
        try:
            return await self._step(tx, scope, keys)
        finally:
            self._took = time.monotonic() - started

    async def _step(self, tx: Connection, scope: Scope, keys: Sequence[UUID]) -> list[Event]:
        one = await revision.hold(tx)
        if one is None or revision.key_of(scope.workspace_id, one.version) not in keys:
            return []  # of a version that a newer one has taken the place of
        if one.state in _COMPARING:
            await lock_comparing(tx, scope.workspace_id)
        events: list[Event] = []
        if one.state in _STEPS:
            more = await _STEPS[one.state](tx, scope, one)
        elif one.state == "applying":
            more, events = await _apply(tx, scope, one)
        elif one.state == "suggesting":
            more, events = await _suggest(tx, scope, one)
        else:
            more = one.state in ("done", "refused") and await walking.tidy(tx)
        await revision.save(tx, one)
        if more:
            wait = walking.WAIT if one.state == "settling" else 0.0
            await revision.queue(tx, scope.workspace_id, one.version, wait)
        return events


async def _apply(tx: Connection, scope: Scope, one: Revision) -> tuple[bool, list[Event]]:
    """Draw the webs of the next identifiers; what comes out otherwise is drawn again under its locks and made true."""
    seeds = await walking.next_seeds(tx, one)
    if not seeds:
        one.enter("suggesting", await revision.queries.count_records(tx))
        return True, []
    other_limits = model_of(one.from_version).limits != model_of(one.version).limits
    look = Work(Unlocked(tx, scope), scope.workspace_id)
    await draw(look, seeds, other_limits)
    changing = {move.node for move in look.resolution.moves} | set(look.plan.nodes) - look.region.fresh
    changing |= {id_ for happening in look.plan.happenings for ids in happening.before.values() for id_ in ids}
    events = await _make_true(tx, scope, one, changing, other_limits) if changing else []
    await walking.see(tx, scope.workspace_id, look, one)
    one.place = seeds[-1]
    return True, events


async def _make_true(tx: Connection, scope: Scope, one: Revision, seeds: set[UUID], other_limits: bool) -> list[Event]:
    work = Work(PostgresStore(tx, scope), scope.workspace_id)
    work.version = one.version
    await draw(work, seeds, other_limits)
    await finish(work)
    resolution = work.resolution
    events = list(resolution.events)
    if resolution.moves or resolution.reowned:
        events += await conversations.rehome(tx, scope, resolution.moves, resolution.reowned)
    return events


async def _suggest(tx: Connection, scope: Scope, one: Revision) -> tuple[bool, list[Event]]:
    """Find anew who is likely one person; what is likely no longer is closed at the end."""
    rows = await every(revision.queries.next_records(tx, after=one.place, most=walking.RECORDS))
    ids = [row["id"] for row in rows]
    if not ids:
        await revision.outdate_older(tx, one.version)
        one.enter("done")
        one.finished_at = await revision.queries.clock(tx)
        return True, []
    store = RecordsStore(tx, scope)
    found = await found_by(store, ids, one.version)
    perhaps = await suggested_by(store, found.perhaps)
    one.place, one.done = ids[-1], one.done + len(ids)
    return True, await suggestions.save(tx, scope.workspace_id, perhaps, one.version)


async def watch(database: Database, stopping: asyncio.Event) -> None:
    """See now and then whether a workspace is drawn by an older version than the newest, until stopping."""
    while not stopping.is_set():
        try:
            asked = await revision.open_all(database)
            if asked:
                log.info("workspaces are looked at by a new version of the model", workspaces=asked)
        except Exception as error:
            if not is_of_the_engines(error):
                raise
            log.warning("versions of the model wait for the engines", error=describe(error))
        await pause(LOOK_EVERY, stopping)
