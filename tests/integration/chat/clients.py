"""A visitor's client for tests: what the widget or an app would send."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any

import httpx
import websockets
from websockets.asyncio.client import ClientConnection

from nitka.platform.keys import Website
from tests.integration.serving import Edge

SECRET = "a-secret-of-this-visitor"


@dataclass
class Visitor:
    """One visitor of a website."""

    edge: Edge
    website: Website
    id: str
    secret: str = SECRET

    @property
    def headers(self) -> dict[str, str]:
        """The key and the secret."""
        return {"X-Nitka-Key": self.website.write_key, "X-Nitka-Visitor": self.secret}

    async def post(self, path: str, **body: Any) -> httpx.Response:
        """Send a body as this visitor."""
        async with self.edge.http(**self.headers) as http:
            return await http.post(f"/client/v1/{path}", json={"visitor": self.id} | body)

    async def get(self, path: str, **query: Any) -> httpx.Response:
        """Ask as this visitor."""
        async with self.edge.http(**self.headers) as http:
            return await http.get(f"/client/v1/{path}", params={"visitor": self.id} | query)

    async def say(self, text: str, message_id: str, **more: Any) -> httpx.Response:
        """Write a message."""
        return await self.post("messages", text=text, message_id=message_id, **more)

    async def listed(self, **query: Any) -> list[dict[str, Any]]:
        """Return what the visitor sees."""
        answer = await self.get("messages", **query)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def live(self, after: str | None = None) -> Line:
        """Open a socket and wait until it is ready."""
        line = Line(await websockets.connect(f"{self.edge.ws}/client/v1/live"))
        await line.say(key=self.website.write_key, visitor=self.id, secret=self.secret, after=after)
        assert (await line.hear())["type"] == "ready"
        return line


class Line:
    """A WebSocket that speaks JSON."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, **frame: Any) -> None:
        """Send a frame."""
        await self.socket.send(json.dumps(frame))

    async def hear(self, *types: str, wait: float = 10) -> dict[str, Any]:
        """Return the next frame, or the next of these types."""
        deadline = time.monotonic() + wait
        while True:
            async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                frame: dict[str, Any] = json.loads(await self.socket.recv())
            if not types or frame["type"] in types:
                return frame

    async def quiet(self, *types: str, wait: float = 0.5) -> bool:
        """Say whether none of these frames comes for a while."""
        try:
            await self.hear(*types, wait=wait)
        except TimeoutError:
            return True
        return False

    async def close(self) -> None:
        """Hang up."""
        await self.socket.close()


def user_token(website: Website, **claims: Any) -> str:
    """Return a token as the company's server would sign it."""

    def part(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    signed = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part({'exp': int(time.time()) + 60} | claims)}"
    mac = hmac.new(website.server_key.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"
