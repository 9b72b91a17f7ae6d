"""Several people at one desk, each with what his role allows."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.desk.conftest import Contexts
from tests.e2e.desk.desk import MINE, Desk
from tests.e2e.visitors import Visitor


def accept(page: Page, link: str, name: str) -> Desk:
    page.goto(link)
    expect(page.get_by_text("Роль: Оператор")).to_be_visible()
    page.get_by_label("Ваше имя").fill(name)
    page.get_by_label("Новый пароль").fill("battery staple 17")
    page.get_by_role("button", name="Присоединиться").click()
    desk = Desk(page, link.split("/desk", maxsplit=1)[0])
    desk.on_line()
    return desk


def test_an_invited_operator_works_beside_the_owner(
    desk: Desk, contexts: Contexts, visitor: Callable[..., Visitor]
) -> None:
    desk.open("/desk/settings/people")
    desk.page.get_by_label("Пригласить по почте").fill("oleg@shag.example")
    desk.page.get_by_role("button", name="Пригласить", exact=True).click()
    link = desk.page.get_by_text("/desk/invite/").inner_text()

    oleg = accept(contexts().new_page(), link, "Олег Фомин")
    oleg.page.get_by_role("link", name="Настройки").click()
    expect(oleg.page.get_by_role("navigation", name="Настройки").get_by_role("link")).to_have_text(
        ["Мой профиль", "Готовые ответы"]
    )
    oleg.page.goto(f"{oleg.url}/desk/settings/people")
    expect(oleg.page.get_by_role("heading", level=1)).to_have_text("Мой профиль")
    for path in ("audit", "tokens", "quarantine"):
        assert oleg.api.get(f"{oleg.url}/api/v1/{path}").status == 403, path
    change = oleg.api.patch(f"{oleg.url}/api/v1/workspace", data={"name": "Моё"}, headers=MINE)
    assert change.status == 403

    visitor(name="Вера Полякова").say("Здравствуйте")
    for one in (desk, oleg):
        one.open("/desk?tab=all")
        one.pick("Вера Полякова")
    expect(desk.page.get_by_text("Олег Фомин тоже здесь")).to_be_visible()
    oleg.field.press_sequentially("Доб")
    expect(desk.page.get_by_text("Олег Фомин печатает")).to_be_visible()
    oleg.answer("Добрый день!")
    expect(desk.message("Добрый день!")).to_contain_text("Олег Фомин")
    oleg.open("/desk/customers")
    expect(desk.page.get_by_text("Олег Фомин тоже здесь")).to_have_count(0)
