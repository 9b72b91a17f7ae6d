"""What may be told: versions that are kept, and a log of who changed them."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from nitka.conversations.disclosure.models import Needs, PolicyChange
from nitka.conversations.disclosure.policy import change_policy, policy
from nitka.kernel.errors import Conflict
from nitka.platform.auth import Principal
from nitka.platform.auth.audit import audit_page
from tests.integration.conversations.household import Household


async def test_each_change_is_a_version_and_says_what_it_changed(household: Household, anna: Principal) -> None:
    async with household.database.workspace(household.workspace.id) as tx:
        assert (await policy(tx)).needs == Needs()
        await change_policy(tx, anna, PolicyChange(needs=Needs(orders="asserted"), version=0))
        now = await change_policy(tx, anna, PolicyChange(needs=Needs(orders="asserted", visits="observed"), version=1))
        assert (now.version, now.changed_by, now.needs.visits) == (2, "Анна", "observed")
        kept = await tx.fetch("SELECT version, needs ->> 'visits' AS visits FROM disclosure_policy ORDER BY version")
        assert [tuple(row) for row in kept] == [(1, "verified"), (2, "observed")]
        said = [one for one in await audit_page(tx, None, 10) if one.action == "disclosure.change"]
        assert [one.details for one in said] == [
            {"visits": "verified → observed"}, {"orders": "verified → asserted"},
        ]  # fmt: skip


async def test_of_two_who_change_the_same_version_one_is_told(household: Household, anna: Principal) -> None:
    async def change(needs: Needs) -> bool:
        try:
            async with household.database.workspace(household.workspace.id) as tx:
                await change_policy(tx, anna, PolicyChange(needs=needs, version=0))
        except Conflict:
            return False
        return True

    assert sorted(await asyncio.gather(change(Needs(orders="asserted")), change(Needs(visits="asserted")))) == [
        False, True,
    ]  # fmt: skip


@pytest.mark.parametrize("body", [{"needs": {"orders": "everybody"}, "version": 0}, {"needs": {"money": "verified"}}])
async def test_only_owners_change_it_and_only_to_what_there_is(api: httpx.AsyncClient, body: dict[str, object]) -> None:
    assert (await api.get("/api/v1/disclosure-policy")).json()["version"] == 0
    answer = await api.put("/api/v1/disclosure-policy", json=body)
    assert answer.status_code in (400, 403)
    assert (await api.get("/api/v1/disclosure-policy")).json()["version"] == 0
