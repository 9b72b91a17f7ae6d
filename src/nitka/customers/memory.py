"""The store's twin without a database: the same rules on plain dictionaries, for tests of laws and for evaluation."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

import msgspec

from nitka.customers.graph import ALIKE, TOLD, By, Constraint, Link, Node, Pair, Said, Status
from nitka.customers.likeness.described import SAID_WITH, Described, read_record
from nitka.customers.model.shape import Model
from nitka.customers.model.versions import newest
from nitka.customers.naming import collapsed
from nitka.customers.profile import GivenName, Traits, drawn_block, drawn_name
from nitka.customers.store import Cells, CustomerRow, Happening, PastEvent, Plan


class Words:
    """What operators said, with the events that said it and took it back."""

    def __init__(self) -> None:
        self.made: dict[UUID, tuple[Constraint, UUID]] = {}
        self.released: dict[tuple[UUID, UUID], set[UUID]] = {}  # (constraint, node) → the merges that let it out
        self.undone: dict[UUID, UUID] = {}  # event → the one that took it back

    def valid(self) -> Iterable[Constraint]:
        """Yield the constraints in force, without the nodes that were let out."""
        out: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for (id_, node), events in self.released.items():
            if not events <= self.undone.keys():
                out[id_].add(node)
        for constraint in self.in_force():
            gone = out[constraint.id]
            yield msgspec.structs.replace(constraint, a=constraint.a - gone, b=constraint.b - gone)

    def in_force(self) -> Iterable[Constraint]:
        """Yield the constraints whose events were not undone, with all of their nodes."""
        return (constraint for constraint, event in self.made.values() if event not in self.undone)

    def concerned(self, events: Collection[UUID]) -> set[UUID]:
        """Return the nodes of what these events said or let out."""
        said = {
            node for constraint, event in self.made.values() if event in events for node in constraint.a | constraint.b
        }
        return said | {node for (_, node), by in self.released.items() if not by.isdisjoint(events)}


class MemoryStore:
    """A `Store` of one workspace. What is read are copies: nothing changes but by `write`."""

    def __init__(self, model: Model | None = None) -> None:
        self.model = model or newest()
        self.known: dict[UUID, Node] = {}
        self.kept: dict[Pair, Link] = {}
        self.around: defaultdict[UUID, set[Pair]] = defaultdict(set)
        self.homes: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self.anchor: dict[UUID, UUID] = {}  # customer out of use → the node that it goes with
        self.rows: dict[UUID, CustomerRow] = {}
        self.merged_into: dict[UUID, UUID] = {}
        self.former_of: dict[UUID, list[UUID]] = {}  # customer out of use → what it was known by
        self.gone: dict[UUID, tuple[int, int]] = {}  # customer out of use → when it went
        self.formers: defaultdict[UUID, set[UUID]] = defaultdict(set)  # the same, the other way
        self.words = Words()
        self.touches: dict[UUID, Said] = {}
        self.owns: defaultdict[UUID, set[UUID]] = defaultdict(set)  # node → touches
        self.keys: dict[UUID, set[int]] = {}  # record → keys under which likely ones meet
        self.under_key: defaultdict[int, list[UUID]] = defaultdict(list)  # the same, the other way
        self.records: defaultdict[UUID, dict[UUID, Traits]] = defaultdict(dict)  # node → connection → traits
        self.given: dict[UUID, str] = {}  # node → name that hangs on it
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

    async def nodes_and_links(
        self, ids: Collection[UUID], keys: Collection[Pair]
    ) -> tuple[dict[UUID, Node], dict[Pair, Link]]:
        return await self.nodes(ids), await self.links(keys)

    async def links(self, keys: Collection[Pair]) -> dict[Pair, Link]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    async def unlink(self, keys: Collection[Pair]) -> None:
        for key in keys:
            if self.kept.pop(key, None):
                self.around[key.a].discard(key)
                self.around[key.b].discard(key)

    async def keep_keys(self, records: Mapping[UUID, Collection[int]]) -> None:
        for id_, own in records.items():
            known = self.keys.setdefault(id_, set())
            for key in set(own) - known:
                self.under_key[key].append(id_)
            known |= set(own)

    async def under(self, wanted: Collection[int], most: int) -> dict[int, list[UUID]]:
        return {key: self.under_key[key][:most] for key in wanted if key in self.under_key}

    async def described(self, ids: Collection[UUID]) -> dict[UUID, Described]:
        return {id_: read_record(self.known[id_].value, self._said_with(id_)) for id_ in ids}

    def _said_with(self, record: UUID) -> Iterable[tuple[str, str]]:
        ends = ((key.b if key.a == record else key.a, self.kept[key].kind) for key in self.around[record])
        nodes = (self.known[id_] for id_, kind in ends if kind == TOLD)
        return ((node.type, node.value) for node in nodes if node.type in SAID_WITH)

    async def linked(self, ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
        among = set(ids)
        pairs = (key for id_ in among for key in self.around[id_] if key.kind == ALIKE)
        return {(key.a, key.b) for key in pairs if key.a in among and key.b in among}

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

    async def held_cells(self, ids: Collection[UUID]) -> Cells:
        return await self.cells(ids)

    async def hold(self, ids: Collection[UUID]) -> bool:
        return False  # nobody else is here

    async def former(self, ids: Collection[UUID]) -> dict[UUID, UUID]:
        found: dict[UUID, UUID] = {}
        for node in ids:
            gone = [id_ for id_ in self.formers.get(node, ()) if self.rows[id_].retired and self.anchor[id_] == node]
            if gone:
                found[node] = max(gone, key=lambda id_: self.gone[id_])
        return found

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
            self.known[id_].customer = None
        for id_, customer in plan.opened.items():
            self.known[id_].customer = customer
            self.homes[customer].add(id_)
        self._follow(plan)
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
            self.merged_into.pop(id_, None)
        for id_, into in plan.retired.items():
            self.rows[id_].retired = True
            self.gone[id_] = len(self.happenings), len(self.gone)
            self.former_of[id_] = plan.former[id_]
            self.anchor[id_] = plan.former[id_][0]
            for node in plan.former[id_]:
                self.formers[node].add(id_)
            if into is not None:
                self.merged_into[id_] = into

    def _follow(self, plan: Plan) -> None:
        for id_ in {id_ for node in plan.followed for id_ in self.formers.get(node, ()) if self.rows[id_].retired}:
            first = next((node for node in self.former_of[id_] if self.known[node].customer), None)
            home = self.known[first].customer if first else None
            if first and home:
                self.anchor[id_], self.merged_into[id_] = first, home

    async def traits(self, keys: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Traits]:
        return {(node, of): self.records[node][of] for node, of in keys if of in self.records.get(node, ())}

    async def save_traits(self, records: dict[tuple[UUID, UUID], Traits]) -> None:
        for (node, of), record in records.items():
            self.records[node][of] = record

    async def rename(self, customers: Iterable[UUID]) -> set[UUID]:
        renamed: set[UUID] = set()
        for id_ in customers:
            row = self.rows[id_]
            own = [self.known[node] for node in self.homes[id_] if node in self.given]
            given = [GivenName(self.given[node.id], node.type, node.first_at, node.id) for node in own]
            records = [record for node in self.homes[id_] for record in self.records.get(node, {}).values()]
            drawn = drawn_name(given, records)
            if drawn != row.name:
                row.name = drawn
                renamed.add(id_)
        return renamed

    async def draw_blocks(self, customers: Collection[UUID]) -> set[UUID]:
        told: set[UUID] = set()
        for id_ in customers:
            own = [self.known[node] for node in self.homes[id_]]
            drawn = drawn_block((node.type, node.barred_at) for node in own)
            if (drawn is None) != (self.rows[id_].blocked_at is None):
                told.add(id_)
            self.rows[id_].blocked_at = drawn
        return told

    async def members(self, customers: Collection[UUID]) -> dict[UUID, list[UUID]]:
        return {id_: list(self.homes[id_]) for id_ in customers if self.homes[id_]}

    async def constrain(self, made: Collection[Constraint], event_id: UUID) -> None:
        self.words.made |= {constraint.id: (constraint, event_id) for constraint in made}

    async def release(self, constraint_id: UUID, nodes: Collection[UUID], event_id: UUID) -> None:
        for node in nodes:
            self.words.released.setdefault((constraint_id, node), set()).add(event_id)

    async def cannots(self, ids: Collection[UUID]) -> list[Constraint]:
        them = set(ids)
        return [one for one in self.words.in_force() if one.kind == "cannot" and not them.isdisjoint(one.a | one.b)]

    async def take_back(self, event_ids: Collection[UUID]) -> set[UUID]:
        return self.words.concerned(event_ids)

    async def statuses(self, ids: Collection[UUID]) -> dict[UUID, tuple[Status, By]]:
        found: dict[UUID, tuple[Status, By]] = {}
        for one in self.happenings:
            if one.identifier is None or one.identifier not in ids or one.status is None:
                continue
            if one.identifier not in found:
                found[one.identifier] = one.details["status"][str(one.identifier)][0], "rule"
            if one.id not in self.words.undone:
                found[one.identifier] = one.status, "agent"
        return found

    async def event(self, event_id: UUID) -> PastEvent | None:
        for one in self.happenings:
            if one.id == event_id:
                return PastEvent(
                    id=one.id, op=one.op, before=one.before, after=one.after, details=one.details,
                    undoes=one.undoes, undone_by=self.words.undone.get(one.id),
                )  # fmt: skip
        return None

    async def mark_undone(self, event_id: UUID, by: UUID | None) -> None:
        if by is None:
            self.words.undone.pop(event_id, None)
        else:
            self.words.undone[event_id] = by
