"""An owner who would like to know the password, or what else runs in the network of the platform."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from socket import create_server
from typing import Any

import msgspec
import pytest

from nitka.channels.hosts import allow_private
from nitka.channels.registry import secret_fields
from nitka.connectors.email.compose import Letter
from nitka.connectors.email.imap.mailbox import FAULTS, fault_said, open_mailbox
from nitka.connectors.email.oauth import TokenRefused, access_token
from nitka.connectors.email.sending import send_letter
from nitka.connectors.email.settings import CREDENTIALS, DESTINATION, EmailSettings
from tests.integration.access.conftest import Browser, Tenant

CONNECTIONS = "/api/v1/connections"
MAILBOX = {"address": "help@shop.ru", "imap_host": "imap.shop.ru", "smtp_host": "smtp.shop.ru", "password": "тайна-42"}


async def _made(browser: Browser, tenant: Tenant, **settings: Any) -> str:
    body = {"kind": "email", "settings": MAILBOX | settings}
    made = await browser().post(CONNECTIONS, json=body, headers=tenant.bearer)
    assert made.status_code == 201, made.text
    id_: str = made.json()["id"]
    return id_


@pytest.mark.parametrize(
    "change",
    [
        {"imap_host": "imap.evil.example"},
        {"smtp_host": "smtp.evil.example"},
        {"imap_port": 1993},
        {"imap_security": "none", "allow_plain": True},
        {"tls_ca": "-----BEGIN CERTIFICATE-----"},
        {"username": "somebody-else"},
        {"provider": "gmail", "imap_host": ""},
        {"imap_host": "imap.evil.example", "password": ""},
    ],
)
async def test_a_stored_password_is_not_sent_to_another_place(
    browser: Browser, tenant: Tenant, change: dict[str, Any]
) -> None:
    path = f"{CONNECTIONS}/{await _made(browser, tenant)}"
    refused = await browser().patch(path, json={"settings": change}, headers=tenant.bearer)
    assert (refused.status_code, refused.json()["field"]) == (400, "settings.password")
    given = change | {"password": "другая-тайна"}
    assert (await browser().patch(path, json={"settings": given}, headers=tenant.bearer)).status_code == 200


async def test_every_secret_that_goes_there_is_asked_for(browser: Browser, tenant: Tenant) -> None:
    path = f"{CONNECTIONS}/{await _made(browser, tenant, oauth_client_id='id', oauth_refresh_token='r')}"
    change: dict[str, str | None] = {"oauth_token_url": "https://evil.example/token", "password": "тайна-42"}
    refused = await browser().patch(path, json={"settings": change}, headers=tenant.bearer)
    assert refused.json()["field"] == "settings.oauth_refresh_token"
    change |= {"oauth_refresh_token": None}  # nothing is left to be sent
    assert (await browser().patch(path, json={"settings": change}, headers=tenant.bearer)).status_code == 200


async def test_what_does_not_move_it_needs_no_password(browser: Browser, tenant: Tenant) -> None:
    path = f"{CONNECTIONS}/{await _made(browser, tenant)}"
    change = {"signature": "Ваш магазин", "poll_seconds": 60, "imap_host": "imap.shop.ru"}
    changed = await browser().patch(path, json={"settings": change}, headers=tenant.bearer)
    assert changed.status_code == 200
    assert "password" in changed.json()["secrets"]


def test_no_secret_of_a_mailbox_is_forgotten() -> None:
    """Whoever adds a setting thinks of this: a secret that is sent, or where it is sent to."""
    assert secret_fields(EmailSettings) - set(CREDENTIALS) == {"thread_key"}  # which only signs
    where = {name for name in EmailSettings.__struct_fields__ if name.endswith(("_host", "_port", "_security", "_url"))}
    assert where <= set(DESTINATION)


@pytest.fixture
def refuse() -> Iterator[None]:
    """As NITKA_PRIVATE_HOSTS=refuse."""
    allow_private(False)
    yield
    allow_private(True)


@asynccontextmanager
async def _answering(greeting: bytes) -> AsyncIterator[tuple[int, list[bytes]]]:
    """Something that listens, and notes who comes."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        heard.append(greeting)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1], heard


def _closed_port() -> int:
    with closing(create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
    return port


def _settings(port: int, **more: Any) -> EmailSettings:
    here = {
        "address": "a@shop.ru", "password": "p", "imap_host": "127.0.0.1", "imap_port": port, "imap_security": "none",
        "smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none",
    }  # fmt: skip
    return msgspec.convert(here | more, EmailSettings)


async def _reading(port: int) -> str:
    try:
        async with open_mailbox(_settings(port)):
            return "open"
    except FAULTS as error:
        return fault_said(error, "en")


async def _sending(port: int) -> tuple[str, str | None]:
    result = await send_letter(_settings(port), Letter(data=b"x", header_id="x@shop.ru", meta={}), "b@shop.ru")
    return result.status, result.error


async def test_a_port_where_something_else_answers_looks_closed() -> None:
    reading, sending = await _reading(_closed_port()), await _sending(_closed_port())
    for greeting in (b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"-ERR unknown\r\n", b""):
        async with _answering(greeting) as (port, _):
            assert await _reading(port) == reading
        async with _answering(greeting) as (port, _):
            assert await _sending(port) == sending


async def test_where_private_hosts_are_refused_they_look_closed_and_hear_nothing(refuse: None) -> None:
    async with _answering(b"* OK IMAP4rev1 ready\r\n") as (port, heard):
        allow_private(True)
        closed = await _reading(_closed_port()), await _sending(_closed_port())
        allow_private(False)
        assert (await _reading(port), await _sending(port)) == closed
        oauth = _settings(port, oauth_client_id="x", oauth_token_url=f"http://127.0.0.1:{port}/token")
        with pytest.raises(TokenRefused):
            await access_token(oauth)
        assert heard == []
