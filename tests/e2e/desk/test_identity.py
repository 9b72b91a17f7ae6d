"""Who is who, decided from the person's column."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.desk.conftest import SHOPS, Contexts
from tests.e2e.desk.desk import Desk
from tests.e2e.visitors import Visitor
from tests.integration.email.servers import MailServers


def test_two_customers_become_one_and_two_again(desk: Desk, visitor: Callable[..., Visitor]) -> None:
    visitor(name="Иван Петров").say("Есть 43 размер?")
    visitor(name="Ваня Петров").say("Так что с размером?")
    expect(desk.rows()).to_have_count(2)
    desk.pick("Иван Петров")

    desk.person.get_by_role("button", name="Объединить с другим клиентом").click()
    desk.person.get_by_role("textbox", name="Имя, телефон или почта").fill("Ваня")
    desk.person.get_by_role("button", name="Ваня Петров").click()
    desk.person.get_by_label("Откуда это известно?").fill("позвонил и назвал номер заказа")
    desk.person.get_by_role("button", name="Объединить", exact=True).click()
    expect(desk.says("Клиенты объединены")).to_be_visible()
    expect(desk.rows()).to_have_count(1)
    expect(desk.message("Есть 43 размер?")).to_be_visible()
    expect(desk.message("Так что с размером?")).to_be_visible()
    desk.person.get_by_role("button", name="Как сложился профиль").click()
    expect(desk.person).to_contain_text("позвонил и назвал номер заказа")

    desk.page.get_by_role("button", name="Отменить Z").click()
    expect(desk.rows()).to_have_count(2)
    desk.pick("Иван Петров")
    expect(desk.message("Есть 43 размер?")).to_be_visible()
    expect(desk.thread).not_to_contain_text("Так что с размером?")
    desk.pick("Ваня Петров")
    expect(desk.message("Так что с размером?")).to_be_visible()


def test_who_gave_no_name_goes_by_an_address_everywhere(desk: Desk, visitor: Callable[..., Visitor]) -> None:
    nobody = visitor()
    nobody.say("Есть кто-нибудь?")
    desk.pick("Посетитель")
    known = desk.person.get_by_role("list", name="Идентификаторы")
    expect(known).to_contain_text("узнан")  # the browser; of a person nothing is proven
    expect(known).not_to_contain_text("подтверждён")
    nobody.traits = {"email": "vera@example.ru"}
    nobody.say("Пишите на почту")
    desk.pick("vera@example.ru")  # live, without a reload
    expect(desk.person.get_by_role("heading", level=2)).to_have_text("vera@example.ru")
    expect(desk.message("Пишите на почту")).to_be_visible()
    expect(desk.thread).not_to_contain_text("Посетитель")
    desk.page.reload()
    desk.on_line()
    desk.opened("vera@example.ru")
    expect(desk.row("vera@example.ru")).to_be_visible()

    desk.person.get_by_role("button", name="vera@example.ru").first.click()
    desk.person.get_by_label("Имя").fill("Вера Полякова")
    desk.keys("Enter")
    desk.opened("Вера Полякова")
    expect(desk.row("Вера Полякова")).to_be_visible()


def test_an_address_left_in_the_chat_is_known_at_the_desk(
    desk: Desk, mail: MailServers, contexts: Contexts, site: str
) -> None:
    desk.connect_mailbox(mail, SHOPS[0])  # answers can go on by mail, so the chat asks
    desk.open("/desk?tab=all")
    page = contexts(viewport={"width": 1000, "height": 760}).new_page()
    page.goto(site)
    page.locator("nitka-chat .launcher").click()
    page.locator("nitka-chat .row textarea").fill("Есть 43 размер?")
    page.keyboard.press("Enter")
    desk.pick("Посетитель")
    page.get_by_label("Уйдёте с сайта?").fill("petr@example.ru")
    page.get_by_role("button", name="Оставить", exact=True).click()
    desk.opened("petr@example.ru")
    expect(desk.row("petr@example.ru")).to_be_visible()
    expect(desk.thread).to_contain_text("оставлены данные: petr@example.ru")
    expect(desk.person.get_by_role("list", name="Идентификаторы")).to_contain_text("заявлен")
    expect(desk.thread.get_by_role("article")).to_have_count(1)


def test_each_evidence_is_told_once(desk: Desk, visitor: Callable[..., Visitor]) -> None:
    visitor(name="Анна Ким", email="anna@example.ru", phone="+79161234567").say("Где мой заказ?")
    desk.pick("Анна Ким")
    expect(desk.person.get_by_text("anna@example.ru")).to_be_visible()
    desk.person.get_by_role("button", name="Почему это один человек?").click()
    why = desk.person.locator("ol")
    expect(why.get_by_text("В одном сообщении чата")).to_have_count(1)
    for known in ("браузер", "anna@example.ru", "+7 916 123-45-67"):
        expect(why.get_by_text(known)).to_have_count(1)


def test_why_is_told_and_what_is_not_his_is_parted(desk: Desk, visitor: Callable[..., Visitor]) -> None:
    visitor(name="Анна Ким", email="anna@example.ru", phone="+79161234567").say("Где мой заказ?")
    desk.pick("Анна Ким")
    expect(desk.person.get_by_text("anna@example.ru")).to_be_visible()
    desk.person.get_by_role("button", name="Почему это один человек?").click()
    expect(desk.person.get_by_role("list").filter(has_text="+7 916 123-45-67")).not_to_have_count(0)
    why = desk.person.locator("ol")
    expect(why).to_contain_text("anna@example.ru")
    expect(why).to_contain_text("заявлен")
    expect(why).not_to_contain_text("asserted")

    desk.person.get_by_role("button", name="Разделить на двух клиентов").click()
    desk.person.get_by_role("checkbox", name="anna@example.ru").check()
    desk.person.get_by_label("Откуда это известно?").fill("почта жены")
    desk.person.get_by_role("button", name="Разделить", exact=True).click()
    expect(desk.says("Клиенты разделены")).to_be_visible()
    known = desk.person.get_by_role("list", name="Идентификаторы")
    expect(known).to_contain_text("+7 916 123-45-67")
    expect(known).not_to_contain_text("anna@example.ru")
    (other,) = desk.get("/customers?identifier=email:anna@example.ru")["items"]
    (first,) = desk.get("/customers?identifier=phone:79161234567")["items"]
    assert other["id"] != first["id"]
