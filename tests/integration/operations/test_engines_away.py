"""PostgreSQL or NATS is away for a while: what can go on goes on, the rest says so, and everything catches up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.faults.processes import free_port
from tests.integration.operations.cable import Cable
from tests.integration.operations.company import api, everything, items, texts
from tests.integration.operations.processes import OWNER, PASSWORD, Server, eventually, make_workspace, running
from tests.integration.operations.visitors import Visitors

pytestmark = pytest.mark.slow
ROLES = ("edge", "pipeline", "relay", "identity", "delivery", "sessions", "timers")
AWAY = 8.0  # seconds


@dataclass
class Site:
    """A platform behind two cables, and who uses it."""

    postgres: Cable
    nats: Cable
    server: Server
    client: httpx.AsyncClient
    desk: httpx.AsyncClient
    visitors: Visitors
    blobs: Path

    async def settled(self) -> bool:
        """Whether everything that was acknowledged is with its customer, once and in order."""
        answer = await self.desk.get("/conversations")
        if answer.status_code != 200:
            return False
        whole = await everything(self.desk)
        stored = sorted(text for one in whole["customers"].values() for text in texts(whole, one))
        said = sorted(text for texts_ in self.visitors.said.values() for text in texts_)
        assert len(stored) == len(set(stored))
        return stored == said


@pytest.fixture
async def site(environ: dict[str, str], tmp_path: Path) -> AsyncIterator[Site]:
    async with Cable(environ["NITKA_DATABASE_URL"]) as postgres, Cable(environ["NITKA_NATS_URL"]) as nats:
        blobs = tmp_path / "blobs"
        env = environ | {"NITKA_DATABASE_URL": postgres.url, "NITKA_NATS_URL": nats.url, "NITKA_BLOBS": str(blobs)}
        server = Server(tmp_path / "run.log", "run", *ROLES, port=free_port(), env=env)
        await postgres.pull()
        await nats.pull()
        await server.launch()  # before its engines: it waits for them

        async def waits() -> bool:
            return "waiting for the engines" in server.log

        await eventually(waits)
        await postgres.plug()
        await nats.plug()
        async with running(server, start=False):
            keys = await make_workspace(env=environ)
            async with (
                httpx.AsyncClient(base_url=server.url, timeout=20) as client,
                api(server.url, keys["api_token"]) as desk,
            ):
                await eventually(lambda: _knows(client, keys["write_key"]))
                visitors = Visitors.some(keys["write_key"], 3)
                yield Site(postgres, nats, server, client, desk, visitors, blobs)


async def _knows(client: httpx.AsyncClient, key: str) -> bool:
    try:
        return (await client.get("/client/v1/config", params={"key": key})).status_code == 200
    except httpx.TransportError:
        return False


async def _figures(client: httpx.AsyncClient) -> dict[str, float]:
    """Return what Prometheus would read, without the histograms."""
    lines = [line for line in (await client.get("/metrics")).text.splitlines() if line.startswith("nitka_")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def _plainly_unavailable(answer: httpx.Response) -> None:
    assert answer.status_code == 503, (answer.status_code, answer.text)
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) >= 1
    problem = answer.json()
    assert problem["status"] == 503
    assert problem["type"] == "/problems/unavailable"
    assert " " in problem["detail"]
    assert "Error" not in problem["detail"]


async def test_postgres_is_away(site: Site) -> None:
    client, desk, visitors = site.client, site.desk, site.visitors
    await visitors.live(client, 1)
    await eventually(site.settled)
    await site.postgres.pull()
    gone = time.monotonic()
    name = visitors.names[0]
    while time.monotonic() - gone < AWAY:
        await visitors.live(client, 1)  # 202 and 200, each time
        for path in ("/customers", "/conversations", "/auth/me"):
            _plainly_unavailable(await desk.get(path))
        await asyncio.sleep(0.5)
    _plainly_unavailable(await client.get(f"/client/v1/messages?visitor={name}", headers=visitors.headers(name)))
    _plainly_unavailable(
        await client.post(
            "/api/v1/auth/login", json={"email": OWNER, "password": PASSWORD}, headers={"X-Nitka-Request": "1"}
        )
    )
    assert (await client.get("/healthz")).status_code == 200
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]) == (503, {"postgres": False, "nats": True})
    figures = await _figures(client)
    assert figures['nitka_engine_up{engine="postgres"}'] == 0
    assert figures["nitka_intake_records"] >= 1, "what nobody can process yet is seen to grow"
    await site.postgres.plug()
    await eventually(site.settled)
    assert (await client.get("/readyz")).status_code == 200
    figures = await _figures(client)
    assert figures['nitka_engine_up{engine="postgres"}'] == 1
    assert figures['nitka_role_failing{role="pipeline"}'] == 0
    assert figures["nitka_quarantine_touches"] == 0
    await visitors.repeat(client)
    await eventually(site.settled)
    assert "role failed" not in site.server.log


async def test_nats_is_away(site: Site) -> None:
    client, desk, visitors = site.client, site.desk, site.visitors
    await visitors.live(client, 1)
    await eventually(site.settled)
    name = visitors.names[0]
    talk = (await items(desk, "/customers", identifier=f"device:{name}"))[0]["open_conversation_id"]
    await site.nats.pull()
    body = {"visitor": name, "message_id": "while-away", "text": "есть кто?"}
    _plainly_unavailable(await client.post("/client/v1/messages", json=body, headers=visitors.headers(name)))
    _plainly_unavailable(await client.post("/v1/page", json={"anonymousId": name}, auth=(visitors.write_key, "")))
    assert await site.settled(), "the desk reads on"
    answered = await desk.post(f"/conversations/{talk}/messages", json={"text": "мы здесь", "channel": "chat"})
    assert answered.is_success, answered.text
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]) == (503, {"postgres": True, "nats": False})
    await site.nats.plug()

    async def taken() -> bool:
        answer = await client.post("/client/v1/messages", json=body, headers=visitors.headers(name))
        return answer.status_code == 202

    await eventually(taken)
    visitors.said[name].append("есть кто?")
    await eventually(site.settled)

    async def arrived() -> list[dict[str, str]]:
        seen = await client.get(f"/client/v1/messages?visitor={name}", headers=visitors.headers(name))
        return [one for one in seen.json()["items"] if one["direction"] == "out" and one["status"] == "sent"]

    assert [one["text"] for one in await eventually(arrived)] == ["мы здесь"]
    assert "role failed" not in site.server.log


async def test_files_cannot_be_stored(site: Site) -> None:
    client, visitors, name = site.client, site.visitors, site.visitors.names[0]

    async def upload() -> httpx.Response:
        return await client.post(
            "/client/v1/files",
            files={"file": ("чек.txt", b"12", "text/plain")}, data={"visitor": name}, headers=visitors.headers(name),
        )  # fmt: skip

    site.blobs.write_text("a file where a folder should be")
    _plainly_unavailable(await upload())
    site.blobs.unlink()
    assert (await upload()).status_code == 201
