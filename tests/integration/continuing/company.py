"""A company with a chat, a mailbox and a site, and its customers, who speak as real clients do."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import httpx

from nitka.channels.connector import ConnectionInfo
from nitka.connectors.email.connector import Email
from nitka.connectors.email.judgement import judge
from nitka.connectors.email.mail import parse_mail
from nitka.connectors.email.settings import EmailSettings, thread_key
from nitka.connectors.email.translate import Fetched, Stored, message_touch
from nitka.kernel.clock import now
from nitka.kernel.ids import new_id
from nitka.platform.keys import Website
from tests.integration.chat.clients import Visitor
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.serving import Edge

MAILBOX = "support@shop.example"
AUTHSERV = "mx.shop.example"


@dataclass
class Company:
    """One workspace as its operators and customers reach it."""

    edge: Edge
    workspace: WorkspaceRow
    website: Website
    token: str
    visitors: dict[str, Visitor] = field(default_factory=dict)
    mailbox: str = MAILBOX

    async def rows(self, sql: str, *arguments: Any) -> list[dict[str, Any]]:
        """Read as the application does."""
        async with self.edge.services.database.workspace(self.workspace.id) as tx:
            return [dict(row) for row in await tx.fetch(sql, *arguments)]

    def visitor(self, id_: str, secret: str | None = None) -> Visitor:
        """A browser of this name; it keeps its secret."""
        if id_ not in self.visitors:
            self.visitors[id_] = Visitor(self.edge, self.website, id_, secret or f"a-secret-of-{id_}-0123456789")
        return self.visitors[id_]

    async def desk(self, method: str, path: str, **body: Any) -> httpx.Response:
        """Ask as an operator."""
        async with self.edge.http(Authorization=f"Bearer {self.token}") as http:
            return await http.request(method, f"/api/v1/{path}", json=None if method == "GET" else body)

    async def say(self, visitor: str, text: str) -> None:
        """Write in the chat, and wait until it is stored."""
        answer = await self.visitor(visitor).say(text, new_id().hex)
        assert answer.status_code == 202, answer.text
        await self.stored(UUID(answer.json()["id"]))

    async def come(self, visitor: str, token: str, message_id: str | None = None) -> dict[str, Any]:
        """Come with a token as the widget does; return what became of it."""
        answer = await self.visitor(visitor).post("continue", token=token, message_id=message_id or new_id().hex)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def look(self, device: str, url: str = "https://shop.example/boots") -> None:
        """Look at a page, as the tracking library tells of it."""
        body = {"type": "page", "anonymousId": device, "messageId": new_id().hex, "context": {"page": {"url": url}},
                "properties": {"url": url, "title": "Ботинки"}}  # fmt: skip
        before = await self.rows("SELECT count(*) AS n FROM touch WHERE channel = 'site'")
        async with self.edge.http() as http:
            answer = await http.post("/v1/page", json=body, auth=(self.website.write_key, ""))
        assert answer.status_code == 200, answer.text
        async with asyncio.timeout(10):
            while (await self.rows("SELECT count(*) AS n FROM touch WHERE channel = 'site'")) == before:
                await asyncio.sleep(0.02)

    async def mail(self, sender: str, text: str, to: str = "", *, proven: bool = True, **headers: str) -> None:
        """Let a letter come in."""
        to = to or self.mailbox
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = sender, to, "Заказ"
        letter["Message-ID"] = f"<{new_id().hex}@mail.example>"
        if proven:
            domain = sender.rpartition("@")[2]
            letter["Authentication-Results"] = (
                f"{AUTHSERV}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
            )
        for name, value in headers.items():
            letter[name.replace("_", "-")] = value
        letter.set_content(text)
        await self.deliver(letter, sender, to)

    async def deliver(self, letter: EmailMessage, sender: str, to: str) -> None:
        """Read a letter as the connector reads it."""
        touch = letter_touch(self.connection(), letter.as_bytes())
        await self.edge.services.intake.receive([touch])
        await self.stored(touch.id)

    def connection(self) -> ConnectionInfo:
        """The mailbox as its connector gets it."""
        return ConnectionInfo(
            workspace_id=self.workspace.id, id=self.workspace.email, brand_id=self.workspace.brand_id, kind="email",
            name="Почта", settings=EmailSettings(address=MAILBOX, trusted_authserv_id=AUTHSERV, thread_key="k" * 32),
        )  # fmt: skip

    async def stored(self, touch_id: UUID) -> None:
        """Wait until a touch is stored."""
        async with asyncio.timeout(10):
            while not await self.rows("SELECT 1 FROM touch WHERE id = $1", touch_id):
                await asyncio.sleep(0.02)

    async def customers(self) -> int:
        """How many people there are."""
        return len(await self.rows("SELECT DISTINCT customer_id FROM customer_member WHERE valid_to IS NULL"))

    async def conversations(self) -> list[UUID]:
        """The conversations that are not part of another one."""
        found = await self.rows(
            "SELECT id FROM conversation WHERE id NOT IN (SELECT old_id FROM conversation_redirect) ORDER BY number"
        )
        return [row["id"] for row in found]

    async def conversation_of(self, text: str) -> UUID:
        """The conversation in which this was said."""
        [row] = await self.rows("SELECT conversation_id FROM message_shown WHERE text = $1", text)
        found: UUID = row["conversation_id"]
        return found

    async def link(self, conversation: UUID, **wanted: Any) -> dict[str, Any]:
        """Make a link at the desk; return its ways by channel."""
        answer = await self.desk("POST", f"conversations/{conversation}/continuations", **wanted)
        assert answer.status_code == 201, answer.text
        return {way["channel"]: way for way in answer.json()["ways"]}

    async def code(self, conversation: UUID) -> str:
        """Make six digits at the desk."""
        answer = await self.desk("POST", f"conversations/{conversation}/continuations", form="code")
        assert answer.status_code == 201, answer.text
        return str(answer.json()["code"])


def letter_touch(connection: ConnectionInfo, data: bytes) -> Any:
    """Return the touch that the connector makes of a letter."""
    mail = parse_mail(data)
    moment = now()
    fetched = Fetched(data=data, size=len(data), arrived=moment, received=moment)
    judged = judge(mail, connection.settings, thread_key(connection))
    return message_touch(connection, mail, judged, fetched, Stored([]))


def token_in(url: str) -> str:
    """Return the token of a link."""
    return url.rpartition("nitka=")[2]


assert Email.manifest.entrance is not None
