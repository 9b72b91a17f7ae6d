"""The demo's pages in a real browser: what is bought and written there is seen at the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.integration.demo.running import RunningDemo, eventually, running_demo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HELLO = "Здравствуйте! 38-й есть?"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, demo: RunningDemo) -> Iterator[Page]:
    """A page of its own browser profile; a message in its console or a mistake fails the test."""
    context = browser.new_context(locale="ru-RU", viewport={"width": 1440, "height": 900}, base_url=demo.url)
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    yield page
    context.close()
    assert trouble == []


def test_a_newcomer_tries_the_shop_and_the_mail_side_by_side(page: Page, demo: RunningDemo) -> None:
    page.goto("/demo")
    expect(page.get_by_text("demo@nitka.local")).to_be_visible()
    shop, mail = page.frame_locator("#shop-frame"), page.frame_locator("#mail-frame")
    shop.get_by_role("button", name="Войти").click()
    shop.get_by_role("menuitem", name=re.compile("Марина Белова")).click()
    expect(shop.locator("#who")).to_have_text("Марина Белова")
    shop.locator("nitka-chat button").first.click()
    shop.locator("nitka-chat textarea").fill(HELLO)
    shop.locator("nitka-chat textarea").press("Enter")
    expect(shop.locator("nitka-chat").get_by_text(HELLO)).to_be_visible()

    mail.get_by_role("button", name="Написать письмо").click()
    mail.get_by_label("Тема").fill("Размер")
    mail.get_by_placeholder("Текст письма").fill("И письмом тоже.")
    mail.get_by_role("button", name="Отправить").click()
    expect(mail.get_by_text("Письмо ушло")).to_be_visible()

    said = eventually(lambda: both if len(both := demo.messages_of("Марина Белова")) == 2 else None)
    assert {message["text"] for message in said} == {HELLO, "И письмом тоже."}
    assert len({message["conversation_id"] for message in said}) == 1
    path = f"/conversations/{said[0]['conversation_id']}/messages"
    demo.desk.post(path, json={"text": "Есть, отложили!", "channel": "chat"}).raise_for_status()
    expect(shop.locator("nitka-chat").get_by_text("Есть, отложили!")).to_be_visible()


def test_an_order_is_seen_at_the_desk(page: Page, demo: RunningDemo) -> None:
    page.goto("/demo/shop/goods/iney")
    page.get_by_role("button", name="В корзину").click()
    page.get_by_role("button", name="Уже в корзине").click()
    page.get_by_role("link", name="Оформить заказ").click()
    page.get_by_label("Имя и фамилия").fill("Лев Яшин")
    page.get_by_label("Электронная почта").fill("lev@pochta.example")
    page.get_by_role("button", name=re.compile("Заказать")).click()
    expect(page.get_by_role("heading", name="Спасибо, заказ принят!")).to_be_visible()
    [lev] = eventually(lambda: demo.items("/customers", identifier="email:lev@pochta.example"))
    eventually(lambda: "purchase" in [item["kind"] for item in demo.items(f"/customers/{lev['id']}/timeline")])
    told = demo.items(f"/customers/{lev['id']}/timeline")
    assert {"page", "track", "purchase"} <= {item["kind"] for item in told}
    assert any("Шапка «Иней»" in (item["text"] or "") for item in told if item["kind"] == "page")


def test_somebody_else_at_the_same_computer_is_somebody_else(page: Page, demo: RunningDemo) -> None:
    for name in ("Алексей Воронов", "Emily Carter"):
        page.goto("/demo/shop")
        page.locator("nitka-chat button").first.wait_for()
        page.locator("#who").click()
        page.get_by_role("menuitem", name=re.compile(name)).click()
        expect(page.locator("#who")).to_have_text(name)
        expect(page.locator("nitka-chat button").first).to_be_visible()
    for address in ("a.voronov@pochta.example", "emily.carter@postbox.example"):
        [one] = eventually(lambda address=address: demo.items("/customers", identifier=f"email:{address}"))  # type: ignore[misc]
        assert len([known for known in one["identifiers"] if known["type"] == "email"]) == 1
