"""Reloads, a lost network and blocked sockets: nothing is lost and nothing is said twice."""

from __future__ import annotations

from playwright.sync_api import APIResponse, BrowserContext, Page, Route, expect

from tests.e2e.widget.conftest import Site, connected, launcher, open_chat, said, say, taken
from tests.e2e.widget.until import until

CHAT = "nitka-chat"


def test_a_reload_keeps_the_visitor_the_thread_and_the_draft(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    say(page, "Раз")
    until(page, lambda: site.company.threads)
    page.locator(f"{CHAT} .row textarea").fill("Недописано")
    page.goto("about:blank")
    site.company.answer("Пока вас не было")
    page.goto(f"{site.url}/second")
    expect(page.locator(f"{CHAT} .said")).to_have_count(2)  # open as it was, on the next page
    expect(page.locator(f"{CHAT} .row textarea")).to_have_value("Недописано")
    page.locator(f"{CHAT} .send").click()
    until(page, lambda: site.company.texts() == ["Раз", "Недописано"])
    assert len(site.company.threads) == 1


def test_without_a_network_messages_wait_and_then_go(page: Page, site: Site, context: BrowserContext) -> None:
    open_chat(page, site.url)
    say(page, "Раз")
    taken(page, site, "Раз")
    context.set_offline(True)
    expect(page.locator(f"{CHAT} .bar")).to_contain_text("Нет связи")
    say(page, "Два")
    say(page, "Три")
    expect(page.locator(f"{CHAT} .said.pending")).to_have_count(2)
    context.set_offline(False)
    expect(page.locator(f"{CHAT} .said.pending")).to_have_count(0)
    expect(page.locator(f"{CHAT} .bar")).to_have_count(0)
    assert site.company.texts() == ["Раз", "Два", "Три"]
    expect(said(page)).to_have_text(["Раз", "Два", "Три"])


def test_what_waits_survives_a_reload_with_its_id(page: Page, site: Site, context: BrowserContext) -> None:
    open_chat(page, site.url)
    say(page, "Раз")
    taken(page, site, "Раз")
    site.company.reachable = False
    site.company.hang_up()
    say(page, "Два")
    expect(page.locator(f"{CHAT} .said.pending")).to_have_count(1)
    page.reload()
    expect(page.locator(f"{CHAT} .said.pending")).to_have_count(1)
    site.company.reachable = True
    until(page, lambda: site.company.texts() == ["Раз", "Два"])
    expect(page.locator(f"{CHAT} .said.pending")).to_have_count(0)
    sent = [
        body["message_id"]
        for path, body in site.company.posted
        if path.endswith("message") or (path.endswith("/messages") and body)
    ]
    assert len(set(sent)) == 2


def test_an_answer_that_is_lost_does_not_double_the_message(page: Page, site: Site) -> None:
    """The server takes the message, and the network breaks before its word comes back."""
    site.company.sockets_allowed = False
    open_chat(page, site.url)
    lost: list[APIResponse] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/client/v1/messages*", lose)
    say(page, "Раз")
    until(page, lambda: len([path for path, _ in site.company.posted if path == "POST /client/v1/messages"]) == 2)
    expect(page.locator(f"{CHAT} .said.pending")).to_have_count(0)
    assert site.company.texts() == ["Раз"]
    expect(said(page)).to_have_text(["Раз"])


def test_where_sockets_are_blocked_all_goes_over_http(page: Page, site: Site) -> None:
    site.company.sockets_allowed = False
    open_chat(page, site.url)
    say(page, "Раз")
    until(page, lambda: site.company.texts() == ["Раз"])
    seen = site.company.answer("Да")
    expect(page.locator(f"{CHAT} .said")).to_have_count(2)
    visitor = site.company.only_visitor()
    until(page, lambda: ("POST /client/v1/read", {"visitor": visitor, "message_id": seen}) in site.company.posted)
    site.company.answer("Ещё")
    expect(page.locator(f"{CHAT} .said")).to_have_count(3)
    expect(page.locator(f"{CHAT} .bar")).to_have_count(0)


def test_a_page_whose_policy_forbids_sockets_can_talk_too(page: Page, site: Site) -> None:
    open_chat(page, f"{site.url}/nosockets")
    say(page, "Раз")
    until(page, lambda: site.company.texts() == ["Раз"])
    site.company.answer("Да")
    expect(page.locator(f"{CHAT} .said")).to_have_count(2)


def test_a_broken_socket_comes_back_with_what_was_missed(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    connected(page, site)
    say(page, "Раз")
    taken(page, site, "Раз")
    (entry,) = site.company.sockets
    site.company.sockets.clear()  # deaf, as a socket behind a dead proxy
    site.company.answer("Не дошло")
    site.company.sockets.append(entry)
    site.company.hang_up()
    expect(page.locator(f"{CHAT} .said")).to_have_count(2)
    until(page, lambda: [path for path, _ in site.company.posted].count("ws:hello") >= 2)


def test_the_launcher_waits_for_a_server_that_is_away(page: Page, site: Site) -> None:
    site.company.reachable = False
    with page.expect_response(lambda answer: answer.url.endswith("/client/v1/config")):
        page.goto(site.url)
    expect(launcher(page)).to_have_count(0)
    site.company.reachable = True
    expect(launcher(page)).to_be_visible()
