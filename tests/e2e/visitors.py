"""A company's visitor, as the widget or the company's app speaks for him over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx

from tests.e2e.platform import Platform, Workspace


class Visitor:
    """One browser on the company's site; what it says is taken durably before a call returns."""

    def __init__(self, platform: Platform, workspace: Workspace, **traits: str) -> None:
        self.device = str(uuid4())
        self.traits = traits
        self._key = workspace.write_key
        headers = {"X-Nitka-Key": workspace.write_key, "X-Nitka-Visitor": uuid4().hex}
        self._http = httpx.Client(base_url=platform.url, headers=headers, timeout=20)

    def say(self, text: str, attachments: list[str] | None = None) -> None:
        """Write in the chat."""
        body: dict[str, Any] = {"visitor": self.device, "message_id": str(uuid4()), "text": text}
        if self.traits:
            body["traits"] = self.traits
        if attachments:
            body["attachments"] = attachments
        self._http.post("/client/v1/messages", json=body).raise_for_status()

    def attach(self, name: str, kind: str, data: bytes) -> str:
        """Upload a file and return its id."""
        files = {"file": (name, data, kind)}
        answer = self._http.post("/client/v1/files", files=files, data={"visitor": self.device})
        answer.raise_for_status()
        return str(answer.json()["id"])

    def look_at(self, title: str, path: str, **when: str) -> None:
        """Open a page, now or `at` an earlier moment."""
        url = f"https://shop.example{path}"
        self._track("page", {"name": title, "properties": {"title": title, "url": url, "path": path}}, **when)

    def buy(self, order: str, total: float, name: str, **when: str) -> None:
        """Complete an order, now or `at` an earlier moment."""
        properties = {"order_id": order, "total": total, "currency": "RUB", "products": [{"name": name}]}
        self._track("track", {"event": "Order Completed", "properties": properties}, **when)

    def tell(self, **traits: str) -> None:
        """Fill in a form of the site."""
        self._track("identify", {"traits": traits})

    def heard(self) -> list[str]:
        """The texts of the answers that came."""
        answer = self._http.get("/client/v1/messages", params={"visitor": self.device})
        answer.raise_for_status()
        return [item["text"] for item in answer.json()["items"] if item["direction"] == "out"]

    def _track(self, kind: str, event: dict[str, Any], at: str | None = None) -> None:
        body = {"writeKey": self._key, "anonymousId": self.device, "messageId": str(uuid4()), **event}
        if at:
            body["timestamp"] = at
        self._http.post(f"/v1/{kind}", json=body).raise_for_status()
