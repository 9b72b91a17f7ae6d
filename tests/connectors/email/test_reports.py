"""What servers and clients report about our mails, and what is none of it."""

from __future__ import annotations

from uuid import UUID

import pytest

from nitka.connectors.email.settings import thread_key
from nitka.connectors.email.threads import message_header_id
from tests.connectors.email.corpus import payload
from tests.connectors.email.mailboxes import connection
from tests.connectors.email.test_payloads import taken

OURS = UUID("0197f000-0000-7000-8000-000000000001")
TOO_LARGE = "Письмо слишком большое для сервера получателя (5.2.3)"
OUR_ID = message_header_id(thread_key(connection()), OURS, "nitka.example").encode()


@pytest.mark.parametrize(
    ("name", "status", "reason", "address"),
    [
        ("bounce__postfix", "failed", "Такого адреса нет (5.1.1)", "ghost@example.com"),
        ("bounce__exchange", "failed", "Почтовый ящик получателя переполнен (5.2.2)", "ghost@corp.example"),
        ("bounce__mailru_text", "failed", "Такого адреса нет", "mailer-daemon@corp.mail.ru"),
        ("bounce__qmail_text", "failed", TOO_LARGE, "mailer-daemon@mx.example.org"),
        ("bounce__spam_refused", "failed", "Сервер получателя счёл письмо спамом (5.7.1)", "ghost@example.org"),
        ("delivered__postfix", "delivered", None, "ghost@example.com"),
        ("read__outlook", "read", None, "john@example.com"),
    ],
)  # fmt: skip
async def test_reports_become_receipts(name: str, status: str, reason: str | None, address: str) -> None:
    (touch,), _ = await taken(payload(name).replace(b"OUR-MESSAGE-ID", OUR_ID))
    assert touch.kind == "receipt"
    assert touch.message is None
    assert touch.receipt is not None
    assert (touch.receipt.message_id, touch.receipt.status, touch.receipt.error) == (OURS, status, reason)
    assert touch.sender == address


@pytest.mark.parametrize("name", ["delayed__postfix", "read__deleted"])
async def test_reports_without_an_outcome_are_no_touch(name: str) -> None:
    touches, _ = await taken(payload(name).replace(b"OUR-MESSAGE-ID", OUR_ID))
    assert touches == []


@pytest.mark.parametrize("name", ["bounce__postfix", "bounce__mailru_text", "delayed__postfix"])
async def test_a_report_on_somebody_elses_mail_is_kept_and_not_believed(name: str) -> None:
    forged = OUR_ID[:-20] + b"a" * 4 + OUR_ID[-16:]
    for other in (b"x@other.example", forged):
        (touch,), _ = await taken(payload(name).replace(b"OUR-MESSAGE-ID", other))
        assert touch.receipt is None
        assert touch.message is not None
        assert touch.message.automatic


async def test_a_person_who_answers_a_bounce_subject_is_a_person() -> None:
    mail = (
        b"From: ivan@example.com\nSubject: Re: Undelivered Mail\nIn-Reply-To: <"
        + OUR_ID
        + b">\n\nWhy did it come back?"
    )
    (touch,), _ = await taken(mail)
    assert touch.message is not None
    assert not touch.message.automatic
    assert touch.message.in_reply_to == OURS
