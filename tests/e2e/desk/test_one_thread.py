"""The main scenario: one customer walks about the site, chats, then writes by e-mail; one conversation, live."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.e2e.desk.conftest import CUSTOMER, SHOPS, Contexts
from tests.e2e.desk.desk import Desk
from tests.e2e.platform import PASSWORD, Platform, Workspace
from tests.integration.email.servers import MailServers, wait_until

SHOP = SHOPS[0]


def sign_in(page: Page, url: str, email: str) -> Desk:
    """Sign in by hand, as anybody's first day begins."""
    page.goto(f"{url}/desk")
    page.get_by_label("Эл. почта").fill(email)
    page.get_by_label("Пароль", exact=True).fill("wrong horse 42")
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("alert")).to_have_text("Неверная почта или пароль.")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    desk = Desk(page, url)
    desk.on_line()
    return desk


def letter(subject: str, text: str) -> bytes:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"] = f"Иван Петров <{CUSTOMER}>", SHOP
    mail["Subject"], mail["Message-ID"], mail["Date"] = (
        subject,
        "<first@customer.example>",
        "Mon, 23 Nov 2026 10:00:00 +0300",
    )
    mail.set_content(text)
    return mail.as_bytes()


def _walk_about_and_write(visitor: Page) -> None:
    launcher = visitor.locator("nitka-chat .launcher")
    launcher.wait_for()  # the chat is there, and has told of the page
    visitor.get_by_role("link", name="Ботинки зимние").click()
    expect(visitor).to_have_title("Ботинки зимние")
    launcher.wait_for()
    visitor.get_by_label("Имя").fill("Иван Петров")
    visitor.get_by_label("Почта").fill(CUSTOMER)
    visitor.get_by_role("button", name="Запомнить").click()
    launcher.click()
    visitor.locator("nitka-chat .row textarea").fill("Есть 43 размер?")
    visitor.keyboard.press("Enter")


def test_chat_then_mail_is_one_thread(
    platform: Platform, workspace: Workspace, contexts: Contexts, mail: MailServers, visiting: Page
) -> None:
    desk = sign_in(contexts().new_page(), platform.url, workspace.owner)
    desk.connect_mailbox(mail, SHOP)
    desk.keys("3")
    expect(desk.says("Диалогов пока нет")).to_be_visible()

    visitor = visiting
    _walk_about_and_write(visitor)

    # The operator sees him without a reload, and where he has been.
    desk.row("Иван Петров").click()
    desk.opened("Иван Петров")
    expect(desk.message("Есть 43 размер?")).to_contain_text("Чат на сайте")
    expect(desk.thread).to_contain_text("на странице «Тёплый шаг»")
    expect(desk.thread).to_contain_text("на странице «Ботинки зимние»")
    expect(desk.person).to_contain_text(CUSTOMER)
    expect(desk.person).to_contain_text("заявлен")
    desk.answer("Да, осталось две пары")
    expect(visitor.locator("nitka-chat .said .text").last).to_have_text("Да, осталось две пары")
    expect(desk.message("Да, осталось две пары")).to_contain_text("Прочитано")
    visitor.get_by_role("link", name="Доставка").click()
    expect(desk.thread).to_contain_text("на странице «Доставка и оплата»")
    visitor.close()

    # He goes on by e-mail: the same conversation, and the change is plain to see.
    mail.postfix.send(CUSTOMER, SHOP, letter("Ботинки", "А доставка в Тверь есть?"))
    expect(desk.message("А доставка в Тверь есть?")).to_contain_text("Почта", timeout=20_000)
    expect(desk.thread).to_contain_text("Иван Петров: диалог продолжен по почте")
    expect(desk.page.get_by_role("button", name="Куда отвечать")).to_contain_text(CUSTOMER)
    expect(desk.rows()).to_have_count(1)

    # So does the answer.
    desk.answer("Есть, три дня")
    wait_until(lambda: bool(mail.dovecot.mails(CUSTOMER)), "no letter came")
    (sent,) = (message_from_bytes(one, policy=policy.default) for one in mail.dovecot.mails(CUSTOMER))
    assert sent["In-Reply-To"] == "<first@customer.example>"
    assert "<first@customer.example>" in sent["References"]
    assert re.fullmatch(r"Re: Ботинки", sent["Subject"])
    assert SHOP in sent["From"]
    plain = sent.get_body(("plain",))
    assert plain is not None
    assert "Есть, три дня" in plain.get_content()
    expect(desk.message("Есть, три дня")).to_contain_text("Отправлено")

    # And by the API it is one customer with one conversation.
    (customer,) = desk.get(f"/customers?identifier=email:{CUSTOMER}")["items"]
    (conversation,) = desk.get(f"/conversations?customer_id={customer['id']}")["items"]
    told = desk.get(f"/conversations/{conversation['id']}/messages")["items"]
    assert [(one["channel"], one["direction"], one["text"]) for one in told] == [
        ("chat", "in", "Есть 43 размер?"),
        ("chat", "out", "Да, осталось две пары"),
        ("email", "in", "А доставка в Тверь есть?"),
        ("email", "out", "Есть, три дня"),
    ]
