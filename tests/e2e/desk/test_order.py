"""Who is who at the desk: likely pairs, shared ones, conflicts, the biggest, what happened, and the hint."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from nitka.customers.suggestions import Feature
from tests.e2e.desk.desk import MINE, Desk
from tests.e2e.desk.likely import find_likely
from tests.e2e.desk.test_looks import sound
from tests.e2e.platform import Platform, Workspace
from tests.e2e.visitors import Visitor
from tests.integration.email.servers import wait_until

Likely = Callable[[str, str, float], None]
SECTIONS = ("suggestions", "shared", "conflicts", "biggest", "events")


@pytest.fixture
def likely(platform: Platform, workspace: Workspace, desk: Desk) -> Likely:
    """Lets the rules find that the customers of two addresses are likely one person."""

    def find(one: str, other: str, score: float) -> None:
        features = [
            Feature("prior", -14.0),
            Feature("last_name", 9.1, "form", "Петров", "Petrov"),
            Feature("first_name", 6.1, "form", "Саша", "Александр"),
            Feature("city", -1.2, "differ", "Казань", "Пермь"),
            Feature("email", score, "near", one, other),
        ]
        find_likely(platform, workspace, desk, pair=(one, other), features=features)

    return find


@pytest.fixture
def alike(desk: Desk, visitor: Callable[..., Visitor], likely: Likely) -> Desk:
    """A desk with two likely pairs."""
    sasha = visitor(name="Саша Петров", email="sasha@example.ru")
    sasha.say("Где мой заказ?")
    sasha.tell(city="Казань")
    alexander = visitor(name="Alexander Petrov", email="alex@example.ru")
    alexander.say("Спасибо!")
    alexander.tell(city="Пермь", birth_date="1985-03-12")
    visitor(name="Анна Ким", email="anna@example.ru").say("Здравствуйте")
    visitor(name="Аня Ким", email="anya@example.ru").say("Добрый день")
    expect(desk.rows()).to_have_count(4)
    wait_until(lambda: all(told(desk)), "what was filled in is not known")
    likely("sasha@example.ru", "alex@example.ru", 6.2)
    likely("anna@example.ru", "anya@example.ru", 2.1)
    return desk


def told(desk: Desk) -> list[object]:
    """What the two said in the form of the site."""
    return [
        desk.get(f"/customers?identifier=email:{address}")["items"][0]["traits"].get(trait)
        for address, trait in (("sasha@example.ru", "city"), ("alex@example.ru", "birth_date"))
    ]


def pairs(desk: Desk) -> Locator:
    return desk.page.get_by_role("list", name="Похожие клиенты").get_by_role("listitem")


def open_order(desk: Desk, section: str = "suggestions") -> None:
    desk.open(f"/desk/customers/order/{section}")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Кто есть кто")
    expect(desk.page.locator("[aria-busy=true]")).to_have_count(0)


def test_likely_pairs_are_decided_by_the_keys_alone(alike: Desk) -> None:
    alike.open("/desk/customers")
    alike.page.get_by_role("link", name="Кто есть кто").click()
    page = alike.page
    expect(pairs(alike)).to_have_count(2)
    expect(pairs(alike).first).to_contain_text("99")
    detail = page.get_by_role("article")
    expect(detail.get_by_role("row", name=re.compile("Имя.*Саша.*другая форма"))).to_contain_text("+6,1")
    expect(detail.get_by_role("row", name=re.compile("^Город.*не совпадает"))).to_contain_text("−1,2")
    expect(detail.get_by_role("row", name=re.compile("Вероятность"))).to_contain_text("99 %")

    alike.keys("j")
    expect(detail.get_by_role("heading", level=2)).to_contain_text("Ким")
    alike.keys("d")
    expect(pairs(alike)).to_have_count(1)
    expect(alike.says("Отмечено: разные люди")).to_be_visible()
    alike.keys("u")
    expect(alike.says("Решение отменено")).to_be_visible()
    expect(pairs(alike)).to_have_count(2)

    alike.keys("k", "a")
    expect(alike.says("Клиенты объединены")).to_be_visible()
    (one,) = alike.get("/customers?identifier=email:sasha@example.ru")["items"]
    (other,) = alike.get("/customers?identifier=email:alex@example.ru")["items"]
    assert one["id"] == other["id"]
    alike.keys("5")
    events = page.locator("[data-row]")
    expect(events.first).to_contain_text("Принята подсказка; совпало: фамилия, почта, имя.")
    alike.keys("j", "u")
    expect(events).to_have_count(4)
    alike.keys("1")
    expect(pairs(alike)).to_have_count(2)


def test_the_hint_asks_openly_and_compares_the_answer(alike: Desk) -> None:
    alike.open("/desk?tab=all")
    alike.pick("Саша Петров")
    hint = alike.page.get_by_role("region", name="Возможно, тот же человек")
    expect(hint).to_contain_text("Alexander Petrov")
    expect(hint).to_contain_text("Назовите, пожалуйста, вашу дату рождения.")
    expect(hint).not_to_contain_text("1985")
    hint.get_by_role("button", name="Вставить в ответ").click()
    expect(alike.field).to_have_value("Назовите, пожалуйста, вашу дату рождения.")
    sound(alike.page)
    hint.get_by_role("textbox", name="Что ответил клиент").fill("1 мая 1990")
    alike.keys("Enter")
    expect(hint.get_by_role("status")).to_have_text("Ответ не совпал.")
    hint.get_by_role("textbox", name="Что ответил клиент").fill("12 марта 1985")
    alike.keys("Enter")
    expect(hint.get_by_role("status")).to_have_text("Ответ совпал с тем, что известно.")
    sound(alike.page)
    hint.get_by_role("button", name="Это один человек").click()
    expect(hint).to_have_count(0)
    expect(alike.message("Спасибо!")).to_be_visible()
    alike.person.get_by_role("button", name="Как сложился профиль").click()
    expect(alike.person).to_contain_text("Спросили и сверили (дата рождения): совпало.")
    expect(alike.rows()).to_have_count(3)
    alike.keys("Escape", "z")
    expect(alike.rows()).to_have_count(4)
    alike.pick("Саша Петров")
    expect(hint).to_contain_text("Alexander Petrov")


def test_what_would_separate_them_is_told_and_done_in_one_click(desk: Desk, visitor: Callable[..., Visitor]) -> None:
    visitor(name="Пётр Ким", email="kim@example.ru").say("Закажите такси")
    visitor(name="Пётр Ким", email="kim@example.ru").say("Это снова я")
    expect(desk.rows()).to_have_count(1)
    desk.rows().first.click()
    desk.person.get_by_role("button", name="Что бы их разделило?").click()
    place = desk.person.get_by_role("listitem").filter(has_text="Без этой связи").first
    expect(place).to_contain_text("В одном сообщении чата")
    expect(place.get_by_role("list", name="2-й человек")).to_contain_text("kim@example.ru")
    sound(desk.page)
    place.get_by_role("button", name="Разделить здесь").click()
    expect(desk.says("Клиенты разделены")).to_be_visible()
    expect(desk.rows()).to_have_count(2)
    desk.keys("z")
    expect(desk.rows()).to_have_count(1)


@pytest.fixture
def disorder(alike: Desk, visitor: Callable[..., Visitor], workspace: Workspace) -> Desk:
    """Something in every list."""
    visitor(email="test@test.com").say("Кто тут?")
    ids = {
        name: alike.get(f"/customers?identifier=email:{name}@example.ru")["items"][0]["id"]
        for name in ("sasha", "alex", "anna", "anya")
    }
    merged = {"ids": [ids["anna"], ids["anya"]], "reason": "Сказала сама"}
    assert alike.api.post(f"{alike.url}/api/v1/customers/merge", data=merged, headers=MINE).ok
    visitor(name="Пётр Ким", email="petr@example.ru").say("Где мой заказ?")
    visitor(name="Лев Ким", email="lev@example.ru").say("А мой?")
    expect(alike.rows()).to_have_count(6)
    two = {one: alike.get(f"/customers?identifier=email:{one}@example.ru")["items"][0]["id"] for one in ("petr", "lev")}
    apart = {"ids": list(two.values())}
    event = alike.api.post(f"{alike.url}/api/v1/customers/merge", data=apart, headers=MINE).json()
    part = next(iter(event["before"].values()))
    split = {"identifier_ids": part, "reason": "Отец и сын"}
    (one,) = alike.get("/customers?identifier=email:petr@example.ru")["items"]
    assert alike.api.post(f"{alike.url}/api/v1/customers/{one['id']}/split", data=split, headers=MINE).ok
    for address in ("petr@example.ru", "lev@example.ru"):
        identify(alike, workspace, "kim", address)
    expect(alike.rows()).to_have_count(6)
    wait_until(lambda: bool(alike.get("/identity/conflicts")["items"]), "nothing ties the two")
    return alike


def identify(desk: Desk, workspace: Workspace, account: str, address: str) -> None:
    """Let the company's server say that this account has this address."""
    key = {"Authorization": "Basic " + _basic(workspace.server_key)}
    body: Any = {"userId": account, "traits": {"email": address}}
    assert desk.api.post(f"{desk.url}/v1/identify", data=body, headers=key).ok


