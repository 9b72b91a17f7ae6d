"""A mail into touches: pure, once its files are stored."""

import re
from datetime import datetime, timedelta
from typing import Any

import msgspec

from nitka.channels.connector import ConnectionInfo
from nitka.channels.touch import Assurance, Attachment, Identifier, Message, Touch
from nitka.connectors.email.body.words import Said, said
from nitka.connectors.email.judgement import Judgement
from nitka.connectors.email.mail import Mail, external_id
from nitka.connectors.email.sentences import sentence
from nitka.connectors.email.settings import EmailSettings
from nitka.connectors.email.threads import without_continuation

CHANNEL = "email"
_CLOCK_LATE = timedelta(days=2)  # how long a mail may have been on its way before its Date is not believed


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """A mail as it came from the mailbox. `size` in bytes of all of it; `data` may be only its beginning."""

    data: bytes
    size: int
    arrived: datetime  # INTERNALDATE
    received: datetime  # when we read it

    @property
    def whole(self) -> bool:
        """Whether all of the mail is here."""
        return len(self.data) >= self.size


class Stored(msgspec.Struct, frozen=True):
    """The mail's files in blob storage, in the order of `Mail.files`; `original` is the mail itself."""

    files: list[Attachment]
    original: Attachment | None = None


def message_touch(connection: ConnectionInfo, mail: Mail, judged: Judgement, fetched: Fetched, stored: Stored) -> Touch:
    """Return the touch of a mail that somebody wrote."""
    settings: EmailSettings = connection.settings
    by_content_id = {
        file.content_id: str(kept.id) for file, kept in zip(mail.files, stored.files, strict=True) if file.content_id
    }
    words = said(mail.words, by_content_id, has_files=bool(stored.files))
    notes = _notes(mail, words, fetched, settings)
    cut = (words.cut or mail.cut) and stored.original
    message = Message(
        text="\n\n".join(filter(None, [words.text, *notes])),
        html=words.html,
        quoted=words.quoted,
        subject=mail.subject or None,
        attachments=[*stored.files, stored.original] if cut and stored.original else stored.files,
        meta=_meta(mail, judged),
        # A robot that answers (a ticket system, a list) is not the person we wrote to: it must not be joined with them.
        in_reply_to=None if judged.automatic else judged.answers,
        automatic=bool(judged.automatic),
    )
    name = judged.sender.name
    return Touch(
        **_frame(connection, fetched, mail.date, judged.sender.address, external_id(mail)),
        kind="message",
        identifiers=[Identifier("email", judged.sender.address, judged.assurance)],
        traits={"name": name} if name and "@" not in name else {},
        payload=_payload(mail, judged, stored),
        message=message,
        presented=judged.continues,
    )


def _frame(
    connection: ConnectionInfo, fetched: Fetched, date: datetime | None, sender: str, key: str
) -> dict[str, Any]:
    """What every touch of a mail has in common."""
    return {
        "workspace_id": connection.workspace_id, "connection_id": connection.id, "brand_id": connection.brand_id,
        "channel": CHANNEL, "sender": sender, "external_id": key, "at": _moment(date, fetched),
        "received_at": fetched.received,
    }  # fmt: skip


def _moment(date: datetime | None, fetched: Fetched) -> datetime:
    """The writer's clock is believed when the mail's arrival bears it out."""
    if date is not None and timedelta(0) <= fetched.arrived - date <= _CLOCK_LATE:
        return date
    return min(fetched.arrived, fetched.received)


def _notes(mail: Mail, words: Said, fetched: Fetched, settings: EmailSettings) -> list[str]:
    if not fetched.whole:
        return [sentence("too_large", settings.locale, limit=settings.size_limit_mb)]
    return [sentence("cut", settings.locale)] if words.cut or mail.cut else []


def _meta(mail: Mail, judged: Judgement) -> dict[str, Any]:
    """What an answer to this mail will need (RFC 5322, 3.6.4)."""
    meta: dict[str, Any] = {"subject": mail.subject}
    if mail.message_id:
        meta["message_id"] = mail.message_id
        chain = mail.references or mail.in_reply_to[:1]
        meta["references"] = [one for one in chain if one != mail.message_id]
    # Always said, so that the thread forgets the one of an earlier mail.
    meta["reply_to"] = judged.reply_to
    return meta


def _payload(mail: Mail, judged: Judgement, stored: Stored) -> dict[str, Any]:
    payload: dict[str, Any] = {"to": [without_continuation(one) for one in mail.recipients[:20]]}
    if judged.answers_by:
        payload |= {"answers": str(judged.answers), "answers_by": judged.answers_by}
    if judged.automatic:
        payload["automatic"] = judged.automatic
    if judged.bulk:
        payload["bulk"] = True
    if stored.original is not None:
        payload["source"] = msgspec.to_builtins(stored.original)
    return payload


def receipt_touches(connection: ConnectionInfo, mail: Mail, judged: Judgement, fetched: Fetched) -> list[Touch]:
    """Return the receipts that a report holds."""
    touches = []
    for number, (recipient, receipt) in enumerate(judged.receipts):
        address = recipient or judged.sender.address
        identifier = Identifier("email", address, Assurance.OBSERVED)
        frame = _frame(connection, fetched, mail.date, address, f"{external_id(mail)}#{number}")
        touches.append(Touch(**frame, kind="receipt", identifiers=[identifier], receipt=receipt))
    return touches


def unreadable_touch(
    connection: ConnectionInfo, fetched: Fetched, mailbox_key: str, sender: str, original: Attachment | None
) -> Touch:
    """Return a touch that says that a mail is there which could not be read; it is kept whole where it could be had."""
    settings: EmailSettings = connection.settings
    key = "unreadable_kept" if original else "unreadable"
    message = Message(text=sentence(key, settings.locale), attachments=[original] if original else [], automatic=True)
    sender = sender or f"{re.sub(r'[^a-z0-9]+', '-', mailbox_key.lower())[:60]}@no-sender.invalid"
    identifier = Identifier("email", sender, Assurance.OBSERVED)
    frame = _frame(connection, fetched, None, sender, f"unreadable#{mailbox_key}")
    return Touch(**frame, kind="message", identifiers=[identifier], payload={"unreadable": True}, message=message)
