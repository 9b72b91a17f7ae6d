"""Households, devices and organisations: who shares what without being one, and who may see it."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace

from nitka.channels.touch import Assurance, Touch
from nitka.pipeline.following import Following
from nitka.pipeline.following.likeness import FindAlike
from tests.integration.customers.conftest import OpenShop, Shop
from tests.touches import mail, page, said

PHONE = "+79161234501"
AGENT = "Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"


def visit(shop: Shop, device: str, account: str, agent: str = "") -> Touch:
    """Somebody signed in on a device."""
    payload = {"context": {"userAgent": agent}} if agent else {}
    known = [said("device", device), said("user_id", account, Assurance.VERIFIED)]
    return page(shop.workspace, device, identifiers=known, payload=payload)


def told(shop: Shop, account: str, *identifiers: tuple[str, str]) -> Touch:
    """What the company's server says of an account."""
    known = [said("user_id", account, Assurance.VERIFIED)]
    known += [said(type_, value, Assurance.VERIFIED) for type_, value in identifiers]
    return page(shop.workspace, account, identifiers=known)


async def family(shop: Shop) -> dict[str, Any]:
    """Anna and Boris have one phone, Boris and Vera one tablet; returns their customers by account."""
    await shop.hear(
        told(shop, "anna", ("email", "anna@mail.example"), ("phone", PHONE)),
        told(shop, "boris", ("email", "boris@mail.example"), ("phone", PHONE)),
        told(shop, "vera", ("email", "vera@mail.example")),
        visit(shop, "tablet", "boris", AGENT),
        visit(shop, "tablet", "vera"),
        visit(shop, "tablet", "vera"),
    )
    return {name: await shop.find(f"user_id:{name}") for name in ("anna", "boris", "vera")}


async def around(shop: Shop, customer: Any) -> Any:
    return await shop.get(f"/customers/{customer['id']}/around")


def names(household: Any) -> set[str]:
    return {member["customer"]["known_by"]["value"] for member in household["members"]}


async def test_who_shares_a_phone_and_a_tablet_is_one_household_and_three_customers(shop: Shop) -> None:
    people = await family(shop)
    assert len({one["id"] for one in people.values()}) == 3
    seen = [(await around(shop, one))["households"] for one in people.values()]
    assert seen[0] == seen[1] == seen[2]
    (home,) = seen[0]
    assert names(home) == {"anna@mail.example", "boris@mail.example", "vera@mail.example"}
    shared = {thing["type"]: thing for thing in home["shared"]}
    assert (shared["phone"]["use"], shared["phone"]["people"], shared["phone"]["value"]) == ("household", 2, PHONE)
    assert (shared["device"]["use"], shared["device"]["people"]) == ("home_device", 2)
    has = {
        member["customer"]["known_by"]["value"]: {share["id"]: share["assurance"] for share in member["shares"]}
        for member in home["members"]
    }
    assert has["anna@mail.example"] == {shared["phone"]["id"]: "verified"}
    assert has["vera@mail.example"] == {shared["device"]["id"]: "asserted"}
    assert len(has["boris@mail.example"]) == 2
    for thing in home["shared"]:
        assert await shop.get(f"/households/{thing['id']}") == home


async def test_a_chain_of_homes_is_told_home_by_home_from_whomever_one_begins(shop: Shop) -> None:
    phones = [f"+7916123452{number}" for number in range(9)]
    for number in range(10):
        own = [("phone", phone) for phone in phones[max(number - 1, 0) : number + 1]]
        await shop.hear(told(shop, f"u-{number}", *own))
    for number in (0, 4, 9):
        found = (await around(shop, await shop.find(f"user_id:u-{number}")))["households"]
        values = sorted(thing["value"] for home in found for thing in home["shared"])
        assert values == phones[max(number - 1, 0) : number + 1]
        assert [len(home["members"]) for home in found] == [2] * len(values)
    (home,) = (await around(shop, await shop.find("user_id:u-0")))["households"]
    assert await shop.get(f"/households/{home['id']}") == home


