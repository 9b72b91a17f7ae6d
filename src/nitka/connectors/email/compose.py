"""A message of ours as a mail (RFC 5322): the same message always has the same Message-ID."""

import mimetypes
import re
from collections.abc import Mapping
from datetime import datetime
from email import policy
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Any

import msgspec

from nitka.channels.connector import ConnectionInfo, Outgoing
from nitka.connectors.email.automatic import LOOP_HEADER
from nitka.connectors.email.body.choice import safe_name
from nitka.connectors.email.body.safety import safe_html
from nitka.connectors.email.settings import EmailSettings, thread_key
from nitka.connectors.email.threads import message_header_id, reply_address
from nitka.kernel.text import harmless

REFERENCES = 20  # ids of a long thread: the first and the last ones
_ANSWER = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg|отв|ha|на|пересл|отв\.)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_SUBJECTS = {"ru": "Ваше обращение", "en": "Your request"}

_utf8 = Charset("utf-8")
_utf8.body_encoding = QP


class Letter(msgspec.Struct, frozen=True):
    """A mail ready to be sent. `header_id` is its Message-ID without brackets."""

    data: bytes
    header_id: str
    meta: dict[str, Any]


class Enclosure(msgspec.Struct, frozen=True):
    """A file to go with it."""

    name: str
    type: str
    data: bytes


def compose(connection: ConnectionInfo, outgoing: Outgoing, enclosures: list[Enclosure], at: datetime) -> Letter:
    """Return the mail of this message; `at` is its Date."""
    settings: EmailSettings = connection.settings
    key = thread_key(connection)
    header_id = message_header_id(key, outgoing.message_id, settings.domain)
    references = _references(outgoing.thread)
    subject = subject_of(outgoing, settings)
    mail = _content(outgoing, settings, enclosures)
    fields = {
        "Date": format_datetime(at),
        "From": _mailbox(_author(outgoing, settings), settings.address),
        "To": recipient(outgoing),
        "Message-ID": f"<{header_id}>",
        "Subject": _words(subject, "Subject"),
        LOOP_HEADER: str(connection.id),
    } | _thread_fields(references)
    token = reply_address(key, outgoing.message_id, settings.address) if settings.plus_addressing else None
    if token:
        fields["Reply-To"] = _mailbox(_line(settings.from_name), token)
    if outgoing.automatic:
        fields["Auto-Submitted"] = "auto-replied" if references else "auto-generated"
        fields["X-Auto-Response-Suppress"] = "All"
    for name, value in fields.items():
        mail[name] = value
    data = mail.as_bytes(policy=policy.compat32.clone(linesep="\r\n", max_line_length=78))
    return Letter(data, header_id, {"message_id": header_id, "references": references, "subject": subject})


def recipient(outgoing: Outgoing) -> str:
    """Return whom the mail goes to: where the customer wants answers, else where their words came from."""
    return _line(outgoing.thread.get("reply_to") or outgoing.to)


def _thread_fields(references: list[str]) -> dict[str, str]:
    if not references:
        return {}
    return {"In-Reply-To": f"<{references[-1]}>", "References": " ".join(f"<{one}>" for one in references)}


def _references(thread: Mapping[str, Any]) -> list[str]:
    last = thread.get("message_id")
    if not last:
        return []
    chain = [_id(one) for one in [*(thread.get("references") or []), last]]
    chain = [one for one in dict.fromkeys(chain) if one]
    return chain if len(chain) <= REFERENCES else [chain[0], *chain[1 - REFERENCES :]]


def _id(text: str) -> str:
    """An id as it may stand in a header: others' ids come as they like."""
    return re.sub(r"[^\x21-\x7e]|[<>]", "", str(text))[:250]


def subject_of(outgoing: Outgoing, settings: EmailSettings) -> str:
    """Return the subject: the one given, else that of the thread with one `Re:`."""
    if outgoing.subject:
        return _line(outgoing.subject)
    subject = _ANSWER.sub("", _line(outgoing.thread.get("subject") or ""))
    if outgoing.thread.get("message_id"):
        return f"Re: {subject}".strip()
    return subject or _SUBJECTS[settings.locale]


def _author(outgoing: Outgoing, settings: EmailSettings) -> str:
    author, house = _line(outgoing.author_name or ""), _line(settings.from_name)
    return f"{author} ({house})" if author and house and author != house else author or house


def _line(text: str) -> str:
    return " ".join(harmless(text).split())


def _words(text: str, field: str) -> str:
    return text if text.isascii() else Header(text, "utf-8", header_name=field).encode()


def _mailbox(name: str, address: str) -> str:
    if not name:
        return address
    quoted = name.replace("\\", "").replace('"', "'")
    return f'"{quoted}" <{address}>' if name.isascii() else f"{_words(name, 'From')} <{address}>"


def _content(outgoing: Outgoing, settings: EmailSettings, enclosures: list[Enclosure]) -> MIMEBase:
    text = harmless(outgoing.text)
    if settings.signature:
        text = f"{text}\n\n-- \n{settings.signature}"
    body: MIMEBase = _text(text, "plain")
    if outgoing.html:
        both = MIMEMultipart("alternative")
        both.attach(body)
        both.attach(_text(safe_html(outgoing.html), "html"))
        body = both
    if not enclosures:
        return body
    whole = MIMEMultipart("mixed")
    whole.attach(body)
    for one in enclosures:
        whole.attach(_enclosed(one))
    return whole


def _text(text: str, subtype: str) -> MIMEBase:
    part = MIMEText("", subtype)
    del part["Content-Transfer-Encoding"]
    part.set_payload(text, _utf8)
    return part


def _enclosed(file: Enclosure) -> MIMEBase:
    type_ = file.type if re.fullmatch(r"[\w.+-]+/[\w.+-]+", file.type, re.ASCII) else ""
    if not type_ or type_.startswith(("multipart/", "message/")):  # those may not be encoded (RFC 2046, 5.2.1)
        type_ = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if type_.startswith(("multipart/", "message/")):
        type_ = "application/octet-stream"
    part = MIMEBase(*type_.split("/", 1))
    part.set_payload(file.data)
    encode_base64(part)
    name = safe_name(file.name) or "file"
    # Old programs read the name in Content-Type only, new ones RFC 2231.
    part.set_param("name", name if name.isascii() else Header(name, "utf-8", maxlinelen=900).encode())
    part.add_header("Content-Disposition", "attachment", filename=name if name.isascii() else ("utf-8", "", name))
    return part
