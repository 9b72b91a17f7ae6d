"""The store's twin without a database: the same rules on plain dictionaries, for tests of laws and for evaluation."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from nitka.customers.graph import Constraint, Link, Node, Pair, Said
from nitka.customers.naming import collapsed
from nitka.customers.profile import Traits, drawn_name
from nitka.customers.store import Cells, CustomerRow, Happening, Plan


class MemoryStore:
    """A `Store` of one workspace. What is read are copies: nothing changes but by `write`."""

    def __init__(self) -> None:
        self.known: dict[UUID, Node] = {}
        self.kept: dict[Pair, Link] = {}
        self.around: defaultdict[UUID, set[Pair]] = defaultdict(set)
        self.members: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self.past: defaultdict[UUID, list[UUID]] = defaultdict(list)  # node → customers it left
        self.rows: dict[UUID, CustomerRow] = {}
        self.merged_into: dict[UUID, UUID] = {}
        self.redirects: dict[UUID, UUID] = {}
        self.constraints: dict[UUID, Constraint] = {}
        self.touches: dict[UUID, Said] = {}
        self.records: dict[tuple[UUID, UUID], Traits] = {}
        self.happenings: list[Happening] = []
        self.sent_to: dict[UUID, UUID] = {}  # message of ours → the node it was sent to

    def keep(self, touches: Iterable[Said]) -> None:
        """Store touches that were resolved, each with its owner."""
        self.touches |= {said.touch_id: said for said in touches}

    async def nodes(self, ids: Collection[UUID]) -> dict[UUID, Node]:
        return {id_: self._copy(id_) for id_ in ids if id_ in self.known}

    def _copy(self, id_: UUID) -> Node:
        return msgspec.structs.replace(self.known[id_])

    async def links(self, keys: Collection[Pair]) -> dict[Pair, Link]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    async def cells(self, ids: Collection[UUID]) -> Cells:
        inside: set[UUID] = set()
        for id_ in ids:
            node = self.known.get(id_)
            if node is not None:
                inside |= {id_} if node.customer is None else self.members[node.customer]
        keys = {key for id_ in inside for key in self.around[id_]}
        beyond = {end for key in keys for end in (key.a, key.b)} - inside
        constraints = [c for c in self.constraints.values() if not inside.isdisjoint(c.a | c.b)]
        return Cells(
            [self._copy(id_) for id_ in inside],
            [self.kept[key] for key in keys],
            [self._copy(id_) for id_ in beyond],
            constraints,
        )

    async def hold(self, ids: Collection[UUID]) -> bool:
        return False  # nobody else is here

    async def former(self, ids: Collection[UUID]) -> dict[UUID, UUID]:
        retired = {
            id_: [customer for customer in self.past[id_] if self.rows[customer].retired] for id_ in ids
        }
        return {id_: customers[-1] for id_, customers in retired.items() if customers}

    async def owned(self, ids: Collection[UUID]) -> list[Said]:
        return [msgspec.structs.replace(said) for said in self.touches.values() if said.owner in ids]

    async def mentioning(self, node: UUID) -> list[Said]:
        return [
            msgspec.structs.replace(said)
            for said in self.touches.values()
            if node in said.nodes and said.owner != node
        ]

    async def replied(self, message_ids: Collection[UUID]) -> dict[UUID, UUID]:
        return {id_: self.sent_to[id_] for id_ in message_ids if id_ in self.sent_to}

    async def customers(self, ids: Collection[UUID]) -> dict[UUID, CustomerRow]:
        return {id_: msgspec.structs.replace(self.rows[id_]) for id_ in ids if id_ in self.rows}

    async def write(self, plan: Plan) -> None:
        for id_, node in plan.nodes.items():
            home = self.known[id_].customer if id_ in self.known else None
            self.known[id_] = msgspec.structs.replace(node, customer=home)
        for key, link in plan.links.items():
            self.kept[key] = link
            self.around[key.a].add(key)
            self.around[key.b].add(key)
        self._customers(plan)
        for id_ in plan.closed:
            left = self.known[id_].customer
            assert left is not None
            self.members[left].discard(id_)
            self.past[id_].append(left)
            self.known[id_].customer = None
        for id_, customer in plan.opened.items():
            self.known[id_].customer = customer
            self.members[customer].add(id_)
        for touch, (_, owner) in plan.owners.items():
            self.touches[touch].owner = owner
        self.happenings += plan.happenings

    def _customers(self, plan: Plan) -> None:
        for id_, at in plan.created.items():
            self.rows[id_] = CustomerRow(id_, created_at=at)
        for id_ in plan.revived:
            self.rows[id_].retired = False
            self.merged_into.pop(id_, None)
        for id_, into in plan.retired.items():
            self.rows[id_].retired = True
            if into is not None:
                self.merged_into[id_] = into
        for id_, blocked in plan.blocked.items():
            self.rows[id_].blocked_at = blocked
        self.redirects = collapsed(self.merged_into)

    async def traits(self, keys: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Traits]:
        return {key: self.records[key] for key in keys if key in self.records}

    async def save_traits(self, records: dict[tuple[UUID, UUID], Traits]) -> None:
        self.records |= records

    async def rename(self, customers: Iterable[UUID]) -> set[UUID]:
        renamed: set[UUID] = set()
        for id_ in customers:
            row = self.rows[id_]
            if row.name_by == "agent":
                continue
            given = {
                old: merged.name
                for old, new in self.redirects.items()
                if new == id_ and (merged := self.rows[old]).name_by == "agent" and merged.name
            }
            records = [record for (node, _), record in self.records.items() if node in self.members[id_]]
            drawn = drawn_name(id_, given, records)
            if drawn != row.name:
                row.name = drawn
                renamed.add(id_)
        return renamed

    def block(self, customer: UUID) -> None:
        """Block a customer now."""
        self.rows[customer].blocked_at = datetime.now(UTC)
