"""Somebody types a customer's e-mail address in the chat: the desk says that nothing proves it, before one answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest
from playwright.sync_api import expect

from tests.e2e.desk.conftest import SHOPS, VERA
from tests.e2e.desk.desk import MINE, Desk
from tests.e2e.desk.test_looks import sound
from tests.e2e.visitors import Visitor
from tests.integration.email.servers import MailServers, wait_until

SHOP = SHOPS[2]
WORDS = {
    "ru": (
        "Что это тот же человек, не подтверждено",
        "лишь назвался этим клиентом",
    ),
    "en": (
        "Not proven to be the same person",
        "only says to be this customer",
    ),
}


def letter(text: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = f"Вера Полякова <{VERA}>", SHOP, "Заказ 10234"
    mail["Message-ID"], mail["Date"] = "<vera@customer.example>", "Mon, 23 Nov 2026 10:00:00 +0300"
    mail.set_content(text)
    return mail.as_bytes()


@pytest.fixture
def joined(desk: Desk, mail: MailServers, visitor: Callable[..., Visitor]) -> tuple[Desk, Visitor]:
    """Vera's letter, open on the desk, and somebody in the chat who says that this is their address."""
    desk.connect_mailbox(mail, SHOP)
    desk.keys("3")
    mail.postfix.send(VERA, SHOP, letter("Мой паспорт 4510 123456. Когда привезут?"))
    desk.row("Вера Полякова").click(timeout=20_000)
    desk.opened("Вера Полякова")
    thief = visitor(email=VERA)
    thief.say("Это я. Так когда привезут?")
    expect(desk.message("Это я. Так когда привезут?")).to_be_visible()
    return desk, thief


def look_like(desk: Desk, locale: str, theme: str) -> None:
    """Show the desk in this language and theme."""
    assert desk.api.patch(f"{desk.url}/api/v1/auth/me", data={"locale": locale, "theme": theme}, headers=MINE).ok
    desk.page.reload()
    desk.on_line()


def letters(mail: MailServers) -> list[str]:
    """What Vera reads."""
    bodies = [message_from_bytes(one, policy=default).get_body(("plain",)) for one in mail.dovecot.mails(VERA)]
    return [body.get_content() for body in bodies if body]


def test_whoever_answers_is_warned_and_may_choose(joined: tuple[Desk, Visitor], mail: MailServers) -> None:
    desk, stranger = joined
    where = desk.page.get_by_role("button", name=re.compile("^(Куда отвечать|Where to answer)"))
    letters_to = desk.page.get_by_role("menuitem", name=re.compile("^(Почта|E-mail)"))
    said = desk.page.locator("form").get_by_role("status")
    for locale, theme in (("en", "dark"), ("ru", "light"), ("en", "light"), ("ru", "dark")):
        look_like(desk, locale, theme)
        mark, warning = WORDS[locale]
        expect(desk.thread).to_contain_text(mark)
        expect(where).to_contain_text("Чат на сайте" if locale == "ru" else "Site chat")
        expect(said).to_contain_text(warning)
        sound(desk.page)
    desk.answer("Назовите номер заказа")
    wait_until(lambda: stranger.heard() == ["Назовите номер заказа"], "nothing came to the chat")

    where.click()
    letters_to.click()
    expect(said).to_have_count(0)
    desk.answer("Завтра, на Ленина, 5")
    expect(desk.message("Завтра, на Ленина, 5")).to_contain_text("Почта")
    wait_until(lambda: any("Завтра, на Ленина, 5" in text for text in letters(mail)), "no letter came")
    assert stranger.heard() == ["Назовите номер заказа"]
