"""The store in PostgreSQL: sets in, sets out, a handful of round trips however large the batch is."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from nitka.channels.scope import MoreLocks, Scope
from nitka.customers.graph import By, Constraint, Era, Link, Node, Pair, Said, Status
from nitka.customers.model.shape import Model
from nitka.customers.model.versions import model_of
from nitka.customers.profile import GivenName, Traits, drawn_block, drawn_name, words
from nitka.customers.rules import MOST_TOUCHES, backing, is_proven
from nitka.customers.store import Cells, CustomerRow, Happening, PastEvent, Plan
from nitka.kernel.ids import lock_key
from nitka.platform.database import Connection, every, load_queries
from nitka.platform.statements import Executes, Writes, ask

queries = load_queries(__file__)


class PostgresStore:
    """A `Store` within one transaction, whose row-level security shows one workspace.

    Given `writes`, it leaves there what nothing of its own will read again.
    """

    def __init__(self, tx: Connection, scope: Scope, writes: Writes | None = None) -> None:
        self._tx = tx
        self._writes = writes
        self._workspace = scope.workspace_id
        self._held = set(scope.locked)
        self.model: Model = model_of(scope.model)

    @classmethod
    async def to_read(cls, tx: Connection) -> "PostgresStore":
        """Return a store to read from: the transaction knows whose, and nothing is normalised, locked or written."""
        return cls(tx, Scope(UUID(int=0), "", model=await queries.model(tx)))

    async def nodes(self, ids: Collection[UUID]) -> dict[UUID, Node]:
        if not ids:
            return {}
        rows = await every(queries.known_nodes(self._tx, ids=list(ids)))
        return {row["id"]: node_of(row) for row in rows}

    async def nodes_and_links(
        self, ids: Collection[UUID], keys: Collection[Pair]
    ) -> tuple[dict[UUID, Node], dict[Pair, Link]]:
        if not keys:
            return await self.nodes(ids), {}
        a, b, kinds = zip(*keys, strict=True)
        nodes, links = await ask(
            self._tx, (queries.known_nodes, {"ids": list(ids)}), (queries.known_links, {"a": a, "b": b, "kinds": kinds})
        )
        return {node.id: node for node in map(node_of, nodes)}, {link.key: link for link in map(link_of, links)}

    async def links(self, keys: Collection[Pair]) -> dict[Pair, Link]:
        if not keys:
            return {}
        a, b, kinds = zip(*keys, strict=True)
        rows = await every(queries.known_links(self._tx, a=a, b=b, kinds=kinds))
        return {link.key: link for link in map(link_of, rows)}

    async def unlink(self, keys: Collection[Pair]) -> None:
        a, b, kinds = zip(*keys, strict=True)
        await queries.unlink(self._tx, a=a, b=b, kinds=kinds)

    async def cells(self, ids: Collection[UUID]) -> Cells:
        inside = {row["id"]: node_of(row) for row in await every(queries.cell_nodes(self._tx, ids=list(ids)))}
        levels = [backing(node.type) if is_proven(node) else 0 for node in inside.values()]
        around, constraints = await self._around(list(inside), levels)
        links = {link.key: link for link in around}
        beyond = {end for key in links for end in (key.a, key.b)} - inside.keys()
        return Cells(
            list(inside.values()), list(links.values()), list((await self.nodes(beyond)).values()), constraints
        )

    async def _around(self, ids: list[UUID], levels: list[int]) -> tuple[list[Link], list[Constraint]]:
        most, claims = self.model.limits.most_links + 1, self.model.limits.claims_read + 1
        links, said = await ask(
            self._tx,
            (queries.links_around, {"ids": ids, "levels": levels, "most": most, "claims": claims}),
            (queries.constraints_around, {"ids": ids}),
        )
        return list(map(link_of, links)), list(map(constraint_of, said))

    async def held_cells(self, ids: Collection[UUID]) -> Cells:
        while True:
            rows = await every(queries.lock_cells(self._tx, ids=list(ids)))
            if not all(row["held"] for row in rows):
                raise MoreLocks({row["id"] for row in rows} - self._held)
            self._held |= {row["id"] for row in rows}
            cells = await self.cells(ids)
            if self._held.issuperset(node.id for node in cells.nodes):
                return cells

    async def constraints(self, ids: Collection[UUID]) -> list[Constraint]:
        """Return what operators said of these nodes."""
        rows = await every(queries.constraints_around(self._tx, ids=list(ids)))
        return list(map(constraint_of, rows))

    async def hold(self, ids: Collection[UUID]) -> bool:
        free = set(ids) - self._held
        if not free:
            return False
        if not await queries.try_lock(self._tx, keys=[lock_key(id_) for id_ in free]):
            raise MoreLocks(free)
        self._held |= free
        return True

    async def former(self, ids: Collection[UUID]) -> dict[UUID, UUID]:
        rows = await every(queries.former_customers(self._tx, ids=list(ids)))
        return {row["node"]: row["customer_id"] for row in rows}

    async def owned(self, ids: Collection[UUID]) -> list[Said]:
        return [said_of(row) for row in await every(queries.touches_owned(self._tx, ids=list(ids)))]

    async def mentioning(self, node: UUID, near: Collection[UUID]) -> list[Said]:
        rows = await every(queries.touches_mentioning(self._tx, node=node, near=list(near), most=MOST_TOUCHES))
        return [said_of(row) for row in rows]

    async def replied(self, message_ids: Collection[UUID]) -> dict[UUID, UUID]:
        rows = await every(queries.reply_nodes(self._tx, ids=list(message_ids)))
        return {row["id"]: row["node"] for row in rows}

    async def customers(self, ids: Collection[UUID]) -> dict[UUID, CustomerRow]:
        rows = await every(queries.customer_rows(self._tx, ids=list(ids)))
        return {
            row["id"]: CustomerRow(
                row["id"], row["name"], row["blocked_at"], row["created_at"],
                row["retired_at"] is not None,
            )
            for row in rows
        }  # fmt: skip

    async def write(self, plan: Plan) -> None:
        # Where customers change, statements build on one another.
        out: Executes = self._tx if self._writes is None or plan.regroups else self._writes
        if plan.nodes:
            await self._identifiers(out, list(plan.nodes.values()))
        if plan.links:
            await self._links(out, list(plan.links.values()))
        await self._customers(out, plan)
        if plan.closed:
            await queries.close_members(self._tx, nodes=plan.closed)
        if plan.opened:
            await queries.open_members(
                out, workspace_id=self._workspace, nodes=list(plan.opened), customers=list(plan.opened.values())
            )
        await self._follow(plan)
        if plan.owners:
            ats, owners = zip(*plan.owners.values(), strict=True)
            await queries.move_touches(self._tx, ids=list(plan.owners), ats=ats, owners=owners)
        for happening in plan.happenings:
            await self._happening(happening)

    async def _identifiers(self, out: Executes, nodes: list[Node]) -> None:
        await queries.save_identifiers(
            out,
            workspace_id=self._workspace,
            ids=[node.id for node in nodes],
            types=[node.type for node in nodes],
            namespaces=[node.namespace for node in nodes],
            values=[node.value for node in nodes],
            statuses=[node.status for node in nodes],
            by=[node.status_by for node in nodes],
            assurances=[node.assurance for node in nodes],
            firsts=[node.first_at for node in nodes],
            barred=[node.barred_at for node in nodes],
            since=[node.since for node in nodes],
            past=[msgspec.json.encode(node.past).decode() if node.past else None for node in nodes],
        )

    async def _links(self, out: Executes, links: list[Link]) -> None:
        await queries.save_links(
            out,
            workspace_id=self._workspace,
            version=self.model.version,
            a=[link.a for link in links],
            b=[link.b for link in links],
            kinds=[link.kind for link in links],
            weights=[link.weight for link in links],
            assurances=[link.assurance for link in links],
            touches=[link.touch_id for link in links],
            channels=[link.channel for link in links],
            touch_kinds=[link.touch_kind for link in links],
            ats=[link.at for link in links],
            first_months=[link.first_month for link in links],
            last_months=[link.last_month for link in links],
        )

    async def _customers(self, out: Executes, plan: Plan) -> None:
        tx, workspace = self._tx, self._workspace
        if plan.created:
            await queries.create_customers(
                out, workspace_id=workspace, ids=list(plan.created), ats=list(plan.created.values())
            )
        if plan.revived:
            await queries.revive_customers(tx, ids=list(plan.revived))
        if plan.retired:
            known_by = [(id_, node, at) for id_ in plan.retired for at, node in enumerate(plan.former[id_])]
            ids, nodes, places = zip(*known_by, strict=True)
            await queries.retire_customers(tx, workspace_id=workspace, ids=ids, nodes=nodes, places=places)
            into = {old: new for old, new in plan.retired.items() if new is not None}
            await queries.redirect_customers(tx, workspace_id=workspace, old=list(into), new=list(into.values()))

    async def _follow(self, plan: Plan) -> None:
        if nodes := plan.followed:
            await queries.follow_former(self._tx, workspace_id=self._workspace, nodes=list(nodes))
        if plan.revived or plan.retired or nodes:
            # A chain may pass through any customer that took part, in use or not.
            ids = plan.revived | plan.retired.keys() | set(plan.opened.values())
            ids |= {id_ for happening in plan.happenings for id_ in happening.before | happening.after}
            await queries.collapse_redirects(self._tx, ids=list(ids))

    async def _happening(self, happening: Happening) -> None:
        await queries.add_event(
            self._tx,
            workspace_id=self._workspace,
            id=happening.id,
            op=happening.op,
            before=groups(happening.before),
            after=groups(happening.after),
            why=happening.why,
            who=happening.who,
            details=happening.details,
            undoes=happening.undoes,
            identifier_id=happening.identifier,
            status=happening.status,
        )
        ids = list(happening.before.keys() | happening.after.keys())
        await queries.add_event_customers(self._tx, workspace_id=self._workspace, event_id=happening.id, customers=ids)

    async def traits(self, keys: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Traits]:
        nodes, connections = zip(*keys, strict=True)
        rows = await every(queries.records_of(self._tx, nodes=nodes, connections=connections))
        return {(row["node"], row["connection_id"]): row["traits"] for row in rows}

    async def save_traits(self, records: dict[tuple[UUID, UUID], Traits]) -> None:
        nodes, connections = zip(*records, strict=True)
        texts = [msgspec.json.encode(record).decode() for record in records.values()]
        await queries.save_records(
            self._tx if self._writes is None else self._writes,
            workspace_id=self._workspace,
            nodes=nodes,
            connections=connections,
            traits=texts,
        )

    async def rename(self, customers: Iterable[UUID]) -> set[UUID]:
        if self._writes:
            await self._writes.send()
        ids = list(customers)
        records: dict[UUID, list[Traits]] = {id_: [] for id_ in ids}
        for row in await every(queries.records_of_customers(self._tx, ids=ids)):
            records[row["customer_id"]].append(row["traits"])
        given: dict[UUID, list[GivenName]] = {id_: [] for id_ in ids}
        for customer, *one in await every(queries.given_names(self._tx, ids=ids)):
            given[customer].append(GivenName(*one))
        names = [drawn_name(given[id_], records[id_]) for id_ in ids]
        changed = {row["id"]: row["name"] for row in await every(queries.rename(self._tx, ids=ids, names=names))}
        await self.index(changed)
        return set(changed)

    async def index(self, names: Mapping[UUID, str | None]) -> None:
        """Make customers findable by these names, and no longer by others."""
        if not names:
            return
        await queries.forget_words(self._tx, ids=list(names))
        found = [(word, id_) for id_, text in names.items() for word in words(text)]
        if found:
            texts, ids = zip(*found, strict=True)
            await queries.add_words(self._tx, workspace_id=self._workspace, words=texts, customers=ids)

    async def draw_blocks(self, customers: Collection[UUID]) -> set[UUID]:
        own: dict[UUID, list[tuple[str, datetime | None]]] = {}
        if self._writes:
            await self._writes.send()
        for customer, *one in await every(queries.barred(self._tx, ids=list(customers))):
            own.setdefault(customer, []).append((one[0], one[1]))
        ats = [drawn_block(them) for them in own.values()]
        return {row["id"] for row in await every(queries.set_blocked(self._tx, ids=list(own), ats=ats))}

    async def members(self, customers: Collection[UUID]) -> dict[UUID, list[UUID]]:
        found: dict[UUID, list[UUID]] = {}
        for row in await every(queries.members_of(self._tx, ids=list(customers))):
            found.setdefault(row["customer_id"], []).append(row["node"])
        return found

    async def constrain(self, made: Collection[Constraint], event_id: UUID) -> None:
        for one in made:
            sides = [(node, "a") for node in one.a] + [(node, "b") for node in one.b]
            await queries.add_constraint(
                self._tx,
                workspace_id=self._workspace,
                id=one.id,
                kind=one.kind,
                assurance=one.assurance,
                why=one.why,
                event_id=event_id,
                nodes=[node for node, _ in sides],
                sides=[side for _, side in sides],
            )

    async def release(self, constraint_id: UUID, nodes: Collection[UUID], event_id: UUID) -> None:
        await queries.release_nodes(
            self._tx, workspace_id=self._workspace, constraint_id=constraint_id, nodes=list(nodes), event_id=event_id
        )

    async def cannots(self, ids: Collection[UUID]) -> list[Constraint]:
        rows = await every(queries.cannots_around(self._tx, ids=list(ids)))
        return [Constraint(row["id"], "cannot", frozenset(row["a"] or ()), frozenset(row["b"] or ())) for row in rows]

    async def take_back(self, event_ids: Collection[UUID]) -> set[UUID]:
        rows = await every(queries.take_back(self._tx, events=list(event_ids)))
        return {row["node"] for row in rows}

    async def statuses(self, ids: Collection[UUID]) -> dict[UUID, tuple[Status, By]]:
        rows = await every(queries.statuses_by_hand(self._tx, ids=list(ids)))
        return {row["node"]: (row["said"], "agent") if row["said"] else (row["was"], "rule") for row in rows}

    async def event(self, event_id: UUID) -> PastEvent | None:
        row = await queries.event_by_id(self._tx, id=event_id)
        return None if row is None else msgspec.convert(dict(row), PastEvent)

    async def mark_undone(self, event_id: UUID, by: UUID | None) -> None:
        await queries.mark_undone(self._tx, id=event_id, by=by)


def groups(them: Mapping[UUID, list[UUID]]) -> dict[str, list[str]]:
    """Return customers and their nodes as an identity event keeps them."""
    return {str(customer): sorted(map(str, nodes)) for customer, nodes in them.items()}


def node_of(row: Iterable[Any]) -> Node:
    """Return the node of a row, whose columns are in the order of the fields."""
    node = Node(*row)
    node.past = tuple(Era(until, UUID(str(then))) for until, then in node.past or ())
    return node


def link_of(row: Iterable[Any]) -> Link:
    """Return the link of a row, whose columns are in the order of the fields."""
    return Link(*row)


def constraint_of(row: Iterable[Any]) -> Constraint:
    """Return the constraint of a row of `constraints_around`."""
    id_, kind, assurance, why, at, a, b = row
    return Constraint(id_, kind, frozenset(a or ()), frozenset(b or ()), assurance, why, at)


def said_of(row: asyncpg.Record) -> Said:
    """Return what a stored touch said."""
    return Said(
        row["id"], row["nodes"], row["assurances"], row["at"], row["channel"], row["kind"], row["connection_id"],
        row["sender"], row["owner_node"],
    )  # fmt: skip
