"""A small real server of the client contract, so that the widget can be tried without the platform behind it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Json = dict[str, Any]

KEY = "wk_test"
DIST = Path("src/nitka/entrypoints/web_dist")
CORS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-allow-methods", b"*"),
]


@dataclass
class Company:
    """What the company's side knows and does; a test reads and changes it."""

    config: Json = field(default_factory=dict)
    threads: dict[str, list[Json]] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    posted: list[tuple[str, Json]] = field(default_factory=list)  # path or "ws:type", and the body
    views: list[Json] = field(default_factory=list)
    contacts: list[Json] = field(default_factory=list)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    sockets: list[tuple[str, Send]] = field(default_factory=list)
    sockets_allowed: bool = True
    reachable: bool = True
    refusal: str | None = None  # what the server answers instead of taking a message
    loop: asyncio.AbstractEventLoop | None = None
    clock: datetime = field(default_factory=lambda: datetime.now(UTC))

    def texts(self, direction: str = "in") -> list[str]:
        """Texts of all visitors' threads, in the order the server has them."""
        return [m["text"] for thread in self.threads.values() for m in thread if m["direction"] == direction]

    def only_visitor(self) -> str:
        """The one visitor there is."""
        (visitor,) = self.threads
        return visitor

    def take(self, visitor: str, body: Json) -> Json:
        """Stores a visitor's message once, whatever the number of its repetitions."""
        thread = self.threads.setdefault(visitor, [])
        for known in thread:
            if known.get("message_id") == body["message_id"]:
                return known
        files = [
            {"id": id_, "name": self.files[id_][0], "type": "image/png", "size": len(self.files[id_][1])}
            | {"url": f"/client/v1/files/{id_}?sig=1"}
            for id_ in body.get("attachments") or []
        ]
        message = self.stored(thread, "in", body["text"], None) | {"message_id": body["message_id"]}
        message["attachments"] = files
        thread[-1] = message
        self.push(visitor, {"type": "message", "message": message})
        return message

    def stored(self, thread: list[Json], direction: str, text: str, author: str | None) -> Json:
        """Appends a message to a thread, a little later than the one before."""
        self.clock = max(self.clock + timedelta(milliseconds=1), datetime.now(UTC))
        message: Json = {
            "id": str(uuid4()),
            "direction": direction,
            "text": text,
            "at": self.clock.isoformat().replace("+00:00", "Z"),
            "attachments": [],
            "status": "received" if direction == "in" else "sent",
            "author": {"name": author} if author else None,
        }
        thread.append(message)
        return message

    def answer(self, text: str, author: str = "Анна Ким", visitor: str | None = None) -> str:
        """Answers the visitor as an operator would; returns the message's id."""
        visitor = visitor or self.only_visitor()
        message = self.stored(self.threads[visitor], "out", text, author)
        self.push(visitor, {"type": "message", "message": message})
        return str(message["id"])

    def retract(self, id_: str) -> None:
        """Takes an answer back."""
        for visitor, thread in self.threads.items():
            thread[:] = [message for message in thread if message["id"] != id_]
            self.push(visitor, {"type": "retracted", "message_id": id_})

    def mark(self, id_: str, status: str) -> None:
        """Says what became of a message."""
        for visitor, thread in self.threads.items():
            for message in thread:
                if message["id"] == id_:
                    message["status"] = status
                    self.push(visitor, {"type": "status", "message_id": id_, "status": status})

    def push(self, visitor: str, frame: Json) -> None:
        """Sends a frame to every socket of the visitor, from whatever thread it is called."""
        assert self.loop is not None
        for owner, send in list(self.sockets):
            if owner == visitor:
                asyncio.run_coroutine_threadsafe(send(frame_of(frame)), self.loop)


def frame_of(frame: Json) -> Json:
    """A WebSocket text message of ASGI."""
    return {"type": "websocket.send", "text": json.dumps(frame, ensure_ascii=False)}


async def body_of(receive: Receive) -> bytes:
    """The whole body of a request."""
    body = b""
    while True:
        part = await receive()
        body += part.get("body", b"")
        if not part.get("more_body"):
            return body


class App:
    """ASGI application: the site's pages, the widget's files, and the client contract over HTTP and WebSocket."""

    def __init__(self, company: Company, pages: Callable[[str], tuple[str, list[tuple[bytes, bytes]]] | None]) -> None:
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
        if name in ("typing", "read"):
            return 204, {}
        if company.refusal:
            return 422, {"detail": company.refusal}
        if name == "contact":
            company.contacts.append(body)
        return 202, {"id": company.take(visitor, body)["id"]}

    def upload(self, raw: bytes) -> tuple[int, Json]:
        head, _, rest = raw.partition(b'name="file"; filename="')
        name, _, rest = rest.partition(b'"')
        data = rest.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]
        assert b'name="visitor"' in head
        id_ = str(uuid4())
        self.company.files[id_] = (name.decode(), data)
        file = {"id": id_, "name": name.decode(), "type": "image/png", "size": len(data)}
        return 201, file | {"url": f"/client/v1/files/{id_}?sig=1"}

    async def live(self, receive: Receive, send: Send) -> None:
        await receive()
        company = self.company
        if not (company.sockets_allowed and company.reachable):
            return await send({"type": "websocket.close", "code": 1013})
        await send({"type": "websocket.accept"})
        hello = json.loads((await receive())["text"])
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
            return await send(frame_of(refused))
        message = company.take(visitor, frame)
        await send(frame_of({"type": "accepted", "message_id": frame["message_id"], "id": message["id"]}))


async def reply(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """Sends a whole answer."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if status == 204 else body})
