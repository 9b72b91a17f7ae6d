"""When nobody is there: the away message, and the form that asks where to answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.widget.conftest import Site, open_chat, say
from tests.e2e.widget.until import until

CHAT = "nitka-chat"


@pytest.fixture
def closed(site: Site) -> Site:
    """The company is away until 9:00 of the day after tomorrow, Moscow time."""
    back = (datetime.now(UTC) + timedelta(days=2, hours=3)).replace(hour=6, minute=0, second=0, microsecond=0)
    site.company.config |= {"online": False, "opens_at": back.isoformat().replace("+00:00", "Z")}
    return site


SAVED = "Если вы уйдёте, ответ придёт на ivan@example.com."


def fill(page: Page, text: str, reach: str, name: str = "") -> None:
    page.get_by_label("Сообщение", exact=True).fill(text)
    page.get_by_label("Почта или телефон").fill(reach)
    page.get_by_label("Имя").fill(name)
    page.get_by_role("button", name="Отправить").click()


def test_it_says_when_somebody_will_be_back(page: Page, closed: Site) -> None:
    open_chat(page, closed.url)
    expect(page.locator(f"{CHAT} .presence")).to_contain_text("Ответим в")
    expect(page.locator(f"{CHAT} .presence")).to_contain_text("9:00")
    expect(page.get_by_role("log")).to_contain_text("Мы уже дома и ответим утром.")


@pytest.mark.parametrize(("reach", "field"), [("ivan@example.com", "email"), ("+7 916 123-45-67", "phone")])
def test_the_form_reaches_the_company_and_the_thread(page: Page, closed: Site, reach: str, field: str) -> None:
    open_chat(page, closed.url)
    fill(page, "Когда привезут?", reach, "Иван")
    until(page, lambda: closed.company.contacts)
    (contact,) = closed.company.contacts
    assert {name: contact[name] for name in ("text", "name", field)} == {
        "text": "Когда привезут?",
        "name": "Иван",
        field: reach,
    }
    expect(page.get_by_role("log")).to_contain_text(f"Спасибо! Мы ответим вам: {reach}.")
    expect(page.locator(f"{CHAT} .said")).to_have_count(1)
    say(page, "И ещё")  # once we know where to answer, the talk goes on as usual
    until(page, lambda: closed.company.texts() == ["Когда привезут?", "И ещё"])


@pytest.mark.parametrize(
    ("text", "reach", "sentence"),
    [
        ("", "ivan@example.com", "Напишите, о чём вы хотите спросить."),
        ("Текст", "", "Укажите почту или телефон, чтобы мы могли ответить."),
        ("Текст", "ivan@example", "Проверьте адрес почты: похоже, в нём опечатка."),
        ("Текст", "12-34", "Проверьте номер: в нём должно быть от 10 до 15 цифр."),
    ],
)
def test_a_slip_is_told_in_a_plain_sentence(page: Page, closed: Site, text: str, reach: str, sentence: str) -> None:
    open_chat(page, closed.url)
    fill(page, text, reach)
    expect(page.get_by_role("alert")).to_have_text(sentence)
    wrong = page.locator(f"{CHAT} [aria-invalid=true]")
    expect(wrong).to_be_focused()
    assert page.locator(f"{CHAT} #{wrong.get_attribute('aria-describedby')}").inner_text() == sentence
    assert closed.company.contacts == []


def test_a_form_filled_without_a_network_goes_later(page: Page, closed: Site, context: BrowserContext) -> None:
    open_chat(page, closed.url)
    page.get_by_label("Почта или телефон").wait_for()
    context.set_offline(True)
    fill(page, "Когда привезут?", "ivan@example.com")
    expect(page.locator(f"{CHAT} .said.pending")).to_have_count(1)
    context.set_offline(False)
    until(page, lambda: len(closed.company.contacts) == 1)


def test_who_is_known_already_is_not_asked(page: Page, closed: Site) -> None:
    page.goto(f"{closed.url}/early")
    page.locator(f"{CHAT} .row textarea").wait_for()
    expect(page.locator(f"{CHAT} form.contact")).to_have_count(0)


def test_one_can_write_without_leaving_anything_and_change_ones_mind(page: Page, closed: Site) -> None:
    open_chat(page, closed.url)
    page.get_by_role("button", name="Написать без контактов").click()
    say(page, "Раз")
    until(page, lambda: closed.company.texts() == ["Раз"])
    page.get_by_role("button", name="Оставить почту или телефон").click()
    expect(page.get_by_label("Почта или телефон")).to_be_visible()


def test_who_writes_while_somebody_is_there_may_leave_an_address(page: Page, site: Site) -> None:
    site.company.config["letters"] = True
    open_chat(page, site.url)
    field = page.get_by_label("Уйдёте с сайта?")
    expect(page.locator(f"{CHAT} .row textarea")).to_be_focused()
    expect(field).to_have_count(0)
    say(page, "Есть 43 размер?")
    expect(field).to_be_visible()
    expect(page.locator(f"{CHAT} .row textarea")).to_be_focused()
    field.fill("ivan@example")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Проверьте адрес почты: похоже, в нём опечатка.")
    assert site.company.contacts == []
    field.fill("ivan@example.com")
    page.get_by_role("button", name="Оставить", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text(SAVED)
    expect(field).to_have_count(0)
    (contact,) = site.company.contacts
    assert (contact["email"], contact.get("text")) == ("ivan@example.com", None)
    assert site.company.texts() == ["Есть 43 размер?"]
    expect(page.locator(f"{CHAT} .row textarea")).to_be_focused()
    page.reload()
    expect(page.get_by_role("log")).to_contain_text(SAVED)
    site.company.answer("Есть")
    expect(page.get_by_role("log")).not_to_contain_text(SAVED)


def test_who_does_not_want_to_is_not_asked_again(page: Page, site: Site) -> None:
    site.company.config["letters"] = True
    open_chat(page, site.url)
    say(page, "Есть 43 размер?")
    page.get_by_role("button", name="Не нужно").click()
    expect(page.get_by_label("Уйдёте с сайта?")).to_have_count(0)
    page.reload()
    expect(page.locator(f"{CHAT} .said")).to_have_count(1)
    say(page, "Ау?")
    until(page, lambda: len(site.company.texts()) == 2)
    expect(page.get_by_label("Уйдёте с сайта?")).to_have_count(0)


def test_nobody_is_asked_where_answers_do_not_go_on_by_mail(page: Page, site: Site) -> None:
    open_chat(page, site.url)
    say(page, "Есть 43 размер?")
    until(page, lambda: bool(site.company.threads))
    site.company.answer("Есть")
    expect(page.locator(f"{CHAT} .said")).to_have_count(2)
    expect(page.get_by_label("Уйдёте с сайта?")).to_have_count(0)


def test_who_asked_for_a_code_that_could_not_be_sent_is_told(page: Page, site: Site) -> None:
    site.company.config["letters"] = True
    open_chat(page, site.url)
    say(page, "Есть 43 размер?")
    page.get_by_label("Уйдёте с сайта?").fill("ivan@example.com")
    page.get_by_role("button", name="Оставить", exact=True).click()
    page.get_by_role("button", name="Подтвердить почту").click()
    expect(page.get_by_label("Мы отправили код на ivan@example.com")).to_be_visible()
    site.company.code = "failed"
    expect(page.get_by_role("alert")).to_have_text(
        "Простите, письмо с кодом на ivan@example.com не ушло. Попробуйте, пожалуйста, чуть позже."
    )
    site.company.code = "sent"
    page.get_by_role("button", name="Подтвердить почту").click()
    expect(page.get_by_label("Мы отправили код на ivan@example.com")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
