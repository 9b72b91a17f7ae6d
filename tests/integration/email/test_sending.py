"""Answers go out through a real server into the customer's mailbox, and come back as one thread."""

from __future__ import annotations

import asyncio
import email
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email import policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import pytest

from nitka.channels.connector import ConnectionInfo, Outgoing, SendResult
from nitka.connectors.email import connector
from tests.connectors.email.corpus import payload
from tests.connectors.email.mailboxes import MemoryFiles, MemorySession
from tests.integration.email.conftest import CUSTOMER, mailbox, reading
from tests.integration.email.servers import HOST, MailServers, wait_until
from tests.integration.email.tokens import REFRESH_TOKEN, Tokens


def outgoing(**fields: Any) -> Outgoing:
    defaults: dict[str, Any] = {"message_id": uuid4(), "to": CUSTOMER, "text": "Добрый день!"}
    return Outgoing(**(defaults | fields))


async def arrived(servers: MailServers, subject: str) -> EmailMessage:
    """The mail with this subject in the customer's mailbox."""

    def found() -> list[EmailMessage]:
        mails = [email.message_from_bytes(data, policy=policy.default) for data in servers.dovecot.mails(CUSTOMER)]
        return [one for one in mails if one["Subject"] == subject]

    await asyncio.to_thread(wait_until, lambda: bool(found()), f"no mail {subject!r}")
    (mail,) = found()
    return mail


async def test_an_answer_lands_in_its_thread(servers: MailServers, own: str, info: ConnectionInfo) -> None:
    async with reading(MemorySession(info)) as session:
        servers.postfix.send("ivan@example.com", own, payload("reply__gmail_ru"))
        await session.until(lambda: session.touches)
    question = session.touches[0].message
    assert question is not None
    files = MemoryFiles()

    async def body() -> AsyncIterator[bytes]:
        yield b"%PDF-1.4"

    file = await files.put(info, "счёт № 5.pdf", "application/pdf", body())
    subject = f"Re: {uuid4().hex}"
    thread = question.meta | {"subject": subject}
    message = outgoing(thread=thread, author_name="Анна", attachments=[file], html="<b>Добрый</b> день!")
    result = await connector.send(info, message, files)
    assert result.status == "sent", result.error
    mail = await arrived(servers, subject)
    assert mail["Message-ID"] == f"<{result.meta['message_id']}>"
    assert mail["In-Reply-To"] == f"<{question.meta['message_id']}>"
    assert mail["From"].addresses[0].display_name == "Анна (Магазин)"
    assert mail["Return-Path"] == f"<{own}>"
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().strip() == "Добрый день!"
    (attachment,) = mail.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("счёт № 5.pdf", b"%PDF-1.4")


async def test_the_answer_to_an_answer_from_another_address_is_told(
    servers: MailServers, own: str, info: ConnectionInfo
) -> None:
    message = outgoing(subject=uuid4().hex)
    assert (await connector.send(info, message, MemoryFiles())).status == "sent"
    mail = await arrived(servers, str(message.subject))
    token_address = mail["Reply-To"].addresses[0].addr_spec
    assert token_address.startswith(own.split("@", maxsplit=1)[0] + "+t.")
    async with reading(MemorySession(info)) as session:
        servers.postfix.send(
            "home@elsewhere.example",
            token_address,
            f"From: home@elsewhere.example\nTo: {token_address}\nSubject: no references\n\nЭто снова я".encode(),
        )
        await session.until(lambda: session.touches)
    (touch,) = session.touches
    assert touch.sender == "home@elsewhere.example"
    assert touch.message is not None
    assert touch.message.in_reply_to == message.message_id


async def test_an_address_that_is_not_there(servers: MailServers, info: ConnectionInfo) -> None:
    result = await connector.send(info, outgoing(to="ghost@customer.example"), MemoryFiles())
    assert (result.status, result.error) == ("failed", "Такого адреса нет (5.1.1)")


async def test_a_bounce_becomes_a_receipt(servers: MailServers, info: ConnectionInfo) -> None:
    message = outgoing(to="ivan@bounced.example")
    async with reading(MemorySession(info)) as session:
        assert (await connector.send(info, message, MemoryFiles())).status == "sent", "the next server refuses it later"
        await session.until(lambda: session.touches)
    (touch,) = session.touches
    assert touch.receipt is not None
    assert (touch.receipt.message_id, touch.receipt.status) == (message.message_id, "failed")
    assert touch.receipt.error == "Такого адреса нет (5.1.1)"
    assert touch.sender == "ivan@bounced.example"


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
async def test_ways_to_send(servers: MailServers, own: str, security: str) -> None:
    port = servers.postfix.smtps if security == "tls" else servers.postfix.submission
    info = mailbox(servers, own, smtp_security=security, smtp_port=port)
    result = await connector.send(info, outgoing(), MemoryFiles())
    assert result.status == "sent", result.error


async def test_sending_with_tokens(servers: MailServers, tokens: Tokens, own: str) -> None:
    info = mailbox(
        servers, own, password="", oauth_client_id=own, oauth_client_secret="s", oauth_refresh_token=REFRESH_TOKEN,
        oauth_token_url=f"{tokens.url}/token",
    )  # fmt: skip
    assert (await connector.send(info, outgoing(), MemoryFiles())).status == "sent"
    tokens.revoke()
    result = await connector.send(info, outgoing(), MemoryFiles())
    assert result.status == "sent", f"with a fresh token: {result.error}"


