"""Mail comes in through a real server, and stays one touch whatever happens to the server."""

from __future__ import annotations

import asyncio
import imaplib
import signal
import time
from collections.abc import Awaitable, Callable

import pytest

from nitka.channels.connector import ConnectionInfo
from nitka.connectors.email import reading as email_reading
from nitka.connectors.email.imap.client import ImapClient
from nitka.kernel.errors import TooLarge, Unavailable
from tests.connectors.email.corpus import payload
from tests.connectors.email.mailboxes import MemorySession
from tests.integration.email.conftest import mailbox, reading
from tests.integration.email.servers import HOST, PASSWORD, MailServers
from tests.integration.email.tokens import REFRESH_TOKEN, Tokens


def mail(text: str, number: int = 0) -> bytes:
    return f"From: Ivan <ivan@customer.example>\nTo: x\nMessage-ID: <{text}-{number}@c>\nSubject: s\n\n{text}".encode()


def send(servers: MailServers, own: str, *mails: bytes) -> None:
    servers.postfix.send("ivan@customer.example", own, *mails)


async def test_a_mail_is_a_touch_at_once(servers: MailServers, own: str, info: ConnectionInfo) -> None:
    async with reading(MemorySession(info)) as session:
        await session.until(lambda: ("ok", None) in session.states)
        begun = time.monotonic()
        send(servers, own, payload("reply__gmail_ru"))
        await session.until(lambda: session.touches)
        assert time.monotonic() - begun < 5
    (touch,) = session.touches
    assert touch.message is not None
    assert touch.message.text == "Добрый день!\nКогда приедет курьер?"
    assert touch.sender == "ivan@example.com"


async def test_deleted_mail_does_not_hide_new_mail(servers: MailServers, own: str, info: ConnectionInfo) -> None:
    servers.dovecot.deliver(own, mail("old"))
    async with reading(MemorySession(info)) as session:
        await session.until(lambda: session.touches)
        for number in range(5):
            client = imaplib.IMAP4(HOST, servers.dovecot.imap)
            client.login(own, PASSWORD)
            client.select()
            client.store("1:*", "+FLAGS", "\\Deleted")
            client.expunge()
            client.logout()
            servers.dovecot.deliver(own, mail(f"n{number}"))
            await session.until(lambda count=number: len(session.touches) == count + 2)


async def test_a_backlog_is_read_in_order_once(servers: MailServers, own: str, info: ConnectionInfo) -> None:
    for number in range(120):
        servers.dovecot.deliver(own, mail(f"n{number}"))
    session = MemorySession(info)
    async with reading(session):
        await session.until(lambda: len(session.touches) == 120)
    assert session.texts() == [f"n{number}" for number in range(120)]
    again = MemorySession(info)
    again.cursor = session.cursor
    async with reading(again):
        send(servers, own, mail("new"))
        await again.until(lambda: again.touches)
    assert again.texts() == ["new"]
    assert again.repeated == 0


async def test_without_a_backlog_only_new_mail_counts(servers: MailServers, own: str) -> None:
    send(servers, own, mail("old"))
    async with reading(MemorySession(mailbox(servers, own, backlog_days=0))) as session:
        await session.until(lambda: ("ok", None) in session.states)
        send(servers, own, mail("new"))
        await session.until(lambda: session.touches)
    assert session.texts() == ["new"]


@pytest.mark.serial
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_waiting_survives_a_restart_of_the_server(
    servers: MailServers, own: str, info: ConnectionInfo, how: signal.Signals
) -> None:
    async with reading(MemorySession(info)) as session:
        send(servers, own, mail("before"))
        await session.until(lambda: session.touches)
        await asyncio.to_thread(servers.dovecot.stop, how)
        await session.until(lambda: session.states[-1][0] == "error")
        assert session.states[-1][1] == "Почтовый сервер недоступен"
        send(servers, own, mail("while away"))
        await asyncio.to_thread(servers.dovecot.start)
        await asyncio.to_thread(servers.postfix.reload)
        await session.until(lambda: len(session.touches) == 2)
        send(servers, own, mail("after"))
        await session.until(lambda: len(session.touches) == 3)
        assert session.states[-1] == ("ok", None)
    assert session.texts() == ["before", "while away", "after"]


async def test_a_new_uidvalidity_repeats_nothing(servers: MailServers, own: str, info: ConnectionInfo) -> None:
    session = MemorySession(info)
    servers.dovecot.deliver(own, mail("one"))
    servers.dovecot.deliver(own, mail("two"))
    async with reading(session):
        await session.until(lambda: len(session.touches) == 2)
    validity = session.cursor["uidvalidity"]
    await asyncio.sleep(1.1)  # UIDVALIDITY is made of the seconds of the clock
    servers.dovecot.forget_uids(own)
    send(servers, own, mail("three"))
    session.stopping.clear()
    async with reading(session):
        await session.until(lambda: len(session.touches) == 3)
        await session.until(lambda: session.cursor["uid"] == 3)
    assert session.cursor["uidvalidity"] != validity
    assert session.texts() == ["one", "two", "three"]
    assert session.repeated == 2, "read again, and known again"


