"""Two tabs of one visitor are one conversation."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.widget.conftest import Site, open_chat, said, say, taken
from tests.e2e.widget.until import until

CHAT = "nitka-chat"


def two_tabs(context: BrowserContext, site: Site) -> tuple[Page, Page]:
    first, second = context.new_page(), context.new_page()
    open_chat(first, site.url)
    open_chat(second, f"{site.url}/second")
    return first, second


def test_both_tabs_show_the_same_and_send_once(context: BrowserContext, site: Site) -> None:
    first, second = two_tabs(context, site)
    say(first, "Из первой")
    until(second, lambda: site.company.texts() == ["Из первой"])
    say(second, "Из второй")
    until(second, lambda: site.company.texts() == ["Из первой", "Из второй"])
    site.company.answer("Вижу обе")
    for tab in (first, second):
        expect(said(tab)).to_have_text(["Из первой", "Из второй", "Вижу обе"])
    sent = [path for path, _ in site.company.posted if path in ("ws:message", "POST /client/v1/messages")]
    assert len(sent) == 2
    assert len(site.company.threads) == 1


def test_what_was_read_in_one_tab_is_not_news_in_the_other(context: BrowserContext, site: Site) -> None:
    first, second = two_tabs(context, site)
    say(first, "Раз")
    until(second, lambda: site.company.threads)
    second.keyboard.press("Escape")
    first.keyboard.press("Escape")
    site.company.answer("Новость")
    for tab in (first, second):
        expect(tab.locator(f"{CHAT} .badge")).to_have_text("1")
    first.bring_to_front()
    first.locator(f"{CHAT} .launcher").click()
    expect(second.locator(f"{CHAT} .badge")).to_have_count(0)


def test_a_message_of_a_closed_tab_is_sent_by_the_one_that_is_left(context: BrowserContext, site: Site) -> None:
    first, second = two_tabs(context, site)
    say(first, "Раз")
    for tab in (first, second):
        taken(tab, site, "Раз")
    context.set_offline(True)
    for tab in (first, second):
        expect(tab.locator(f"{CHAT} .bar")).to_contain_text("Нет связи")
    say(first, "Не успел")
    expect(second.locator(f"{CHAT} .said.pending")).to_have_count(1)
    first.close(run_before_unload=True)
    until(second, lambda: len(context.pages) == 1)
    context.set_offline(False)
    until(second, lambda: site.company.texts() == ["Раз", "Не успел"])
    expect(second.locator(f"{CHAT} .said.pending")).to_have_count(0)


def test_after_reset_the_next_person_sees_nothing(context: BrowserContext, site: Site) -> None:
    first, second = two_tabs(context, site)
    say(first, "Моё")
    taken(first, site, "Моё")
    expect(second.locator(f"{CHAT} .said")).to_have_count(1)
    first.evaluate("nitka('reset')")
    for tab in (first, second):
        expect(tab.locator(f"{CHAT} .said")).to_have_count(0)
    say(second, "Чужое")
    until(second, lambda: len(site.company.threads) == 2)
    expect(first.locator(f"{CHAT} .said")).to_have_count(1)


def test_a_token_of_somebody_else_begins_a_new_thread(page: Page, site: Site) -> None:
    token = "a.eyJzdWIiOiJ1MSJ9.c"  # sub: u1
    other = "a.eyJzdWIiOiJ1MiJ9.c"  # sub: u2
    open_chat(page, site.url)
    say(page, "До входа")
    until(page, lambda: site.company.threads)
    page.evaluate("token => nitka('identify', {userToken: token})", token)
    expect(page.locator(f"{CHAT} .said")).to_have_count(1)  # who signs in goes on with their own thread
    page.evaluate("token => nitka('identify', {userToken: token})", other)
    expect(page.locator(f"{CHAT} .said")).to_have_count(0)
    say(page, "Другой")
    until(page, lambda: len(site.company.threads) == 2)
