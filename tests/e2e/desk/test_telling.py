"""An operator sees what may not be told to who writes, sends them a code, and sees the locks open."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default

from playwright.sync_api import expect

from tests.e2e.desk.conftest import SHOPS, VERA, Contexts
from tests.e2e.desk.desk import Desk
from tests.e2e.desk.test_looks import sound
from tests.e2e.visitors import Visitor
from tests.integration.email.servers import MailServers, wait_until

SHOP = SHOPS[3]
CODE = re.compile(r"\b(\d{3}) (\d{3})\b")


def codes(mail: MailServers) -> list[str]:
    """The codes that Vera was sent, in order."""
    bodies = [message_from_bytes(one, policy=default).get_body(("plain",)) for one in mail.dovecot.mails(VERA)]
    found = [CODE.search(body.get_content()) for body in bodies if body]
    return [one[1] + one[2] for one in found if one]


def test_a_code_opens_the_locks(desk: Desk, mail: MailServers, visitor: Callable[..., Visitor]) -> None:
    desk.connect_mailbox(mail, SHOP)
    desk.keys("3")
    before = len(codes(mail))
    vera = visitor(email=VERA)
    vera.buy("order-7781", 3990, "Ботинки")
    vera.say("Что в моём заказе?")
    desk.rows().first.click(timeout=20_000)
    expect(desk.message("Что в моём заказе?")).to_be_visible()
    person = desk.page.get_by_role("complementary", name="Клиент")
    locks = person.locator("[data-told]")
    expect(person.get_by_role("note")).to_contain_text("не сообщайте того, что отмечено замком")
    expect(locks.first).to_be_visible()
    sound(desk.page)

    desk.page.get_by_role("button", name="Отправить код").click()
    desk.page.get_by_role("menuitem", name=f"На {VERA}").click()
    expect(desk.thread).to_contain_text("Мы отправили код на вашу почту")
    expect(desk.page.locator("form").get_by_role("note")).to_contain_text(f"Код отправлен на {VERA}", timeout=20_000)
    wait_until(lambda: len(codes(mail)) > before, "no code came")
    code = codes(mail)[-1]
    expect(desk.thread).not_to_contain_text(code)
    vera.say(code)
    expect(desk.message("••••••")).to_be_visible()
    expect(person.get_by_role("note")).to_have_count(0)
    expect(locks).to_have_count(0)
    assert code not in desk.page.content()


def assurances(desk: Desk) -> dict[str, str]:
    """How far the identifiers of Vera's customer are proven, by type."""
    (customer,) = desk.get(f"/customers?identifier=email:{VERA}")["items"]
    return {one["type"]: one["assurance"] for one in customer["identifiers"]}


def test_a_visitor_confirms_the_address_they_left(desk: Desk, mail: MailServers, contexts: Contexts, site: str) -> None:
    desk.connect_mailbox(mail, SHOPS[4])
    before = len(codes(mail))
    visiting = contexts(viewport={"width": 1000, "height": 760}).new_page()
    visiting.goto(site)
    chat = visiting.locator("nitka-chat")
    chat.locator(".launcher").click()
    chat.locator(".row textarea").fill("Есть 43 размер?")
    visiting.keyboard.press("Enter")
    chat.get_by_placeholder("Ваша почта").fill(VERA)
    chat.get_by_role("button", name="Оставить").click()
    chat.get_by_role("button", name="Подтвердить почту").click()
    typed = chat.get_by_placeholder("Код из письма")
    typed.fill("12 34")
    chat.get_by_role("button", name="Подтвердить", exact=True).click()
    expect(chat).to_contain_text("В коде шесть цифр")
    wait_until(lambda: len(codes(mail)) > before, "no code came")
    typed.fill(codes(mail)[-1])
    chat.get_by_role("button", name="Подтвердить", exact=True).click()
    expect(chat).to_contain_text(f"Адрес {VERA} подтверждён")
    proven = {"device": "verified", "email": "verified"}
    wait_until(lambda: assurances(desk) == proven, "the address is not known to be proven")


def test_a_code_that_was_not_sent_is_found_and_sent_anew(
    desk: Desk, mail: MailServers, contexts: Contexts, site: str
) -> None:
    desk.connect_mailbox(mail, SHOPS[4])
    visiting = contexts(viewport={"width": 1000, "height": 760}).new_page()
    visiting.goto(site)
    chat = visiting.locator("nitka-chat")
    chat.locator(".launcher").click()
    chat.locator(".row textarea").fill("Есть 43 размер?")
    visiting.keyboard.press("Enter")
    chat.get_by_placeholder("Ваша почта").fill("nobody@customer.example")
    chat.get_by_role("button", name="Оставить").click()
    chat.get_by_role("button", name="Подтвердить почту").click()
    expect(chat.get_by_role("alert")).to_contain_text("письмо с кодом на nobody@customer.example не ушло")
    desk.open("/desk/settings/quarantine")
    lost = desk.page.get_by_role("list", name="Коды, которые не ушли").get_by_role("listitem")
    expect(lost).to_contain_text("nobody@customer.example")
    expect(lost).to_contain_text("попросил посетитель · Почта магазина")
    expect(lost.get_by_role("link", name="Диалог")).to_be_visible()
    sound(desk.page)
    lost.get_by_role("button", name="Отправить новый код").click()
    expect(desk.says("Новый код для nobody@customer.example отправляется")).to_be_visible()


def test_the_owner_says_what_may_be_told(desk: Desk) -> None:
    desk.open("/desk/settings/telling")
    orders = desk.page.get_by_role("combobox", name="Заказы и покупки")
    expect(orders).to_have_value("только если доказано")
    orders.click()
    desk.page.get_by_role("option", name="и со слов клиента").click()
    desk.page.get_by_role("button", name="Сохранить").click()
    expect(desk.page.get_by_role("main")).to_contain_text("Версия 1")
    assert desk.get("/disclosure-policy")["needs"]["orders"] == "asserted"
    sound(desk.page)
    desk.open("/desk/settings/audit")
    expect(desk.page.get_by_role("main")).to_contain_text("Изменено, что можно сообщать")
