"""How surely an address is the customer's, as the desk is told."""

from __future__ import annotations

from uuid import UUID

import httpx
import pytest

from nitka.channels.scope import Scope
from nitka.customers.graph import Constraint
from nitka.customers.postgres import PostgresStore
from nitka.kernel.ids import new_id
from tests.integration.conversations.household import Household


async def _paths(api: httpx.AsyncClient, household: Household) -> dict[str, str]:
    (row,) = await household.rows("SELECT id FROM conversation")
    places = (await api.get(f"/api/v1/conversations/{row['id']}/addresses")).json()["items"]
    return {one["value"]: one["path"] for one in places}


@pytest.fixture
async def ivan(household: Household) -> UUID:
    id_ = await household.customer("Иван", "email:i@example.com", "device:d1", claimed=False)
    await household.say(household.chat("d1", "здравствуйте"))
    await household.say(household.mail("i@example.com", "ещё вопрос"))
    return id_


@pytest.mark.parametrize(("assurance", "expected"), [(1, "observed"), (2, "asserted"), (3, "verified")])
async def test_a_path_is_as_firm_as_its_link(
    api: httpx.AsyncClient, household: Household, ivan: UUID, assurance: int, expected: str
) -> None:
    await household.link("email:i@example.com", "device:d1", assurance)
    assert await _paths(api, household) == {"d1": "verified", "i@example.com": expected}


async def test_an_operators_word_is_proof(api: httpx.AsyncClient, household: Household, ivan: UUID) -> None:
    assert (await _paths(api, household))["i@example.com"] == "observed"
    device, address = (frozenset({household.nodes[one]}) for one in ("device:d1", "email:i@example.com"))
    async with household.database.workspace(household.workspace.id) as tx:
        store = PostgresStore(tx, Scope(household.workspace.id, "RU"))
        await store.constrain([Constraint(new_id(), "must", device, address, why="the same person")], new_id())
    assert (await _paths(api, household))["i@example.com"] == "verified"
