"""A mail as its headers and parts say it, before anything is concluded."""

import re
from datetime import datetime
from hashlib import blake2b

import msgspec

from nitka.connectors.email.body.choice import File, Words, choose
from nitka.connectors.email.mime.headers import Address, message_ids, parse_addresses, parse_date
from nitka.connectors.email.mime.parts import Headers, Part, parse_parts

_BLANK_LINE = re.compile(rb"\r?\n[\r\n]*\n")
_PIECE = 1024 * 1024  # bytes
REFERENCES = 50  # kept of a long thread: the first and the last ones


class Mail(msgspec.Struct, frozen=True):
    """What was sent, read as far as it can be. Ids are without angle brackets."""

    headers: Headers
    parts: list[Part]
    message_id: str
    in_reply_to: list[str]
    references: list[str]
    author: Address | None
    authors: int  # addresses in From: one in an honest mail
    reply_to: list[Address]
    recipients: list[str]
    subject: str
    date: datetime | None
    words: Words
    files: list[File]
    cut: bool  # more parts than are opened
    digest: str  # of what stays the same in every copy


def parse_mail(data: bytes) -> Mail:
    """Read a mail; any bytes give one."""
    headers, parts, cut = parse_parts(data)
    words, files = choose(parts)
    authors = [one for raw in headers.all("from") for one in parse_addresses(raw)]
    ids = message_ids(headers.raw("message-id"))
    return Mail(
        headers=headers,
        parts=parts,
        message_id=ids[0] if ids else "",
        in_reply_to=message_ids(headers.raw("in-reply-to")),
        references=_shortened(message_ids(headers.raw("references"))),
        author=authors[0] if authors else None,
        authors=len(authors),
        reply_to=parse_addresses(headers.raw("reply-to")),
        recipients=_recipients(headers),
        subject=headers.text("subject")[:500],
        date=parse_date(headers.raw("date")),
        words=words,
        files=files,
        cut=cut,
        digest=_digest(data, headers),
    )


def _shortened(ids: list[str]) -> list[str]:
    return ids if len(ids) <= REFERENCES else [ids[0], *ids[1 - REFERENCES :]]


def _recipients(headers: Headers) -> list[str]:
    names = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")
    return list({one.address: None for name in names for raw in headers.all(name)[:5] for one in parse_addresses(raw)})


def _digest(data: bytes, headers: Headers) -> str:
    """Trace headers differ between two copies of one mail, these fields and the body do not."""
    digest = blake2b(digest_size=12)
    for name in ("from", "date", "subject"):
        digest.update(headers.raw(name) + b"\0")
    match = _BLANK_LINE.search(data)
    end = len(data)
    while end and data[end - 1] in b"\r\n":
        end -= 1
    for start in range(match.end() if match else 0, end, _PIECE):  # of a large mail no copy is made
        digest.update(data[start : min(end, start + _PIECE)].replace(b"\r", b""))
    return digest.hexdigest()


def external_id(mail: Mail) -> str:
    """Return the key by which a mail is known again: ids are repeated by bad programs, so the content is in it."""
    return f"{mail.message_id}#{mail.digest}"
