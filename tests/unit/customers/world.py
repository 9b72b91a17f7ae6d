"""A workspace in memory and short ways to say what touches say."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from nitka.channels.touch import Assurance, Identifier, Touch
from nitka.customers.graph import SESSION
from nitka.customers.memory import MemoryStore
from nitka.customers.model.shape import Model
from nitka.customers.models import Resolution
from nitka.customers.normalise import identify
from nitka.customers.profile import bond
from nitka.customers.reading import read
from nitka.customers.resolver import resolve
from nitka.kernel.ids import derived_id

WORKSPACE = UUID(int=1)
CONNECTION = UUID(int=2)
START = datetime(2026, 3, 1, tzinfo=UTC)

OBSERVED, ASSERTED, VERIFIED = Assurance.OBSERVED, Assurance.ASSERTED, Assurance.VERIFIED


def touch(number: int, *identifiers: tuple[str, str, Assurance], sender: str = "", **traits: str) -> Touch:
    """The touch with this number: one minute after the one before."""
    moment = START + timedelta(minutes=number)
    return Touch(
        workspace_id=WORKSPACE, connection_id=CONNECTION, brand_id=UUID(int=3), channel="chat", kind="message",
        sender=sender or (identifiers[0][1] if identifiers else "nobody"), external_id=str(number), at=moment,
        received_at=moment, identifiers=[Identifier(*one) for one in identifiers], traits=dict(traits),
    )  # fmt: skip


def node(type_: str, value: str) -> UUID:
    """The node of an identifier."""
    found = identify(WORKSPACE, type_, value, "", "RU")
    assert found is not None
    return found[0]


class World:
    """One workspace, resolved batch by batch."""

    def __init__(self, model: Model | None = None) -> None:
        self.store = MemoryStore(model)

    def say(self, *touches: Touch) -> Resolution:
        """Resolve these touches as one batch, as the pipeline does."""
        return asyncio.run(self._say(touches))

    async def _say(self, touches: Sequence[Touch]) -> Resolution:
        work = await resolve(self.store, WORKSPACE, "RU", touches)
        said = read(WORKSPACE, "RU", touches).said
        for one in said:
            one.owner = work.resolution.touches[one.touch_id].owner_node
        self.store.keep(said)
        return work.resolution

    def say_in_batches(self, touches: Sequence[Touch], size: int) -> None:
        """Resolve these touches, so many at a time."""

        async def run() -> None:
            for start in range(0, len(touches), size):
                await self._say(touches[start : start + size])

        asyncio.run(run())

    def customer(self, type_: str, value: str) -> UUID | None:
        """The customer of an identifier."""
        return self.store.known[node(type_, value)].customer

    def together(self, *identifiers: tuple[str, str]) -> bool:
        """Whether these identifiers are one customer's."""
        return len({self.customer(*one) for one in identifiers}) == 1 and self.customer(*identifiers[0]) is not None

    def partition(self) -> set[frozenset[UUID]]:
        """The customers as sets of nodes: what must not depend on any order.

        A session is left over where what it stood for was shared only for a while.
        """
        kept = (frozenset(filter(self.counts, nodes)) for nodes in self.store.homes.values())
        return {nodes for nodes in kept if nodes}

    def counts(self, id_: UUID) -> bool:
        """Whether a node is more than a session that owns nothing."""
        return self.store.known[id_].type != SESSION or bool(self.store.owns.get(id_))

    def owners(self) -> dict[UUID, UUID | None]:
        """The owner of each touch."""
        return {id_: said.owner for id_, said in self.store.touches.items()}

    def name(self, customer: UUID, name: str) -> None:
        """An operator gives a customer a name."""
        closest = min(self.store.homes[customer], key=lambda id_: bond(*self._bound(id_)))
        self.store.given[closest] = name
        asyncio.run(self.store.rename([customer]))

    def _bound(self, id_: UUID) -> tuple[str, datetime, UUID]:
        node = self.store.known[id_]
        return node.type, node.first_at, id_

    def block(self, customer: UUID, blocked: bool) -> None:
        """An operator blocks a customer, or no longer."""
        for id_ in self.store.homes[customer]:
            self.store.known[id_].barred_at = START if blocked else None
        asyncio.run(self.store.draw_blocks([customer]))

    def blocked(self) -> set[frozenset[UUID]]:
        """The customers that are blocked."""
        return {
            frozenset(nodes) for id_, nodes in self.store.homes.items() if nodes and self.store.rows[id_].blocked_at
        }

    def names(self) -> dict[frozenset[UUID], str | None]:
        """The name of each customer."""
        kept = {frozenset(filter(self.counts, nodes)): id_ for id_, nodes in self.store.homes.items()}
        return {nodes: self.store.rows[id_].name for nodes, id_ in kept.items() if nodes}


def digest(*parts: Iterable[str]) -> str:
    """A short stable text."""
    return derived_id(*(str(part) for part in parts)).hex[:8]
