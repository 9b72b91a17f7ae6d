"""«Continue in…»: made at the desk, followed in another browser, read out on the phone."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.desk.conftest import Contexts
from tests.e2e.desk.desk import Desk
from tests.e2e.visitors import Visitor

Visiting = Callable[..., Visitor]


def test_a_link_in_the_answer_takes_the_customer_to_another_device(
    desk: Desk, visitor: Visiting, contexts: Contexts
) -> None:
    ivan = visitor(name="Иван Петров")
    ivan.say("Есть 43 размер?")
    desk.pick("Иван Петров")
    desk.keys("c")
    dialog = desk.page.get_by_role("dialog", name="Продолжить в…")
    expect(dialog.get_by_role("img", name="QR-код со ссылкой")).to_be_visible()
    dialog.get_by_role("button", name="Вставить ссылку в ответ").click()
    expect(dialog).to_be_hidden()
    expect(desk.field).to_have_value(re.compile(r"/continue/wk_\w+\?nitka=[a-z2-7]{26}$"))
    link = desk.field.input_value()
    desk.answer(f"Откройте на телефоне: {link}")

    phone = contexts(viewport={"width": 390, "height": 780}).new_page()
    phone.goto(link)
    chat = phone.locator("nitka-chat")
    chat.get_by_role("button", name="Продолжить", exact=True).click()
    expect(chat.get_by_text("Готово: мы помним, о чём шла речь.")).to_be_visible()
    assert "nitka=" not in phone.url
    expect(chat.locator(".said")).to_have_count(0)  # a link that was forwarded would show nothing
    chat.locator("textarea").fill("Так что с размером?")
    phone.keyboard.press("Enter")

    expect(desk.message("Так что с размером?")).to_be_visible()
    expect(desk.message("Есть 43 размер?")).to_be_visible()
    expect(desk.thread).to_contain_text("продолжил по ссылке из чата")
    expect(desk.thread).to_contain_text(re.compile(r"диалог продолжен в чате на сайте в \d\d:\d\d \(ссылка\)"))
    desk.answer("Да, осталось две пары")
    expect(chat.locator(".said .text").last).to_have_text("Да, осталось две пары")

    stranger = contexts().new_page()
    stranger.goto(link)
    late = stranger.locator("nitka-chat")
    late.get_by_role("button", name="Продолжить", exact=True).click()
    expect(late.get_by_role("alert")).to_have_text("Эта ссылка или код уже использованы. Попросите новый.")


def test_digits_that_a_customer_reads_out_join_two_conversations(desk: Desk, visitor: Visiting) -> None:
    visitor(name="Иван Петров").say("Первый вопрос")
    desk.pick("Иван Петров")
    desk.keys("c")
    dialog = desk.page.get_by_role("dialog", name="Продолжить в…")
    dialog.get_by_role("button", name="Шесть цифр").click()
    digits = dialog.get_by_role("status")
    expect(digits).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    code = digits.inner_text()
    expect(dialog).to_contain_text(re.compile(r"осталось (10:00|9:\d\d)"))
    desk.keys("Escape")

    visitor(name="Иван с телефона").say("Второй вопрос")
    desk.pick("Иван с телефона")
    desk.page.get_by_role("button", name="Продолжить в…").click()
    form = desk.page.get_by_role("form", name="Клиент назвал код")
    field = form.get_by_role("textbox")
    field.fill("000 000" if code != "000 000" else "111 111")
    form.get_by_role("button", name="Соединить").click()
    expect(form).to_contain_text("Такой ссылки или кода нет")
    field.fill(code)
    desk.keys("Enter")
    expect(desk.says("Готово: это тот же клиент, диалог общий.")).to_be_visible()
    expect(desk.message("Первый вопрос")).to_be_visible()
    expect(desk.message("Второй вопрос")).to_be_visible()


def test_a_visitor_takes_digits_from_the_chat_to_a_call(desk: Desk, visitor: Visiting, contexts: Contexts) -> None:
    visitor(name="Пётр Иванов").say("Звоню вам по телефону")
    desk.pick("Пётр Иванов")
    connections = desk.get("/connections")["items"]
    [key] = {one["write_key"] for one in connections if one["kind"] == "chat"}
    laptop = contexts().new_page()
    laptop.goto(f"{desk.url}/continue/{key}")
    chat = laptop.locator("nitka-chat")
    chat.locator(".launcher").click()
    chat.locator(".row textarea").fill("Где мой заказ?")
    laptop.keyboard.press("Enter")
    chat.get_by_role("button", name="Продолжить в другом месте").click()
    expect(chat.locator(".picture svg")).to_be_visible(timeout=10_000)
    chat.get_by_role("button", name="Код для звонка").click()
    digits = chat.locator(".digits")
    expect(digits).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    desk.keys("c")
    form = desk.page.get_by_role("form", name="Клиент назвал код")
    form.get_by_role("textbox").fill(digits.inner_text())
    desk.keys("Enter")
    expect(desk.message("Где мой заказ?")).to_be_visible()
    expect(desk.message("Звоню вам по телефону")).to_be_visible()
