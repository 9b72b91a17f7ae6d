"""A small real server of the client contract, so that the widget can be tried without the platform behind it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

from tests.e2e.widget.company import Company, Json, Send, frame_of
from tests.e2e.widget.pages import Pages

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

KEY = "wk_test"
DIST = Path("src/nitka/entrypoints/web_dist")
CORS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-allow-methods", b"*"),
]


async def body_of(receive: Receive) -> bytes:
    """The whole body of a request."""
    body = bytearray()
    while True:
        part = await receive()
        body += part.get("body", b"")
        if not part.get("more_body"):
            return bytes(body)


class App:
    """ASGI application: the site's pages, the widget's files, and the client contract over HTTP and WebSocket."""

    def __init__(self, company: Company, pages: Pages) -> None:
        self.company = company
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.company.loop = asyncio.get_running_loop()
        if scope["type"] == "http":
            await self.http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.live(receive, send)

    async def http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = scope["path"], scope["method"]
        if method == "OPTIONS":
            return await reply(send, 204, b"", CORS)
        page = self.pages(path)
        if page is not None:
            return await reply(send, 200, page[0].encode(), [(b"content-type", b"text/html; charset=utf-8"), *page[1]])
        file = DIST / path.lstrip("/")
        if path.startswith("/widget") and file.is_file():
            return await reply(send, 200, file.read_bytes(), [(b"content-type", b"text/javascript"), *CORS])
        if not path.startswith(("/client/", "/v1/")):
            return await reply(send, 404, b"", [])
        if not self.company.reachable:
            return await reply(send, 503, b"{}", CORS)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        query = {name: values[0] for name, values in parse_qs(scope["query_string"].decode()).items()}
        status, answer = self.client(path, method, headers, query, await body_of(receive))
        data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        kind = b"image/png" if isinstance(answer, bytes) else b"application/json"
        return await reply(send, status, data, [(b"content-type", kind), *CORS])

    def client(self, path: str, method: str, headers: Json, query: Json, raw: bytes) -> tuple[int, Json | bytes]:
        """Answers one request of the contract."""
        company = self.company
        if path.startswith("/client/v1/files/"):
            if company.secrets.get(query["visitor"]) != headers.get("x-nitka-visitor"):
                return 403, {"detail": "This visitor has another secret."}
            return 200, company.files[path.rsplit("/", 1)[1]][1]
        if path == "/client/v1/files":
            return self.upload(raw)
        body = json.loads(raw) if raw else {}
        company.posted.append((f"{method} {path}", body))
        if path == "/v1/page":
            company.views.append(body)
            return 200, {"success": True}
        if headers.get("x-nitka-key") != KEY:
            return 403, {"detail": "This key is not known."}
        if path == "/client/v1/config":
            return 200, company.config
        visitor = query.get("visitor") or body["visitor"]
        if company.secrets.setdefault(visitor, headers["x-nitka-visitor"]) != headers["x-nitka-visitor"]:
            return 403, {"detail": "This visitor has another secret."}
        return self.talk(path, method, visitor, body)

    def talk(self, path: str, method: str, visitor: str, body: Json) -> tuple[int, Json]:
        company = self.company
        name = path.rsplit("/", 1)[1]
        if name == "messages" and method == "GET":
            return 200, {"items": company.threads.get(visitor, []), "next": None}
        if name == "codes":
            if method == "POST":
                company.code = company.code or "queued"
                return 202, {"expires_at": "2026-11-23T12:10:00Z", "digits": 6}
            return 200, {"sending": company.code, "expires_at": None}
        if name in ("typing", "read"):
            return 204, {}
        if company.refusal:
            return 422, {"detail": company.refusal}
        if name == "contact":
            company.contacts.append(body)
            if not body.get("text"):
                return 202, {"id": str(uuid4())}
        return 202, {"id": company.take(visitor, body)["id"]}

    def upload(self, raw: bytes) -> tuple[int, Json]:
        head, _, rest = raw.partition(b'name="file"; filename="')
        name, _, rest = rest.partition(b'"')
        data = rest.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]
        assert b'name="visitor"' in head
        id_ = str(uuid4())
        self.company.files[id_] = (name.decode(), data)
        file = {"id": id_, "name": name.decode(), "type": "image/png", "size": len(data)}
        return 201, file

    async def live(self, receive: Receive, send: Send) -> None:
        await receive()
        company = self.company
        if not (company.sockets_allowed and company.reachable):
            return await send({"type": "websocket.close", "code": 1013})
        await send({"type": "websocket.accept"})
        first = await receive()
        if first["type"] == "websocket.disconnect":
            return None
        hello = json.loads(first["text"])
        company.posted.append(("ws:hello", hello))
        visitor = hello["visitor"]
        assert company.secrets.setdefault(visitor, hello["secret"]) == hello["secret"]
        await send(frame_of({"type": "ready"}))
        entry = (visitor, send)
        company.sockets.append(entry)
        try:
            while (event := await receive())["type"] == "websocket.receive":
                await self.framed(visitor, json.loads(event["text"]), send)
        finally:
            company.sockets.remove(entry)

    async def framed(self, visitor: str, frame: Json, send: Send) -> None:
        company = self.company
        company.posted.append((f"ws:{frame['type']}", frame))
        if frame["type"] == "ping":
            await send(frame_of({"type": "pong"}))
        if frame["type"] != "message":
            return
        if company.refusal:
            refused = {"type": "refused", "message_id": frame["message_id"], "detail": company.refusal}
            await send(frame_of(refused))
            return
        message = company.take(visitor, frame)
        await send(frame_of({"type": "accepted", "message_id": frame["message_id"], "id": message["id"]}))


async def reply(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """Sends a whole answer."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if status == 204 else body})
