"""The chat as its users feel it: how fast a word reaches the operator, and how many words a second are taken."""

from __future__ import annotations

import asyncio
import time

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from bench.client import Client
from bench.platform import Running
from bench.table import percentile, show
from nitka.kernel.ids import new_id

RATE = 200  # messages a second
SECONDS = 15
VISITORS = 50
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
        clients = [await Client.open(running, f"v{number}") for number in range(VISITORS)]
        begun = time.perf_counter()
        sending = set()
        for number in range(count):
            await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
            sending.add(asyncio.create_task(_say(clients[number % VISITORS], sent)))
        await asyncio.gather(*sending)
        await asyncio.wait_for(listening, 30)
        for client in clients:
            client.close()
    show(
        f"Client's send → operator's socket, {RATE} messages/s for {SECONDS} s",
        [
            ("p50", f"{percentile(waits, 0.5) * 1000:.1f} ms", "≤ 15 ms"),
            ("p99", f"{percentile(waits, 0.99) * 1000:.1f} ms", "≤ 75 ms"),
        ],
    )


async def _say(client: Client, sent: dict[str, float]) -> None:
    text = new_id().hex
    sent[text] = time.perf_counter()
    await client.say(text, text)


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

    async def visitor(name: str) -> None:
        client = await Client.open(running, name)
        for _ in range(BURST // CONNECTIONS):
            await client.say(new_id().hex, "Есть 43 размер?")
        client.close()

    begun = time.perf_counter()
    await asyncio.gather(*(visitor(f"burst-{number}") for number in range(CONNECTIONS)))
    rate = BURST / (time.perf_counter() - begun)
    show(
        f"Chat messages taken durably, {CONNECTIONS} connections, the pipeline at work meanwhile",
        [("messages/s", f"{rate:,.0f}", "≥ 1,200 (stretch 2,000)")],
    )
