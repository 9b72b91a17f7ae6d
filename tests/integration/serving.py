"""The real application on a real port, for tests that speak to it as clients do."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from nitka.entrypoints.api.app import create_app
from nitka.entrypoints.bounded_http import BoundedHttp
from nitka.entrypoints.services import Services, open_services
from nitka.platform.keys import Door, Website
from nitka.platform.settings import Settings
from tests.integration.platform_fixtures import WorkspaceRow


@dataclass(frozen=True)
class Edge:
    """An edge that serves: its address and what it works with."""

    url: str
    services: Services

    @property
    def ws(self) -> str:
        """Address for WebSockets."""
        return self.url.replace("http", "ws", 1)

    def http(self, **headers: str) -> httpx.AsyncClient:
        """A client of this edge."""
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=15)


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        yield


@contextlib.asynccontextmanager
async def serve(database_url: str, nats_url: str, data: Path, **settings: Any) -> AsyncIterator[Edge]:
    """Serve until the block ends; several at once are several edge processes."""
    given = {"data": data, "database_url": database_url, "nats_url": nats_url, "log_level": "error"} | settings
    services = await open_services(Settings.load({}, **given))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            create_app(services), loop="none", http=BoundedHttp, ws="websockets-sansio", lifespan="on",
            log_config=None, access_log=False, proxy_headers=False, timeout_graceful_shutdown=2,
            ws_per_message_deflate=False,
        )  # fmt: skip
        server = _Server(config)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            while not server.started:
                await asyncio.sleep(0.01)
                if task.done():
                    task.result()
            yield Edge(f"http://127.0.0.1:{listening.getsockname()[1]}", services)
        finally:
            server.should_exit = True
            await task
            await services.close()


async def open_door(edge: Edge, workspace: WorkspaceRow, **config: Any) -> Website:
    """Publish keys of a workspace, and wait until this edge knows them."""
    website = Website(
        workspace_id=workspace.id,
        write_key=f"wk_{workspace.id.hex}",
        server_key=f"sk_{workspace.id.hex}",
        region="RU",
        connections={
            "chat": Door(workspace.chat, workspace.brand_id),
            "site": Door(workspace.site, workspace.brand_id),
        },
        config=config,
    )
    await edge.services.keys.publish(website)
    while edge.services.keys.website(website.write_key) is None:
        await asyncio.sleep(0.01)
    return website
