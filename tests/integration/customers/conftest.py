"""The HTTP application with a workspace whose touches go through the pipeline's own transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from nitka.channels.touch import Touch
from nitka.entrypoints.services import Services
from nitka.kernel.ids import new_id
from nitka.pipeline.transaction import commit
from tests.integration.access.conftest import Browser, Tenant, administration, app, browser, open_tenant, services
from tests.integration.platform_fixtures import WorkspaceRow

__all__ = ["administration", "app", "browser", "open_tenant", "services"]  # fixtures that are used here too


@dataclass
class Shop:
    """A workspace, what its operators may ask, and what its customers do."""

    services: Services
    http: httpx.AsyncClient
    tenant: Tenant
    workspace: WorkspaceRow

    async def hear(self, *touches: Touch) -> None:
        """Let these touches through the pipeline, each in its own transaction."""
        for touch in touches:
            await commit(self.services.database, [touch], [])

    async def get(self, path: str, status: int = 200, **params: Any) -> Any:
        """Ask the API."""
        answer = await self.http.get(f"/api/v1{path}", params=params, headers=self.tenant.bearer)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def send(self, method: str, path: str, body: Any = None, status: int | None = None) -> Any:
        """Change something through the API."""
        answer = await self.http.request(method, f"/api/v1{path}", json=body, headers=self.tenant.bearer)
        assert answer.status_code == status if status else answer.is_success, answer.text
        return answer.json()

    async def find(self, identifier: str) -> Any:
        """The one customer of an identifier."""
        (found,) = (await self.get("/customers", identifier=identifier))["items"]
        return found


OpenShop = Callable[[], Awaitable[Shop]]


@pytest.fixture
def open_shop(services: Services, browser: Browser, open_tenant: Callable[[], Awaitable[Tenant]]) -> OpenShop:
    """Open shops."""

    async def make() -> Shop:
        tenant = await open_tenant()
        id_ = tenant.opened.id
        async with services.database.workspace(id_) as tx:
            brand = await tx.fetchval("SELECT id FROM brand")
            made = WorkspaceRow(id_, brand, *(new_id() for _ in range(3)))
            for connection, kind in ((made.chat, "chat"), (made.site, "site"), (made.email, "email")):
                await tx.execute(
                    "INSERT INTO connection (workspace_id, id, brand_id, kind, name) VALUES ($1, $2, $3, $4, $4)",
                    id_, connection, brand, kind,
                )  # fmt: skip
        return Shop(services, browser(), tenant, made)

    return make


@pytest.fixture
async def shop(open_shop: OpenShop) -> Shop:
    """A shop of this test's own."""
    return await open_shop()


@pytest.fixture
async def other_shop(open_shop: OpenShop) -> Shop:
    """The neighbour's, which must never be seen."""
    return await open_shop()
