"""Customers by hand: conversations are tested apart from how identities are found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import combinations
from typing import Any
from uuid import UUID

import msgspec

from nitka.channels.scope import Scope
from nitka.channels.touch import Message, Touch
from nitka.conversations import service
from nitka.customers.models import Move, Resolution, ResolvedTouch
from nitka.kernel.clock import now
from nitka.kernel.events import Event
from nitka.kernel.ids import new_id, node_id
from nitka.platform.database import Connection, Database
from nitka.platform.statements import Writes
from tests.integration.platform_fixtures import WorkspaceRow
from tests.touches import chat, mail


class Household:
    """Customers of one workspace, each address a node that belongs to one of them."""

    def __init__(self, database: Database, workspace: WorkspaceRow) -> None:
        self.database = database
        self.workspace = workspace
        self.scope = Scope(workspace.id, "RU")
        self.nodes: dict[str, UUID] = {}
        self.customers: dict[str, UUID] = {}
        self.owners: dict[UUID, UUID] = {}
        self.events: list[Event] = []

    async def customer(self, name: str, *addresses: str, blocked: bool = False, claimed: bool = True) -> UUID:
        """A customer with these addresses, `email:` or `device:` and a value, each `claimed` beside the others."""
        id_ = self.customers[name] = new_id()
        async with self.database.workspace(self.workspace.id) as tx:
            await tx.execute(
                "INSERT INTO customer (workspace_id, id, name, created_at, blocked_at) VALUES ($1,$2,$3,now(),$4)",
                self.workspace.id, id_, name, now() if blocked else None,
            )  # fmt: skip
            for address in addresses:
                await self._node(tx, address, id_)
            for one, other in combinations(addresses, 2) if claimed else ():
                await self._link(tx, one, other, 2)
        return id_

    async def link(self, one: str, other: str, assurance: int = 2) -> None:
        """Say these two in one breath."""
        async with self.database.workspace(self.workspace.id) as tx:
            await self._link(tx, one, other, assurance)

    async def _link(self, tx: Connection, one: str, other: str, assurance: int) -> None:
        a, b = sorted((self.nodes[one], self.nodes[other]))
        await tx.execute(
            """INSERT INTO link (workspace_id, a, b, kind, assurance, touch_id, channel, touch_kind, valid_from)
               VALUES ($1, $2, $3, 'together', $4, $5, 'chat', 'message', now())
               ON CONFLICT (workspace_id, a, b, kind) DO UPDATE SET assurance = excluded.assurance""",
            self.workspace.id, a, b, assurance, new_id(),
        )  # fmt: skip

    async def _node(self, tx: Connection, address: str, customer: UUID) -> None:
        type_, _, value = address.partition(":")
        node = self.nodes[address] = node_id(self.workspace.id, type_, "", value)
        await tx.execute(
            """INSERT INTO identifier (workspace_id, id, type, value, assurance, first_at)
               VALUES ($1,$2,$3,$4,2,now()) ON CONFLICT DO NOTHING""",
            self.workspace.id, node, type_, value,
        )  # fmt: skip
        await tx.execute(
            "INSERT INTO customer_member (workspace_id, node, customer_id) VALUES ($1,$2,$3)",
            self.workspace.id, node, customer,
        )  # fmt: skip

    def chat(self, device: str, text: str, at: datetime | None = None, **more: Any) -> Touch:
        """A chat message; `at` also when it was received."""
        return self._at(chat(self.workspace, device, text, message=Message(text=text, **more)), at)

    def mail(self, address: str, text: str, at: datetime | None = None, **more: Any) -> Touch:
        """A letter."""
        return self._at(mail(self.workspace, address, text, message=Message(text=text, **more)), at)

    @staticmethod
    def _at(touch: Touch, at: datetime | None) -> Touch:
        return msgspec.structs.replace(touch, at=at, received_at=at) if at else touch

    def resolve(self, touches: Iterable[Touch], moves: Iterable[Move] = ()) -> Resolution:
        """What the identity side would say, from the members as they were made here."""
        resolution = Resolution(moves=list(moves))
        for touch in touches:
            if touch.receipt:
                continue
            one = touch.identifiers[0]
            node = self.nodes[f"{one.type}:{one.value}"]
            resolution.touches[touch.id] = ResolvedTouch([node], [2], node, self.owners[node])
        return resolution

    async def say(self, *touches: Touch) -> list[Event]:
        """Store these touches and let conversations take them, as the pipeline does."""
        async with self.database.workspace(self.workspace.id) as tx:
            rows = await tx.fetch("SELECT node, customer_id FROM customer_member WHERE valid_to IS NULL")
            self.owners = {row["node"]: row["customer_id"] for row in rows}
            resolution = self.resolve(touches)
            for touch in touches:
                if not touch.receipt:
                    await self._store(tx, touch, resolution.touches[touch.id])
            writes = Writes(tx)
            events = await service.apply(tx, self.scope, resolution, touches, writes)
            await writes.send()
        self.events += events
        return events

    async def _store(self, tx: Connection, touch: Touch, resolved: ResolvedTouch) -> None:
        await tx.execute(
            """INSERT INTO touch (workspace_id, id, at, received_at, kind, channel, connection_id, sender,
                 external_id, nodes, assurances, owner_node)
               VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12) ON CONFLICT DO NOTHING""",
            self.workspace.id, touch.id, touch.at, touch.received_at, touch.kind, touch.channel,
            touch.connection_id, touch.sender, touch.external_id, resolved.nodes, resolved.assurances,
            resolved.owner_node,
        )  # fmt: skip

    async def move(self, to: str, *addresses: str) -> list[Event]:
        """These addresses belong to another customer from now on; conversations follow."""
        target = self.customers[to]
        async with self.database.workspace(self.workspace.id) as tx:
            moves = []
            for address in addresses:
                node = self.nodes[address]
                before = await tx.fetchval(
                    """UPDATE customer_member SET valid_to = clock_timestamp()
                       WHERE node = $1 AND valid_to IS NULL RETURNING customer_id""",
                    node,
                )
                await tx.execute(
                    "INSERT INTO customer_member (workspace_id, node, customer_id) VALUES ($1,$2,$3)",
                    self.workspace.id, node, target,
                )  # fmt: skip
                moves.append(Move(node, before, target))
            events = await service.rehome(tx, self.scope, moves)
        self.events += events
        return events

    async def rows(self, statement: str, *arguments: Any) -> list[dict[str, Any]]:
        """Rows of this workspace."""
        async with self.database.workspace(self.workspace.id) as tx:
            return [dict(row) for row in await tx.fetch(statement, *arguments)]
