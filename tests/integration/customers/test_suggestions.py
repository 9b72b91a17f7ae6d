"""Likely pairs: kept as the rules find them, decided by people, taken back."""

from typing import Any
from uuid import uuid4

from nitka.channels.touch import Assurance
from nitka.customers.suggestions import outdate
from tests.integration.customers.conftest import OpenShop, Shop
from tests.integration.customers.suggested import likely
from tests.touches import mail, page, said


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


async def _two(shop: Shop) -> tuple[Any, Any]:
    """Let Sasha and Alexander write, who are likely one person; returns their customers."""
    w = shop.workspace
    told = {"last_name": "Иванов", "birth_date": "1985-03-12"}
    await shop.hear(
        mail(w, "sasha@shop.org", "Привет", traits={"first_name": "Саша"}),
        mail(w, "alex@shop.org", "Добрый день", traits={"first_name": "Александр", **told}),
    )
    await likely(shop, "email:sasha@shop.org", "email:alex@shop.org")
    return await shop.find("email:sasha@shop.org"), await shop.find("email:alex@shop.org")


async def test_a_steward_sees_both_sides_and_why(shop: Shop) -> None:
    sasha, alex = await _two(shop)
    (one,) = (await shop.get("/suggestions"))["items"]
    assert {one["a"]["id"], one["b"]["id"]} == {sasha["id"], alex["id"]}
    assert (one["state"], one["score"], one["event_id"]) == ("open", 4.5, None)
    assert [step["feature"] for step in one["features"]] == ["prior", "first_name", "birth_date"]
    sides = {one["features"][1]["a"]: one["a"]["name"], one["features"][1]["b"]: one["b"]["name"]}
    assert sides == {"Саша": "Саша", "Александр": "Александр Иванов"}


async def test_accepting_merges_and_undoing_the_merge_opens_it_again(shop: Shop) -> None:
    sasha, alex = await _two(shop)
    (one,) = (await shop.get("/suggestions"))["items"]
    done = await shop.send("POST", f"/suggestions/{one['id']}/accept")
    assert done["state"] == "accepted"
    assert done["a"]["id"] == done["b"]["id"]
    again = await shop.send("POST", f"/suggestions/{one['id']}/accept")
    assert again["event_id"] == done["event_id"]
    assert (await shop.get("/suggestions"))["items"] == []
    (event,) = (await shop.get("/identity/events"))["items"]
    assert event["event"]["id"] == done["event_id"]
    assert event["event"]["why"] == "Принята подсказка; совпало: дата рождения, имя."
    assert {brief["live_id"] for brief in event["customers"]} == {done["a"]["id"]}
    await shop.send("POST", f"/identity-events/{done['event_id']}/undo")
    (open_,) = (await shop.get("/suggestions"))["items"]
    assert {open_["a"]["id"], open_["b"]["id"]} == {sasha["id"], alex["id"]}


async def test_dismissing_keeps_them_two_until_it_is_taken_back(shop: Shop) -> None:
    w = shop.workspace
    sasha, alex = await _two(shop)
    (one,) = (await shop.get("/suggestions"))["items"]
    done = await shop.send("POST", f"/suggestions/{one['id']}/dismiss", {"reason": "Отец и сын"})
    assert done["state"] == "dismissed"
    assert (await shop.get("/suggestions"))["items"] == []
    assert [one["id"] for one in (await shop.get("/suggestions", state="dismissed"))["items"]] == [one["id"]]
    await likely(shop, "email:sasha@shop.org", "email:alex@shop.org", 9.0)
    assert (await shop.get("/suggestions"))["items"] == [], "the rules may say it again: it is decided"
    both = [said("email", "sasha@shop.org"), said("email", "alex@shop.org")]
    await shop.hear(page(w, "d-1", also=both))
    assert (await shop.find("email:sasha@shop.org"))["id"] != (await shop.find("email:alex@shop.org"))["id"]
    (conflict,) = (await shop.get("/identity/conflicts"))["items"]
    assert (conflict["reason"], conflict["note"]) == ("cannot", "Отец и сын")
    back = await shop.send("POST", f"/suggestions/{one['id']}/undo")
    assert back["state"] == "open"
    assert (await shop.find("email:sasha@shop.org"))["id"] == (await shop.find("email:alex@shop.org"))["id"]
    assert (await shop.get("/suggestions"))["items"] == []  # one customer by now
    del sasha, alex


