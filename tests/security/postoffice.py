"""A company that sends codes by a real SMTP server, and customers who read their mail."""

from __future__ import annotations

import asyncio
import email
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import policy
from pathlib import Path

from nitka.conversations.sender import Sender
from nitka.entrypoints.demo.mail.office import HOST, PostOffice
from nitka.platform.database import Database
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.serving import Edge

OWN = "shop@company.example"


class Mail:
    """The boxes of everybody, and how many letters there are."""

    def __init__(self, office: PostOffice, folder: Path) -> None:
        self.office, self._folder = office, folder

    def letters(self, address: str) -> list[str]:
        """The texts of all letters to this address, in order."""
        files = sorted((self._folder / address).glob("*.eml"))
        mails = [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [one.get_body(("plain",)).get_content() for one in mails]  # type: ignore[union-attr]

    async def code(self, address: str, number: int = 1) -> str:
        """The code in the letter with this number, once it has come."""
        async with asyncio.timeout(20):
            while len(self.letters(address)) < number:
                await asyncio.sleep(0.05)
        found = re.search(r"\b(\d{3}) (\d{3})\b", self.letters(address)[number - 1])
        assert found
        return found[1] + found[2]


@asynccontextmanager
async def mail_of(folder: Path, *addresses: str) -> AsyncIterator[Mail]:
    """A server with a box for each of these and for the company."""
    office = PostOffice(folder, [OWN, *addresses], "a password", "mx.company.example")
    await office.open()
    yield Mail(office, folder)
    await office.close()


async def send_by(database: Database, workspace: WorkspaceRow, office: PostOffice) -> None:
    """Let this workspace's letters go out by this server."""
    settings = {
        "address": OWN, "password": "a password", "smtp_host": HOST, "smtp_port": office.smtp_port,
        "smtp_security": "none", "allow_plain": True,
    }  # fmt: skip
    async with database.workspace(workspace.id) as tx:
        await tx.execute("UPDATE connection SET settings = $2 WHERE id = $1", workspace.email, settings)


@asynccontextmanager
async def delivering(edge: Edge) -> AsyncIterator[None]:
    """The role delivery beside the edge."""
    stopping, services = asyncio.Event(), edge.services
    sender = Sender(services.database, services.broker, services.files, services.sealer, services.codes_key)
    task = asyncio.create_task(sender.run(stopping))
    yield
    stopping.set()
    await task


__all__ = ["Mail", "delivering", "mail_of", "send_by"]
