"""The desk without a mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.desk.desk import Desk
from tests.e2e.visitors import Visitor
from tests.integration.email.servers import wait_until

NAMES = ["Вера Полякова", "Глеб Тихонов", "Юлия Громова"]  # as they stand in the list: the latest first


@pytest.fixture
def crowd(desk: Desk, visitor: Callable[..., Visitor]) -> dict[str, Visitor]:
    """Three customers in the list, none of them opened."""
    people = {}
    for name in reversed(NAMES):
        people[name] = visitor(name=name)
        people[name].say(f"Вопрос: {name}")
        expect(desk.row(name)).to_be_visible()
    return people


def test_an_answer_a_note_and_back(desk: Desk, crowd: dict[str, Visitor]) -> None:
    desk.keys("j")
    desk.opened(NAMES[0])
    desk.keys("j", "j")
    desk.opened(NAMES[2])
    desk.keys("k")
    desk.opened(NAMES[1])

    desk.keys("Enter")
    expect(desk.field).to_be_focused()
    desk.page.keyboard.type("Добрый день!")
    desk.keys("Control+Enter")
    expect(desk.message("Добрый день!")).to_be_visible()
    expect(desk.message("Добрый день!")).to_contain_text("Отправлено")
    assert crowd[NAMES[1]].heard() == ["Добрый день!"]

    desk.keys("Escape", "n")
    expect(desk.field).to_be_focused()
    desk.page.keyboard.type("склад подтвердил")
    desk.keys("Control+Enter")
    expect(desk.message("склад подтвердил")).to_contain_text("клиент её не видит")
    assert crowd[NAMES[1]].heard() == ["Добрый день!"]


def test_undo_takes_an_answer_back(desk: Desk, crowd: dict[str, Visitor]) -> None:
    desk.keys("j")
    desk.opened(NAMES[0])
    desk.keys("Enter")
    expect(desk.field).to_be_focused()
    desk.page.keyboard.type("Не тому человеку")
    desk.keys("Control+Enter")
    expect(desk.message("Не тому человеку")).to_contain_text("Отправлено")
    desk.keys("Escape", "z")
    expect(desk.thread).not_to_contain_text("Не тому человеку")
    expect(desk.field).to_have_value("Не тому человеку")
    wait_until(lambda: crowd[NAMES[0]].heard() == [], "the answer was not taken back")


def test_closing_goes_on_to_the_next_and_comes_back(desk: Desk, crowd: dict[str, Visitor]) -> None:
    desk.keys("j")
    desk.opened(NAMES[0])
    desk.keys("e")
    desk.opened(NAMES[1])
    expect(desk.rows()).to_have_count(2)
    expect(desk.says("Диалог закрыт")).to_be_visible()
    desk.keys("z")
    desk.opened(NAMES[0])
    expect(desk.rows()).to_have_count(3)
    wait_until(lambda: desk.get("/conversations/counts")["all"] == 3, "it was not opened again")


def test_snoozing_and_taking(desk: Desk, crowd: dict[str, Visitor]) -> None:
    desk.keys("j")
    desk.opened(NAMES[0])
    desk.keys("a")
    desk.page.get_by_role("menuitem", name="Взять себе").press("Enter")
    expect(desk.page.get_by_text("Назначено")).to_be_visible()
    expect(desk.page.get_by_role("link", name="Мои 1")).to_be_visible()
    desk.keys("s")
    desk.page.get_by_role("menuitem", name="На час").press("Enter")
    desk.opened(NAMES[1])
    expect(desk.row(NAMES[0])).to_have_count(0)

    def asleep() -> list[str]:
        return [one["customer"]["name"] for one in desk.get("/conversations?status=snoozed")["items"]]

    wait_until(lambda: asleep() == [NAMES[0]], "it was not snoozed")


def test_canned_answers_come_by_a_slash(desk: Desk, crowd: dict[str, Visitor]) -> None:
    answer = {"shortcut": "размер", "title": "Размеры", "text": "{name}, есть с 36 по 46."}
    assert desk.api.post(f"{desk.url}/api/v1/canned-answers", data=answer, headers={"X-Nitka-Request": "1"}).ok
    desk.page.reload()
    desk.on_line()
    expect(desk.rows()).to_have_count(3)
    desk.keys("j")
    desk.opened(NAMES[0])
    desk.keys("/")
    expect(desk.page.get_by_role("option", name="размер")).to_be_visible()
    desk.page.keyboard.type("раз")
    desk.keys("Enter")
    expect(desk.field).to_have_value("Вера, есть с 36 по 46.")


def test_everything_is_found_by_a_few_letters(desk: Desk, crowd: dict[str, Visitor]) -> None:
    desk.keys("Control+k")
    expect(desk.page.get_by_role("combobox")).to_be_focused()
    desk.page.keyboard.type("Юлия")
    expect(desk.page.get_by_role("option").first).to_contain_text("Юлия Громова")
    desk.keys("Enter")
    desk.opened("Юлия Громова")
    desk.keys("?")
    expect(desk.page.get_by_role("dialog", name="Клавиши")).to_be_visible()
    desk.keys("Escape")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
