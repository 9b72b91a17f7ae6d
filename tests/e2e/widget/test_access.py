"""Keyboard, screen reader, phone, colours and languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.axe import broken_rules
from tests.e2e.widget.conftest import Site, launcher, open_chat, say
from tests.e2e.widget.until import until

CHAT = "nitka-chat"
FOCUSED = """() => {
    const inside = document.activeElement.shadowRoot?.activeElement;
    return inside?.getAttribute('aria-label') ?? (inside?.textContent || document.activeElement.id);
}"""


def test_all_of_it_works_with_the_keyboard_alone(page: Page, site: Site) -> None:
    page.goto(site.url)
    launcher(page).focus()
    page.keyboard.press("Enter")
    until(page, lambda: page.evaluate(FOCUSED) == "Напишите сообщение…")
    page.keyboard.type("Раз")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("два")
    page.keyboard.press("Enter")
    until(page, lambda: site.company.texts() == ["Раз\nдва"])
    page.keyboard.press("Escape")
    expect(page.locator(f"{CHAT} [role=dialog]")).to_have_count(0)
    until(page, lambda: page.evaluate(FOCUSED) == "Открыть чат")


def test_the_focus_stays_inside_and_goes_back_where_it_was(page: Page, site: Site) -> None:
    page.goto(site.url)
    launcher(page).wait_for()
    page.locator("#ask").focus()
    page.evaluate("nitka('open')")
    until(page, lambda: page.evaluate(FOCUSED) == "Напишите сообщение…")
    expect(page.get_by_label("Прикрепить файл")).to_be_enabled()
    expect(page.get_by_role("button", name="У меня есть код")).to_be_visible()
    seen = set()
    for _ in range(8):
        page.keyboard.press("Tab")
        seen.add(page.evaluate(FOCUSED))
    page.keyboard.press("Shift+Tab")
    seen.add(page.evaluate(FOCUSED))
    field = {"Прикрепить файл", "Напишите сообщение…", "Смайлики"}
    assert seen == {"Закрыть чат", "Переписка", "У меня есть код"} | field
    page.keyboard.press("Escape")
    expect(page.locator(f"{CHAT} [role=dialog]")).to_have_count(0)
    until(page, lambda: page.evaluate(FOCUSED) == "ask")


def test_a_screen_reader_finds_its_way(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    say(page, "Раз")
    until(page, lambda: site.company.threads)
    site.company.answer("Два")
    expect(page.get_by_role("log", name="Переписка")).to_contain_text("Два")
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("dialog", name="Тёплый шаг")).to_have_count(1)
    nameless = page.locator(f"{CHAT} .nitka").evaluate(
        """root => [...root.querySelectorAll("button, textarea, input:not([hidden])")]
            .filter((element) => !element.getAttribute("aria-label") && !element.labels?.length)
            .filter((element) => !element.textContent.trim())
            .map((element) => element.outerHTML)"""
    )
    assert nameless == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("online", [True, False])
def test_no_rule_of_accessibility_is_broken(page: Page, site: Site, scheme: Any, online: bool) -> None:
    site.company.config |= {"online": online, "letters": True}
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(site.url)
    launcher(page).wait_for()
    assert broken_rules(page, CHAT) == []
    launcher(page).click()
    if not online:
        page.get_by_role("button", name="Отправить").click()
        expect(page.get_by_role("alert")).to_have_count(1)
        assert broken_rules(page, CHAT) == []
        page.get_by_role("button", name="Написать без контактов").click()
    say(page, "Раз https://a.ru")
    until(page, lambda: bool(site.company.threads))
    site.company.answer("Два https://a.ru")
    expect(page.locator(f"{CHAT} .said")).to_have_count(2)
    ask = page.get_by_label("Уйдёте с сайта?") if online else page.get_by_role("button", name="Оставить почту")
    expect(ask).to_be_visible()
    page.get_by_label("Смайлики").click()
    expect(page.locator(f"{CHAT} .emojis button").first).to_be_visible()
    assert broken_rules(page, CHAT) == []


CONTRAST = """root => {
    const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
    const light = (color) => {
        const [r, g, b] = numbers(color).map((part) => part / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
        for (let one = element; one; one = one.parentElement) {
            const color = getComputedStyle(one).backgroundColor;
            if (numbers(color)[3] !== 0) return color;
        }
        return "rgb(255, 255, 255)";
    };
    return [...root.querySelectorAll(".panel *")]
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
        .filter((element) => element.offsetParent && !element.closest(".unseen, :disabled"))
        .map((element) => {
            const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
            return [(a + 0.05) / (b + 0.05), element.className || element.localName];
        });
}"""


@pytest.mark.parametrize(("scheme", "color"), [("light", "#ffd400"), ("dark", "#0f172a"), ("light", "#ff5a1f")])
def test_every_text_can_be_read_whatever_the_brand(page: Page, site: Site, scheme: Any, color: str) -> None:
    site.company.config["widget"] = {**site.company.config["widget"], "color": color}
    site.company.config["online"] = False
    page.emulate_media(color_scheme=scheme)
    open_chat(page, site.url)
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_role("alert")).to_have_count(1)
    weak = [found for found in page.locator(f"{CHAT} .nitka").evaluate(CONTRAST) if found[0] < 4.45]
    page.get_by_role("button", name="Написать без контактов").click()
    say(page, "Раз https://a.ru")
    until(page, lambda: site.company.threads)
    site.company.answer("Два https://a.ru")
    expect(page.locator(f"{CHAT} .text a")).to_have_count(2)
    expect(page.locator(f"{CHAT} .said.pending")).to_have_count(0)
    weak += [found for found in page.locator(f"{CHAT} .nitka").evaluate(CONTRAST) if found[0] < 4.45]
    assert weak == []


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    size: Any = {"width": 390, "height": 844}
    opened = chromium.new_context(
        viewport=size, has_touch=True, is_mobile=True, locale="en-US", reduced_motion="reduce"
    )
    yield opened
    opened.close()


def test_on_a_phone_it_is_a_sheet_that_does_not_zoom_nor_raise_the_keyboard(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    page.goto(f"{site.url}/en")
    launcher(page).tap()
    panel = page.locator(f"{CHAT} .panel")
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    expect(panel).to_have_css("animation-name", "none")  # reduced motion
    field = page.get_by_label("Write a message…")
    expect(field).to_have_css("font-size", "16px")
    expect(field).not_to_be_focused()
    expect(panel.get_by_role("button", name="I have a code")).to_be_visible()
    heights = panel.evaluate("panel => [...panel.querySelectorAll('button')].map((one) => one.offsetHeight)")
    assert min(heights) >= 40
    page.reload()
    expect(launcher(page)).to_be_visible()  # the sheet covers the page: it waits to be asked again


def test_the_language_is_the_pages_and_only_it_is_loaded(page: Page, site: Site) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    open_chat(page, f"{site.url}/en")  # the browser itself is Russian
    expect(page.get_by_role("dialog")).to_contain_text("Hello! Write to us, and we will answer right here.")
    expect(page.locator(f"{CHAT} .nitka")).to_have_attribute("lang", "en")
    assert [url for url in loaded if "/ru-" in url] == []
