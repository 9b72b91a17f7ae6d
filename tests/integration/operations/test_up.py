"""`nitka up`: it starts fast, stops in order, comes back after a power cut, and says plainly why it does not start."""

from __future__ import annotations

import asyncio
import socket
import time
from pathlib import Path

import httpx
import msgspec
import pytest
import websockets

from tests.faults.processes import free_port
from tests.integration.operations.company import api, everything, texts
from tests.integration.operations.processes import (
    Server,
    eventually,
    make_workspace,
    nitka,
    running,
)
from tests.integration.operations.visitors import Visitors

pytestmark = pytest.mark.slow


async def _slow_message(port: int, visitors: Visitors, half: asyncio.Event, rest: asyncio.Event) -> bytes:
    """Write a message of which the second half of the body comes only when told; return the whole answer."""
    name = visitors.names[0]
    body = msgspec.json.encode({"visitor": name, "message_id": "slow", "text": "медленно"})
    head = "".join(f"{key}: {value}\r\n" for key, value in visitors.headers(name).items())
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"POST /client/v1/messages HTTP/1.1\r\nHost: nitka\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode()
    )
    writer.write(body[:20])
    await writer.drain()
    half.set()
    await rest.wait()
    writer.write(body[20:])
    answer = await reader.read()
    writer.close()
    return answer


async def _socket(url: str, visitors: Visitors, ready: asyncio.Event) -> int | None:
    """Hold a visitor's socket open; return the code it was closed with."""
    name = visitors.names[0]
    hello = {"key": visitors.write_key, "visitor": name, "secret": visitors.headers(name)["X-Nitka-Visitor"]}
    async with websockets.connect(url.replace("http", "ws", 1) + "/client/v1/live") as live:
        await live.send(msgspec.json.encode(hello).decode())
        assert msgspec.json.decode(await live.recv())["type"] == "ready"
        ready.set()
        try:
            while True:
                await live.recv()
        except websockets.ConnectionClosed:
            return live.close_code


async def test_it_stops_in_order_and_comes_back_after_anything(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    server = Server(tmp_path / "up.log", "up", "--data", data, port=port)
    async with running(server), httpx.AsyncClient(base_url=server.url, timeout=20) as client:
        keys = await make_workspace("--data", data)
        visitors = Visitors.some(keys["write_key"], 2)
        await visitors.live(client, 2)

        # A request under way is answered; sockets are told to come back; the process ends by itself, soon.
        half, rest, ready = asyncio.Event(), asyncio.Event(), asyncio.Event()
        slow = asyncio.create_task(_slow_message(port, visitors, half, rest))
        held = asyncio.create_task(_socket(server.url, visitors, ready))
        await asyncio.gather(half.wait(), ready.wait())
        began = time.monotonic()
        server.ask_to_stop()
        assert await held == 1012  # RFC 6455: service restart
        rest.set()
        assert (await slow).startswith(b"HTTP/1.1 202 ")
        assert await server.ended() == 0
        assert time.monotonic() - began < 10
        visitors.said[visitors.names[0]].append("медленно")
        assert not (data / "runtime.json").exists()

        assert await server.start() < 15
        async with api(server.url, keys["api_token"]) as desk:
            await eventually(lambda: _all_said(desk, visitors))
            await visitors.live(client, 1)

            # A power cut: what was acknowledged a moment before is there after the next start.
            await server.kill()
            await server.start()
            await eventually(lambda: _all_said(desk, visitors))
            whole = await everything(desk)
            stored = sorted(text for one in whole["customers"].values() for text in texts(whole, one))
            assert stored == sorted(text for said in visitors.said.values() for text in said)
        await visitors.repeat(client)

        again = await nitka("up", "--data", data, "--port", str(port))
        assert (again.code, again.out) == (1, "")
        assert f"Nitka runs on {data} already at {server.url}" in again.err
        other = await nitka("up", "--data", data, "--port", str(free_port()))
        assert other.code == 1
        assert "Stop it, or name another data folder." in other.err


async def _all_said(desk: httpx.AsyncClient, visitors: Visitors) -> bool:
    whole = await everything(desk)
    stored = sum(len(texts(whole, one)) for one in whole["customers"].values())
    return stored >= sum(map(len, visitors.said.values()))


async def test_what_cannot_be_served_is_told_before_anything_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        cases: tuple[tuple[tuple[str, ...], dict[str, str], str], ...] = (
            (("--port", str(port)), {}, f"Port {port} of 127.0.0.1 is taken: choose another by --port"),
            (("--port", "70000"), {}, "is a number from 1 to 65535"),
            (("--host", "nowhere.invalid"), {}, "This machine has no address “nowhere.invalid”"),
            (("--port", str(free_port())), {"NITKA_TLS_CERT": "/none", "NITKA_TLS_KEY": "/none"}, "cannot be used"),
        )
        done = await asyncio.gather(*(nitka("up", "--data", folder, *given, env=env) for given, env, _ in cases))
    for one, (_, _, said) in zip(done, cases, strict=True):
        assert (one.code, one.out) == (1, "")
        assert said in one.err
    assert not folder.exists()


async def test_it_runs_on_engines_of_others(environ: dict[str, str], tmp_path: Path) -> None:
    data = tmp_path / "data"
    elsewhere = {key: environ[key] for key in ("NITKA_DATABASE_URL", "NITKA_NATS_URL")}
    server = Server(tmp_path / "up.log", "up", "--data", data, port=free_port(), env=elsewhere)
    async with running(server):
        assert not (data / "postgres").exists()
        made = await make_workspace("--data", data)  # the running one says where its engines are
        async with api(server.url, made["api_token"]) as desk:
            assert (await desk.get("/customers")).json() == {"items": [], "next": None}
    assert not (data / "runtime.json").exists()


async def test_a_role_waits_for_engines_that_are_not_there_yet(environ: dict[str, str], tmp_path: Path) -> None:
    nowhere = environ | {"NITKA_NATS_URL": "nats://127.0.0.1:1"}
    server = Server(tmp_path / "run.log", "run", "edge", "pipeline", port=free_port(), env=nowhere)
    await server.launch()

    async def waits() -> bool:
        return "waiting for the engines" in server.log

    await eventually(waits)
    assert server.log.count("waiting for the engines") < 3
    began = time.monotonic()
    server.ask_to_stop()
    assert await server.ended() == 0, "one that waits can be stopped as well"
    assert time.monotonic() - began < 5
