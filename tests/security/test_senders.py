"""Letters in somebody else's name."""

from __future__ import annotations

import pytest

from nitka.connectors.email.authentication import is_proven
from nitka.connectors.email.mail import parse_mail

OURS = frozenset({"mx.shop.ru"})
PASS = b"dmarc=pass header.from=bank.ru"
FORGED = {
    # What the sender said of themselves stands quoted in the field that our own server writes.
    "envelope": b'Authentication-Results: mx.shop.ru; spf=pass smtp.mailfrom="x; ' + PASS + b'"@evil.ru',
    "escaped": b'Authentication-Results: mx.shop.ru; spf=pass smtp.mailfrom="x\\"; ' + PASS + b'; \\""@evil.ru',
    "signer": b'Authentication-Results: mx.shop.ru; dkim=pass header.i="x header.d=bank.ru "@evil.ru header.d=evil.ru',
    "reason": b'Authentication-Results: mx.shop.ru; dkim=fail reason="; dkim=pass header.d=bank.ru" header.d=bank.ru',
    "comment": b"Authentication-Results: mx.shop.ru; spf=pass (a (b) ; " + PASS + b") smtp.mailfrom=a@evil.ru",
    "no end of quotes": b'Authentication-Results: mx.shop.ru; spf=pass smtp.mailfrom="x; ' + PASS,
    "no end of comment": b"Authentication-Results: mx.shop.ru; spf=pass (x; " + PASS,
    # A lone CR is no end of a line for the server that takes forged fields away.
    "inside of a field": b"Subject: hi\rAuthentication-Results: mx.shop.ru; " + PASS,
    "below": b"Authentication-Results: mx.shop.ru; dmarc=fail\r\nAuthentication-Results: mx.shop.ru; " + PASS,
    "another server": b"Authentication-Results: mx.evil.ru; " + PASS,
    "in the body": b"\r\nAuthentication-Results: mx.shop.ru; " + PASS,
}
HONEST = [
    b"Authentication-Results: mx.shop.ru; " + PASS,
    b'Authentication-Results: mx.shop.ru; dkim=pass header.d="bank.ru"',
    b'Authentication-Results: mx.shop.ru (it "said); spf=pass smtp.mailfrom="("@bank.ru; ' + PASS + b" (p=none (x))",
    b"Authentication-Results:\r\n mx.shop.ru;\r\n " + PASS,
]


@pytest.mark.parametrize("field", FORGED.values(), ids=list(FORGED))
def test_what_a_sender_wrote_proves_nothing(field: bytes) -> None:
    assert not is_proven(parse_mail(b"From: ceo@bank.ru\r\n" + field + b"\r\n\r\nx"), OURS)


@pytest.mark.parametrize("field", HONEST)
def test_what_our_server_found_does(field: bytes) -> None:
    assert is_proven(parse_mail(b"From: ceo@bank.ru\r\n" + field + b"\r\n\r\nx"), OURS)


def test_letters_of_old_programs_are_read_all_the_same() -> None:
    mail = parse_mail(b"From: a@example.com\rSubject: old\r\rfirst\rsecond")
    assert (mail.subject, mail.words.plain) == ("old", "first\nsecond")
