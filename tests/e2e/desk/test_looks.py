"""Both languages, both themes, a small window and a tablet: everything is there, and nothing lies over another."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import broken_rules
from tests.e2e.desk.conftest import Contexts
from tests.e2e.desk.desk import MINE, Desk
from tests.e2e.platform import Platform, Workspace
from tests.e2e.visitors import Visitor
from tests.integration.email.servers import wait_until

SECTIONS = ("me", "channels", "people", "widget", "canned", "words", "keys", "quarantine", "audit")
PAGES = ["/desk/customers", *(f"/desk/settings/{name}" for name in SECTIONS)]

# Whatever can be pressed must be what lies there, and all of it must be on the screen.
COVERED = """() => {
  const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const found = [];
  for (const one of document.querySelectorAll("a, button, input, textarea, [role=button]")) {
    const box = one.getBoundingClientRect();
    if (!seen(one) || box.width < 2 || box.height < 2) continue;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    if (y < 0 || y > innerHeight || one.closest(".scroll")) continue;
    const there = document.elementFromPoint(x, y);
    if (!there || !(one.contains(there) || there.contains(one) || there.closest("label")))
      found.push(`${one.outerHTML.slice(0, 120)} is under ${there?.outerHTML.slice(0, 120)}`);
  }
  return found;
}"""


def sound(page: Page, *, overlaid: bool = False) -> None:
    """Fail if the page goes on to scroll sideways, hide what can be pressed, or break a rule of accessibility.

    What moves in or fades may do so for a moment.
    """
    found: list[object] = []

    def faults() -> list[object]:
        found[:] = [] if page.evaluate("document.documentElement.scrollWidth <= innerWidth") else ["scrolls sideways"]
        found.extend([] if overlaid else page.evaluate(COVERED))
        found.extend(broken_rules(page))
        return found

    try:
        wait_until(lambda: not faults(), "not sound", seconds=5)
    except TimeoutError:
        raise AssertionError(f"{page.url}: {found}") from None


@pytest.fixture
def lively(desk: Desk, visitor: Callable[..., Visitor]) -> Desk:
    """A desk with a conversation that has a bit of everything."""
    vera = visitor(name="Вера Полякова", email="vera@example.ru", phone="+79161234567")
    for title, path in (("Главная", "/"), ("Ботинки «Север»", "/boots"), ("Корзина", "/cart"), ("Доставка", "/d")):
        vera.look_at(title, path)
    vera.buy("10234", 5990, "Ботинки «Север»")
    vera.say("Здравствуйте! Когда привезут?")
    visitor(name="Глеб Тихонов").say("Есть 43 размер?")
    desk.pick("Вера Полякова")
    desk.answer("Добрый день! Завтра, с 10 до 14.")
    desk.keys("Escape", "n")
    expect(desk.field).to_be_focused()
    desk.page.keyboard.type("просила звонить заранее")
    desk.keys("Control+Enter", "Escape")
    expect(desk.message("просила звонить заранее")).to_be_visible()
    return desk


@pytest.mark.parametrize(
    ("theme", "locale", "width"),
    [("light", "ru", 1280), ("dark", "ru", 1440), ("dark", "en", 1024), ("light", "en", 820)],
)
def test_every_page_is_sound(lively: Desk, theme: str, locale: str, width: int) -> None:
    looks = {"theme": theme, "locale": locale}
    assert lively.api.patch(f"{lively.url}/api/v1/auth/me", data=looks, headers=MINE).ok
    lively.page.set_viewport_size({"width": width, "height": 768})
    lively.page.reload()
    lively.on_line()
    expect(lively.message("Когда привезут?")).to_be_visible()
    dark = lively.page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g)[0] < 80")
    assert dark is (theme == "dark")
    sound(lively.page)
    for path in PAGES:
        lively.open(path)
        expect(lively.page.locator("main")).not_to_have_text("")
        expect(lively.page.locator("[aria-busy=true]")).to_have_count(0)
        sound(lively.page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_opens_over_and_inside_the_desk_is_sound(lively: Desk, theme: str) -> None:
    assert lively.api.patch(f"{lively.url}/api/v1/auth/me", data={"theme": theme}, headers=MINE).ok
    page = lively.page
    page.reload()
    lively.on_line()
    expect(lively.message("Когда привезут?")).to_be_visible()
    person = lively.person
    person.get_by_role("button", name="Почему это один человек?").click()
    for section in ("Все касания", "Как сложился профиль"):
        person.get_by_role("button", name=section).click()
    expect(person.locator("ol")).to_have_count(1)
    person.get_by_role("button", name="Объединить с другим").click()
    person.get_by_role("textbox", name="Имя, телефон или почта").fill("Глеб")
    expect(person.get_by_role("button", name="Глеб Тихонов")).to_be_visible()
    sound(page)
    person.get_by_role("button", name="Глеб Тихонов").click()
    sound(page)
    person.get_by_role("button", name="Отмена").click()
    person.get_by_role("button", name="Разделить").click()
    sound(page)
    person.get_by_role("button", name="Отмена").click()

    for opener in ("^Фильтры$", "^Отложить$", "^Ещё$", "^Куда отвечать"):
        page.get_by_role("button", name=re.compile(opener)).click()
        expect(page.get_by_role("menu")).to_have_css("opacity", "1")
        assert broken_rules(page, without=("region",)) == [], opener  # a menu is no part of the page's regions
        lively.keys("Escape")
        expect(page.get_by_role("menu")).to_have_count(0)
    for key, said in (("Control+k", "Поиск и команды"), ("?", "Клавиши")):
        lively.keys(key)
        expect(page.get_by_role("dialog", name=said)).to_be_visible()
        assert broken_rules(page, without=("region",)) == [], said
        lively.keys("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)

    person.get_by_role("link", name="Открыть профиль целиком").click()
    expect(page.get_by_text("покупка: ").first).to_be_visible()
    sound(page)


def test_the_person_is_one_key_away_on_a_tablet(lively: Desk) -> None:
    lively.page.set_viewport_size({"width": 1024, "height": 768})
    expect(lively.person).to_be_hidden()
    lively.page.get_by_role("button", name="Показать клиента").click()
    expect(lively.person.get_by_text("vera@example.ru")).to_be_in_viewport()
    sound(lively.page, overlaid=True)
    lively.page.get_by_role("button", name="Скрыть клиента").click()
    expect(lively.person).to_be_hidden()


def test_language_and_theme_are_two_clicks_away(lively: Desk) -> None:
    page = lively.page
    page.get_by_role("button", name="профиль и настройки").click()
    page.get_by_role("menuitem", name="English").click()
    expect(page.get_by_role("region", name="Conversations")).to_be_visible()
    expect(lively.message("просила звонить заранее")).to_contain_text("customers do not see it")
    page.get_by_role("button", name="account and settings").click()
    page.get_by_role("menuitem", name="Dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    lively.on_line()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_before_one_is_in(platform: Platform, workspace: Workspace, contexts: Contexts) -> None:
    page = contexts(viewport={"width": 1024, "height": 768}).new_page()
    for path in ("/desk/login", "/desk/forgot", "/desk/reset/none", "/desk/invite/none"):
        page.goto(f"{platform.url}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        sound(page)
    expect(page.get_by_role("alert")).to_contain_text("Попросите новую")
