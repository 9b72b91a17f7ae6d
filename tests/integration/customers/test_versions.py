"""A new version of the model over HTTP: what it would change is listed with reasons, and a supervisor decides."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from nitka.customers.model import revision
from nitka.customers.model.first import FIRST
from nitka.customers.model.versions import MODELS
from nitka.pipeline.transaction import commit
from tests.integration.customers.conftest import OpenShop, Shop
from tests.integration.identity.versions import SECOND, go_on, hear, only_the_first, some_of_all

PATHS = ("/identity/model", "/identity/model/changes")


@pytest.fixture(autouse=True)
async def two_versions(migrated: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Workspaces begin with the first version, also those of other tests; `asked` brings the second one."""
    await only_the_first(migrated)
    for version in [*MODELS]:
        if version != FIRST.version:
            monkeypatch.delitem(MODELS, version)
    yield
    await only_the_first(migrated)


async def asked(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the shop hear of people, and then a second version come and look at them."""
    services = shop.services
    await hear(services.database, services.broker, some_of_all(shop.workspace))
    monkeypatch.setitem(MODELS, 2, SECOND)
    await revision.open_all(services.database)
    await go_on(services.database, services.broker, shop.workspace, "waiting")


async def test_a_workspace_that_is_up_to_date_is_asked_nothing(shop: Shop) -> None:
    assert await shop.get("/identity/model") == {"version": 1, "newest": 1, "revision": None}
    assert await shop.get("/identity/model/changes") == {"items": [], "next": None}
    await shop.send("POST", "/identity/model/2/approve", status=404)


async def test_what_would_change_is_told_with_names_and_reasons(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    await asked(shop, monkeypatch)
    status = await shop.get("/identity/model")
    assert (status["version"], status["newest"]) == (1, 2)
    one = status["revision"]
    assert (one["version"], one["from_version"], one["state"], one["decided_by"]) == (2, 1, "waiting", None)
    counts = one["counts"]
    assert (counts["merges"], counts["splits"]) == (2, 1)
    assert (counts["customers_before"], counts["customers_after"]) == (5, 4)
    assert (counts["touches"], counts["freed"], counts["lost"]) == (3, 1, 2)
    items: list[Any] = []
    cursor = None
    for _ in range(3):
        got = await shop.get("/identity/model/changes", limit=1, **({"cursor": cursor} if cursor else {}))
        items += got["items"]
        cursor = got["next"]
    assert cursor is None
    assert sorted(item["op"] for item in items) == ["merge", "merge", "split"]
    (split,) = (await shop.get("/identity/model/changes", op="split"))["items"]
    assert split["before"][0]["customer"]["name"] == "Анна Ким1"
    assert {node["value"] for side in split["after"] for node in side["identifiers"]} == {
        "1@shop.org", "1@post.org",
    }  # fmt: skip
    assert [node["type"] for node in split["by"]] == ["phone"]
    assert {node["type"] for node in split["lost"]} == {"phone", "device"}
    assert split["old"]["one"] >= split["old"]["two"]
    assert split["new"]["one"] < split["new"]["two"]
    (alike,) = [item for item in items if {node["type"] for node in item["by"]} == {"record"}]
    assert {node["value"] for node in alike["by"]} == {"Иван Петровский"}
    assert [side["customer"]["name"] for side in alike["before"]] == ["Иван Петровский"] * 2


async def test_who_approves_is_on_the_record_and_so_is_what_came_of_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(shop, monkeypatch)
    assert (await shop.send("POST", "/identity/model/2/approve"))["revision"]["state"] == "switching"
    assert (await shop.send("POST", "/identity/model/2/approve"))["revision"]["state"] == "switching", "once is enough"
    await shop.send("POST", "/identity/model/2/refuse", status=409)
    await shop.send("POST", "/identity/model/2/again", status=409)
    await go_on(shop.services.database, shop.services.broker, shop.workspace, "done")
    status = await shop.get("/identity/model")
    assert (status["version"], status["revision"]["state"]) == (2, "done")
    assert status["revision"]["finished_at"] is not None
    assert [line["action"] for line in (await shop.get("/audit"))["items"]].count("model.approve") == 1
    events = [item["event"] for item in (await shop.get("/identity/events", locale="ru"))["items"]]
    assert [event["why"] for event in events if event["op"] == "split"] == ["По новой версии модели это разные люди."]
    assert "По новой версии модели это один человек." in {event["why"] for event in events}


async def test_what_is_left_as_it_is_can_be_looked_at_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    await asked(shop, monkeypatch)
    assert (await shop.send("POST", "/identity/model/2/refuse"))["revision"]["state"] == "refused"
    await shop.send("POST", "/identity/model/2/approve", status=409)
    database, broker = shop.services.database, shop.services.broker
    assert await revision.open_all(database) == 0, "nobody is asked twice"
    assert (await shop.get("/identity/model"))["version"] == 1
    for touch in some_of_all(shop.workspace):
        await commit(database, [touch], [])
    assert (await shop.get("/identity/model"))["version"] == 1
    assert (await shop.send("POST", "/identity/model/2/again"))["revision"]["state"] == "clearing"
    await shop.send("POST", "/identity/model/2/approve", status=409)
    one = await go_on(database, broker, shop.workspace, "waiting")
    assert one.decided_at is None
    assert (await shop.get("/identity/model"))["revision"]["counts"]["merges"] == 2


async def test_only_supervisors_see_and_decide_it(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    await asked(shop, monkeypatch)
    for role, expected in (("operator", 403), ("bot", 403), ("supervisor", 200)):
        token = (await shop.send("POST", "/tokens", {"name": role, "role": role}))["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        for path in PATHS:
            assert (await shop.http.get(f"/api/v1{path}", headers=bearer)).status_code == expected
        for what in ("again", "refuse"):
            answer = await shop.http.post(f"/api/v1/identity/model/2/{what}", headers=bearer)
            assert answer.status_code == expected, (role, what)


async def test_the_neighbour_neither_sees_nor_decides_it(
    shop: Shop, open_shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbour = await open_shop()
    await asked(shop, monkeypatch)
    assert (await neighbour.get("/identity/model"))["revision"] is None
    assert await neighbour.get("/identity/model/changes") == {"items": [], "next": None}
    for what in ("approve", "refuse", "again"):
        await neighbour.send("POST", f"/identity/model/2/{what}", status=404)
    assert (await shop.get("/identity/model"))["revision"]["state"] == "waiting"