async def test_a_household_is_the_same_in_whatever_order_it_was_heard(shop: Shop, other_shop: Shop) -> None:
    people = await family(shop)
    touches = [
        visit(other_shop, "tablet", "vera"),
        told(other_shop, "vera", ("email", "vera@mail.example")),
        visit(other_shop, "tablet", "boris", AGENT),
        told(other_shop, "boris", ("email", "boris@mail.example"), ("phone", PHONE)),
        told(other_shop, "anna", ("email", "anna@mail.example"), ("phone", PHONE)),
    ]
    await other_shop.hear(*touches)
    (one,) = (await around(shop, people["anna"]))["households"]
    (other,) = (await around(other_shop, await other_shop.find("user_id:anna")))["households"]
    assert names(one) == names(other)
    assert {thing["value"] for thing in one["shared"]} == {thing["value"] for thing in other["shared"]}
    assert {thing["id"] for thing in one["shared"]}.isdisjoint(thing["id"] for thing in other["shared"])


async def test_a_device_tells_who_uses_it_and_how_often(shop: Shop) -> None:
    people = await family(shop)
    (mine,) = [one for one in (await around(shop, people["vera"]))["devices"] if one["use"] == "home_device"]
    assert (mine["identifier"]["value"], mine["people"], mine["touches"]) == ("tablet", 2, 2)
    device = await shop.get(f"/devices/{mine['identifier']['id']}")
    assert (device["use"], device["kind"], device["people"]) == ("home_device", "tablet", 2)
    users = [(one["customer"]["known_by"]["value"], one["touches"]) for one in device["users"]]
    assert users == [("vera@mail.example", 2), ("boris@mail.example", 1)]
    assert all(one["first_at"] <= one["last_at"] for one in device["users"])


async def test_somebodys_own_device_is_listed_as_theirs(shop: Shop) -> None:
    await shop.hear(visit(shop, "laptop", "anna"), visit(shop, "laptop", "anna"))
    anna = await shop.find("user_id:anna")
    found = await around(shop, anna)
    assert found["households"] == []
    (laptop,) = found["devices"]
    assert (laptop["use"], laptop["people"], laptop["touches"]) == ("own", 1, 2)
    device = await shop.get(f"/devices/{laptop['identifier']['id']}")
    assert [one["customer"]["id"] for one in device["users"]] == [anna["id"]]
    await shop.get(f"/households/{laptop['identifier']['id']}", status=404)


async def test_who_writes_unnamed_from_the_tablet_at_home_is_beside_the_household_and_not_in_it(shop: Shop) -> None:
    await family(shop)
    await shop.hear(page(shop.workspace, "tablet"))
    everybody = (await shop.get("/customers"))["items"]
    (guest,) = [one for one in everybody if one["known_by"] is None and one["name"] is None]
    found = await around(shop, guest)
    assert names(found["households"][0]) == {"anna@mail.example", "boris@mail.example", "vera@mail.example"}
    assert [one["people"] for one in found["devices"]] == [2]


async def test_a_switchboard_is_an_organisation_and_a_kiosk_a_public_device(shop: Shop) -> None:
    for number in range(10):
        await shop.hear(told(shop, f"u-{number}", ("phone", PHONE)), visit(shop, "kiosk", f"u-{number}"))
    one = await shop.find("user_id:u-3")
    found = await around(shop, one)
    assert found["households"] == []
    (board,) = found["organisations"]
    assert (board["value"], board["people"], board["use"]) == (PHONE, 10, "organisation")
    (kiosk,) = found["devices"]
    assert (kiosk["use"], kiosk["people"]) == ("public_device", 10)
    office = await shop.get(f"/organisations/{board['id']}")
    assert (office["people"], len(office["members"])) == (10, 10)
    assert (await shop.get(f"/devices/{kiosk['identifier']['id']}"))["people"] == 10
    await shop.get(f"/households/{board['id']}", status=404)
    await shop.get(f"/devices/{board['id']}", status=404)
    await shop.get(f"/organisations/{kiosk['identifier']['id']}", status=404)


