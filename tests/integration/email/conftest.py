"""Mail servers for the tests beside, one pair a worker."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from nitka.channels.connector import ConnectionInfo
from nitka.connectors.email import connector
from nitka.connectors.email.imap.mailbox import FAULTS
from tests.connectors.email.mailboxes import MemorySession, connection
from tests.integration.email.servers import HOST, PASSWORD, MailServers, mail_servers
from tests.integration.email.tokens import Tokens, token_server

CUSTOMER = "ivan@customer.example"
_OWN = [f"support{number}@nitka.example" for number in range(100)]


@pytest.fixture(scope="session")
def tokens() -> Iterator[Tokens]:
    """The OAuth server."""
    with token_server() as tokens:
        yield tokens


@pytest.fixture(scope="session")
def servers(tokens: Tokens) -> Iterator[MailServers]:
    """Dovecot and Postfix."""
    with mail_servers(f"{tokens.url}/introspect", [CUSTOMER, *_OWN]) as servers:
        yield servers


_numbers = itertools.count()


@pytest.fixture
def own() -> str:
    """A mailbox of ours that no other test uses."""
    return _OWN[next(_numbers)]


@pytest.fixture
def info(servers: MailServers, own: str) -> ConnectionInfo:
    """Its connection, encrypted both ways."""
    return mailbox(servers, own)


def mailbox(servers: MailServers, own: str, **settings: Any) -> ConnectionInfo:
    """A connection of this mailbox."""
    return connection(**{
        "address": own, "password": PASSWORD, "imap_host": HOST, "imap_port": servers.dovecot.imaps,
        "smtp_host": HOST, "smtp_port": servers.postfix.submission, "smtp_security": "starttls", "tls_ca": servers.ca,
        "from_name": "Магазин",
    } | settings)  # fmt: skip


@asynccontextmanager
async def reading(session: MemorySession) -> AsyncIterator[MemorySession]:
    """Read the mailbox as the role does: again and again after faults."""

    async def keep_running() -> None:
        while not session.stopping.is_set():
            try:
                await connector.run(session)
            except FAULTS:
                await asyncio.sleep(0.1)

    task = asyncio.create_task(keep_running())
    try:
        yield session
    finally:
        session.stopping.set()
        await asyncio.wait({task}, timeout=10)
        task.cancel()
        (result,) = await asyncio.gather(task, return_exceptions=True)
        assert result is None, f"the session ended with {result!r}"
