"""The store's twin without a database: the same rules on plain dictionaries, for tests of laws and for evaluation."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

import msgspec

from nitka.customers.graph import Constraint, Link, Node, Pair, Said
from nitka.customers.naming import collapsed
from nitka.customers.profile import Traits, drawn_name
from nitka.customers.store import Cells, CustomerRow, Happening, PastEvent, Plan


class Words:
    """What operators said, with the events that said it and took it back."""

    def __init__(self) -> None:
        self.made: dict[UUID, tuple[Constraint, UUID]] = {}
        self.revoked: dict[UUID, UUID] = {}
        self.released: dict[tuple[UUID, UUID], UUID] = {}

    def valid(self) -> Iterable[Constraint]:
        """Yield the constraints in force, without the nodes that were let out."""
        for id_, (constraint, _) in self.made.items():
            if id_ not in self.revoked:
                out = {node for (of, node) in self.released if of == id_}
                yield msgspec.structs.replace(constraint, a=constraint.a - out, b=constraint.b - out)

    def take_back(self, event_id: UUID, by: UUID) -> set[UUID]:
        """See `Store.take_back`."""
        ids = {id_ for id_, (_, event) in self.made.items() if event == event_id and id_ not in self.revoked}
        back = {id_ for id_, event in self.revoked.items() if event == event_id}
        nodes = {node for id_ in ids | back for node in self.made[id_][0].a | self.made[id_][0].b}
        let_out = {key for key, event in self.released.items() if event == event_id}
        self.revoked = {id_: event for id_, event in self.revoked.items() if id_ not in back} | dict.fromkeys(ids, by)
        self.released = {key: event for key, event in self.released.items() if key not in let_out}
        return nodes | {node for _, node in let_out}


class MemoryStore:
    """A `Store` of one workspace. What is read are copies: nothing changes but by `write`."""

    def __init__(self) -> None:
        self.known: dict[UUID, Node] = {}
        self.kept: dict[Pair, Link] = {}
        self.around: defaultdict[UUID, set[Pair]] = defaultdict(set)
        self.homes: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self.past: defaultdict[UUID, list[UUID]] = defaultdict(list)  # node → customers it left
        self.rows: dict[UUID, CustomerRow] = {}
        self.merged_into: dict[UUID, UUID] = {}
        self.took_in: defaultdict[UUID, set[UUID]] = defaultdict(set)  # the same, the other way
        self.words = Words()
        self.undone: dict[UUID, UUID] = {}
        self.touches: dict[UUID, Said] = {}
        self.owns: defaultdict[UUID, set[UUID]] = defaultdict(set)  # node → touches
        self.records: defaultdict[UUID, dict[UUID, Traits]] = defaultdict(dict)  # node → connection → traits
        self.happenings: list[Happening] = []
        self.sent_to: dict[UUID, UUID] = {}  # message of ours → the node it was sent to

    def keep(self, touches: Iterable[Said]) -> None:
        """Store touches that were resolved, each with its owner."""
        for said in touches:
            assert said.owner is not None, "a touch that was resolved has an owner"
            self.touches[said.touch_id] = said
            self.owns[said.owner].add(said.touch_id)

    def assignments(self) -> dict[UUID, UUID]:
        """Return the customer of every touch."""
        homes = {id_: self.known[id_].customer for id_ in self.owns}
        found = ((id_, homes[said.owner]) for id_, said in self.touches.items() if said.owner is not None)
        return {id_: customer for id_, customer in found if customer is not None}

    @property
    def redirects(self) -> dict[UUID, UUID]:
        """Return for every id out of use who answers for it."""
        return collapsed(self.merged_into)

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
                inside |= {id_} if node.customer is None else self.homes[node.customer]
        keys = {key for id_ in inside for key in self.around[id_]}
        beyond = {end for key in keys for end in (key.a, key.b)} - inside
        constraints = [c for c in self.words.valid() if not inside.isdisjoint(c.a | c.b)]
        return Cells(
            [self._copy(id_) for id_ in inside],
            [self.kept[key] for key in keys],
            [self._copy(id_) for id_ in beyond],
            constraints,
        )

    async def hold(self, ids: Collection[UUID]) -> bool:
        return False  # nobody else is here

    async def former(self, ids: Collection[UUID]) -> dict[UUID, UUID]:
        retired = {id_: [customer for customer in self.past[id_] if self.rows[customer].retired] for id_ in ids}
        return {id_: customers[-1] for id_, customers in retired.items() if customers}

    async def owned(self, ids: Collection[UUID]) -> list[Said]:
        return [msgspec.structs.replace(said) for said in self._owned(ids)]

    def _owned(self, ids: Collection[UUID]) -> Iterable[Said]:
        return (self.touches[touch] for id_ in ids for touch in sorted(self.owns[id_]))

    async def mentioning(self, node: UUID, near: Collection[UUID]) -> list[Said]:
        return [msgspec.structs.replace(said) for said in self._owned(set(near)) if node in said.nodes]

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
            self.homes[left].discard(id_)
            self.past[id_].append(left)
            self.known[id_].customer = None
        for id_, customer in plan.opened.items():
            self.known[id_].customer = customer
            self.homes[customer].add(id_)
        for touch, (_, owner) in plan.owners.items():
            said = self.touches[touch]
            assert said.owner is not None
            self.owns[said.owner].discard(touch)
            self.owns[owner].add(touch)
            said.owner = owner
        self.happenings += plan.happenings

    def _customers(self, plan: Plan) -> None:
        for id_, at in plan.created.items():
            self.rows[id_] = CustomerRow(id_, created_at=at)
        for id_ in plan.revived:
            self.rows[id_].retired = False
            if id_ in self.merged_into:
                self.took_in[self.merged_into.pop(id_)].discard(id_)
        for id_, into in plan.retired.items():
            self.rows[id_].retired = True
            if into is not None:
                self.merged_into[id_] = into
                self.took_in[into].add(id_)
        for id_, blocked in plan.blocked.items():
            self.rows[id_].blocked_at = blocked

    async def traits(self, keys: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Traits]:
        return {(node, of): self.records[node][of] for node, of in keys if of in self.records.get(node, ())}

    async def save_traits(self, records: dict[tuple[UUID, UUID], Traits]) -> None:
        for (node, of), record in records.items():
            self.records[node][of] = record

    async def rename(self, customers: Iterable[UUID]) -> set[UUID]:
        renamed: set[UUID] = set()
        for id_ in customers:
            row = self.rows[id_]
            if row.name_by == "agent":
                continue
            given = {
                old: merged.name
                for old in self._taken(id_)
                if (merged := self.rows[old]).name_by == "agent" and merged.name
            }
            records = [record for node in self.homes[id_] for record in self.records.get(node, {}).values()]
            drawn = drawn_name(id_, given, records)
            if drawn != row.name:
                row.name = drawn
                renamed.add(id_)
        return renamed

    def _taken(self, id_: UUID) -> set[UUID]:
        found: set[UUID] = set()
        ahead = {id_}
        while ahead:
            found |= ahead
            ahead = {old for one in ahead for old in self.took_in.get(one, ())} - found
        return found - {id_}

    async def members(self, customers: Collection[UUID]) -> dict[UUID, list[UUID]]:
        return {id_: list(self.homes[id_]) for id_ in customers if self.homes[id_]}

    async def constrain(self, made: Collection[Constraint], event_id: UUID) -> None:
        self.words.made |= {constraint.id: (constraint, event_id) for constraint in made}

    async def release(self, constraint_id: UUID, nodes: Collection[UUID], event_id: UUID) -> None:
        self.words.released |= {(constraint_id, node): event_id for node in nodes}

    async def take_back(self, event_id: UUID, by: UUID) -> set[UUID]:
        return self.words.take_back(event_id, by)

    async def event(self, event_id: UUID) -> PastEvent | None:
        for one in self.happenings:
            if one.id == event_id:
                return PastEvent(
                    id=one.id, op=one.op, before=one.before, after=one.after, details=one.details,
                    undoes=one.undoes, undone_by=self.undone.get(one.id),
                )  # fmt: skip
        return None

    async def mark_undone(self, event_id: UUID, by: UUID | None) -> None:
        if by is None:
            self.undone.pop(event_id, None)
        else:
            self.undone[event_id] = by