class Cut:
    """Stands between us and the server, and cuts the line after some bytes of answers."""

    def __init__(self, port: int, after: Callable[[int], int | None]) -> None:
        self._port = port
        self._after = after
        self._server: asyncio.Server | None = None
        self.connections = 0

    async def __aenter__(self) -> int:
        self._server = await asyncio.start_server(self._serve, HOST, 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        limit = self._after(self.connections)
        self.connections += 1
        there, back = await asyncio.open_connection(HOST, self._port)
        tasks = [
            asyncio.create_task(self._copy(reader, back, None)),
            asyncio.create_task(self._copy(there, writer, limit)),
        ]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for one in (writer, back):
            one.transport.abort()
        for task in tasks:
            task.cancel()

    @staticmethod
    async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter, limit: int | None) -> None:
        while (limit is None or limit > 0) and (
            data := await source.read(65_536 if limit is None else min(limit, 4096))
        ):
            target.write(data)
            await target.drain()
            limit = None if limit is None else limit - len(data)


async def test_a_line_cut_within_mails_loses_and_doubles_nothing(servers: MailServers, own: str) -> None:
    mails = [mail(f"n{number}") + b"\n" + b"x" * 50_000 for number in range(20)]
    for one in mails:
        servers.dovecot.deliver(own, one)
    async with Cut(servers.dovecot.imap, lambda number: 20_000 * (number + 1) if number < 4 else None) as port:
        info = mailbox(servers, own, imap_port=port, imap_security="none")
        async with reading(MemorySession(info)) as session:
            await session.until(lambda: len(session.touches) == 20)
    assert [text.split("\n")[0] for text in session.texts()] == [f"n{number}" for number in range(20)]


async def test_a_mail_that_always_breaks_the_line_is_passed_over_and_said(servers: MailServers, own: str) -> None:
    for one in (mail("first"), mail("large") + b"\n" + b"x" * 300_000, mail("last")):
        servers.dovecot.deliver(own, one)
    async with Cut(servers.dovecot.imap, lambda _: 100_000) as port:
        info = mailbox(servers, own, imap_port=port, imap_security="none")
        async with reading(MemorySession(info)) as session:
            await session.until(lambda: len(session.touches) == 3)
    assert session.texts() == ["first", "[Это письмо не удалось прочитать. Оно осталось на почтовом сервере]", "last"]
    assert session.touches[1].payload["unreadable"]


async def test_a_mail_over_the_limit_is_shown_in_part(servers: MailServers, own: str) -> None:
    large = b"From: ivan@customer.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nLook at this\n--b\n"
    large += b"Content-Type: video/mp4; name=v.mp4\n\n" + b"x" * 1_500_000 + b"\n--b--\n"
    servers.dovecot.deliver(own, large)
    servers.dovecot.deliver(own, mail("after"))
    async with reading(MemorySession(mailbox(servers, own, size_limit_mb=1))) as session:
        await session.until(lambda: len(session.touches) == 2)
    (message,) = [touch.message for touch in session.touches[:1]]
    assert message is not None
    assert message.text.startswith("Look at this\n\n[Письмо больше 1 МБ")
    assert message.attachments == []


async def test_a_mail_that_is_refused_for_what_it_is_does_not_block(
    servers: MailServers, own: str, info: ConnectionInfo
) -> None:
    session = MemorySession(info)
    session.refuse = [
        Unavailable("down", retry_after=0.05),
        Unavailable("down", retry_after=0.05),
        TooLarge("all"),
        TooLarge("it"),
    ]
    servers.dovecot.deliver(own, mail("huge"))
    servers.dovecot.deliver(own, mail("small"))
    async with reading(session):
        await session.until(lambda: len(session.touches) == 2)
    first, second = session.texts()
    assert first == "[Это письмо не удалось разобрать. Оно приложено целиком]"
    assert second == "small"
    assert session.touches[0].message is not None
    kept = session.stored.bodies[session.touches[0].message.attachments[0].id]
    assert b"huge" in kept


async def test_strange_bytes_come_through_whole(servers: MailServers, own: str, info: ConnectionInfo) -> None:
    servers.dovecot.deliver(own, b"")
    servers.dovecot.deliver(own, b"\x00\xff\xfe junk \n\n\n")
    servers.dovecot.deliver(own, payload("message__nul_and_surrogates"))
    servers.dovecot.deliver(own, payload("message__koi8r_not_said"))
    async with reading(MemorySession(info)) as session:
        await session.until(lambda: "Здравствуйте! Когда вы привезёте мой заказ? Жду ответа." in session.texts())
    assert len(session.touches) == 4


