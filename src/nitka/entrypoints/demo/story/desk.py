"""The invented colleague at the desk: answers some letters before the visitor of the demo comes."""

import asyncio
import secrets
from collections.abc import Sequence
from typing import Any

import httpx

from nitka.entrypoints.demo.story.models import Canned, Cards

COLLEAGUE = {"name": "Дарья Лебедева", "email": "darya@severveter.example"}
PATIENCE = 30.0  # seconds that something said may take to appear at the desk


class Desk:
    """The API as a person at the desk uses it."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def ask(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """Call the API and return what it answers; raises httpx.HTTPStatusError."""
        headers = {"X-Nitka-Request": "1"}
        answer = await self._http.request(method, f"/api/v1{path}", json=body, params=params, headers=headers)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    async def sign_in(self, email: str, password: str) -> None:
        """Sign in; the session is kept in the client's cookies."""
        await self.ask("POST", "/auth/login", {"email": email, "password": password})

    async def furnish(self, canned: Sequence[Canned]) -> None:
        """Give the workspace its look and its canned answers."""
        widget = {"color": "#14344c", "title": "Северный ветер", "logo_url": None, "position": "right"}
        await self.ask("PATCH", "/workspace", {"widget": widget})
        known = {one["shortcut"] for one in (await self.ask("GET", "/canned-answers"))["items"]}
        for one in canned:
            if one.shortcut not in known:
                await self.ask(
                    "POST", "/canned-answers", {"shortcut": one.shortcut, "title": one.title, "text": one.text}
                )

    async def bring_in(self, cards: Cards) -> None:
        """Import the customers of the shop in town, and wait until they are there. Raises `TimeoutError`.

        The same again changes nothing: cards have numbers.
        """
        form = {"file": ("Карты магазина.csv", cards.csv.encode(), "text/csv")}
        headers = {"X-Nitka-Request": "1"}
        answer = await self._http.post("/api/v1/imports", files=form, headers=headers)
        answer.raise_for_status()
        path = f"/imports/{answer.json()['id']}"
        mapping = {"columns": cards.columns, "key": "Карта"}
        await self.ask("POST", f"{path}/start", {"source": cards.source, "dry_run": False, "mapping": mapping})
        async with asyncio.timeout(PATIENCE):
            while True:
                if (await self.ask("GET", path))["finished_at"] is not None:
                    return
                await asyncio.sleep(0.3)

    async def invite_colleague(self, newcomer: httpx.AsyncClient) -> "Desk | None":
        """Return the desk of a colleague who has just joined; None when she is here already."""
        people = (await self.ask("GET", "/people"))["items"]
        if any(one["email"] == COLLEAGUE["email"] and not one["pending"] for one in people):
            return None
        invited = await self.ask("POST", "/people/invitations", {"email": COLLEAGUE["email"], "role": "operator"})
        token = invited["link"].rstrip("/").rpartition("/")[2]
        desk = Desk(newcomer)
        password = secrets.token_urlsafe(18)  # nobody signs in as her again
        await desk.ask(
            "POST", "/auth/invitations/accept", {"token": token, "name": COLLEAGUE["name"], "password": password}
        )
        return desk

    async def conversation_of(self, type_: str, value: str, messages: int) -> dict[str, Any]:
        """Wait until this customer's conversation has so many messages, and return it. Raises `TimeoutError`."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for customer in (await self.ask("GET", "/customers", identifier=f"{type_}:{value}"))["items"]:
                    for one in (await self.ask("GET", "/conversations", customer_id=customer["id"]))["items"]:
                        said = (await self.ask("GET", f"/conversations/{one['id']}/messages"))["items"]
                        if sum(1 for message in said if message["direction"] == "in") >= messages:
                            return dict(one)
                await asyncio.sleep(0.3)

    async def take(self, conversation: dict[str, Any]) -> None:
        """Become the assignee of a conversation."""
        me = (await self.ask("GET", "/auth/me"))["account"]["id"]
        await self.ask("PATCH", f"/conversations/{conversation['id']}", {"assignee_id": me})

    async def answer(self, conversation: dict[str, Any], text: str, *, close: bool) -> None:
        """Answer a conversation as its assignee, and close it if that is all."""
        path = f"/conversations/{conversation['id']}"
        await self.take(conversation)
        await self.ask("POST", f"{path}/messages", {"text": text})
        if close:
            await self.ask("PATCH", path, {"status": "closed"})
