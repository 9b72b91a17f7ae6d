"""A workspace in memory with an operator in it, who merges, splits, says whose identifiers are, and takes it back."""

import asyncio
from uuid import UUID

from nitka.customers import commands
from nitka.customers.graph import Status
from nitka.customers.work import Decision, Work
from tests.unit.customers.world import WORKSPACE, World, node

BY = Decision(UUID(int=9), "так сказал клиент")


class Desk(World):
    """A world with an operator in it."""

    def merge(self, *customers: UUID | None) -> Work:
        return asyncio.run(commands.merge(self.store, WORKSPACE, [c for c in customers if c], BY))

    def split(self, customer: UUID | None, *nodes: UUID) -> Work:
        assert customer is not None
        return asyncio.run(commands.split(self.store, WORKSPACE, customer, nodes, BY))

    def undo(self, event_id: UUID) -> Work:
        async def run() -> Work:
            event = await self.store.event(event_id)
            assert event is not None
            return await commands.undo(self.store, WORKSPACE, event, BY)

        return asyncio.run(run())

    def status(self, type_: str, value: str, status: Status) -> Work | None:
        return asyncio.run(commands.set_status(self.store, WORKSPACE, node(type_, value), status, BY))

    def last_event(self) -> UUID:
        return self.store.happenings[-1].id