async def test_a_server_without_idle_is_asked(servers: MailServers, own: str, monkeypatch: pytest.MonkeyPatch) -> None:
    info = mailbox(servers, own, poll_seconds=1)

    def without_idle(client: ImapClient) -> None:
        client.capabilities -= {"IDLE"}

    await _with_changed_client(monkeypatch, without_idle)
    async with reading(MemorySession(info)) as session:
        await session.until(lambda: ("ok", None) in session.states)
        send(servers, own, mail("asked for"))
        await session.until(lambda: session.touches, timeout=10)


async def _with_changed_client(monkeypatch: pytest.MonkeyPatch, change: Callable[[ImapClient], None]) -> None:
    original: Callable[[email_reading.Reading], Awaitable[None]] = email_reading.Reading.run

    async def run(self: email_reading.Reading) -> None:
        change(self.client)
        await original(self)

    monkeypatch.setattr(email_reading.Reading, "run", run)


async def test_waiting_is_renewed_before_the_server_hangs_up(
    servers: MailServers, own: str, info: ConnectionInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(email_reading, "IDLE_SECONDS", 0.2)
    renewals = 0
    idle = ImapClient.idle

    async def counted(client: ImapClient, seconds: float, wake: asyncio.Event) -> None:
        nonlocal renewals
        renewals += 1
        await idle(client, seconds, wake)

    monkeypatch.setattr(ImapClient, "idle", counted)
    async with reading(MemorySession(info)) as session:
        await session.until(lambda: ("ok", None) in session.states)
        async with asyncio.timeout(20):
            while renewals < 4:
                await asyncio.sleep(0.05)
        send(servers, own, mail("renewed"))
        await session.until(lambda: session.touches)
    assert [state for state, _ in session.states].count("ok") == 1, "on one connection"


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
async def test_ways_to_connect(servers: MailServers, own: str, security: str) -> None:
    port = servers.dovecot.imaps if security == "tls" else servers.dovecot.imap
    send(servers, own, mail(security))
    async with reading(MemorySession(mailbox(servers, own, imap_port=port, imap_security=security))) as session:
        await session.until(lambda: session.touches)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"password": "wrong"}, "Почтовый сервер не принял имя или пароль"),
        ({"tls_ca": ""}, "Сертификату почтового сервера нельзя доверять"),
        ({"mailbox": "Нет такой"}, "На почтовом сервере нет такой папки"),
        ({"imap_port": 1}, "Почтовый сервер недоступен"),
    ],
)
async def test_faults_are_said_plainly(servers: MailServers, own: str, settings: dict[str, object], said: str) -> None:
    async with reading(MemorySession(mailbox(servers, own, **settings))) as session:
        await session.until(lambda: session.states and session.states[-1][0] == "error")
    assert session.states[-1] == ("error", said)


async def test_tokens_in_place_of_a_password(servers: MailServers, tokens: Tokens, own: str) -> None:
    info = mailbox(
        servers, own, password="", oauth_client_id=own, oauth_client_secret="s", oauth_refresh_token=REFRESH_TOKEN,
        oauth_token_url=f"{tokens.url}/token",
    )  # fmt: skip
    send(servers, own, mail("one"))
    session = MemorySession(info)
    async with reading(session):
        await session.until(lambda: session.touches)
    tokens.revoke()  # before its time: the next sign-in asks for another
    given = tokens.given
    session.stopping.clear()
    async with reading(session):
        await session.until(lambda: [state for state, _ in session.states].count("ok") == 2)
        send(servers, own, mail("two"))
        await session.until(lambda: len(session.touches) == 2)
    assert tokens.given == given + 1


async def test_a_refused_refresh_token_is_said(servers: MailServers, tokens: Tokens, own: str) -> None:
    info = mailbox(
        servers, own, password="", oauth_client_id=own, oauth_client_secret="s", oauth_refresh_token="stolen",
        oauth_token_url=f"{tokens.url}/token",
    )  # fmt: skip
    async with reading(MemorySession(info)) as session:
        await session.until(lambda: session.states and session.states[-1][0] == "error")
    assert session.states[-1][1] == "Не удалось получить токен доступа OAuth"


@pytest.mark.serial
async def test_a_burst_of_two_hundred_mails(
    servers: MailServers, own: str, info: ConnectionInfo, record_property: Callable[[str, object], None]
) -> None:
    names = ["reply__gmail_html_ru", "reply__outlook_ru", "message__attachment_rfc2231", "message__koi8r"]
    bodies = [
        payload(names[number % 4]).replace(b"@example.com>\n", b"-%d@example.com>\n" % number, 2)
        for number in range(200)
    ]
    async with reading(MemorySession(info)) as session:
        await session.until(lambda: ("ok", None) in session.states)
        begun = time.monotonic()
        await asyncio.to_thread(send, servers, own, *bodies)
        handed_in = time.monotonic() - begun
        await session.until(lambda: len(session.touches) == 200, timeout=60)
    total = time.monotonic() - begun
    record_property("seconds_to_hand_in", round(handed_in, 2))
    record_property("seconds_to_touches", round(total, 2))
    assert total < 30
