"""Work after the transaction that failed too often stands in the quarantine, where a person sees and retries it."""

from __future__ import annotations

from nitka.kernel.ids import new_id
from tests.integration.customers.conftest import OpenShop, Shop


async def _failed(shop: Shop) -> str:
    id_ = new_id()
    async with shop.services.database.workspace(shop.workspace.id) as tx:
        await tx.execute(
            """INSERT INTO follow_up (workspace_id, id, consumer, key, state, attempts, error)
               VALUES ($1, $2, 'words', $3, 'failed', 6, 'ValueError')""",
            shop.workspace.id, id_, new_id(),
        )  # fmt: skip
    return str(id_)


async def _state(shop: Shop, id_: str) -> str | None:
    async with shop.services.database.workspace(shop.workspace.id) as tx:
        state: str | None = await tx.fetchval("SELECT state FROM follow_up WHERE id = $1", id_)
        return state


async def test_it_is_seen_retried_and_dropped_beside_the_touches(shop: Shop) -> None:
    first, second = await _failed(shop), await _failed(shop)
    items = (await shop.get("/quarantine"))["items"]
    assert {(one["id"], one["work"], one["state"], one["error"]) for one in items} == {
        (first, "words", "held", "ValueError"), (second, "words", "held", "ValueError"),
    }  # fmt: skip
    page = await shop.get("/quarantine", limit=1)
    rest = await shop.get("/quarantine", limit=1, cursor=page["next"])
    assert [page["items"][0]["id"], rest["items"][0]["id"]] == [second, first]
    answer = await shop.http.post(f"/api/v1/quarantine/{first}/retry", headers=shop.tenant.bearer)
    assert answer.status_code == 204
    assert await _state(shop, first) == "queued"
    answer = await shop.http.post(f"/api/v1/quarantine/{second}/drop", headers=shop.tenant.bearer)
    assert answer.status_code == 204
    assert [(one["id"], one["state"]) for one in (await shop.get("/quarantine"))["items"]] == [(second, "dropped")]


async def test_a_neighbour_sees_and_moves_nothing_of_it(shop: Shop, open_shop: OpenShop) -> None:
    id_ = await _failed(shop)
    other = await open_shop()
    assert (await other.get("/quarantine"))["items"] == []
    for what in ("retry", "drop"):
        answer = await other.http.post(f"/api/v1/quarantine/{id_}/{what}", headers=other.tenant.bearer)
        assert answer.status_code == 404
    assert await _state(shop, id_) == "failed"
