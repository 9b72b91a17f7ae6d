"""Likely pairs, as the rules would find them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nitka.customers.suggestions import Feature, Suggested, save
from nitka.platform.outbox import emit

if TYPE_CHECKING:
    from tests.integration.customers.conftest import Shop

WATERFALL = [
    Feature("prior", -14.0),
    Feature("first_name", 6.1, "form", "Саша", "Александр"),
    Feature("birth_date", 12.4, "same", "1985-03-12", "1985-03-12"),
]


async def likely(shop: Shop, one: str, other: str, score: float = 4.5) -> Suggested:
    """Let the rules find that these two identifiers, written type:value, are likely one person's."""
    found = Suggested(await node(shop, one), await node(shop, other), score, WATERFALL)
    async with shop.services.database.workspace(shop.workspace.id) as tx:
        await emit(tx, await save(tx, shop.workspace.id, [found], 1))
    return found


async def node(shop: Shop, text: str) -> Any:
    """Return the id of an identifier."""
    type_, _, value = text.partition(":")
    async with shop.services.database.workspace(shop.workspace.id) as tx:
        return await tx.fetchval("SELECT id FROM identifier WHERE type = $1 AND value = $2", type_, value)
