"""One invented person at work: looks and buys by the tracking API, writes by the chat's API and by mail."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx

from nitka.entrypoints.demo.mail.letters import Draft, Letter, answer_subject
from nitka.entrypoints.demo.mail.program import MailProgram
from nitka.entrypoints.demo.shop import ADDRESS, load_goods, title_of
from nitka.entrypoints.demo.story.models import Person, Step

_GOODS = load_goods()
_BY_ID = {one["id"]: one for one in _GOODS}
PAGES = [f"goods/{one['id']}" for one in _GOODS]


class Visitor:
    """A person with a browser and perhaps a mail program. Every act has an id of its own: done twice it is one."""

    def __init__(self, person: Person, http: httpx.AsyncClient, write_key: str, seed: str, mail: MailProgram | None):
        self.person = person
        self.mail = mail
        self._http = http
        self._key = write_key
        # Made from the demo's own secret, so that a story that was cut short goes on with the same people.
        self._secret = _digest(seed, "secret", person.id)
        owner = person.device or person.id
        self.device = f"{owner}-{_digest(seed, 'device', owner)[:12]}"
        self._mark = f"{self.device}-{person.id}" if person.device else self.device  # no two people's acts are one
        self._headers = {"X-Nitka-Key": write_key, "X-Nitka-Visitor": self._secret}

    async def browse(self, steps: Sequence[tuple[str, Step]], now: datetime) -> None:
        """Tell of visits and purchases, each with its id, as a tracking library would: one batch, with their times."""
        batch = [self._event(name, step, now - step.before) for name, step in steps]
        if batch:
            body = {"writeKey": self._key, "batch": batch, "sentAt": now.isoformat()}
            (await self._http.post("/v1/batch", json=body)).raise_for_status()

    def _event(self, name: str, step: Step, at: datetime) -> dict[str, Any]:
        lang = self.person.locale
        path = step.view if step.view is not None else _page_of(step)
        page = self._page(f"goods/{path}" if path in _BY_ID else path, step.ad, lang)
        event: dict[str, Any] = {
            "anonymousId": self.device,
            "messageId": f"{self._mark}-{name}",
            "timestamp": at.isoformat(),
            "context": {"page": page, "locale": lang, "library": {"name": "shop", "version": "1"}},
        }
        if self.person.agent:
            event["context"]["userAgent"] = self.person.agent
        if step.cart:
            return event | {"type": "track", "event": "Product Added", "properties": _product(step.cart, lang)}
        if step.order:
            things = [_product(thing, lang) for thing in step.things]
            total = sum(thing["price"] for thing in things)
            said = {"order_id": step.order, "total": total, "currency": "RUB", "products": things}
            event["context"]["traits"] = self._traits()
            return event | {"type": "track", "event": "Order Completed", "properties": said}
        if step.identify:
            return event | {"type": "identify", "traits": self._traits()}
        return event | {"type": "page", "name": page["title"], "properties": page}

    def _page(self, path: str, ad: str, lang: str) -> dict[str, str]:
        place = f"/demo/shop/{quote(path)}".rstrip("/")
        url = str(self._http.base_url.join(place)) + (f"?{ad}" if ad else "")
        return {"url": url, "path": place, "search": f"?{ad}" if ad else "", "title": title_of(_GOODS, path, lang)}

    def _traits(self) -> dict[str, str]:
        person = self.person
        said = {"name": person.name, "email": person.email, "phone": person.phone}
        return {k: v for k, v in (said | {"city": person.city, "address": person.address}).items() if v}

    async def say(self, name: str, text: str, *, claim: bool) -> None:
        """Write in the chat; with `claim` name the own address."""
        traits = self._traits() if claim else {"name": self.person.name}
        await self._chat("messages", {"message_id": name, "text": text, "traits": traits})

    async def leave_contact(self, name: str, text: str) -> None:
        """Fill in the contact form."""
        await self._chat("contact", {"message_id": name, "text": text, **self._traits()})

    async def _chat(self, what: str, body: dict[str, Any]) -> None:
        whole = {"visitor": self.device, **body}
        (await self._http.post(f"/client/v1/{what}", json=whole, headers=self._headers)).raise_for_status()

    async def type(self) -> None:
        """Let the operator see that somebody is writing."""
        await self._chat("typing", {})

    async def thread(self) -> list[str]:
        """Return the directions of the own chat, oldest first, and mark the answers as read."""
        asked: dict[str, str | int] = {"visitor": self.device, "limit": 200}
        answer = await self._http.get("/client/v1/messages", params=asked, headers=self._headers)
        answer.raise_for_status()
        items = answer.json()["items"]
        unread = [item for item in items if item["direction"] == "out" and item["status"] != "read"]
        if unread:
            await self._chat("read", {"message_id": unread[-1]["id"]})
        return [item["direction"] for item in items]

    async def letters(self) -> list[Letter]:
        """Return what this person and the shop wrote to each other by mail, oldest first."""
        found = await self.mail.letters() if self.mail else []
        return [letter for letter in reversed(found) if not letter.automatic]

    def directions(self, letters: Sequence[Letter]) -> list[str]:
        """Return the directions of letters as `thread` does."""
        return ["in" if letter.address == self.person.email else "out" for letter in letters]

    async def write(self, name: str, subject: str, text: str, before: timedelta = timedelta()) -> None:
        """Write a new letter to the shop."""
        await self._send(name, subject, text, None, datetime.now(UTC) - before)

    async def answer(self, name: str, letter: Letter, text: str) -> None:
        """Answer a letter."""
        await self._send(name, answer_subject(letter.subject), text, letter, datetime.now(UTC))

    async def _send(self, name: str, subject: str, text: str, answers: Letter | None, at: datetime) -> None:
        person = self.person
        assert self.mail is not None, f"{person.id} has no address"
        draft = Draft(
            name=person.name,
            address=person.email,
            to=answers.reply_to if answers else ADDRESS,
            subject=subject,
            text=text,
            answers=answers,
            at=at,
            message_id=f"<{name}.{self._mark}@{person.email.partition('@')[2]}>",
            locale=person.locale,
        )
        await self.mail.send(draft)


def _page_of(step: Step) -> str:
    if step.cart:
        return step.cart.partition(" ")[0]
    return "checkout" if step.order or step.identify else ""


def _product(said: str, lang: str) -> dict[str, Any]:
    id_, _, size = said.partition(" ")
    thing = _BY_ID[id_]
    return {
        "product_id": id_,
        "name": thing[lang]["name"],
        "variant": size,
        "price": thing["price"],
        "currency": "RUB",
        "quantity": 1,
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]
