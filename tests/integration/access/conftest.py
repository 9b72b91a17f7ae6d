"""The whole HTTP application on real engines, called in process."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec
import pytest
from litestar import Litestar

from nitka.channels.administration import Administration, Opened, create_workspace
from nitka.entrypoints.administration import administration_of
from nitka.entrypoints.api.app import create_app
from nitka.entrypoints.edge import serve
from nitka.entrypoints.realtime.desk import realtime
from nitka.entrypoints.services import Services, open_services
from nitka.platform.settings import Settings

PASSWORD = "правильный-конь-42"
CHANGE = {"X-Nitka-Request": "1"}


@dataclass(frozen=True)
class Tenant:
    """A workspace with its owner and an owner's token."""

    opened: Opened
    email: str

    @property
    def bearer(self) -> dict[str, str]:
        """The header that a program of this workspace sends."""
        return {"Authorization": f"Bearer {self.opened.api_token}"}


Browser = Callable[..., httpx.AsyncClient]  # from an address, when it matters


@pytest.fixture
async def services(migrated: str, nats_url: str, tmp_path: Path) -> AsyncIterator[Services]:
    """Everything a process opens."""
    settings = Settings(
        database_url=migrated,
        nats_url=nats_url,
        data=tmp_path,
        public_url="http://nitka.test",
        trusted_proxies=("10.0.0.0/8",),
        client_rate=1,
    )
    services = await open_services(settings)
    yield services
    await services.close()


@pytest.fixture
async def app(services: Services) -> AsyncIterator[Litestar]:
    """The application with its hub."""
    app = create_app(services)
    async with realtime(app):
        yield app


@pytest.fixture
async def browser(app: Litestar) -> AsyncIterator[Browser]:
    """Make browsers: each with cookies of its own."""
    made: list[httpx.AsyncClient] = []

    def make(address: str = "192.0.2.7") -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app, client=(address, 1))  # type: ignore[arg-type]  # Litestar's types are closer
        made.append(httpx.AsyncClient(transport=transport, base_url="http://nitka.test", headers=CHANGE))
        return made[-1]

    yield make
    for one in made:
        await one.aclose()


@pytest.fixture
async def this_machine(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    """A program beside a Nitka that has no other address than this machine's."""
    services.settings = msgspec.structs.replace(services.settings, public_url="")
    app = create_app(services)
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))  # type: ignore[arg-type]
    async with realtime(app), httpx.AsyncClient(transport=transport, base_url="http://localhost:8080") as client:
        yield client


@pytest.fixture
async def address(services: Services) -> AsyncIterator[tuple[str, int]]:
    """A real server on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    services.settings = msgspec.structs.replace(services.settings, port=port)
    stopping = asyncio.Event()
    serving = asyncio.create_task(serve(services, stopping))
    async with httpx.AsyncClient() as client, asyncio.timeout(20):
        while True:
            try:
                await client.get(f"http://127.0.0.1:{port}/healthz")
                break
            except httpx.ConnectError:
                await asyncio.sleep(0.02)
    yield "127.0.0.1", port
    stopping.set()
    await serving


@pytest.fixture
def administration(services: Services) -> Administration:
    """The use cases of the settings."""
    return administration_of(services)


@pytest.fixture
def open_tenant(services: Services, administration: Administration) -> Callable[[], Awaitable[Tenant]]:
    """Make workspaces."""

    async def make() -> Tenant:
        email = f"owner-{secrets.token_hex(4)}@example.com"
        opened = await create_workspace(
            services.database, administration, name="Ботинки", owner_email=email, password=PASSWORD
        )
        return Tenant(opened, email)

    return make


@pytest.fixture
async def tenant(open_tenant: Callable[[], Awaitable[Tenant]]) -> Tenant:
    """A workspace of this test's own."""
    return await open_tenant()


@pytest.fixture
async def neighbour(open_tenant: Callable[[], Awaitable[Tenant]]) -> Tenant:
    """Another one, who must never be seen."""
    return await open_tenant()


async def sign_in(client: httpx.AsyncClient, email: str, password: str = PASSWORD) -> httpx.Response:
    """Sign in and keep the cookie."""
    return await client.post("/api/v1/auth/login", json={"email": email, "password": password})
