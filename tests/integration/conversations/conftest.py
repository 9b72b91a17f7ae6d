"""Households of customers, and somebody who answers them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from nitka.conversations.models import Reach
from nitka.kernel.ids import new_id
from nitka.platform.auth import Principal
from nitka.platform.auth.models import Role
from nitka.platform.auth.people import add_token
from nitka.platform.database import Database
from tests.integration.conversations.household import Household
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.serving import Edge

REACHES = {"chat": Reach(retract=True, codes=True), "email": Reach(addressable=("email",)), "site": Reach(send=False)}


async def employ(database: Database, workspace: WorkspaceRow, name: str, role: Role = "operator") -> Principal:
    """Somebody who works in this workspace."""
    id_ = new_id()
    async with database.service() as tx:
        await tx.execute("INSERT INTO account (id, email, name) VALUES ($1, $2, $3)", id_, f"{id_}@example.com", name)
        await tx.execute(
            "INSERT INTO membership (workspace_id, account_id, role) VALUES ($1, $2, $3)", workspace.id, id_, role
        )
    return Principal(workspace_id=workspace.id, actor_kind="account", actor_id=id_, role=role, name=name)


@pytest.fixture
def household(database: Database, workspace: WorkspaceRow) -> Household:
    """No customers yet."""
    return Household(database, workspace)


@pytest.fixture
def neighbours(database: Database, other_workspace: WorkspaceRow) -> Household:
    """Another workspace's customers."""
    return Household(database, other_workspace)


@pytest.fixture
async def anna(database: Database, workspace: WorkspaceRow) -> Principal:
    """Who answers."""
    return await employ(database, workspace, "Анна")


@pytest.fixture
async def stranger(database: Database, other_workspace: WorkspaceRow) -> Principal:
    """An operator next door."""
    return await employ(database, other_workspace, "Чужой")


@pytest.fixture
async def api(edge: Edge, household: Household, anna: Principal) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a token of this workspace."""
    async with household.database.workspace(household.workspace.id) as tx:
        _, secret = await add_token(tx, anna, "Проверка", "operator")
    async with edge.http(Authorization=f"Bearer {secret}") as client:
        yield client
