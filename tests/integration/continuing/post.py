"""A company whose letters come and go by real servers: Postfix takes them, Dovecot keeps them, the connector reads."""

from __future__ import annotations

import asyncio
import email
from contextlib import asynccontextmanager
from email import policy
from email.message import EmailMessage
from typing import TYPE_CHECKING

import msgspec

from nitka.channels.connector import ConnectionInfo
from nitka.channels.touch import Touch
from nitka.connectors.email.settings import EmailSettings
from nitka.conversations.sender import Sender
from tests.connectors.email.mailboxes import MemorySession
from tests.integration.continuing.company import AUTHSERV, Company
from tests.integration.email.conftest import reading
from tests.integration.email.servers import HOST, PASSWORD, MailServers, wait_until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class _Session(MemorySession):
    """Hands on what it reads, as the role `sessions` does."""

    def __init__(self, info: ConnectionInfo, company: Company) -> None:
        super().__init__(info)
        self._intake = company.edge.services.intake

    async def receive(self, touches: list[Touch]) -> None:
        await self._intake.receive(touches)
        await super().receive(touches)


class PostedCompany(Company):
    """The same company with a mailbox that others can really write to; customers have theirs at `customer.example`."""

    servers: MailServers
    session: _Session

    async def deliver(self, letter: EmailMessage, sender: str, to: str) -> None:
        """Hand a letter in as the sender's server does, and wait until the connector has fetched it."""
        before = len(self.session.touches)
        await asyncio.to_thread(self.servers.postfix.send, sender, to, letter.as_bytes(policy=policy.SMTP))
        await self.session.until(lambda: len(self.session.touches) > before)
        await self.stored(self.session.touches[-1].id)

    async def arrived(self, address: str, text: str) -> EmailMessage:
        """Wait for our letter with these words in a customer's mailbox."""

        def found() -> list[EmailMessage]:
            mails = [
                email.message_from_bytes(one, policy=policy.default) for one in self.servers.dovecot.mails(address)
            ]
            bodies = [(one, one.get_body(("plain",))) for one in mails]
            ours = [(one, body) for one, body in bodies if one["From"].addresses[0].addr_spec == self.mailbox]
            return [one for one, body in ours if body is not None and text in body.get_content()]

        await asyncio.to_thread(wait_until, lambda: bool(found()), f"no letter to {address}")
        return found()[0]


@asynccontextmanager
async def with_post(company: PostedCompany, servers: MailServers, address: str) -> AsyncIterator[PostedCompany]:
    """Give the company this mailbox, read it and send from it until the block ends."""
    services = company.edge.services
    settings = {
        "address": address, "trusted_authserv_id": AUTHSERV, "imap_host": HOST, "imap_port": servers.dovecot.imaps,
        "smtp_host": HOST, "smtp_port": servers.postfix.submission, "smtp_security": "starttls", "tls_ca": servers.ca,
    }  # fmt: skip
    secrets = {"password": PASSWORD, "thread_key": "k" * 32}
    async with services.database.service() as tx:
        await tx.execute(
            "UPDATE connection SET settings = $2, secrets = $3 WHERE id = $1",
            company.workspace.email, settings, services.sealer.seal(msgspec.json.encode(secrets)),
        )  # fmt: skip
    info = msgspec.structs.replace(company.connection(), settings=msgspec.convert(settings | secrets, EmailSettings))
    company.servers, company.mailbox = servers, address
    company.session = _Session(info, company)
    stopping = asyncio.Event()
    sender = Sender(services.database, services.broker, services.files, services.sealer, services.codes_key)
    sending = asyncio.create_task(sender.run(stopping))
    try:
        async with reading(company.session):
            yield company
    finally:
        stopping.set()
        await sending
