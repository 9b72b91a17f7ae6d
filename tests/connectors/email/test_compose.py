"""A mail of ours as another program reads it."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage
from uuid import UUID

from nitka.channels.connector import Outgoing
from nitka.connectors.email.compose import Enclosure, compose
from nitka.connectors.email.mail import parse_mail
from tests.connectors.email.mailboxes import connection
from tests.connectors.email.test_payloads import ARRIVED

OURS = UUID("0197f000-0000-7000-8000-000000000001")
THREAD = {"message_id": "last@example.com", "references": ["first@example.com"], "subject": "RE: Re: Отв: Где заказ?"}


def composed(
    enclosures: list[Enclosure] | None = None, settings: dict[str, object] | None = None, **fields: object
) -> EmailMessage:
    outgoing = Outgoing(**({"message_id": OURS, "to": "ivan@example.com", "text": "Добрый день!"} | fields))  # type: ignore[arg-type]
    letter = compose(connection(**(settings or {})), outgoing, enclosures or [], ARRIVED)
    assert all(len(line) < 998 for line in letter.data.split(b"\r\n"))
    assert b"\n" not in letter.data.replace(b"\r\n", b"")
    assert letter.data.isascii()
    return email.message_from_bytes(letter.data, policy=policy.default)


def test_an_answer_stands_in_its_thread() -> None:
    mail = composed(thread=THREAD, author_name="Анна", settings={"from_name": "Магазин «Нитка»"})
    assert mail["Subject"] == "Re: Где заказ?"
    assert mail["In-Reply-To"] == "<last@example.com>"
    assert mail["References"].split() == ["<first@example.com>", "<last@example.com>"]
    assert mail["From"].addresses[0].display_name == "Анна (Магазин «Нитка»)"
    assert mail["From"].addresses[0].addr_spec == "support@nitka.example"
    assert mail["Reply-To"].addresses[0].username.startswith("support+t.")
    assert mail.get_content() == "Добрый день!"
    assert "Auto-Submitted" not in mail


def test_the_same_message_has_the_same_id_and_says_nothing_else_of_us() -> None:
    assert composed()["Message-ID"] == composed(text="other")["Message-ID"]
    assert composed()["Message-ID"] != composed(message_id=UUID(int=5))["Message-ID"]
    assert composed(settings={"plus_addressing": False})["Reply-To"] is None


def test_long_threads_and_strange_ids_stay_readable() -> None:
    ids = [f"{number}.{'x' * 100}@example.com" for number in range(60)]
    mail = composed(
        thread={"message_id": "a <b>\r\nBcc: thief@x.ru", "references": ids, "subject": "x\r\nBcc: thief@x.ru"}
    )
    references = mail["References"].split()
    assert (references[0], references[-1], len(references)) == (f"<{ids[0]}>", "<abBcc:thief@x.ru>", 20)
    assert "Bcc" not in mail
    assert mail["Subject"] == "Re: x Bcc: thief@x.ru"


def test_a_first_message_has_a_subject_and_no_thread() -> None:
    mail = composed()
    assert (mail["Subject"], mail["In-Reply-To"], mail["References"]) == ("Ваше обращение", None, None)
    assert composed(subject="Акция")["Subject"] == "Акция"


def test_automatic_mails_say_so() -> None:
    assert composed(automatic=True)["Auto-Submitted"] == "auto-generated"
    assert composed(automatic=True, thread=THREAD)["Auto-Submitted"] == "auto-replied"


def test_html_and_files() -> None:
    files = [
        Enclosure("счёт за март.pdf", "application/pdf", b"%PDF"),
        Enclosure("../a\r\nb.eml", "message/rfc822", b"From: x\n\ny"),
        Enclosure("x", "bad type", b"\x00"),
    ]
    mail = composed(files, html="<b>Добрый</b> день!<script>x</script>", settings={"signature": "Нитка"})
    assert mail.get_content_type() == "multipart/mixed"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == ["Добрый день!", "", "-- ", "Нитка"]
    assert html.get_content() == "<b>Добрый</b> день!"
    attached = [(part.get_filename(), part.get_content_type(), part.get_content()) for part in mail.iter_attachments()]
    assert attached[0] == ("счёт за март.pdf", "application/pdf", b"%PDF")
    assert [name for name, _, _ in attached] == ["счёт за март.pdf", "ab.eml", "x"]
    read = parse_mail(mail.as_bytes())
    assert next((file.name, file.data) for file in read.files) == ("счёт за март.pdf", b"%PDF")
