"""Where evidence and conclusions are kept, as the resolver sees it: sets in, sets out, whatever lies behind."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

import msgspec

from nitka.customers.graph import By, Constraint, Link, Node, Pair, Said, Status
from nitka.customers.model.shape import Model
from nitka.customers.profile import Traits


class Cells(msgspec.Struct):
    """Whole customers: all their nodes, all links of these, the nodes just beyond, and what constrains them."""

    nodes: list[Node]
    links: list[Link]
    beyond: list[Node]
    constraints: list[Constraint]


class CustomerRow(msgspec.Struct):
    """A customer's own data; `name` and `blocked_at` are read models."""

    id: UUID
    name: str | None = None
    blocked_at: datetime | None = None
    created_at: datetime | None = None
    retired: bool = False


class Happening(msgspec.Struct, kw_only=True):
    """An identity event about to be written."""

    id: UUID
    op: Literal["merge", "split", "undo", "status"]
    before: dict[UUID, list[UUID]]
    after: dict[UUID, list[UUID]]
    why: str
    who: UUID | None
    details: dict[str, Any]
    undoes: UUID | None = None
    identifier: UUID | None = None  # whose status was said …
    status: Status | None = None  # … and which


class PastEvent(msgspec.Struct, kw_only=True):
    """An identity event as it was written."""

    id: UUID
    op: Literal["merge", "split", "undo", "status"]
    before: dict[UUID, list[UUID]]
    after: dict[UUID, list[UUID]]
    details: dict[str, Any]
    undoes: UUID | None = None
    undone_by: UUID | None = None


class Plan(msgspec.Struct):
    """All that a batch or a command writes about identity."""

    nodes: dict[UUID, Node] = {}  # new or changed
    links: dict[Pair, Link] = {}  # new or better
    closed: list[UUID] = []  # nodes that leave their customer
    opened: dict[UUID, UUID] = {}  # node → customer it enters
    created: dict[UUID, datetime] = {}  # customer → its first touch
    revived: set[UUID] = set()
    retired: dict[UUID, UUID | None] = {}
    former: dict[UUID, list[UUID]] = {}  # retired customer → what it was known by, the longest first
    moved: dict[UUID, UUID] = {}  # those of `opened` that were known before
    happenings: list[Happening] = []
    owners: dict[UUID, tuple[datetime, UUID]] = {}  # stored touch → its time and new owner

    @property
    def followed(self) -> set[UUID]:
        """The nodes by which ids out of use may answer with somebody else now."""
        lost = {node for node in self.closed if node not in self.opened}
        return lost | self.moved.keys() | {known_by[0] for known_by in self.former.values()}

    @property
    def regroups(self) -> bool:
        """Whether anything that is known changes hands; else there are only new things."""
        return bool(self.closed or self.revived or self.retired or self.moved or self.happenings or self.owners)


class Store(Protocol):
    """The port. `hold` and `write` are the only ones that change anything."""

    @property
    def model(self) -> Model:
        """The version of the model by which people are drawn here."""
        ...

    async def nodes(self, ids: Collection[UUID]) -> dict[UUID, Node]:
        """Return those of these nodes that are known, each with its customer."""
        ...

    async def nodes_and_links(
        self, ids: Collection[UUID], keys: Collection[Pair]
    ) -> tuple[dict[UUID, Node], dict[Pair, Link]]:
        """Return those of these nodes and of these links that are known, as `nodes` and `links` do."""
        ...

    async def links(self, keys: Collection[Pair]) -> dict[Pair, Link]:
        """Return those of these links that are known."""
        ...

    async def unlink(self, keys: Collection[Pair]) -> None:
        """Forget these links: they are no evidence any more."""
        ...

    async def cells(self, ids: Collection[UUID]) -> Cells:
        """Return the customers of these nodes, whole; a node without a customer is a cell by itself."""
        ...

    async def held_cells(self, ids: Collection[UUID]) -> Cells:
        """Return the customers of these nodes, whole and locked, as nobody else can change them any more.

        Raises `MoreLocks` when somebody else holds one of their nodes.
        """
        ...

    async def hold(self, ids: Collection[UUID]) -> bool:
        """Lock these nodes; True where some were not held before, so that they must be read again.

        Raises `MoreLocks` when somebody else holds one of them.
        """
        ...

    async def former(self, ids: Collection[UUID]) -> dict[UUID, UUID]:
        """Return for each node the customer, now out of use, that goes with it; the latest of several."""
        ...

    async def owned(self, ids: Collection[UUID]) -> list[Said]:
        """Return the stored touches that belong to these nodes."""
        ...

    async def mentioning(self, node: UUID, near: Collection[UUID]) -> list[Said]:
        """Return the stored touches that name this node and belong to one of these: the latest, where they are many."""
        ...

    async def replied(self, message_ids: Collection[UUID]) -> dict[UUID, UUID]:
        """Return for messages of ours the node of the address that they were sent to."""
        ...

    async def customers(self, ids: Collection[UUID]) -> dict[UUID, CustomerRow]:
        """Return these customers' own data."""
        ...

    async def write(self, plan: Plan) -> None:
        """Make the plan true."""
        ...

    async def traits(self, keys: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Traits]:
        """Return the records of these (node, connection)."""
        ...

    async def save_traits(self, records: dict[tuple[UUID, UUID], Traits]) -> None:
        """Keep these records."""
        ...

    async def rename(self, customers: Iterable[UUID]) -> set[UUID]:
        """Draw the names of these customers anew from their records; returns those whose name changed."""
        ...

    async def draw_blocks(self, customers: Collection[UUID]) -> set[UUID]:
        """Block those of these customers all of whose identifiers are barred; returns those that it is news of."""
        ...

    async def members(self, customers: Collection[UUID]) -> dict[UUID, list[UUID]]:
        """Return the nodes of these customers; an id out of use has none."""
        ...

    async def constrain(self, made: Collection[Constraint], event_id: UUID) -> None:
        """Keep these words of an operator."""
        ...

    async def release(self, constraint_id: UUID, nodes: Collection[UUID], event_id: UUID) -> None:
        """Let these nodes out of a constraint."""
        ...

    async def cannots(self, ids: Collection[UUID]) -> list[Constraint]:
        """Return what keeps these nodes apart, and would if no merge had let any of them out."""
        ...

    async def take_back(self, event_ids: Collection[UUID]) -> set[UUID]:
        """Let what these events said and let out hold as long as they are in force; returns the nodes concerned."""
        ...

    async def statuses(self, ids: Collection[UUID]) -> dict[UUID, tuple[Status, By]]:
        """Return what operators said last of these identifiers and is in force, else what they were before."""
        ...

    async def event(self, event_id: UUID) -> PastEvent | None:
        """Return an identity event."""
        ...

    async def mark_undone(self, event_id: UUID, by: UUID | None) -> None:
        """Note that an event is undone, or by None that it is in force again."""
        ...