async def test_the_list_of_what_is_shared_says_what_it_is_and_counts_it(shop: Shop) -> None:
    await family(shop)
    for number in range(10):
        await shop.hear(visit(shop, "kiosk", f"u-{number}"))
    await shop.hear(page(shop.workspace, "d-1", also=[said("email", "test@test.com")]))
    uses = {one["identifier"]["value"]: one["use"] for one in (await shop.get("/identity/shared"))["items"]}
    assert uses == {PHONE: "household", "tablet": "home_device", "kiosk": "public_device", "test@test.com": "other"}
    for value, use in uses.items():
        (only,) = (await shop.get("/identity/shared", use=use))["items"]
        assert only["identifier"]["value"] == value
    counts = await shop.get("/identity/shared/counts")
    assert counts == {
        "household": 1, "organisation": 0, "home_device": 1, "public_device": 1, "other": 1, "more": False,
    }  # fmt: skip


async def test_the_list_of_one_use_goes_on_page_by_page(shop: Shop) -> None:
    for number in range(3):
        await shop.hear(*[told(shop, f"{who}-{number}", ("phone", f"+7916123450{number}")) for who in ("a", "b")])
    found: list[str] = []
    cursor: str | None = None
    for _ in range(5):
        asked: dict[str, Any] = {"use": "household", "limit": 1} | ({"cursor": cursor} if cursor else {})
        got = await shop.get("/identity/shared", **asked)
        found += [one["identifier"]["value"] for one in got["items"]]
        cursor = got["next"]
        if cursor is None:
            break
    assert cursor is None
    assert sorted(found) == [f"+7916123450{number}" for number in range(3)]


async def test_when_an_operator_joins_them_the_household_is_gone(shop: Shop) -> None:
    await shop.hear(told(shop, "anna", ("phone", PHONE)), told(shop, "boris", ("phone", PHONE)))
    anna, boris = await shop.find("user_id:anna"), await shop.find("user_id:boris")
    assert len((await around(shop, anna))["households"]) == 1
    await shop.send("POST", "/customers/merge", {"ids": [anna["id"], boris["id"]], "reason": "Сама сказала"})
    assert (await around(shop, anna))["households"] == []


@pytest.mark.parametrize(("vouched", "neighbours"), [(Assurance.VERIFIED, 1), (Assurance.ASSERTED, 0)])
async def test_who_lives_at_one_address_is_a_household_unless_it_is_hearsay(
    shop: Shop, vouched: Assurance, neighbours: int
) -> None:
    homes = {
        "anna": {"name": "Анна Ким", "address": "ул. Садовая, д. 14, кв. 8", "city": "Тверь"},
        "boris": {"name": "Борис Ли", "address": "Садовая 14-8", "city": "г. Тверь"},
        "vera": {"name": "Вера Сон", "address": "Садовая 14-8", "city": "Омск"},
    }
    await shop.hear(
        *[
            replace(
                mail(shop.workspace, f"{name}@mail.example", "Привет", traits=traits),
                identifiers=[said("email", f"{name}@mail.example", vouched)],
                channel="site",
            )
            for name, traits in homes.items()
        ]
    )
    await compare(shop)
    found = (await around(shop, await shop.find("email:anna@mail.example")))["households"]
    assert len(found) == neighbours
    for home in found:
        assert {member["customer"]["name"] for member in home["members"]} == {"Анна Ким", "Борис Ли"}
        (thing,) = home["shared"]
        assert (thing["type"], thing["value"], thing["use"]) == ("address", None, "household")
        assert await shop.get(f"/households/{home['id']}") == home


async def compare(shop: Shop) -> None:
    """Let descriptions be looked at, until none waits."""
    following = Following(shop.services.database, shop.services.broker, [FindAlike()])
    while await following.round(FindAlike(), asyncio.Event()):
        pass


