"""Both languages, both themes, a small window and a tablet: everything is there, and nothing lies over another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk.conftest import Contexts
from tests.e2e.desk.desk import MINE, Desk
from tests.e2e.platform import ROOT, Platform, Workspace
from tests.e2e.visitors import Visitor

AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
PAGES = ["/desk/customers", *(f"/desk/settings/{name}" for name in ("me", "channels", "people", "widget", "canned"))]

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
    """Fail if the page scrolls sideways, hides what can be pressed, or breaks a rule of accessibility."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert overlaid or page.evaluate(COVERED) == [], page.url
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    report: dict[str, Any] = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa']})")
    wrong = [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in report["violations"]]
    assert wrong == [], page.url


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
    desk.page.keyboard.type("просила звонить заранее")
    desk.keys("Control+Enter", "Escape")
    expect(desk.message("просила звонить заранее")).to_be_visible()
    return desk


@pytest.mark.parametrize(("theme", "locale", "width"), [("light", "ru", 1280), ("dark", "en", 1024)])
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
