"""A consumer of the role `identity`: compares what is newly said of people with all that was said before."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from nitka.channels.scope import Scope
from nitka.conversations import service as conversations
from nitka.customers import service as customers
from nitka.customers import suggestions
from nitka.customers.likeness.described import written
from nitka.customers.likeness.scoring import Likeness
from nitka.customers.likeness_store import RecordsStore
from nitka.customers.model import comparing
from nitka.customers.resembling import resemble
from nitka.customers.suggestions import Feature, Suggested
from nitka.kernel.events import Event
from nitka.kernel.ids import derived_id, lock_key, new_id
from nitka.platform.database import Connection, load_queries, lock
from nitka.platform.followups import Followed
from nitka.platform.statements import Writes

NAME = "likeness"
_queries = load_queries(__file__)


async def queue(writes: Writes, workspace_id: UUID, records: Sequence[UUID]) -> None:
    """Let new records be compared once this transaction is committed."""
    if records:
        await _queries.queue_likeness(
            writes, workspace_id=workspace_id, ids=[new_id() for _ in records], consumers=[NAME] * len(records),
            keys=list(records),
        )  # fmt: skip


class FindAlike:
    """Is told of every new record by the transaction itself, by its node."""

    followed = Followed(NAME, frozenset(), lambda body: ())
    most = 100

    async def handle(self, tx: Connection, scope: Scope, keys: Sequence[UUID]) -> list[Event]:
        """Compare these records; comparing one again finds the same."""
        await lock_comparing(tx, scope.workspace_id)
        scope = await customers.scope_of(tx, scope.workspace_id, scope.locked)  # the version may be another one now
        store = RecordsStore(tx, scope)
        work, found = await resemble(store, scope.workspace_id, await store.described(keys))
        resolution = work.resolution
        events = list(resolution.events)
        if resolution.moves or resolution.reowned:
            events += await conversations.rehome(tx, scope, resolution.moves, resolution.reowned)
        await comparing.follow(tx, scope.workspace_id, keys)
        perhaps = await suggested_by(store, found.perhaps)
        return events + await suggestions.save(tx, scope.workspace_id, perhaps, store.model.version)


async def lock_comparing(tx: Connection, workspace_id: UUID) -> None:
    """Let nobody else compare in this workspace: of two that are compared at once each must see the other."""
    await lock(tx, [lock_key(derived_id(NAME, workspace_id.hex))])


async def suggested_by(store: RecordsStore, perhaps: Mapping[tuple[UUID, UUID], Likeness]) -> list[Suggested]:
    """Return these pairs as they are shown to people."""
    traits = await store.traits_of({id_ for both in perhaps for id_ in both})
    return [_suggested(a, b, one, traits, store.model.likeness.join) for (a, b), one in perhaps.items()]


def _suggested(
    a: UUID, b: UUID, likeness: Likeness, traits: Mapping[UUID, Mapping[str, Any]], join: float
) -> Suggested:
    steps = [Feature("prior", -join)]
    steps += [
        Feature(
            part.feature, part.weight, part.level.name.lower(), written(part.feature, traits.get(a, {})),
            written(part.feature, traits.get(b, {})),
        )
        for part in likeness.parts
    ]  # fmt: skip
    return Suggested(a, b, likeness.score - join, steps)