@pytest.mark.parametrize(
    ("settings", "fields", "status", "error"),
    [
        ({"password": "wrong"}, {}, "failed", "Почтовый сервер не принял имя или пароль (5.7.8)"),
        ({"tls_ca": ""}, {}, "retry", "Сертификату почтового сервера нельзя доверять"),
        ({"smtp_port": 1}, {}, "retry", "Почтовый сервер недоступен"),
        ({"smtp_host": ""}, {}, "failed", "Say the mail server's name"),
        ({}, {"to": "nobody"}, "failed", "Это не адрес электронной почты"),
        ({}, {"to": "a@b.ru, c@d.ru"}, "failed", "Это не адрес электронной почты"),
        ({}, {"to": "a@b.ru>\r\nRCPT TO:<c@d.ru"}, "failed", "Это не адрес электронной почты"),
    ],
)
async def test_what_keeps_a_mail_from_being_sent(
    servers: MailServers, own: str, settings: dict[str, object], fields: dict[str, object], status: str, error: str
) -> None:
    result = await connector.send(mailbox(servers, own, **settings), outgoing(**fields), MemoryFiles())
    assert (result.status, result.error) == (status, error)


async def test_robots_do_not_write_for_ever(servers: MailServers, own: str) -> None:
    info = mailbox(servers, own, automatic_per_hour=2)
    statuses = [(await connector.send(info, outgoing(automatic=True), MemoryFiles())).status for _ in range(3)]
    assert statuses == ["sent", "sent", "failed"]
    assert (await connector.send(info, outgoing(), MemoryFiles())).status == "sent", "people may write on"


Answer = Callable[[bytes], bytes | None]


@asynccontextmanager
async def server_that_says(answer: Answer) -> AsyncIterator[int]:
    """An SMTP server that answers each line so; None cuts the line."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            if line.strip() == b"DATA" and answer(b"DATA") == b"354 go\r\n":
                writer.write(b"354 go\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                line = b"."
            said = answer(line.strip())
            if said is None:
                writer.transport.abort()
                return
            writer.write(said)

    server = await asyncio.start_server(serve, HOST, 0, family=socket.AF_INET)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()


def saying(**answers: bytes | None) -> Answer:
    defaults: dict[bytes, bytes | None] = {b"DATA": b"354 go\r\n"}
    known = defaults | {key.encode(): value for key, value in answers.items()}

    def answer(line: bytes) -> bytes | None:
        word = b"dot" if line == b"." else line.split(b" ")[0].split(b":")[0]
        return known.get(word, b"250 ok\r\n")

    return answer


@pytest.mark.parametrize(
    ("answers", "status", "error"),
    [
        ({"RCPT": b"451 4.7.1 greylisted\r\n"}, "retry", "Почтовый сервер просит повторить позже (451)"),
        ({"RCPT": b"550 5.2.2 mailbox full\r\n"}, "failed", "Почтовый ящик получателя переполнен (5.2.2)"),
        (
            {"MAIL": b"553 5.7.1 not yours\r\n"},
            "failed",
            "Почтовый сервер не разрешает отправлять с этого адреса (5.7.1)",
        ),
        ({"RCPT": None}, "retry", "Почтовый сервер недоступен"),
        ({"dot": b"554 spam\r\n"}, "failed", "Сервер получателя счёл письмо спамом (554)"),
        ({"dot": b"452 4.3.1 full\r\n"}, "retry", "Почтовый сервер просит повторить позже (452)"),
        ({"dot": None}, "unknown", "Связь прервалась после отправки: неизвестно, принято ли письмо"),
    ],
)
async def test_every_answer_of_a_server_has_its_meaning(
    servers: MailServers, own: str, answers: dict[str, bytes | None], status: str, error: str
) -> None:
    async with server_that_says(saying(**answers)) as port:
        info = mailbox(servers, own, smtp_port=port, smtp_security="none", smtp_username="")
        result = await connector.send(info, outgoing(), MemoryFiles())
    assert (result.status, result.error) == (status, error)


async def test_an_unknown_fate_is_found_out_in_the_folder_of_sent_mail(servers: MailServers, own: str) -> None:
    lost, kept = outgoing(), outgoing()
    async with server_that_says(saying(dot=None)) as port:
        info = mailbox(servers, own, smtp_port=port, smtp_security="none", smtp_username="")
        results: dict[UUID, SendResult] = {
            one.message_id: await connector.send(info, one, MemoryFiles()) for one in (lost, kept)
        }
    assert {result.status for result in results.values()} == {"unknown"}
    header_id = results[kept.message_id].meta["message_id"]
    assert (await connector.reconcile(info, kept)).status == "unknown", "the folder is empty"
    servers.dovecot.deliver(f"{own}/.Sent", f"From: {own}\r\nMessage-ID: <{header_id}>\r\n\r\nx".encode())
    assert (await connector.reconcile(info, kept)).status == "sent"
    assert (await connector.reconcile(info, lost)).status == "unknown", "that it is not there proves nothing"
    down = mailbox(servers, own, imap_port=1)
    assert (await connector.reconcile(down, kept)).status == "unknown"
