"""An edge that starts while PostgreSQL is away takes what customers say, and works wholly once it is back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx

from nitka.platform.engines import DataDir, Engines
from nitka.platform.migrate import migrate
from tests.faults.processes import Fleet, free_port, healthy
from tests.faults.workspace import make_workspace


@asynccontextmanager
async def wire(port: int, to: int) -> AsyncIterator[None]:
    """Let this port lead to that one until the block ends."""

    async def pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65_536):
                sink.write(data)
                await sink.drain()
        sink.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_connection("127.0.0.1", to)
        await asyncio.gather(pour(reader, forth), pour(back, writer))

    server = await asyncio.start_server(accept, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()


async def test_an_edge_starts_without_postgres(tmp_path: Path) -> None:
    engines = Engines(DataDir(tmp_path / "data"), environ={})
    urls = await engines.start()
    await migrate(urls.database_url)
    there = {"NITKA_DATABASE_URL": urls.database_url, "NITKA_NATS_URL": urls.nats_url}
    there["NITKA_BLOBS"] = str(tmp_path / "blobs")
    made = await make_workspace(there)
    real = urlsplit(urls.database_url).port
    assert real is not None
    nowhere, port = free_port(), free_port()
    away = there | {"NITKA_DATABASE_URL": urls.database_url.replace(f":{real}/", f":{nowhere}/")}
    fleet = Fleet(away, tmp_path)
    try:
        fleet.keep("edge", "edge", "--port", str(port))
        await healthy(port)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=15) as client:
            taken = await client.post(
                "/client/v1/messages",
                json={"visitor": "masha", "message_id": "1", "text": "Есть кто?"},
                headers={"X-Nitka-Key": made["write_key"], "X-Nitka-Visitor": "the secret of masha"},
            )
            assert taken.status_code == 202
            assert (await client.get("/readyz")).status_code == 503
            bearer = {"Authorization": f"Bearer {made['api_token']}"}
            refused = await client.get("/api/v1/conversations", headers=bearer)
            assert refused.status_code == 503
            assert refused.headers["content-type"] == "application/problem+json"
            async with wire(nowhere, real):
                fleet.keep("pipeline", "pipeline")
                owner = await asyncpg.connect(urls.database_url, server_settings={"search_path": "nitka"})
                async with asyncio.timeout(60):
                    while not await owner.fetchval("SELECT count(*) FROM message"):
                        await asyncio.sleep(0.1)
                await owner.close()
                assert (await client.get("/readyz")).status_code == 200
                listed = (await client.get("/api/v1/conversations", headers=bearer)).json()["items"]
                assert [one["last"]["text"] for one in listed] == ["Есть кто?"]
    finally:
        await fleet.stop()
        await engines.stop()
