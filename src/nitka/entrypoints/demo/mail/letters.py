"""Letters as a mail program shows and writes them."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr, parsedate_to_datetime

import msgspec

_QUOTED = re.compile(r"\n(?:[^\n]{0,200}:[ \t]*\n+)?>[^\0]*\Z")
_TAG = re.compile(r"<[^>]+>")


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One letter. `quoted` is what its writer answered to, cut off from `text`."""

    uid: int
    seen: bool
    name: str
    address: str
    to: str
    subject: str
    at: datetime
    text: str
    quoted: str
    message_id: str
    references: list[str]
    files: list[str]
    reply_to: str
    automatic: bool


def read_letter(uid: int, seen: bool, raw: bytes, received: datetime) -> Letter:
    """Return what a mail program shows of these bytes."""
    mail = message_from_bytes(raw, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    name, address = parseaddr(str(mail["From"] or ""))
    text, quoted = parted(_text(mail))
    return Letter(
        uid=uid,
        seen=seen,
        name=name or address,
        address=address,
        to=parseaddr(str(mail["To"] or ""))[1],
        subject=str(mail["Subject"] or ""),
        at=_moment(str(mail["Date"] or "")) or received,
        text=text,
        quoted=quoted,
        message_id=str(mail["Message-ID"] or "").strip(),
        references=str(mail["References"] or "").split(),
        files=[part.get_filename() or "…" for part in mail.iter_attachments()],
        reply_to=parseaddr(str(mail["Reply-To"] or ""))[1] or address,
        automatic=str(mail["Auto-Submitted"] or "no").lower() != "no",
    )


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    content = str(body.get_content()).replace("\r\n", "\n")
    return _TAG.sub("", content).strip() if body.get_content_subtype() == "html" else content.strip()


def parted(text: str) -> tuple[str, str]:
    """Split what was written from what stands quoted under it."""
    match = _QUOTED.search("\n" + text)
    if match is None:
        return text, ""
    return ("\n" + text)[: match.start()].strip(), match.group().strip()


def _moment(date: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(date)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A letter to be sent."""

    name: str
    address: str
    to: str
    subject: str
    text: str
    answers: Letter | None = None
    at: datetime | None = None
    message_id: str = ""
    locale: str = "ru"


def write_letter(draft: Draft) -> EmailMessage:
    """Return the letter of a draft; an answer quotes what it answers, as mail programs do."""
    mail = EmailMessage(policy=SMTP)
    at = draft.at or datetime.now(UTC)
    mail["From"] = Address(draft.name, addr_spec=draft.address)
    mail["To"] = Address(addr_spec=draft.to)
    mail["Subject"] = draft.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = draft.message_id or make_msgid(domain=draft.address.partition("@")[2])
    text = draft.text.strip() + "\n"
    if draft.answers:
        mail["In-Reply-To"] = draft.answers.message_id
        mail["References"] = " ".join([*draft.answers.references, draft.answers.message_id])
        text += f"\n{_quote(draft.answers, draft.locale)}"
    mail.set_content(text, cte="8bit" if text.isascii() else "base64")
    return mail


def _quote(letter: Letter, locale: str) -> str:
    when = letter.at.astimezone()
    said = f"{when:%d.%m.%Y, %H:%M}" if locale == "ru" else f"On {when:%d %b %Y at %H:%M}"
    wrote = "" if locale == "ru" else " wrote"
    lines = "".join(f"> {line}\n" for line in letter.text.splitlines())
    return f"{said}, {letter.name} <{letter.address}>{wrote}:\n{lines}"


def answer_subject(subject: str) -> str:
    """Return the subject of an answer: one Re:, however long the talk."""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def newest_first(letters: Sequence[Letter]) -> list[Letter]:
    """Return the letters as an inbox lists them."""
    return sorted(letters, key=lambda letter: (letter.at, letter.uid), reverse=True)
