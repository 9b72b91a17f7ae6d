"""Likely pairs: kept as the rules find them, decided by people, taken back."""

from typing import Any

from nitka.customers.suggestions import Feature, Suggested, outdate, save
from nitka.platform.outbox import emit
from tests.integration.customers.conftest import Shop
from tests.touches import mail

WATERFALL = [
    Feature("prior", -14.0),
    Feature("first_name", 6.1, "form", "Саша", "Александр"),
    Feature("birth_date", 12.4, "same", "1985-03-12", "1985-03-12"),
]


async def likely(shop: Shop, one: str, other: str, score: float = 4.5) -> Suggested:
    """Let the rules find that these two identifiers are likely one person's."""
    ends = [await _node(shop, text) for text in (one, other)]
    found = Suggested(ends[0], ends[1], score, WATERFALL)
    async with shop.services.database.workspace(shop.workspace.id) as tx:
        await emit(tx, await save(tx, shop.workspace.id, [found], 1))
    return found


async def _node(shop: Shop, text: str) -> Any:
    type_, _, value = text.partition(":")
    async with shop.services.database.workspace(shop.workspace.id) as tx:
        return await tx.fetchval("SELECT id FROM identifier WHERE type = $1 AND value = $2", type_, value)


async def _states(shop: Shop) -> list[tuple[str, float]]:
    async with shop.services.database.workspace(shop.workspace.id) as tx:
        return [(row["state"], row["score"]) for row in await tx.fetch("SELECT state, score FROM suggestion")]


async def test_a_pair_is_kept_once_goes_out_of_date_and_opens_again(shop: Shop) -> None:
    w = shop.workspace
    await shop.hear(mail(w, "sasha@shop.org", "Привет"), mail(w, "alex@shop.org", "Добрый день"))
    await likely(shop, "email:sasha@shop.org", "email:alex@shop.org")
    found = await likely(shop, "email:alex@shop.org", "email:sasha@shop.org", 5.5)
    assert await _states(shop) == [("open", 5.5)]
    async with shop.services.database.workspace(w.id) as tx:
        await outdate(tx, w.id, [found.a], [found])
        assert await tx.fetchval("SELECT state FROM suggestion") == "open"
        await outdate(tx, w.id, [found.a], [])
        row = await tx.fetchrow("SELECT state, features FROM suggestion")
        assert row is not None
        assert row["state"] == "outdated"
        smaller_is_alex = found.a.bytes < found.b.bytes
        assert row["features"][1]["a"] == ("Саша" if smaller_is_alex else "Александр")
    await likely(shop, "email:sasha@shop.org", "email:alex@shop.org")
    assert await _states(shop) == [("open", 4.5)]
