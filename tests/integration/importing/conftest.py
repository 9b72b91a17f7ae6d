"""A workspace whose imports are read and whose touches are stored, asked over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from nitka.customers.importing.role import Imports
from nitka.entrypoints.services import Services
from nitka.kernel.tasks import end
from nitka.pipeline.worker import run_workers
from tests.integration.access.conftest import (
    Browser,
    Tenant,
    administration,
    app,
    browser,
    neighbour,
    open_tenant,
    services,
    tenant,
)

__all__ = ["administration", "app", "browser", "neighbour", "open_tenant", "services", "tenant"]  # used here too

MAPPING = {
    "columns": {
        "ID": {"to": "crm_id"}, "ФИО": {"to": "name"}, "Эл. почта": {"to": "email"}, "Телефон": {"to": "phone"},
        "Город": {"to": "city"},
    }
}  # fmt: skip
HEADER = "ID;ФИО;Эл. почта;Телефон;Город"


def table(*rows: str) -> bytes:
    """A file of these rows, as a Russian spreadsheet writes it."""
    return "\r\n".join([HEADER, *rows, ""]).encode("cp1251")


@dataclass
class Company:
    """What its supervisors do at the desk."""

    http: httpx.AsyncClient
    tenant: Tenant
    services: Services

    async def get(self, path: str, **params: Any) -> Any:
        """Ask the API."""
        answer = await self.http.get(f"/api/v1{path}", params=params, headers=self.tenant.bearer)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def upload(self, body: bytes, name: str = "клиенты.csv") -> Any:
        """Upload a file and return the job."""
        files = {"file": (name, body, "text/csv")}
        answer = await self.http.post("/api/v1/imports", files=files, headers=self.tenant.bearer)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def start(self, job: Any, *, dry_run: bool, mapping: Any = None, source: str = "1С") -> Any:
        """Confirm the mapping and wait until the job is over."""
        body = {"source": source, "mapping": mapping or MAPPING, "dry_run": dry_run}
        path = f"/api/v1/imports/{job['id']}"
        answer = await self.http.post(f"{path}/start", json=body, headers=self.tenant.bearer)
        assert answer.status_code == 200, answer.text
        return await self.until(job["id"], "checked" if dry_run else "done")

    async def until(self, id_: str, state: str) -> Any:
        """Wait until the job is in this state."""
        async with asyncio.timeout(30):
            while (job := await self.get(f"/imports/{id_}"))["state"] != state:
                assert job["state"] in ("queued", "running"), job
                await asyncio.sleep(0.05)
        return job

    async def bring(self, body: bytes, **given: Any) -> Any:
        """Upload a file and import it."""
        return await self.start(await self.upload(body), dry_run=False, **given)

    async def customer(self, identifier: str) -> Any:
        """The one customer of an identifier."""
        (found,) = (await self.get("/customers", identifier=identifier))["items"]
        return found

    async def customers(self) -> int:
        """How many there are."""
        return len((await self.get("/customers", limit=200))["items"])

    async def touches(self) -> int:
        """How many touches are stored."""
        async with self.services.database.workspace(self.tenant.opened.id) as tx:
            return int(await tx.fetchval("SELECT count(*) FROM touch"))


@asynccontextmanager
async def working(services: Services, *roles: Callable[[asyncio.Event], Any]) -> AsyncIterator[None]:
    """These roles, running."""
    stopping = asyncio.Event()
    tasks = [asyncio.create_task(role(stopping)) for role in roles]
    yield
    stopping.set()
    _, late = await asyncio.wait(tasks, timeout=10)
    await end(*late)


@pytest.fixture
async def pipeline(services: Services) -> AsyncIterator[None]:
    """Touches are stored."""
    async with working(services, lambda stopping: run_workers(services.database, services.broker, stopping)):
        yield


def imports(services: Services) -> Callable[[asyncio.Event], Any]:
    """The role that reads uploads."""
    return Imports(services.database, services.broker, services.intake, services.blobs).run


@pytest.fixture
async def reading(services: Services, pipeline: None) -> AsyncIterator[None]:
    """Uploads are read."""
    async with working(services, imports(services)):
        yield


@pytest.fixture
def company(browser: Browser, tenant: Tenant, services: Services) -> Company:
    return Company(browser(), tenant, services)


@pytest.fixture
def other(browser: Browser, neighbour: Tenant, services: Services) -> Company:
    """Another company, which must never be seen."""
    return Company(browser(), neighbour, services)