def _basic(key: str) -> str:
    return b64encode(f"{key}:".encode()).decode()


@pytest.mark.parametrize(
    ("theme", "locale", "width"), [("light", "ru", 1440), ("dark", "en", 1024), ("light", "en", 820)]
)
def test_every_list_is_sound(disorder: Desk, theme: str, locale: str, width: int) -> None:
    looks = {"theme": theme, "locale": locale}
    assert disorder.api.patch(f"{disorder.url}/api/v1/auth/me", data=looks, headers=MINE).ok
    disorder.page.set_viewport_size({"width": width, "height": 820})
    for section in SECTIONS:
        disorder.open(f"/desk/customers/order/{section}")
        expect(disorder.page.locator("[data-row], [aria-current=true]").first).to_be_visible()
        if section == "biggest":
            disorder.keys("j", "Enter")
            expect(
                disorder.page.get_by_role("button", name=re.compile("Разделить здесь|Split here")).first
            ).to_be_visible()
        sound(disorder.page)


def test_conflicts_and_shared_ones_are_settled_by_the_keys(disorder: Desk) -> None:
    open_order(disorder, "conflicts")
    row = disorder.page.locator("[data-row]")
    expect(row).to_contain_text("оператор сказал, что это разные люди: «Отец и сын»")
    disorder.keys("j", "m")
    expect(disorder.says("Противоречий нет")).to_be_visible()
    disorder.keys("2")
    shared = disorder.page.locator("[data-row]")
    expect(shared).to_contain_text("test@test.com")
    disorder.keys("j", "s")
    expect(disorder.says("Теперь общий")).to_be_visible()
    expect(shared.get_by_role("button", name="Общий")).to_have_attribute("aria-pressed", "true")
    disorder.keys("z")
    expect(shared.get_by_role("button", name="Закрыт")).to_have_attribute("aria-pressed", "true")
