"""The settings: what is changed stays, and what is wrong is said where it stands, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.desk.desk import MINE, Desk
from tests.e2e.desk.test_looks import sound
from tests.e2e.visitors import Visitor


def speak(desk: Desk, locale: str) -> None:
    assert desk.api.patch(f"{desk.url}/api/v1/auth/me", data={"locale": locale}, headers=MINE).ok


def test_how_long_an_answer_may_stay_unseen_is_set_and_kept(desk: Desk) -> None:
    page = desk.page
    desk.open("/desk/settings/widget")
    page.get_by_label("Через сколько минут ответ уйдёт по почте").fill("15")
    page.get_by_label("Сколько дней можно продолжить закрытый диалог").fill("3")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Сохранено")).to_be_visible()
    page.reload()
    desk.on_line()
    expect(page.get_by_label("Через сколько минут")).to_have_value("15")
    kept = desk.get("/workspace")
    assert (kept["fall_back_minutes"], kept["reopen_days"]) == (15, 3)


@pytest.mark.parametrize(
    ("locale", "logo", "save", "said"),
    [
        ("ru", "Логотип", "Сохранить", "Адрес начинается с https://."),
        ("en", "Logo", "Save", "Give an address that begins with https://."),
    ],
)
def test_what_the_server_refuses_is_told_at_the_field(desk: Desk, locale: str, logo: str, save: str, said: str) -> None:
    speak(desk, locale)
    page = desk.page
    desk.open("/desk/settings/widget")
    field = page.get_by_label(logo, exact=True)
    field.fill("ftp://shop.example/logo.png")
    page.get_by_role("button", name=save).click()
    expect(page.get_by_text(said)).to_have_count(1)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(re.escape(said)))
    sound(page)


def test_masks_of_numbers_are_tried_saved_and_refused_at_their_field(
    desk: Desk, visitor: Callable[..., Visitor]
) -> None:
    page = desk.page
    desk.open("/desk/settings/words")
    page.get_by_role("button", name="Добавить маску").click()
    page.get_by_role("textbox", name="Маска 1").fill("СВ-#####")
    page.get_by_role("button", name="Добавить маску").click()
    page.get_by_role("combobox", name="Маска 2: номер чего").click()
    page.get_by_role("option", name="Договор").click()
    page.get_by_role("textbox", name="Маска 2").fill("#####")
    page.get_by_label("Не принадлежат клиентам").fill("8 495 111-00-09")
    page.get_by_label("Сообщение клиента").fill("Где СВ-20391? Мой телефон 8 916 111-00-01")
    page.get_by_role("button", name="Прочитать").click()
    refused = "Под такую маску подойдёт слишком многое"
    expect(page.get_by_text(refused)).to_be_visible()
    expect(page.get_by_role("textbox", name="Маска 2")).to_have_attribute("aria-invalid", "true")
    sound(page)
    page.get_by_role("button", name="Убрать маску 2").click()
    page.get_by_role("button", name="Прочитать").click()
    found = page.get_by_role("list", name="Найдено").get_by_role("listitem")
    expect(found).to_have_count(2)
    expect(found.first).to_contain_text("СВ-20391")
    expect(found.first).to_contain_text("заказ")
    page.get_by_label("Сообщение клиента").fill("Спасибо, всё пришло")
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_role("status").filter(has_text="ничего не нашлось")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Сохранено")).to_be_visible()
    kept = desk.get("/workspace")["words"]
    assert kept == {"numbering": [{"type": "order", "mask": "СВ-#####"}], "ours": ["8 495 111-00-09"]}

    visitor(name="Иван Петров").say("Добрый день! Что с СВ-20391?")
    speak(desk, "en")
    desk.open("/desk?tab=all")
    desk.pick("Иван Петров")
    expect(desk.page.get_by_role("listitem").filter(has_text="СВ-20391?").last).to_contain_text("order")
    desk.open("/desk/settings/words")
    expect(page.get_by_role("textbox", name="Mask 1", exact=True)).to_have_value("СВ-#####")


def test_an_answer_of_the_same_short_name_is_refused_in_its_field(desk: Desk) -> None:
    answer = {"shortcut": "размер", "title": "Размеры", "text": "С 36 по 46."}
    assert desk.api.post(f"{desk.url}/api/v1/canned-answers", data=answer, headers=MINE).ok
    page = desk.page
    desk.open("/desk/settings/canned")
    page.get_by_role("button", name="Добавить ответ").click()
    for label, value in (("Короткое имя", "размер"), ("Название", "Ещё раз"), ("Текст", "Есть все")):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_label("Короткое имя")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Ответ с таким коротким именем уже есть.")).to_be_visible()
    expect(page.get_by_label("Текст")).to_have_value("Есть все")


def test_a_mailbox_that_is_wrong_says_so_at_its_field(desk: Desk) -> None:
    page = desk.page
    desk.open("/desk/settings/channels")
    page.get_by_role("button", name="Подключить канал").click()
    page.get_by_role("button", name=re.compile("почта", re.IGNORECASE)).click()
    sound(page)
    page.get_by_label("Адрес ящика").fill("help@shop.example")
    expect(page.get_by_label("Порт IMAP")).to_have_count(0)
    page.get_by_role("button", name="Ещё настройки").click()
    page.get_by_label("Порт IMAP").fill("70000")
    page.get_by_label("Порт IMAP").press("Enter")
    expect(page.get_by_text("Укажите число не больше 65535.")).to_have_count(1)
    expect(page.get_by_label("Порт IMAP")).to_have_attribute("aria-invalid", "true")
    sound(page)
