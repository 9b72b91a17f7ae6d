"""Answers find their message, nobody proves more than they can, and robots do not talk for ever."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.channels.connector import Outgoing
from nitka.channels.touch import Assurance
from nitka.connectors.email.compose import compose
from nitka.connectors.email.intake import MailIntake
from nitka.connectors.email.settings import thread_key
from nitka.connectors.email.threads import (
    message_header_id,
    message_of_address,
    message_of_header_id,
    reply_address,
    without_token,
)
from nitka.connectors.email.translate import Fetched
from tests.connectors.email.mailboxes import OWN, MemorySession, connection
from tests.connectors.email.test_payloads import ARRIVED, taken

OURS = UUID("0197f000-0000-7000-8000-000000000001")
KEY = thread_key(connection())
HEADER_ID = message_header_id(KEY, OURS, "nitka.example")
REPLY = reply_address(KEY, OURS, OWN)
assert REPLY is not None


@given(st.uuids(), st.binary(min_size=1, max_size=32), st.booleans())
def test_tokens_lead_back_and_only_with_the_key(message_id: UUID, key: bytes, shout: bool) -> None:
    header_id, address = message_header_id(key, message_id, "x.ru"), reply_address(key, message_id, "a@x.ru")
    assert address is not None
    if shout:
        address, header_id = address.upper(), header_id.replace("@x.ru", "@X.RU")
    assert message_of_header_id(key, header_id) == message_id
    assert message_of_address(key, address, "A@x.ru") == message_id
    assert message_of_header_id(key + b"!", header_id) is None
    assert message_of_address(key + b"!", address, "a@x.ru") is None
    assert message_of_address(key, address, "b@x.ru") is None, "of another mailbox"
    assert without_token(address.lower()) == "a@x.ru"


def test_an_id_is_no_reply_token_and_a_long_address_has_none() -> None:
    token = HEADER_ID.split("@")[0].removeprefix("nitka.")
    assert message_of_address(KEY, f"support+t.{token}@nitka.example", OWN) is None
    assert reply_address(KEY, OURS, f"{'a' * 30}@x.ru") is None


@pytest.mark.parametrize(
    ("fields", "by"),
    [
        (f"To: {REPLY}", "address"),
        (f"To: Nitka <{REPLY.upper()}>", "address"),
        (f"To: friend@x.ru\nDelivered-To: {REPLY}", "address"),
        (f"In-Reply-To: <{HEADER_ID}>", "reference"),
        (f"References: <old@x>\n <{HEADER_ID}>\n <other@y>", "reference"),
    ],
)
async def test_an_answer_from_another_address_finds_its_message(fields: str, by: str) -> None:
    (touch,), _ = await taken(
        f"From: Мария <maria@other.example>\nSubject: x\n{fields}\n\nЭто я, с другой почты".encode()
    )
    assert touch.message is not None
    assert touch.message.in_reply_to == OURS
    assert touch.payload["answers_by"] == by
    assert [(one.value, one.assurance) for one in touch.identifiers] == [("maria@other.example", Assurance.ASSERTED)]


@pytest.mark.parametrize(
    "fields", ["In-Reply-To: <nitka.x@nitka.example>", f"In-Reply-To: <{HEADER_ID.replace('.a', '.b')}x>", ""]
)
async def test_others_answer_nothing_of_ours(fields: str) -> None:
    (touch,), _ = await taken(
        f"From: a@b.ru\nSubject: {HEADER_ID[:20]}\n{fields}\n\nx".replace("\n\n\n", "\n\n").encode()
    )
    assert touch.message is not None
    assert touch.message.in_reply_to is None or HEADER_ID in fields


async def test_a_robot_that_answers_is_not_joined_with_whom_we_wrote_to() -> None:
    mail = f"From: help@tickets.example\nTo: {REPLY}\nAuto-Submitted: auto-replied\n\nYour request is number 5".encode()
    (touch,), _ = await taken(mail)
    assert touch.message is not None
    assert touch.message.in_reply_to is None
    assert touch.payload["answers"] == str(OURS)


OUR_SERVER = "Authentication-Results: mx.nitka.example"
DMARC = f"{OUR_SERVER}; spf=pass; dkim=pass header.d=example.com; dmarc=pass (p=NONE) header.from=example.com"


@pytest.mark.parametrize(
    ("fields", "assurance"),
    [
        (DMARC, Assurance.VERIFIED),
        (f"{OUR_SERVER} 1;\n dkim=pass (2048; x) header.i=@example.com header.s=s", Assurance.VERIFIED),
        (f"{OUR_SERVER}; dmarc=fail header.from=example.com", Assurance.ASSERTED),
        (f"{OUR_SERVER}; dkim=pass header.d=evil.example; spf=pass", Assurance.ASSERTED),
        (f"{OUR_SERVER}; x=y (dmarc=pass header.from=example.com)", Assurance.ASSERTED),
        ("Authentication-Results: mx.evil.example; dmarc=pass header.from=example.com", Assurance.ASSERTED),
        (f"{OUR_SERVER}; dmarc=fail header.from=example.com\n" + DMARC, Assurance.ASSERTED),
        (DMARC + "\nFrom: Ivan <ivan@example.com>", Assurance.ASSERTED),
    ],
)  # fmt: skip
async def test_only_our_own_server_vouches(fields: str, assurance: Assurance) -> None:
    mail = f"{fields}\nFrom: Ivan <ivan@example.com>\nSubject: x\n\nx".encode()
    (touch,), _ = await taken(mail, trusted_authserv_id="mx.nitka.example")
    assert touch.identifiers[0].assurance is assurance
    (touch,), _ = await taken(mail)
    assert touch.identifiers[0].assurance is Assurance.ASSERTED, "nobody is trusted unless it is set"


async def test_our_own_mail_come_back_is_no_touch() -> None:
    letter = compose(connection(), Outgoing(message_id=OURS, to="a@b.ru", text="x"), [], ARRIVED)
    assert (await taken(letter.data))[0] == []
    assert (await taken(letter.data.replace(b"From: support@nitka.example", b"From: list@lists.example")))[0] == []


async def test_another_desks_mail_is_never_answered_by_a_machine() -> None:
    other = connection(address="help@other.example", thread_key="theirs")
    letter = compose(other, Outgoing(message_id=OURS, to=OWN, text="x"), [], ARRIVED)
    (touch,), _ = await taken(letter.data)
    assert touch.message is not None
    assert touch.message.automatic


async def test_a_form_that_sends_from_our_address_speaks_for_its_writer() -> None:
    mail = b"From: Site <support@nitka.example>\nReply-To: Ivan <ivan@example.com>\nSubject: Form\n\nCall me"
    (touch,), _ = await taken(mail)
    assert (touch.sender, touch.traits) == ("ivan@example.com", {"name": "Ivan"})
    assert touch.message is not None
    assert not touch.message.automatic
    (touch,), _ = await taken(b"From: support@nitka.example\nSubject: Note to self\n\nx")
    assert touch.message is not None
    assert touch.message.automatic, "whom would an answer go to?"


@pytest.mark.parametrize(
    ("proof", "reply_to", "kept"),
    [
        (DMARC, "sales@example.com", "sales@example.com"),
        (DMARC, "thief@evil.example", None),
        ("X: y", "thief@example.com", None),
    ],
)
async def test_answers_go_elsewhere_only_for_a_proven_sender_within_the_domain(
    proof: str, reply_to: str, kept: str | None
) -> None:
    mail = f"{proof}\nFrom: ivan@example.com\nReply-To: {reply_to}\n\nx".encode()
    (touch,), _ = await taken(mail, trusted_authserv_id="mx.nitka.example")
    assert touch.message is not None
    assert touch.message.meta["reply_to"] == kept


async def test_more_mails_in_an_hour_than_a_person_writes_are_a_robots() -> None:
    session = MemorySession(connection(automatic_per_hour=2))
    mails = [f"From: clerk@x.ru\nMessage-ID: <{n}@x>\n\nThank you for your letter".encode() for n in range(12)]
    fetched = [
        Fetched(data=data, size=len(data), arrived=datetime(2024, 1, 1, tzinfo=UTC), received=ARRIVED) for data in mails
    ]
    await MailIntake(session).take([(f"1/{number}", one) for number, one in enumerate(fetched)])
    automatic = [touch.message.automatic for touch in session.touches if touch.message]
    assert automatic == [False] * 8 + [True] * 4, "all are kept, the later ones marked"


async def test_mails_without_a_sender_are_not_one_person() -> None:
    (first,), _ = await taken(b"Subject: x\n\nFirst")
    (second,), _ = await taken(b"From: nobody\nSubject: x\n\nSecond")
    assert first.sender != second.sender
    assert first.sender.endswith(".invalid")
