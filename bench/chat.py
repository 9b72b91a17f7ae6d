"""The chat as its users feel it: how fast a word reaches the operator, and how many words a second are taken."""

from __future__ import annotations

import asyncio
import time

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect

from bench.platform import Running
from bench.table import percentile, show
from nitka.kernel.ids import new_id

RATE = 200  # messages a second
SECONDS = 15
CONNECTIONS = 8
BURST = 4_000  # messages


async def latency(running: Running) -> None:
    """Measure from the client's send to the event on the operator's socket, at a steady rate."""
    sent: dict[str, float] = {}
    waits: list[float] = []
    count = RATE * SECONDS
    live = running.url.replace("http", "ws") + "/api/v1/live"
    token = {"Authorization": f"Bearer {running.keys['api_token']}"}
    async with connect(live, additional_headers=token, max_size=None) as socket:
        await socket.send('{"type":"resume","cursor":null}')
        listening = asyncio.create_task(_listen(socket, sent, waits, count))
        async with httpx.AsyncClient(base_url=running.url, limits=httpx.Limits(max_connections=32)) as client:
            begun = time.perf_counter()
            sending = set()
            for number in range(count):
                await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
                sending.add(asyncio.create_task(_say(client, running, f"v{number % 50}", sent)))
            await asyncio.gather(*sending)
            await asyncio.wait_for(listening, 30)
    show(
        f"Client's send → operator's socket, {RATE} messages/s for {SECONDS} s",
        [
            ("p50", f"{percentile(waits, 0.5) * 1000:.1f} ms", "≤ 15 ms"),
            ("p99", f"{percentile(waits, 0.99) * 1000:.1f} ms", "≤ 75 ms"),
        ],
    )


async def _say(client: httpx.AsyncClient, running: Running, visitor: str, sent: dict[str, float]) -> None:
    text = new_id().hex
    sent[text] = time.perf_counter()
    answer = await client.post(
        "/client/v1/messages",
        json={"visitor": visitor, "message_id": text, "text": text},
        headers={"X-Nitka-Key": running.keys["write_key"], "X-Nitka-Visitor": f"the secret of {visitor}"},
    )
    answer.raise_for_status()


async def _listen(socket: ClientConnection, sent: dict[str, float], waits: list[float], count: int) -> None:
    async for frame in socket:
        event = msgspec.json.decode(frame).get("event", {})
        if event.get("kind") == "message_received":
            begun = sent.get(event["message"]["text"])
            if begun is not None:
                waits.append(time.perf_counter() - begun)
                if len(waits) == count:
                    return


async def burst(running: Running) -> None:
    """Measure how many messages a second are taken durably over eight connections."""
    headers = {"X-Nitka-Key": running.keys["write_key"]}

    async def visitor(name: str) -> None:
        host = ("127.0.0.1", running.port)
        reader, writer = await asyncio.open_connection(*host)
        for _ in range(BURST // CONNECTIONS):
            body = msgspec.json.encode({"visitor": name, "message_id": new_id().hex, "text": "Есть 43 размер?"})
            head = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
            writer.write(
                f"POST /client/v1/messages HTTP/1.1\r\nHost: x\r\n{head}X-Nitka-Visitor: the secret of {name}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            status = await reader.readline()
            assert b" 202 " in status, status
            length = 0
            while (line := await reader.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            await reader.readexactly(length)
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(visitor(f"burst-{number}") for number in range(CONNECTIONS)))
    rate = BURST / (time.perf_counter() - begun)
    show(
        f"Chat messages taken durably, {CONNECTIONS} connections, the pipeline at work meanwhile",
        [("messages/s", f"{rate:,.0f}", "≥ 1,200 (stretch 2,000)")],
    )
