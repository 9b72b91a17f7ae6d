"""What is logged, and what a platform's own mail says."""

from __future__ import annotations

import asyncio
import io
import sys
from email import message_from_bytes, policy
from urllib.parse import quote

import httpx
import msgspec
import pytest
import structlog
from litestar import Litestar

from nitka.entrypoints.services import Services
from nitka.platform.auth import people
from nitka.platform.settings import Settings
from nitka.platform.telemetry import configure_logging
from tests.integration.access.conftest import PASSWORD, Browser, Tenant, sign_in

EMAIL, PHONE, WORDS = "ivan.petrov@example.com", "+79161234567", "не-скажу-никому"


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Everything the process logs in this test."""
    told = io.StringIO()
    monkeypatch.setattr(sys, "stderr", told)
    configure_logging(Settings(log_format="json", log_level="debug"))
    return told


@pytest.fixture(autouse=True)
def logging_as_before() -> object:
    """Leave no configuration behind."""
    yield
    structlog.reset_defaults()


async def test_nobody_is_known_by_the_logs(
    logged: io.StringIO, browser: Browser, tenant: Tenant, app: Litestar
) -> None:
    client = browser()
    who = quote(EMAIL)
    await client.get(f"/api/v1/customers?identifier=email:{who}&q={quote(WORDS)}", headers=tenant.bearer)
    await client.get(f"/nothing/{who}/{PHONE}?text={quote(WORDS)}")
    await client.get(f"/api/v1/auth/invitations/{WORDS.encode().hex()}")
    await sign_in(client, EMAIL, WORDS)
    await client.post("/api/v1/auth/password/forgot", json={"email": EMAIL})
    await client.post(
        "/api/v1/people/invitations", json={"email": EMAIL, "role": "king " + WORDS}, headers=tenant.bearer
    )
    await client.post(
        "/v1/identify",
        json={"writeKey": tenant.opened.write_key, "userId": EMAIL, "traits": {"phone": PHONE, "note": WORDS}},
    )
    await client.post(
        "/client/v1/messages",
        json={"visitor": f"device-{PHONE}", "message_id": "1", "text": WORDS, "traits": {"email": EMAIL}},
        headers={"X-Nitka-Key": tenant.opened.write_key, "X-Nitka-Visitor": "a secret of sixteen"},
    )
    text = logged.getvalue()
    lines = [msgspec.json.decode(line) for line in text.splitlines()]
    routes = {line.get("route") for line in lines}
    assert {"/api/v1/auth/login", "/api/v1/auth/invitations/{token}", "/v1/identify"} <= routes
    assert all(line["request_id"] for line in lines if line["event"] == "request")
    for secret in (EMAIL, who, PHONE, PHONE[1:], WORDS, quote(WORDS), WORDS.encode().hex(), tenant.opened.api_token):
        assert secret not in text


async def test_an_error_inside_is_logged_without_its_words(
    logged: io.StringIO, browser: Browser, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: object) -> None:
        raise RuntimeError(f"cannot show {EMAIL} {WORDS}")

    monkeypatch.setattr(people, "people", broken)
    answer = await browser().get("/api/v1/people", headers=tenant.bearer)
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert EMAIL not in answer.text
    line = next(
        one for one in map(msgspec.json.decode, logged.getvalue().splitlines()) if one["event"] == "request failed"
    )
    assert line["error"] == "RuntimeError"
    assert "broken" in line["exception"]
    assert line["request_id"] == answer.headers["x-request-id"]
    assert EMAIL not in logged.getvalue()
    assert WORDS not in logged.getvalue()


class Postbox:
    """A mail server (RFC 5321) that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.came = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak with one client."""
        writer.write(b"220 postbox\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                self.mails.append((await reader.readuntil(b"\r\n.\r\n"))[:-5])
                self.came.set()
            elif verb == b"QUIT":
                break
            writer.write(b"250 ok\r\n")
        writer.close()


async def test_a_forgotten_password_is_set_anew_by_mail(browser: Browser, tenant: Tenant, services: Services) -> None:
    postbox = Postbox()
    server = await asyncio.start_server(postbox.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = f"smtp://127.0.0.1:{port}?from=nitka@example.com"
    services.settings = msgspec.structs.replace(services.settings, smtp_url=url)
    client = browser()
    async with server:
        for email in ("nobody@example.com", tenant.email):
            answer = await client.post("/api/v1/auth/password/forgot", json={"email": email})
            assert answer.status_code == 202
        async with asyncio.timeout(10):
            await postbox.came.wait()
    assert len(postbox.mails) == 1
    mail = message_from_bytes(postbox.mails[0], policy=policy.default)
    assert (mail["To"], mail["From"], mail["Auto-Submitted"]) == (tenant.email, "nitka@example.com", "auto-generated")
    text = mail.get_content()
    link = next(word for word in text.split() if word.startswith("http://nitka.test/desk/reset/"))
    assert "Нитк" in text
    answer = await client.post(
        "/api/v1/auth/password/reset", json={"token": link.rpartition("/")[2], "password": "новый-пароль-9"}
    )
    assert answer.status_code == 204
    assert (await sign_in(browser(), tenant.email, PASSWORD)).status_code == 401
    assert (await sign_in(browser(), tenant.email, "новый-пароль-9")).status_code == 200


async def test_too_many_links_are_not_sent(browser: Browser) -> None:
    answers: list[httpx.Response] = []
    for attempt in range(7):
        client = browser(f"198.51.100.{attempt}")
        answers.append(await client.post("/api/v1/auth/password/forgot", json={"email": "victim@example.com"}))
    assert [answer.status_code for answer in answers] == [202] * 5 + [429] * 2
