"""A visitor's messages, contact forms and marks become touches. Pure.

What each identifier is worth: the device is proven by the visitor's secret, a user token proves all that it says,
and what the visitor typed is only a claim.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from nitka.channels.continuing import given, spoken, without_token
from nitka.channels.source import Source
from nitka.channels.touch import Assurance, Attachment, Identifier, Message, Receipt, Touch
from nitka.connectors.chat.rules import check_contact, clean_id, clean_text
from nitka.connectors.chat.tokens import User
from nitka.connectors.chat.wire import Contact, MarkStatus, Presented, Traits, Words
from nitka.kernel.errors import BadInput
from nitka.kernel.text import shorten


class Sender(msgspec.Struct, frozen=True):
    """A visitor whose secret was right, and when we heard of them. `id` is clean already."""

    source: Source
    id: str
    received_at: datetime


def message(
    sender: Sender, words: Words, user: User | None = None, attachments: list[Attachment] | None = None
) -> Touch:
    """Return the touch of a message. Raises `BadInput`."""
    text = clean_text(words.text, files=len(words.attachments))
    said = words.traits or Traits()
    page = {} if words.page is None else {"url": without_token(words.page.url or ""), "title": words.page.title}
    return _touch(
        sender,
        kind="message",
        external_id=clean_id(words.message_id, "message_id"),
        identifiers=_device(sender) + _proven(sender.source, user) + _claimed(said.email, said.phone),
        traits=_name(user.name if user and user.name else said.name),
        payload={key: shorten(value, 2000) for key, value in page.items() if value},
        # The widget recognises by its own id what it has shown before the answer came.
        message=Message(text=text, attachments=attachments or [], meta={"message_id": words.message_id}),
        presented=spoken(text),  # who was told a code on the phone may simply write it
    )


def continuation(sender: Sender, presented: Presented) -> Touch:
    """Return the touch of somebody who comes with a token. Raises `BadInput` for what can be none."""
    token = given(presented.token)
    if token is None:
        raise BadInput("This is neither a link nor six digits", field="token")
    return _touch(
        sender,
        kind="continuation",
        external_id=f"continue:{clean_id(presented.message_id, 'message_id')}",
        identifiers=_device(sender),
        presented=token,
    )


def contact(sender: Sender, form: Contact) -> Touch:
    """Return the touch of a contact form: words, and where to answer them; without words only that is told.

    Raises `BadInput`.
    """
    email, phone = (form.email or "").strip(), (form.phone or "").strip()
    check_contact(email, phone)
    text = clean_text(form.text) if form.text.strip() else None
    given = {"name": form.name, "email": email, "phone": phone}
    return _touch(
        sender,
        kind="identify" if text is None else "form",
        external_id=clean_id(form.message_id, "message_id"),
        identifiers=_device(sender) + _claimed(email, phone),
        traits=_name(form.name),
        text=shorten(email or phone, 200) if text is None else None,
        payload={"form": {key: value for key, value in given.items() if value}},
        message=None if text is None else Message(text=text, meta={"message_id": form.message_id}),
    )


def verified(sender: Sender, code_id: UUID, type_: str, value: str) -> Touch:
    """Return the touch of a right one-time code: who sits here reads this address."""
    return _touch(
        sender,
        kind="verify",
        external_id=f"code:{code_id.hex}",
        identifiers=[*_device(sender), Identifier(type_, value, Assurance.VERIFIED)],
        payload={"code": str(code_id), "sent_to": type_},
    )


def mark(sender: Sender, message_id: UUID, status: MarkStatus) -> Touch:
    """Return the receipt for an answer of ours, and for all before it."""
    return _touch(
        sender,
        kind="receipt",
        external_id=f"{status}:{message_id.hex}",
        identifiers=_device(sender),
        receipt=Receipt(message_id=message_id, status=status, up_to=True),
    )


def _touch(sender: Sender, **fields: Any) -> Touch:
    return Touch(
        workspace_id=sender.source.workspace_id,
        connection_id=sender.source.connection_id,
        brand_id=sender.source.brand_id,
        channel="chat",
        sender=sender.id,
        at=sender.received_at,
        received_at=sender.received_at,
        **fields,
    )


def _device(sender: Sender) -> list[Identifier]:
    return [Identifier("device", sender.id, Assurance.VERIFIED)]


def _proven(source: Source, user: User | None) -> list[Identifier]:
    if user is None:
        return []
    found = [Identifier("user_id", user.id, Assurance.VERIFIED, source.users)]
    return found + _addresses(user.email, user.phone, Assurance.VERIFIED)


def _claimed(email: str | None, phone: str | None) -> list[Identifier]:
    return _addresses(email, phone, Assurance.ASSERTED)


def _addresses(email: str | None, phone: str | None, assurance: Assurance) -> list[Identifier]:
    given = (("email", email), ("phone", phone))
    return [Identifier(kind, value.strip(), assurance) for kind, value in given if value and value.strip()]


def _name(name: str | None) -> dict[str, Any]:
    return {"name": shorten(name, 200)} if name and name.strip() else {}
