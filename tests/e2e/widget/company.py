"""What the company's side of a test knows and does: threads, answers, marks, and the sockets they go through."""

import asyncio
import json
from collections.abc import Callable, Coroutine, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

Send = Callable[[MutableMapping[str, Any]], Coroutine[Any, Any, None]]
Json = dict[str, Any]


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
    code: str | None = None  # what became of the code that was asked for: queued, sent, failed
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

    def answer(self, text: str, author: str = "Анна Ким", files: list[Json] | None = None) -> str:
        """Answers the only visitor as an operator would; returns the message's id."""
        visitor = self.only_visitor()
        message = self.stored(self.threads[visitor], "out", text, author)
        message["attachments"] = files or []
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

    def hang_up(self) -> None:
        """Closes every socket, as a server that restarts does."""
        assert self.loop is not None
        for _, send in list(self.sockets):
            asyncio.run_coroutine_threadsafe(send({"type": "websocket.close", "code": 1012}), self.loop)


def frame_of(frame: Json) -> Json:
    """A WebSocket text message of ASGI."""
    return {"type": "websocket.send", "text": json.dumps(frame, ensure_ascii=False)}
