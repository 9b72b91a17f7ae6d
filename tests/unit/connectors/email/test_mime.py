"""Whatever the bytes are, there is a mail, soon."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.connectors.email.body.words import said
from nitka.connectors.email.judgement import judge
from nitka.connectors.email.mail import Mail, parse_mail
from nitka.connectors.email.mime.charsets import decode_text
from nitka.connectors.email.mime.headers import decode_field, message_ids, parse_addresses, parse_parameters
from nitka.connectors.email.mime.parts import PARTS, parse_parts
from tests.connectors.email.corpus import EXPECTED, payload
from tests.connectors.email.mailboxes import connection

SETTINGS = connection(trusted_authserv_id="mx.nitka.example").settings


def read(data: bytes) -> Mail:
    """All that is done with a mail before anything is stored."""
    mail = parse_mail(data)
    judge(mail, SETTINGS, b"key")
    words = said(mail.words, {}, has_files=bool(mail.files))
    for text in (words.text, words.html or "", words.quoted or "", mail.subject, *(file.name for file in mail.files)):
        text.encode()  # no lone surrogates
        assert "\x00" not in text
    return mail


@given(st.binary(max_size=3000))
def test_any_bytes(data: bytes) -> None:
    read(data)


PIECES = st.sampled_from([
    b"From: ", b"To: ", b"Subject: ", b"Message-ID: ", b"References: ", b"Date: ", b"Content-Type: ", b"\r\n",
    b"\n", b" ", b"Content-Transfer-Encoding: ", b"Content-Disposition: attachment; ", b"filename*0*=",
    b"filename=", b"multipart/mixed", b"multipart/alternative", b"text/plain", b"text/html", b"message/rfc822",
    b"message/delivery-status", b"; boundary=b", b"; charset=", b"koi8-r", b"utf-7", b"utf-16", b"base64",
    b"quoted-printable", b"x-uuencode", b"\n--b\n", b"\n--b--\n", b"\n\n", b"=?utf-8?b?", b"=?koi8-r?q?", b"?=",
    b"0J8=", b"=", b"<", b">", b"@", b"a@b.ru", b",", b"\"", b"(", b")", b"\x00", b"\xed\xa0\x80", b"\xff\xfe",
    b"> ", b"On Mon, 1 Jan 2024 a@b.ru wrote:", b"<blockquote>", b"</div>", b"<table><tr>",
    b"<p class=gmail_quote>", b"begin 644 a\n#0V%T\n`\nend\n", b"Authentication-Results: mx; dmarc=pass",
    b"Action: failed\nStatus: 5.1.1\n", b"Content-Type: multipart/report; boundary=b\n\n",
])  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=80))
def test_any_pieces_of_mails(pieces: list[bytes]) -> None:
    read(b"".join(pieces))


@given(st.data(), st.sampled_from(sorted(EXPECTED)))
def test_damaged_mails(data: st.DataObject, name: str) -> None:
    raw = bytearray(payload(name))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=6))
    read(bytes(raw))


def test_pythons_own_corpus() -> None:
    package = pytest.importorskip("test.test_email", reason="this Python came without its tests")
    mails = sorted((Path(package.__file__).parent / "data").glob("msg_*.txt"))
    assert len(mails) > 40
    seen = [read(path.read_bytes()) for path in mails]
    assert sum(mail.author is not None for mail in seen) > 35


def nested(depth: int) -> bytes:
    out = b"From: a@b.ru\n"
    for level in range(depth):
        out += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    return out + b"Content-Type: text/plain\n\ndeep\n"


MIXED = b"From: a@b.ru\nContent-Type: multipart/mixed; boundary=b\n\n"
BOMBS = {
    "ten thousand parts": MIXED + b"--b\n\nx\n" * 10_000 + b"--b--\n",
    "ten thousand levels": nested(10_000),
    "parts of parts": MIXED
    + b"--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c--\n" * 5_000 + b"--b--\n",
    "a long header": b"Subject: " + b"x" * 5_000_000 + b"\n\nx",
    "many headers": b"X-A: b\n" * 200_000 + b"\nx",
    "many addresses": b"To: " + b"a@b.ru, " * 200_000 + b"\n\nx",
    "brackets": b"From: " + b"(" * 200_000 + b"<" * 200_000 + b"\n\nx",
    "encoded words": b"Subject: " + b"=?utf-8?b?0J8=?= " * 100_000 + b"\n\nx",
    "deep html": b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
    "deep quotations": b"Content-Type: text/html\n\n" + b"<blockquote>x" * 60_000,
    "unclosed tags": b"Content-Type: text/html\n\n" + b"<b><a><p>" * 50_000,
    "open angles": b"Content-Type: text/html\n\n" + b"<" * 500_000,
    "one line": b"\n" + b"a" * 5_000_000,
    "quoted lines": b"\n" + b"> x\ny\n" * 200_000,
    "wrote wrote": b"\n" + b"On 12.03.2024, 12:34, a@b.ru wrote\n" * 100_000,
    "from from": b"\n" + b"From: a@b.ru\n" * 100_000,
    "signatures": b"\nx\n" + b"Best regards\n" * 100_000,
    "flowed": b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 300_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_take_no_long(name: str) -> None:
    begun = time.process_time()
    read(BOMBS[name])
    assert time.process_time() - begun < 5


def test_parts_are_bounded_and_it_is_said() -> None:
    _, parts, cut = parse_parts(BOMBS["ten thousand parts"])
    assert (len(parts), cut) == (PARTS, True)


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюя АБВ,.", min_size=40).filter(lambda text: len(set(text)) > 12))
def test_declared_charsets_are_believed_where_they_fit(text: str) -> None:
    assert decode_text(text.encode("koi8-r"), "koi8-r") == text


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r", "cp866", "iso-8859-5"])
def test_undeclared_russian_is_recognised(charset: str) -> None:
    text = "Добрый день, подскажите, пожалуйста, когда будет доставлен мой заказ?"
    assert decode_text(text.encode(charset)) == text


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (b'"Petrov, Ivan" <Ivan@Example.COM>, b@c.ru', [("Petrov, Ivan", "ivan@example.com"), ("", "b@c.ru")]),
        ("Иван <ivan@почта.рф>".encode(), [("Иван", "ivan@xn--80a1acny.xn--p1ai")]),
        (b"=?utf-8?B?0JjQstCw0L0=?= <i@x.ru>", [("Иван", "i@x.ru")]),
        (b"i@x.ru (Ivan)", [("Ivan", "i@x.ru")]),
        (b'"boss@bank.ru" <thief@evil.ru>', [("boss@bank.ru", "thief@evil.ru")]),
        (b'"<boss@bank.ru>" <thief@evil.ru>', [("<boss@bank.ru>", "thief@evil.ru")]),
        (b"Friends: a@b.ru, c@d.ru;", [("", "a@b.ru"), ("", "c@d.ru")]),
        (b"undisclosed-recipients:;", []),
        (b"<>", []),
        (b"Ivan", []),
    ],
)
def test_addresses(raw: bytes, wanted: list[tuple[str, str]]) -> None:
    assert [(one.name, one.address) for one in parse_addresses(raw)] == wanted


def test_parameters_in_pieces() -> None:
    value, parameters = parse_parameters(b"text/plain; name*1*=%BE%D0%B2; name*0*=utf-8''%D0; x=\"a;b\"; y = c ")
    assert value == "text/plain"
    assert parameters == {"name": "оо"[:1] + "в", "x": "a;b", "y": "c"}


def test_ids_and_fields() -> None:
    assert message_ids(b"<a@b> junk\r\n <c@d>") == ["a@b", "c@d"]
    assert message_ids(b"naked@id") == ["naked@id"]
    assert decode_field(b"=?utf-8?q?a_b?= c\r\n d") == "a b c d"
