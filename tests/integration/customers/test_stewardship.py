"""Keeping customers in order: what is shared, what conflicts, who is biggest, what happened, what would separate."""

from collections.abc import Sequence
from typing import Any

from nitka.channels.touch import Assurance
from tests.integration.customers.conftest import OpenShop, Shop
from tests.touches import mail, page, said

LISTS = ("/suggestions", "/identity/shared", "/identity/conflicts", "/identity/biggest", "/identity/events")


async def test_a_kiosk_is_listed_with_whom_it_touches_and_why(shop: Shop) -> None:
    w = shop.workspace
    for number in range(5):
        await shop.hear(page(w, "kiosk", identifiers=[said("device", "kiosk"), said("user_id", f"u-{number}")]))
    await shop.hear(page(w, "d-1", also=[said("email", "test@test.com")]))
    items = {one["identifier"]["value"]: one for one in (await shop.get("/identity/shared"))["items"]}
    assert (items["kiosk"]["reason"], items["kiosk"]["people"]) == ("crowd", 5)
    assert items["kiosk"]["seen_with"][0] == {"type": "user_id", "count": 5}
    assert items["kiosk"]["identifier"]["status"] == "shared"
    assert items["test@test.com"]["reason"] == "value"
    blocked = [one for one in items.values() if one["identifier"]["status"] == "blocked"]
    assert [one["identifier"]["value"] for one in blocked] == ["test@test.com"]
    node = items["test@test.com"]["identifier"]["id"]
    await shop.send("PATCH", f"/identifiers/{node}", {"status": "shared"})
    (said_so,) = [one for one in (await shop.get("/identity/shared"))["items"] if one["identifier"]["id"] == node]
    assert said_so["reason"] == "agent"


async def two_accounts(shop: Shop, one: str, other: str) -> None:
    """Let one browser name two accounts of different people in one breath."""
    w = shop.workspace
    accounts = [said("user_id", name, Assurance.VERIFIED) for name in (one, other)]
    await shop.hear(*[page(w, f"d-{at.value}", identifiers=[at]) for at in accounts])
    await shop.hear(page(w, f"d-{one}", identifiers=accounts))


async def test_two_accounts_named_together_are_a_conflict_with_both_named(shop: Shop) -> None:
    await two_accounts(shop, "anna", "boris")
    (one,) = (await shop.get("/identity/conflicts", locale="ru"))["items"]
    assert (one["reason"], one["links"]) == ("anchors", 1)
    assert {node["value"] for node in one["anchors"]} == {"anna", "boris"}
    assert {one["link"]["a"]["value"], one["link"]["b"]["value"]} == {"anna", "boris"}
    assert {one["a"]["known_by"]["value"], one["b"]["known_by"]["value"]} == {"anna", "boris"}


async def test_conflicts_of_many_customers_are_found_page_by_page_and_each_once(shop: Shop) -> None:
    for number in range(3):
        await two_accounts(shop, f"a-{number}", f"b-{number}")
    found: list[Any] = []
    cursor = None
    for _ in range(5):
        got = await shop.get("/identity/conflicts", limit=1, **({"cursor": cursor} if cursor else {}))
        found += got["items"]
        cursor = got["next"]
        if cursor is None:
            break
    assert cursor is None
    pairs = [frozenset({one["a"]["id"], one["b"]["id"]}) for one in found]
    assert len(pairs) == len(set(pairs)) == 3


async def test_the_biggest_profiles_come_first_with_what_holds_them(shop: Shop) -> None:
    w = shop.workspace
    await shop.hear(
        page(w, "d-1", also=[said("email", "a@shop.org"), said("phone", "+79161234567")]),
        page(w, "d-2", also=[said("email", "b@shop.org", Assurance.OBSERVED)]),
        page(w, "d-2"),
        page(w, "d-3"),
    )
    items = (await shop.get("/identity/biggest"))["items"]
    assert [(one["customer"]["known_by"]["value"], one["identifiers"], one["touches"]) for one in items] == [
        ("a@shop.org", 3, 1),
        ("b@shop.org", 2, 2),
    ]
    assert sum(held["links"] for held in items[0]["held"]) == 3
    assert items[1]["held"] == [{"assurance": "observed", "links": 1}]
    by_touches = (await shop.get("/identity/biggest", by="touches"))["items"]
    assert by_touches[0]["customer"]["known_by"]["value"] == "b@shop.org"


