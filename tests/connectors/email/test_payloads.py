"""What a reader gets of each mail: the new words, the rest folded away, HTML that can be shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nitka.channels.touch import Assurance, Attachment, Touch
from nitka.connectors.email.intake import MailIntake
from nitka.connectors.email.translate import Fetched
from tests.connectors.email.corpus import EXPECTED, FOLDER, payload
from tests.connectors.email.mailboxes import MemorySession, connection

ARRIVED = datetime(2024, 3, 12, 12, 5, tzinfo=UTC)


async def taken(data: bytes, **settings: object) -> tuple[list[Touch], MemorySession]:
    """Take one mail as the session would."""
    session = MemorySession(connection(**settings))
    fetched = Fetched(data=data, size=len(data), arrived=ARRIVED, received=ARRIVED)
    await MailIntake(session).take([("INBOX/1/1", fetched)])
    return session.touches, session


@pytest.mark.parametrize("name", sorted(EXPECTED))
async def test_words(name: str) -> None:
    expected = EXPECTED[name]
    (touch,), session = await taken(payload(name))
    message = touch.message
    assert message is not None
    if expected.text is not None:
        assert message.text == expected.text
    for part in expected.quoted:
        assert part in (message.quoted or "")
    if not expected.quoted:
        assert message.quoted is None
    for part in expected.html:
        assert part in (message.html or "")
    for part in expected.not_html:
        assert part not in (message.html or "")
    assert [(file.name, file.type) for file in message.attachments] == expected.files
    assert message.automatic is expected.automatic
    if expected.subject:
        assert message.subject == expected.subject
    source = Attachment(**touch.payload["source"]).blob
    assert payload(name) in {data for id_, data in session.stored.bodies.items() if str(id_) == source}, "original kept"


def test_every_payload_is_judged() -> None:
    kinds = ("message", "reply", "forward", "autoreply", "bulk")
    assert {path.stem for path in FOLDER.glob("*.eml") if path.stem.startswith(kinds)} == set(EXPECTED)


async def test_touch_of_an_ordinary_mail() -> None:
    (touch,), _ = await taken(payload("reply__gmail_ru"))
    assert (touch.kind, touch.channel, touch.sender) == ("message", "email", "ivan@example.com")
    assert touch.traits == {"name": "Иван Петров"}
    assert [(one.type, one.value, one.assurance) for one in touch.identifiers] == [
        ("email", "ivan@example.com", Assurance.ASSERTED)
    ]
    assert touch.at == datetime(2024, 3, 12, 12, 4, 5, tzinfo=UTC), "the writer's clock, borne out by the arrival"
    assert touch.message is not None
    assert touch.message.meta["message_id"] == "reply__gmail_ru@example.com"


async def test_letters_cut_between_encoded_words_are_joined() -> None:
    (touch,), _ = await taken(payload("message__split_letters"))
    assert touch.traits == {"name": "Иван Петров"}
    assert touch.message is not None
    assert touch.message.subject == "Заказ По"


async def test_harmful_characters_are_gone() -> None:
    (touch,), _ = await taken(payload("message__nul_and_surrogates"))
    assert touch.message is not None
    assert "\x00" not in touch.message.text
    touch.message.text.encode()


async def test_a_picture_of_the_mail_is_named_by_its_file() -> None:
    (touch,), _ = await taken(payload("message__inline_picture"))
    assert touch.message is not None
    assert touch.message.html is not None
    assert f'data-file="{touch.message.attachments[0].id}"' in touch.message.html


async def test_a_mail_that_is_too_long_is_whole_in_its_file() -> None:
    words = ("Очень длинное письмо. " * 60 + "\n") * 200
    data = b"From: ivan@example.com\nMessage-ID: <l@x>\nContent-Type: text/plain; charset=utf-8\n\n" + words.encode()
    (touch,), session = await taken(data, keep_original=False)
    assert touch.message is not None
    assert "слишком длинное" in touch.message.text
    assert session.stored.bodies[touch.message.attachments[0].id] == data


async def test_a_mail_that_breaks_the_parser_is_kept_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes) -> None:
        raise RecursionError

    monkeypatch.setattr("nitka.connectors.email.intake.parse_mail", broken)
    (touch,), session = await taken(payload("reply__gmail_ru"))
    assert touch.message is not None
    assert touch.message.text == "[Это письмо не удалось разобрать. Оно приложено целиком]"
    assert session.stored.bodies[touch.message.attachments[0].id] == payload("reply__gmail_ru")


async def test_the_same_mail_is_the_same_touch_and_a_repeated_id_is_not() -> None:
    data = payload("reply__gmail_ru")
    (first,), _ = await taken(data)
    (copy,), _ = await taken(b"Received: from another.example by mx\nDelivered-To: sales@nitka.example\n" + data)
    (other,), _ = await taken(data.replace("курьер".encode(), "посылка".encode()))
    assert copy.external_id == first.external_id
    assert other.external_id != first.external_id, "bad programs repeat their ids"
