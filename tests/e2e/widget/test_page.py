"""The widget and the company's page leave each other alone."""

from __future__ import annotations

import gzip
from pathlib import Path

from playwright.sync_api import Page, Request, expect

from tests.e2e.widget.conftest import Site, connected, launcher, open_chat, say
from tests.e2e.widget.until import until

CHAT = "nitka-chat"
OPENING = """async () => {
    const root = document.querySelector("nitka-chat").shadowRoot;
    const start = performance.now();
    root.querySelector(".launcher").click();
    while (!root.querySelector("[role=dialog] textarea")) await new Promise(requestAnimationFrame);
    return performance.now() - start;
}"""


def test_the_entry_with_one_language_weighs_at_most_20_kb(built: Path) -> None:
    def weight(path: Path) -> int:
        return len(gzip.compress(path.read_bytes(), 9))

    languages = [weight(path) for name in ("ru", "en") for path in built.parent.glob(f"widget/{name}-*.js")]
    assert len(languages) == 2
    assert weight(built) + max(languages) <= 20_000


def test_the_chat_opens_within_100_ms(page: Page, site: Site) -> None:
    def opening() -> float:
        page.goto(site.url)
        launcher(page).wait_for()
        took: float = page.evaluate(OPENING)
        page.evaluate("nitka('close')")
        launcher(page).wait_for()
        return took

    # A machine that is busy with something else says nothing of the chat: one of the tries has it for itself.
    assert any(opening() < 100 for _ in range(5))


def test_a_rude_page_changes_nothing_in_the_chat_nor_hears_its_keys(page: Page, site: Site) -> None:
    open_chat(page, f"{site.url}/rude")
    field = page.locator(f"{CHAT} .row textarea")
    expect(field).to_have_css("font-size", "15px")
    assert field.evaluate("element => getComputedStyle(element).color") != "rgb(0, 255, 0)"
    field.press_sequentially("abc")
    say(page, "Раз")
    until(page, lambda: site.company.texts() == ["Раз"])
    assert page.evaluate("window.keys") == []


def test_the_page_keeps_its_own_looks_and_names(page: Page, site: Site) -> None:
    page.goto("about:blank")
    page.goto(f"{site.url}/untracked")
    launcher(page).wait_for()
    added = page.evaluate(
        """() => {
            const frame = document.createElement("iframe");
            document.body.append(frame);
            const plain = new Set(Object.getOwnPropertyNames(frame.contentWindow));
            frame.remove();
            return Object.getOwnPropertyNames(window).filter((name) => !plain.has(name) && Number.isNaN(Number(name)));
        }"""
    )
    assert added == ["nitka"]
    assert page.evaluate("document.styleSheets.length + document.adoptedStyleSheets.length") == 0
    assert page.locator("body > nitka-chat").count() == 1


def test_it_works_under_a_policy_that_allows_only_its_host(page: Page, site: Site) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    site.company.config["online"] = False
    open_chat(page, f"{site.url}/strict")
    expect(page.locator(f"{CHAT} .panel")).to_have_css("border-top-left-radius", "18px")
    expect(page.locator(f"{CHAT} form.contact")).to_have_css("overflow-y", "auto")  # styles of a lazy part
    page.get_by_role("button", name="Написать без контактов").click()
    say(page, "Раз")
    until(page, lambda: site.company.texts() == ["Раз"])
    until(page, lambda: site.company.sockets)
    assert refused == []


def test_it_speaks_with_its_own_host_only(page: Page, site: Site) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("websocket", lambda socket: asked.append(socket.url.replace("ws", "http", 1)))
    open_chat(page, site.url)
    say(page, "Раз")
    until(page, lambda: site.company.texts() == ["Раз"])
    host = site.app.pages.host
    assert {url for url in asked if not url.startswith(host)} <= {f"{site.url}/", f"{site.url}/favicon.ico"}


def test_page_views_are_sent_also_inside_a_single_page(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/?utm_source=ya")
    until(page, lambda: len(site.company.views) == 1)
    page.evaluate("history.pushState({}, '', '/cart'); document.title = 'Корзина'")
    until(page, lambda: len(site.company.views) == 2)
    page.evaluate("location.hash = 'top'")
    page.evaluate("history.pushState({}, '', '/pay')")
    until(page, lambda: len(site.company.views) == 3)
    first, second, third = site.company.views
    assert first["properties"]["search"] == "?utm_source=ya"
    assert (second["name"], second["properties"]["path"]) == ("Корзина", "/cart")
    assert second["properties"]["referrer"] == first["properties"]["url"]
    assert third["properties"]["path"] == "/pay"
    assert first["writeKey"] == "wk_test"
    assert first["anonymousId"] == third["anonymousId"]


def test_views_and_messages_are_of_one_visitor(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    say(page, "Раз")
    until(page, lambda: site.company.threads and site.company.views)
    assert site.company.views[0]["anonymousId"] == site.company.only_visitor()


def test_where_tracking_is_off_nothing_is_sent_or_kept_before_the_first_word(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/untracked")
    launcher(page).wait_for()
    page.evaluate("history.pushState({}, '', '/cart')")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.includes('visitor'))") == []
    launcher(page).click()
    connected(page, site)  # by now a view would have come too
    assert site.company.views == []


def test_the_page_can_open_listen_and_say_who_it_is_before_we_come(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/early")
    page.locator(f"{CHAT} [role=dialog]").wait_for()
    say(page, "Раз")
    until(page, site.company.texts)
    expect(page.locator(f"{CHAT} .said.pending")).to_have_count(0)
    connected(page, site)
    site.company.answer("Готово")
    page.wait_for_function("window.heard.length === 1")
    assert page.evaluate("window.heard") == ["Готово"]
    page.evaluate("nitka('close')")
    expect(page.locator(f"{CHAT} [role=dialog]")).to_have_count(0)


def test_the_page_learns_who_its_visitor_is_and_nobody_is_made_up_before_it_asks(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/untracked")
    launcher(page).wait_for()
    kept = "Object.keys(localStorage).some((name) => name.includes('visitor'))"
    page.evaluate("nitka('on', 'ready', (chat) => { window.chat = chat; })")  # late, and told all the same
    page.wait_for_function("window.chat")
    assert page.evaluate(kept) is False
    visitor = page.evaluate("chat.visitor")
    page.evaluate("nitka('open')")
    say(page, "Раз")
    until(page, site.company.texts)
    assert site.company.only_visitor() == visitor
    page.evaluate("nitka('reset')")
    assert page.evaluate("chat.visitor") != visitor


def test_it_never_opens_by_itself(page: Page, site: Site) -> None:
    page.goto(site.url)
    launcher(page).wait_for()
    expect(page.locator(f"{CHAT} [role=dialog]")).to_have_count(0)
    assert page.evaluate("document.activeElement === document.body")
