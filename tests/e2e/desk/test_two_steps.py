"""Two-step sign-in in the browser: turned on in the profile, asked for at the sign-in, demanded by an owner."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pyotp
from playwright.sync_api import Page, expect

from tests.e2e.axe import broken_rules
from tests.e2e.desk.conftest import Contexts
from tests.e2e.desk.desk import Desk
from tests.e2e.platform import PASSWORD, Platform, Workspace


class Phone:
    """An app with codes, each given out once: of three that count at a time, the oldest that is not spent."""

    def __init__(self, key: str) -> None:
        self._app, self._last = pyotp.TOTP(key.replace(" ", "")), 0

    def code(self) -> str:
        """The next code."""
        step = max(self._last + 1, int(time.time()) // 30 - 1)
        assert step <= int(time.time()) // 30 + 1, "a fourth code within half a minute"
        self._last = step
        return self._app.generate_otp(step)


def _key(page: Page) -> str:
    expect(page.get_by_role("img", name="QR-код с ключом для приложения")).to_be_visible()
    shown = page.locator("pre", has_text="Ключ").inner_text()
    found = re.search(r"(?:[A-Z2-7]{4} ?){8}", shown)
    assert found, shown
    return found[0]


def _password(page: Page, url: str, email: str, password: str = PASSWORD) -> None:
    """The first step, by the keys alone."""
    page.goto(f"{url}/desk/login")
    expect(page.get_by_label("Эл. почта")).to_be_focused()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_a_code_is_asked_for_after_the_password(
    desk: Desk, contexts: Contexts, workspace: Workspace, tmp_path: Path
) -> None:
    page = desk.page
    desk.open("/desk/settings/me")
    mine = page.get_by_role("region", name="Двухэтапный вход")
    mine.get_by_role("button", name="Включить").click()
    expect(mine.get_by_label("Пароль")).to_be_focused()
    page.keyboard.type("не тот пароль")
    page.keyboard.press("Enter")
    expect(mine.get_by_role("alert")).to_have_text("Неверный пароль.")
    mine.get_by_label("Пароль").fill(PASSWORD)
    page.keyboard.press("Enter")

    phone = Phone(_key(page))
    assert broken_rules(page) == []
    expect(mine.get_by_label("Код из приложения")).to_be_focused()
    page.keyboard.type(phone.code())
    page.keyboard.press("Enter")
    expect(mine.get_by_role("heading", name="Резервные коды")).to_be_focused()
    shown = mine.get_by_role("list", name="Резервные коды").get_by_role("listitem")
    expect(shown).to_have_count(10)
    codes = shown.all_inner_texts()
    assert len(set(codes)) == 10
    with page.expect_download() as download:
        mine.get_by_role("link", name="Скачать").click()
    download.value.save_as(tmp_path / "codes.txt")
    kept = (tmp_path / "codes.txt").read_text("utf-8")
    assert kept.split("\n")[2:12] == codes
    assert workspace.owner in kept
    mine.get_by_role("button", name="Коды сохранены").click()
    expect(mine).to_contain_text("Осталось 10 резервных кодов.")
    assert broken_rules(page) == []

    other = contexts().new_page()
    _password(other, desk.url, workspace.owner)
    field = other.get_by_label("Код из приложения")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("autocomplete", "one-time-code")
    assert broken_rules(other) == []
    other.keyboard.type("000000")
    other.keyboard.press("Enter")
    expect(other.get_by_role("alert")).to_have_text("Код неверный или уже использован. Дождитесь следующего.")
    field.fill(phone.code())
    field.press("Enter")
    Desk(other, desk.url).on_line()

    third = contexts().new_page()
    _password(third, desk.url, workspace.owner)
    third.get_by_role("button", name="Нет телефона? Ввести резервный код").click()
    expect(third.get_by_label("Резервный код", exact=True)).to_be_focused()
    third.keyboard.type(codes[0].upper())
    third.keyboard.press("Enter")
    Desk(third, desk.url).on_line()
    third.goto(f"{desk.url}/desk/settings/me")
    expect(third.get_by_text("Осталось 9 резервных кодов.")).to_be_visible()


def test_an_owner_asks_everybody_and_lets_begin_anew(
    desk: Desk, contexts: Contexts, workspace: Workspace, platform: Platform
) -> None:
    email, password = f"vera-{workspace.id[-8:]}@shag.example", "battery staple 17"
    desk.open("/desk/settings/people")
    desk.page.get_by_label("Пригласить по почте").fill(email)
    desk.page.get_by_role("button", name="Пригласить", exact=True).click()
    vera = contexts().new_page()
    vera.goto(desk.page.get_by_text("/desk/invite/").inner_text())
    vera.get_by_label("Ваше имя").fill("Вера Фомина")
    vera.get_by_label("Новый пароль").fill(password)
    vera.get_by_role("button", name="Присоединиться").click()
    Desk(vera, desk.url).on_line()

    desk.open("/desk/settings/me")
    desk.page.get_by_role("button", name="Включить", exact=True).click()
    desk.page.get_by_label("Пароль").fill(PASSWORD)
    desk.page.keyboard.press("Enter")
    desk.page.get_by_label("Код из приложения").fill(Phone(_key(desk.page)).code())
    desk.page.keyboard.press("Enter")
    desk.page.get_by_role("button", name="Коды сохранены").click()
    desk.open("/desk/settings/people")
    demand = desk.page.get_by_role("switch", name="Двухэтапный вход обязателен для всех")
    expect(desk.page.get_by_text("Пока без него 1 человек.")).to_be_visible()
    demand.click()
    expect(demand).to_be_checked()

    vera.goto(f"{desk.url}/desk/customers")
    expect(vera).to_have_url(re.compile("/desk/login"))
    _password(vera, desk.url, email, password)
    expect(vera.get_by_role("heading", name="Настройте двухэтапный вход")).to_be_visible()
    key = _key(vera)
    assert broken_rules(vera) == []
    vera.get_by_label("Код из приложения").fill(Phone(key).code())
    vera.keyboard.press("Enter")
    vera.get_by_role("button", name="Коды сохранены").click()
    Desk(vera, desk.url).on_line()

    desk.open("/desk/settings/people")
    expect(desk.page.get_by_text("Он уже есть у всех.")).to_be_visible()
    row = desk.page.get_by_role("listitem").filter(has_text="Вера Фомина")
    row.get_by_role("button", name="Сбросить двухэтапный вход: Вера Фомина").click()
    row.get_by_role("button", name="Да, сбросить").click()
    expect(row.get_by_role("button", name="Сбросить двухэтапный вход")).to_have_count(0)
    expect(desk.page.get_by_text("Пока без него 1 человек.")).to_be_visible()
    desk.open("/desk/settings/audit")
    expect(desk.page.get_by_role("cell", name="Сброшен двухэтапный вход")).to_be_visible()
