"""What other servers report about our mail: not delivered (RFC 3464 and free texts), delivered, read (RFC 8098)."""

import re
from uuid import UUID

from nitka.channels.touch import Receipt
from nitka.connectors.email.mail import Mail
from nitka.connectors.email.mime.charsets import decode_text
from nitka.connectors.email.mime.headers import message_ids, normal_address
from nitka.connectors.email.mime.parts import Headers, Part, split_headers
from nitka.connectors.email.sentences import refusal
from nitka.connectors.email.threads import message_of_header_id

_OUR_ID = re.compile(r"nitka\.[a-z2-7]{42}@[\w.-]{1,200}", re.IGNORECASE)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_BOUNCE_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|has failed|incomplete)|failure notice|returned mail"
    r"|mail delivery (?:failed|system)|could not be delivered"
    r"|не ?доставлен|не удалось доставить|недоставленн|ошибка доставки|возврат письма",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"^(?:mailer[._-]?daemon|postmaster|mail-?daemon|microsoftexchange\w*)@?")
_SCANNED = 512 * 1024  # bytes of a free text that are looked through


def is_report(mail: Mail) -> bool:
    """Whether the mail reports on another mail, of whosesoever."""
    return _report_type(mail) != "" or _is_free_bounce(mail)


def receipts(mail: Mail, message_id: UUID, locale: str) -> list[tuple[str, Receipt]]:
    """Return, with the recipient's address where it is said, what a report tells of this message of ours."""
    kind = _report_type(mail)
    if kind == "disposition-notification":
        return _read(mail, message_id)
    if kind == "delivery-status":
        return _delivery(mail, message_id, locale)
    text = _all_text(mail)
    status = _STATUS.search(text)
    error = refusal(status.group(1) if status else "", text[:20_000], locale)
    return [("", Receipt(message_id=message_id, status="failed", error=error))]


def _report_type(mail: Mail) -> str:
    types = {part.type for part in mail.parts}
    if types & {"message/delivery-status", "message/global-delivery-status"}:
        return "delivery-status"
    return "disposition-notification" if "message/disposition-notification" in types else ""


def _is_free_bounce(mail: Mail) -> bool:
    author = mail.author.address if mail.author else ""
    empty = mail.headers.text("return-path").replace(" ", "") == "<>"
    return bool(mail.headers.raw("x-failed-recipients")) or (
        bool(_BOUNCE_SUBJECT.search(mail.subject)) and (empty or bool(_DAEMON.match(author)))
    )


def _delivery(mail: Mail, message_id: UUID, locale: str) -> list[tuple[str, Receipt]]:
    report = next(part for part in mail.parts if part.type.endswith("delivery-status"))
    found = []
    for group in _groups(report):
        action = group.text("action").lower()
        recipient = normal_address(group.text("final-recipient") or group.text("original-recipient")) or ""
        if action == "failed":
            status = _STATUS.search(group.text("status"))
            error = refusal(status.group(1) if status else "", group.text("diagnostic-code"), locale)
            found.append((recipient, Receipt(message_id=message_id, status="failed", error=error)))
        elif action == "delivered":
            found.append((recipient, Receipt(message_id=message_id, status="delivered")))
        # «delayed» is no outcome: the server still tries. «relayed» and «expanded» promise nothing.
    return found[:1]  # our mails have one recipient


def _groups(report: Part) -> list[Headers]:
    """The blocks of fields of a delivery status: the message's, then one a recipient."""
    groups: list[Headers] = []
    rest = report.content().strip(b"\r\n")
    while rest and len(groups) < 50:
        fields, rest = split_headers(rest)
        groups.append(fields)
        rest = rest.strip(b"\r\n")
    return groups


def _read(mail: Mail, message_id: UUID) -> list[tuple[str, Receipt]]:
    part = next(part for part in mail.parts if part.type == "message/disposition-notification")
    fields = next(iter(_groups(part)), Headers([]))
    disposition = fields.text("disposition").lower().rpartition(";")[2].strip().partition("/")[0]
    if disposition != "displayed":
        return []
    recipient = normal_address(fields.text("final-recipient")) or ""
    return [(recipient, Receipt(message_id=message_id, status="read"))]


def mentioned(mail: Mail, key: bytes) -> UUID | None:
    """Return the message of ours that a report speaks of: what came back with it, then its headers, then its text."""
    for part in mail.parts:
        if part.type in {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}:
            returned, _ = split_headers(part.content().lstrip(b"\r\n"))
            for one in message_ids(returned.raw("message-id")):
                if found := message_of_header_id(key, one):
                    return found
    for one in [*mail.in_reply_to, *reversed(mail.references), *_OUR_ID.findall(_all_text(mail))[:20]]:
        if found := message_of_header_id(key, one):
            return found
    return None


def _all_text(mail: Mail) -> str:
    pieces, size = [], 0
    for part in mail.parts:
        if part.type.startswith(("text/", "message/")) and size < _SCANNED:
            pieces.append(decode_text(part.content()[:_SCANNED], part.parameters.get("charset")))
            size += len(pieces[-1])
    return "\n".join(pieces)