async def test_what_happened_is_listed_by_kind_and_by_whom(shop: Shop) -> None:
    w = shop.workspace
    await shop.hear(mail(w, "a@shop.org", "раз", traits={"name": "Анна"}), mail(w, "b@shop.org", "два"), page(w, "d-1"))
    one, other = await shop.find("email:a@shop.org"), await shop.find("email:b@shop.org")
    merged = await shop.send("POST", "/customers/merge", {"ids": [one["id"], other["id"]], "reason": "Сказала сама"})
    await shop.hear(page(w, "d-1", also=[said("email", "a@shop.org")]))  # a rule joins the browser
    events = (await shop.get("/identity/events"))["items"]
    assert [(item["event"]["op"], item["event"]["who"] is None) for item in events] == [
        ("merge", True),
        ("merge", False),
    ]
    (by_hand,) = (await shop.get("/identity/events", by="agent"))["items"]
    assert by_hand["event"]["id"] == merged["id"]
    assert {brief["name"] for brief in by_hand["customers"]} == {"Анна"}
    assert (await shop.get("/identity/events", op="split"))["items"] == []
    first = await shop.get("/identity/events", limit=1)
    rest = await shop.get("/identity/events", limit=1, cursor=first["next"])
    assert [item["event"]["id"] for item in first["items"] + rest["items"]] == [item["event"]["id"] for item in events]
    assert rest["next"] is None


async def test_two_people_are_parted_by_the_proposed_parts_in_one_request(shop: Shop) -> None:
    w, proven = shop.workspace, Assurance.VERIFIED
    phone, mailbox = said("phone", "+79161234567", proven), said("email", "his@shop.org", proven)
    await shop.hear(
        page(w, "d-1", identifiers=[phone, said("loyalty", "777", proven)]),
        page(w, "d-1", identifiers=[mailbox, said("telegram", "his", proven)]),
        page(w, "d-1", identifiers=[mailbox, said("phone", "+79161234567", Assurance.OBSERVED)]),
    )
    customer = await shop.find("phone:+79161234567")
    assert customer["id"] == (await shop.find("email:his@shop.org"))["id"]
    weakest = (await shop.get(f"/customers/{customer['id']}/separation", locale="ru"))["cuts"][0]
    assert (weakest["assurance"], len(weakest["links"]), weakest["more_links"]) == ("observed", 1, 0)
    assert "телефон" in weakest["links"][0]["text"].lower()
    values = {frozenset(one["value"] for one in part["identifiers"]) for part in weakest["parts"]}
    assert values == {frozenset({"his@shop.org", "his"}), frozenset({"+79161234567", "777"})}
    part = weakest["parts"][0]["identifier_ids"]
    await shop.send("POST", f"/customers/{customer['id']}/split", {"identifier_ids": part, "reason": "Муж и жена"})
    assert (await shop.find("email:his@shop.org"))["id"] != (await shop.find("phone:+79161234567"))["id"]


async def test_the_lists_are_for_supervisors_the_hints_for_operators_and_nothing_for_bots(shop: Shop) -> None:
    await shop.hear(mail(shop.workspace, "a@shop.org", "раз"))
    id_ = (await shop.find("email:a@shop.org"))["id"]
    hints = [f"/customers/{id_}/{hint}" for hint in ("likely", "separation")]

    async def statuses(role: str, paths: Sequence[str]) -> set[int]:
        token = (await shop.send("POST", "/tokens", {"name": role, "role": role}))["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        return {(await shop.http.get(f"/api/v1{path}", headers=bearer)).status_code for path in paths}

    assert await statuses("supervisor", [*LISTS, *hints]) == {200}
    assert await statuses("operator", LISTS) == {403}
    assert await statuses("operator", hints) == {200}
    assert await statuses("bot", [*LISTS, *hints]) == {403}


async def test_the_neighbour_finds_nothing_of_it(shop: Shop, open_shop: OpenShop) -> None:
    await two_accounts(shop, "anna", "boris")
    both = [said("email", "test@test.com"), said("email", "a@shop.org"), said("phone", "+79161234567")]
    await shop.hear(page(shop.workspace, "d-3", also=both))
    customer = await shop.find("email:a@shop.org")
    neighbour = await open_shop()
    for path in LISTS:
        assert await neighbour.get(path) == {"items": [], "next": None}
    for hint in ("likely", "separation"):
        await neighbour.get(f"/customers/{customer['id']}/{hint}", status=404)
    for path in ("/identity/shared", "/identity/conflicts", "/identity/biggest"):
        assert (await shop.get(path))["items"], path
