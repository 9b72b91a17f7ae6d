"""What a mail is to us: our own come back, a report on one of ours, or somebody's words; and whose."""

from uuid import UUID

import msgspec

from nitka.channels.touch import Assurance, Receipt
from nitka.connectors.email.authentication import is_proven
from nitka.connectors.email.automatic import nature
from nitka.connectors.email.mail import Mail
from nitka.connectors.email.mime.headers import Address
from nitka.connectors.email.reports import is_report, mentioned, receipts
from nitka.connectors.email.settings import EmailSettings
from nitka.connectors.email.threads import (
    continued_by,
    message_of_address,
    message_of_header_id,
    without_token,
)


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """`ours`: sent by ourselves, nothing to take. `reports_on`: a message of ours that a server reports about.

    `answers`: the message of ours that is answered, found by `answers_by`. `automatic`: why, or empty.
    """

    sender: Address
    assurance: Assurance
    ours: bool = False
    reports_on: UUID | None = None
    receipts: list[tuple[str, Receipt]] = []
    answers: UUID | None = None
    answers_by: str = ""  # 'address' (Reply-To token) or 'reference' (our Message-ID)
    automatic: str = ""
    bulk: bool = False
    reply_to: str | None = None
    continues: str | None = None  # the token of «Continue in…» in the address that it was sent to


def judge(mail: Mail, settings: EmailSettings, key: bytes) -> Judgement:
    """Decide by what the mail says."""
    own = settings.address.lower()
    sender, through_us = _sender(mail, own)
    proven = not through_us and is_proven(mail, settings.authserv_ids)
    answers, by = _answers(mail, own, key)
    kind = nature(mail)
    report = is_report(mail)
    reports_on = mentioned(mail, key) if report else None
    return Judgement(
        sender=sender,
        assurance=Assurance.VERIFIED if proven else Assurance.ASSERTED,
        ours=bool(mail.message_id) and message_of_header_id(key, mail.message_id) is not None,
        reports_on=reports_on,
        receipts=receipts(mail, reports_on, settings.locale) if reports_on else [],
        answers=answers,
        answers_by=by,
        automatic=kind.automatic or ("report" if report else "") or ("own-address" if sender.address == own else ""),
        bulk=kind.bulk,
        reply_to=_reply_to(mail, sender, own) if proven else None,
        # A robot that answers is not the person who was given the address.
        continues=None if kind.automatic or report else continued_by(mail.recipients, own),
    )


def _sender(mail: Mail, own: str) -> tuple[Address, bool]:
    """Who wrote. A form of our own site sends from our address and names the writer in Reply-To."""
    others = [one for one in mail.reply_to if without_token(one.address) != own]
    if mail.author and without_token(mail.author.address) == own:
        return (others[0], True) if others else (Address(mail.author.name, own), False)
    if mail.author:
        return mail.author, False
    return (others[0] if others else Address("", f"{mail.digest}@no-sender.invalid")), True


def _answers(mail: Mail, own: str, key: bytes) -> tuple[UUID | None, str]:
    """The message that is answered. The address is surer: clients may leave out the references, or mix threads."""
    for address in mail.recipients:
        if found := message_of_address(key, address, own):
            return found, "address"
    for one in [*mail.in_reply_to, *reversed(mail.references)]:
        if found := message_of_header_id(key, one):
            return found, "reference"
    return None, ""


def _reply_to(mail: Mail, sender: Address, own: str) -> str | None:
    """Another address of the same domain that a proven sender wants answers at.

    Anybody can write in another's name: an answer that followed them elsewhere would reach the wrong hands.
    """
    domain = sender.address.rpartition("@")[2]
    for one in mail.reply_to:
        if (
            one.address != sender.address
            and one.address.rpartition("@")[2] == domain
            and without_token(one.address) != own
        ):
            return one.address
    return None
