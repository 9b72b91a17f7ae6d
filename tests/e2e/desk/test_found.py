"""What a customer says of themselves, in the thread: underlined, quietly asked about, decided by a key, told why."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.desk.desk import Desk
from tests.e2e.desk.test_looks import sound
from tests.e2e.visitors import Visitor


def said(desk: Desk) -> Locator:
    return desk.page.get_by_role("list", name="Клиент сказал о себе").get_by_role("listitem")


def test_findings_come_into_the_thread_and_are_decided_by_keys(desk: Desk, visitor: Callable[..., Visitor]) -> None:
    visitor(name="Пётр Белов", email="petr@example.ru").say("Мой заказ № 10234 пришёл, спасибо!")
    ivan = visitor()
    ivan.say("Здравствуйте! Это Иван Петров")
    desk.pick("Иван Петров")  # called so by his own words alone, within moments
    expect(said(desk)).to_contain_text("Зовут Иван Петров? · принято со слов")

    ivan.say("Мой телефон 8 916 123-45-67. А заказ №10234 когда?")
    expect(said(desk)).to_have_count(3)
    expect(said(desk).nth(1)).to_contain_text("Его телефон +7 916 123-45-67? · принято со слов")
    expect(said(desk).nth(2)).to_contain_text("Его заказ 10234?")
    words = desk.message("Мой телефон").locator("mark")
    expect(words).to_have_text(["Мой телефон 8 916 123-45-67", "заказ №10234"])
    sound(desk.page)
    expect(desk.person).to_contain_text("+7 916 123-45-67")
    desk.person.get_by_role("button", name="Почему это один человек").click()
    expect(desk.person).to_contain_text("«Мой телефон 8 916 123-45-67»")

    desk.keys("y")
    expect(desk.says("Подтверждено")).to_be_visible()
    expect(said(desk)).to_have_count(2)
    ivan.say("Это телефон жены: 8 903 111-22-33")
    expect(said(desk).last).to_contain_text("+7 903 111-22-33 — не его?")
    desk.keys("x")
    expect(desk.says("Отклонено")).to_be_visible()
    expect(said(desk)).to_have_count(2)
    said(desk).nth(1).get_by_role("button", name="Неверно").click()
    expect(said(desk)).to_have_count(1)
    expect(desk.person).not_to_contain_text("+7 916 123-45-67")