async def fill_kiosk(shop: Shop, people: int) -> str:
    """Let so many sign in at one kiosk, as it would stand in the tables; returns its id."""
    await shop.hear(*[visit(shop, "kiosk", f"u-{number}") for number in range(5)])
    kiosk: str = (await shop.get("/identity/shared"))["items"][0]["identifier"]["id"]
    async with shop.services.database.workspace(shop.workspace.id) as tx:
        for statement in (
            """INSERT INTO identifier (workspace_id, id, type, value, assurance, first_at)
               SELECT $1, gen_random_uuid(), 'user_id', 'many-' || n, 3, now() FROM generate_series(1, $2::int) n
               WHERE $3::uuid IS NOT NULL""",
            """INSERT INTO link (workspace_id, a, b, kind, assurance, touch_id, channel, touch_kind, valid_from)
               SELECT $1, least(i.id, $3::uuid), greatest(i.id, $3::uuid), 'together', 2, i.id, 'site', 'page', now()
               FROM identifier i WHERE i.value LIKE 'many-%' AND $2::int > 0""",
            """INSERT INTO customer (workspace_id, id, created_at)
               SELECT $1, i.id, now() FROM identifier i
               WHERE i.value LIKE 'many-%' AND $2::int > 0 AND $3::uuid IS NOT NULL""",
            """INSERT INTO customer_member (workspace_id, node, customer_id)
               SELECT $1, i.id, i.id FROM identifier i
               WHERE i.value LIKE 'many-%' AND $2::int > 0 AND $3::uuid IS NOT NULL""",
        ):
            await tx.execute(statement, shop.workspace.id, people, kiosk)
    return kiosk


async def test_of_a_kiosk_with_crowds_counts_are_told_and_a_few_people(shop: Shop) -> None:
    kiosk = await fill_kiosk(shop, 2500)
    device = await shop.get(f"/devices/{kiosk}")
    assert (device["use"], device["people"], len(device["users"])) == ("public_device", 1000, 20)
    found = await around(shop, await shop.find("user_id:many-7"))
    assert found["households"] == []
    assert [one["people"] for one in found["devices"]] == [1000]
    (listed,) = (await shop.get("/identity/shared"))["items"]
    assert (listed["use"], listed["people"]) == ("public_device", 1000)


async def test_whoever_names_a_phone_that_somebody_has_proven_is_no_relative_of_theirs(shop: Shop) -> None:
    await shop.hear(told(shop, "anna", ("email", "anna@mail.example"), ("phone", PHONE)))
    claims = [said("user_id", "stranger", Assurance.VERIFIED), said("phone", PHONE)]
    await shop.hear(page(shop.workspace, "stranger", identifiers=claims))
    stranger, anna = await shop.find("user_id:stranger"), await shop.find("user_id:anna")
    assert stranger["id"] != anna["id"]
    assert (await around(shop, stranger))["households"] == (await around(shop, anna))["households"] == []


async def test_a_household_gives_nobody_the_others_data(shop: Shop) -> None:
    people = await family(shop)
    timeline = await shop.get(f"/customers/{people['anna']['id']}/timeline")
    assert len(timeline["items"]) == 1
    (home,) = (await around(shop, people["anna"]))["households"]
    text = str(home)
    assert "traits" not in text
    assert "identifiers" not in text
    assert {key for member in home["members"] for key in member["customer"]} == {"id", "name", "known_by", "live_id"}


async def test_operators_see_it_bots_and_neighbours_do_not(shop: Shop, open_shop: OpenShop) -> None:
    people = await family(shop)
    for number in range(10):
        await shop.hear(told(shop, f"u-{number}", ("phone", "+79161234599")))
    office = (await around(shop, await shop.find("user_id:u-1")))["organisations"][0]["id"]
    found = await around(shop, people["boris"])
    (device,) = [one for one in found["devices"] if one["use"] == "home_device"]
    paths = [
        f"/customers/{people['boris']['id']}/around",
        f"/households/{found['households'][0]['id']}",
        f"/devices/{device['identifier']['id']}",
        f"/organisations/{office}",
    ]
    for role, expected in (("operator", 200), ("bot", 403)):
        token = (await shop.send("POST", "/tokens", {"name": role, "role": role}))["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        asked = {(await shop.http.get(f"/api/v1{path}", headers=bearer)).status_code for path in paths}
        assert asked == {expected}
        counts = await shop.http.get("/api/v1/identity/shared/counts", headers=bearer)
        assert counts.status_code == 403
    neighbour = await open_shop()
    for path in paths:
        await neighbour.get(path, status=404)
    counted = await neighbour.get("/identity/shared/counts")
    assert not any(counted.values())
    for kind in ("households", "devices", "organisations"):
        await shop.get(f"/{kind}/{uuid4()}", status=404)
