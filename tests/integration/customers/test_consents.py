"""What customers allow: recorded once, most restrictive when they become one, and each one's own again afterwards."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from nitka.channels.consents import SaidConsent
from nitka.channels.touch import Assurance, Touch
from tests.integration.customers.conftest import Shop
from tests.touches import chat, mail, page, said


async def two(shop: Shop) -> tuple[Any, Any]:
    """Two customers, one known by mail and one by a device."""
    w = shop.workspace
    await shop.hear(mail(w, "a.b@shop.org", "раз"), chat(w, "d-1", "два"))
    return await shop.find("email:a.b@shop.org"), await shop.find("device:d-1")


async def states(shop: Shop, customer: Any) -> dict[tuple[str, str], str]:
    """What holds for a customer, by purpose and channel."""
    items = (await shop.get(f"/customers/{customer['id']}/consents"))["items"]
    return {(one["purpose"], one["channel"]): one["state"] for one in items}


async def test_what_was_refused_holds_for_who_became_one_and_goes_with_its_own(shop: Shop) -> None:
    agrees, refuses = await two(shop)
    granted = {"purpose": "marketing", "channel": "email", "state": "granted", "reason": "Галочка в анкете"}
    await shop.send("POST", f"/customers/{agrees['id']}/consents", granted)
    await shop.send("POST", f"/customers/{refuses['id']}/consents", granted | {"state": "refused", "reason": ""})
    event = await shop.send("POST", "/customers/merge", {"ids": [agrees["id"], refuses["id"]]})
    assert await states(shop, agrees) == await states(shop, refuses) == {("marketing", "email"): "refused"}
    history = (await shop.get(f"/customers/{agrees['id']}/consents/history"))["items"]
    assert [one["state"] for one in history] == ["refused", "granted"]
    await shop.send("POST", f"/identity-events/{event['id']}/undo")
    assert await states(shop, agrees) == {("marketing", "email"): "granted"}
    assert await states(shop, refuses) == {("marketing", "email"): "refused"}


async def test_who_changes_their_mind_is_heard_and_nothing_is_forgotten(shop: Shop) -> None:
    customer, _ = await two(shop)
    path = f"/customers/{customer['id']}/consents"
    for state in ("refused", "granted"):
        answer = await shop.send("POST", path, {"purpose": "marketing", "state": state, "reason": "По телефону"})
    (now,) = answer["items"]
    assert (now["state"], now["source"], now["reason"]) == ("granted", "api", "По телефону")
    assert [one["state"] for one in (await shop.get(f"{path}/history"))["items"]] == ["granted", "refused"]
    first = await shop.get(f"{path}/history", limit=1)
    (older,) = (await shop.get(f"{path}/history", limit=1, cursor=first["next"]))["items"]
    assert (first["items"][0]["state"], older["state"]) == ("granted", "refused")
    audited = await shop.get("/audit")
    assert {"consents.record"} <= {one["action"] for one in audited["items"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "Реклама"},
        {"state": "maybe"},
        {"at": "2999-01-01T00:00:00Z"},
        {"identifier_id": "00000000-0000-0000-0000-000000000001"},
        {"touch_id": "00000000-0000-0000-0000-000000000001"},
    ],
)
async def test_what_cannot_be_is_refused(shop: Shop, wrong: dict[str, str]) -> None:
    customer, _ = await two(shop)
    body = {"purpose": "marketing", "state": "refused"} | wrong
    await shop.send("POST", f"/customers/{customer['id']}/consents", body, status=400)
    assert (await shop.get(f"/customers/{customer['id']}/consents"))["items"] == []


async def test_the_ledger_only_grows(shop: Shop) -> None:
    customer, _ = await two(shop)
    await shop.send("POST", f"/customers/{customer['id']}/consents", {"purpose": "marketing", "state": "refused"})
    for statement in ("UPDATE consent SET state = 'granted'", "DELETE FROM consent"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with shop.services.database.workspace(shop.workspace.id) as tx:
                await tx.execute(statement)


async def test_the_neighbour_sees_and_records_nothing(shop: Shop, other_shop: Shop) -> None:
    customer, _ = await two(shop)
    path = f"/customers/{customer['id']}/consents"
    await shop.send("POST", path, {"purpose": "marketing", "state": "granted", "reason": "Анкета"})
    for there in (path, f"{path}/history"):
        await other_shop.get(there, status=404)
    await other_shop.send("POST", path, {"purpose": "marketing", "state": "refused"}, status=404)
    assert await states(shop, customer) == {("marketing", ""): "granted"}


def _told(shop: Shop, external_id: str, level: Assurance, *said_: tuple[str, str]) -> Touch:
    """What the shop's site or server tells of Ivan, whose address it names."""
    told = [SaidConsent(purpose="marketing", channel=channel, state=state) for channel, state in said_]  # type: ignore[arg-type]
    return page(
        shop.workspace, "ivans-browser", external_id=external_id, kind="identify", text=None, consents=told,
        also=[said("email", "ivan@shop.org", level)],
    )  # fmt: skip


async def test_a_touch_tells_what_was_allowed_and_its_repetition_nothing_new(shop: Shop) -> None:
    await shop.hear(_told(shop, "form-1", Assurance.VERIFIED, ("email", "granted"), ("phone", "refused")))
    ivan = await shop.find("email:ivan@shop.org")
    assert await states(shop, ivan) == {("marketing", "email"): "granted", ("marketing", "phone"): "refused"}
    await shop.hear(_told(shop, "form-1", Assurance.VERIFIED, ("email", "refused")))
    history = (await shop.get(f"/customers/{ivan['id']}/consents/history"))["items"]
    said_so = {(one["channel"], one["state"], one["source"]) for one in history}
    assert (len(history), said_so) == (2, {("email", "granted", "site"), ("phone", "refused", "site")})
    (touch,) = {one["touch_id"] for one in history}
    assert touch in {one["id"] for one in (await shop.get(f"/customers/{ivan['id']}/timeline"))["items"]}
    granted = next(one for one in history if one["state"] == "granted")
    (address,) = [one["id"] for one in ivan["identifiers"] if one["type"] == "email"]
    assert granted["subjects"] == [address]  # the browser it came from agreed to nothing
    await shop.hear(_told(shop, "form-2", Assurance.VERIFIED, ("email", "refused")))
    assert (await states(shop, ivan))["marketing", "email"] == "refused"


async def test_with_the_public_key_one_can_refuse_and_agree_to_nothing(shop: Shop) -> None:
    await shop.hear(_told(shop, "form-1", Assurance.VERIFIED, ("email", "granted")))
    ivan = await shop.find("email:ivan@shop.org")
    await shop.hear(_told(shop, "stranger-1", Assurance.ASSERTED, ("phone", "granted")))
    assert await states(shop, ivan) == {("marketing", "email"): "granted"}
    await shop.hear(_told(shop, "stranger-2", Assurance.ASSERTED, ("email", "refused")))
    assert await states(shop, ivan) == {("marketing", "email"): "refused"}


async def test_a_touch_of_the_neighbour_s_says_nothing_here(shop: Shop, other_shop: Shop) -> None:
    await shop.hear(_told(shop, "form-1", Assurance.VERIFIED, ("email", "granted")))
    await other_shop.hear(_told(other_shop, "form-1", Assurance.VERIFIED, ("email", "refused")))
    ivan = await shop.find("email:ivan@shop.org")
    assert await states(shop, ivan) == {("marketing", "email"): "granted"}
    theirs = await other_shop.find("email:ivan@shop.org")
    assert await states(other_shop, theirs) == {("marketing", "email"): "refused"}
