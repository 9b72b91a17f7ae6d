"""Likely pairs, as the rules would find them: they are put in behind the desk's back."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from nitka.customers.suggestions import Feature, Suggested, save
from nitka.entrypoints.cli.services import connected
from nitka.platform.outbox import emit
from tests.e2e.desk.desk import Desk
from tests.e2e.platform import Platform, Workspace


def find_likely(
    platform: Platform, workspace: Workspace, desk: Desk, *, pair: tuple[str, str], features: list[Feature]
) -> None:
    """Let the rules find that the customers of two e-mail addresses are likely one person."""

    def node(address: str) -> UUID:
        (found,) = desk.get(f"/customers?identifier=email:{address}")["items"]
        return UUID(next(one["id"] for one in found["identifiers"] if one["value"] == address))

    found = Suggested(node(pair[0]), node(pair[1]), sum(one.weight for one in features), features)

    async def store() -> None:
        id_ = UUID(workspace.id)
        async with connected(platform.data) as services, services.database.workspace(id_) as tx:
            await emit(tx, await save(tx, id_, [found], 1))

    with ThreadPoolExecutor(1) as thread:  # the browser's library has a loop of its own in this one
        thread.submit(asyncio.run, store()).result()