async def test_another_pair_of_parted_customers_is_not_offered(shop: Shop) -> None:
    w = shop.workspace
    await _two(shop)
    proven = said("phone", "+79161234567", Assurance.VERIFIED)
    await shop.hear(page(w, "d-1", also=[proven, said("email", "alex@shop.org", Assurance.VERIFIED)]))
    await likely(shop, "email:sasha@shop.org", "phone:+79161234567", 9.0)
    (one,) = (await shop.get("/suggestions"))["items"]
    assert one["score"] == 9.0  # the likeliest pair speaks for all
    await shop.send("POST", f"/suggestions/{one['id']}/dismiss")
    assert (await shop.get("/suggestions"))["items"] == []
    assert (await shop.get(f"/customers/{one['a']['id']}/likely")) == {"items": [], "question": None}


async def test_the_operator_asks_openly_and_the_answer_is_compared(shop: Shop) -> None:
    sasha, alex = await _two(shop)
    told = await shop.get(f"/customers/{sasha['id']}/likely", locale="ru")
    (one,) = told["items"]
    assert one["other"]["id"] == alex["id"]
    assert told["question"]["feature"] == "birth_date"
    assert "1985" not in str(told), "what is known of the other one is not in a hint"
    assert "Александр" in one["other"]["name"]
    path, asked = f"/suggestions/{one['suggestion_id']}/answer", {"customer_id": sasha["id"], "feature": "birth_date"}
    right = await shop.send("POST", path, asked | {"answer": "12.03.85"})
    assert right == {"outcome": "same"}
    assert (await shop.send("POST", path, asked | {"answer": "1 мая 1990"})) == {"outcome": "differ"}
    entry = (await shop.get("/audit"))["items"][0]
    assert (entry["action"], entry["details"]) == ("suggestions.answer", {"feature": "birth_date", "outcome": "differ"})
    await shop.send("POST", path, asked | {"answer": "1 мая 1990", "customer_id": str(uuid4())}, status=400)
    await shop.send("POST", path, asked | {"answer": "да", "feature": "password"}, status=400)


async def test_pages_of_suggestions_follow_each_other(shop: Shop) -> None:
    w = shop.workspace
    await shop.hear(*[mail(w, f"n{at}@shop.org", "Привет") for at in range(6)])
    for at in range(0, 6, 2):
        await likely(shop, f"email:n{at}@shop.org", f"email:n{at + 1}@shop.org", 5.0 + at // 4)
    first = await shop.get("/suggestions", limit=2)
    rest = await shop.get("/suggestions", limit=2, cursor=first["next"])
    assert [one["score"] for one in first["items"] + rest["items"]] == [6.0, 5.0, 5.0]
    assert len({one["id"] for one in first["items"] + rest["items"]}) == 3
    assert rest["next"] is None
    await shop.get("/suggestions", status=400, cursor="nonsense")


async def test_the_neighbour_sees_and_decides_nothing(shop: Shop, open_shop: OpenShop) -> None:
    sasha, _ = await _two(shop)
    (one,) = (await shop.get("/suggestions"))["items"]
    other_shop = await open_shop()
    assert (await other_shop.get("/suggestions"))["items"] == []
    await other_shop.get(f"/customers/{sasha['id']}/likely", status=404)
    for what in ("accept", "dismiss", "undo"):
        await other_shop.send("POST", f"/suggestions/{one['id']}/{what}", status=404)
    answer = {"customer_id": sasha["id"], "feature": "birth_date", "answer": "1985-03-12"}
    await other_shop.send("POST", f"/suggestions/{one['id']}/answer", answer, status=404)
    assert [one["state"] for one in (await shop.get("/suggestions"))["items"]] == ["open"]
