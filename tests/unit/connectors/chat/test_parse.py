"""What visitors send becomes touches."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from nitka.channels.source import Source
from nitka.channels.touch import Assurance, Identifier, Receipt
from nitka.connectors.chat.connector import connector
from nitka.connectors.chat.parse import Sender, contact, mark, message
from nitka.connectors.chat.rules import TEXT_LIMIT, check_secret, clean_id
from nitka.connectors.chat.tokens import User
from nitka.connectors.chat.wire import Contact, Page, Traits, Words
from nitka.kernel.errors import BadInput

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
SOURCE = Source(workspace_id=UUID(int=1), connection_id=UUID(int=2), brand_id=UUID(int=3))
SENDER = Sender(SOURCE, "v1", NOW)
DEVICE = Identifier("device", "v1", Assurance.VERIFIED)


def words(**fields: Any) -> Words:
    return Words(**{"message_id": "m1", "text": "Есть 43 размер?"} | fields)


def test_the_secret_proves_the_device_and_answers_go_there() -> None:
    touch = message(SENDER, words())
    assert touch.identifiers == [DEVICE]
    assert (touch.kind, touch.channel, touch.sender, touch.external_id) == ("message", "chat", "v1", "m1")
    assert touch.message is not None
    assert touch.message.text == "Есть 43 размер?"


def test_what_the_visitor_typed_is_only_a_claim() -> None:
    touch = message(SENDER, words(traits=Traits(name="Иван", email=" ivan@mail.ru ", phone="8 916 123-45-67")))
    assert touch.identifiers[1:] == [
        Identifier("email", "ivan@mail.ru", Assurance.ASSERTED),
        Identifier("phone", "8 916 123-45-67", Assurance.ASSERTED),
    ]
    assert touch.traits == {"name": "Иван"}


def test_a_user_token_proves_all_it_says_and_its_name_wins() -> None:
    user = User(id="42", email="ivan@mail.ru", name="Иван Петров")
    touch = message(SENDER, words(traits=Traits(name="Ваня", email="other@mail.ru")), user)
    assert touch.identifiers == [
        DEVICE,
        Identifier("user_id", "42", Assurance.VERIFIED, SOURCE.users),
        Identifier("email", "ivan@mail.ru", Assurance.VERIFIED),
        Identifier("email", "other@mail.ru", Assurance.ASSERTED),
    ]
    assert touch.traits == {"name": "Иван Петров"}


def test_the_page_stays_with_the_message() -> None:
    touch = message(SENDER, words(page=Page(url="https://shop.ru/boots", title="Ботинки")))
    assert touch.payload == {"url": "https://shop.ru/boots", "title": "Ботинки"}


def test_a_file_needs_no_words() -> None:
    assert message(SENDER, words(text="", attachments=[UUID(int=9)])).message is not None


def test_a_contact_form_is_words_and_a_way_to_answer_them() -> None:
    form = Contact(visitor="v1", message_id="m2", text="Перезвоните", name="Иван", phone="+79161234567")
    touch = contact(SENDER, form)
    assert touch.kind == "form"
    assert touch.message is not None
    assert touch.identifiers == [DEVICE, Identifier("phone", "+79161234567", Assurance.ASSERTED)]
    assert touch.payload["form"] == {"name": "Иван", "phone": "+79161234567"}


def test_an_address_can_be_left_without_a_word() -> None:
    touch = contact(SENDER, Contact(visitor="v1", message_id="m3", email=" ivan@example.ru ", text=" "))
    assert (touch.kind, touch.text, touch.message) == ("identify", "ivan@example.ru", None)
    assert touch.identifiers == [DEVICE, Identifier("email", "ivan@example.ru", Assurance.ASSERTED)]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "email"),
        ({"email": "ivan"}, "email"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_a_contact_form_without_a_way_to_answer_is_refused(fields: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as raised:
        contact(SENDER, Contact(**{"visitor": "v1", "message_id": "m", "text": "x"} | fields))
    assert raised.value.field == field


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "  \n"}, "text"),
        ({"text": "x" * (TEXT_LIMIT + 1)}, "text"),
        ({"message_id": ""}, "message_id"),
        ({"message_id": "m" * 101}, "message_id"),
        ({"attachments": [UUID(int=n) for n in range(11)]}, "attachments"),
    ],
)
def test_what_is_wrong_is_named(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as raised:
        message(SENDER, words(**fields))
    assert raised.value.field == field


def test_a_mark_is_told_once_however_often_it_is_repeated() -> None:
    read, delivered = (mark(SENDER, UUID(int=7), status) for status in ("read", "delivered"))
    assert read.receipt == Receipt(message_id=UUID(int=7), status="read", up_to=True)
    assert read.external_id == mark(SENDER, UUID(int=7), "read").external_id != delivered.external_id


def test_ids_hold_nothing_that_a_database_refuses() -> None:
    assert clean_id(" a\x00b\ud800 ", "visitor") == "a\ufffdb\ufffd"


@pytest.mark.parametrize("secret", ["", "short", "x" * 201])
def test_a_secret_is_neither_guessed_nor_endless(secret: str) -> None:
    with pytest.raises(BadInput):
        check_secret(secret)


async def test_sending_is_done_when_the_message_is_written() -> None:
    assert connector.manifest.capabilities.idempotent_send
    assert connector.manifest.capabilities.retract
    assert (await connector.send(None, None, None)).status == "sent"  # type: ignore[arg-type]
