"""Who is around a customer without being them: beside a conversation, and in the list of what is shared."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.desk.desk import MINE, Desk
from tests.e2e.desk.test_looks import sound
from tests.e2e.visitors import Visitor

PHONE = "+79161234501"


@pytest.fixture
def family(desk: Desk, visitor: Callable[..., Visitor]) -> Desk:
    """A desk to which two wrote who have one phone and one tablet, and somebody who has nothing to do with them."""
    people = {"anna@example.ru": "Анна Ким", "boris@example.ru": "Борис Ким"}
    for email, name in people.items():
        visitor(name=name, email=email, phone=PHONE).say("Здравствуйте!")
    tablet = visitor()
    for email, name in people.items():
        tablet.tell(email=email, name=name, phone=PHONE)
    visitor(name="Пётр Ли", email="petr@example.ru").say("Добрый день")
    expect(desk.rows()).to_have_count(3)
    return desk


def section(desk: Desk, name: str) -> Locator:
    return desk.person.locator("section").filter(has=desk.page.get_by_role("button", name=name, exact=True))


def test_beside_a_conversation_stands_who_shares_what_with_this_customer(family: Desk) -> None:
    family.open("/desk?tab=all")
    family.pick("Анна Ким")
    around = section(family, "Рядом")
    boris = around.get_by_role("list", name="Семья").get_by_role("listitem")
    expect(boris).to_have_count(1)
    expect(boris).to_contain_text("Борис Ким")
    expect(boris).to_contain_text("общий телефон, не доказано")
    expect(boris).to_contain_text("общее устройство")
    expect(around).to_contain_text("Это другие люди")
    tablet = section(family, "Устройства").get_by_role("listitem").filter(has_text="пользуются 2 человека")
    expect(tablet).to_contain_text("1 касание")
    sound(family.page)

    boris.get_by_role("link", name="Борис Ким").focus()
    family.keys("Enter")
    expect(family.page.get_by_role("heading", name="Борис Ким").first).to_be_visible()
    expect(family.page.get_by_role("list", name="Семья").get_by_role("link", name="Анна Ким")).to_be_visible()
    expect(family.page.get_by_text("Это другие люди")).to_have_count(0)  # nobody listens here

    family.open("/desk?tab=all")
    family.pick("Пётр Ли")
    expect(section(family, "Согласия и отказы")).to_be_visible()
    expect(section(family, "Рядом")).to_have_count(0)


def test_what_is_shared_is_listed_by_what_it_is_and_opened_by_the_keys(family: Desk) -> None:
    page = family.page
    family.open("/desk/customers/order/shared")
    kinds = page.get_by_role("group", name="Что это")
    expect(kinds.get_by_role("button", name="Семьи")).to_contain_text("1")
    expect(kinds.get_by_role("button", name="Домашние устройства")).to_contain_text("1")
    expect(kinds.get_by_role("button", name="Организации")).to_contain_text("0")
    rows = page.locator("[data-row]")
    kinds.get_by_role("button", name="Семьи").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Семья.")
    family.keys("j", "Enter")
    having = page.get_by_role("list", name="У кого это есть: +7 916 123-45-01")
    expect(having.get_by_role("link")).to_have_text(["Анна Ким", "Борис Ким"])
    expect(having.get_by_role("listitem").first).to_contain_text("общий телефон")
    sound(page)

    kinds.get_by_role("button", name="Домашние устройства").click()
    expect(rows).to_contain_text("Домашнее устройство.")
    family.keys("j", "Enter")
    users = page.get_by_role("list", name=re.compile("У кого это есть: браузер"))
    expect(users.get_by_role("listitem")).to_have_count(2)
    expect(users.get_by_role("listitem").first).to_contain_text("1 касание")

    kinds.get_by_role("button", name="Киоски").click()
    expect(page.get_by_text("Ничего такого нет")).to_be_visible()
    sound(page)


def test_when_one_says_whose_the_phone_is_only_the_tablet_is_left(family: Desk) -> None:
    family.open("/desk/customers/order/shared")
    kinds = family.page.get_by_role("group", name="Что это")
    kinds.get_by_role("button", name="Семьи").click()
    expect(family.page.locator("[data-row]")).to_have_count(1)
    family.keys("j", "b")
    expect(family.says("Теперь закрыт")).to_be_visible()
    expect(kinds.get_by_role("button", name="Семьи")).to_contain_text("0")
    family.open("/desk?tab=all")
    family.pick("Анна Ким")
    boris = section(family, "Рядом").get_by_role("listitem")
    expect(boris).to_contain_text("общее устройство")
    expect(boris).not_to_contain_text("телефон")


@pytest.mark.parametrize(
    ("theme", "locale", "width"), [("light", "ru", 1440), ("dark", "en", 1024), ("light", "en", 820)]
)
def test_it_is_sound_in_every_look(family: Desk, theme: str, locale: str, width: int) -> None:
    looks = {"theme": theme, "locale": locale}
    assert family.api.patch(f"{family.url}/api/v1/auth/me", data=looks, headers=MINE).ok
    family.page.set_viewport_size({"width": width, "height": 820})
    family.open("/desk/customers/order/shared")
    openers = family.page.locator("[data-row] button[aria-expanded]")
    expect(openers).to_have_count(2)
    for opener in openers.all():
        opener.click()
    expect(family.page.locator("[data-row] ul").get_by_role("link")).to_have_count(4)
    sound(family.page)
    (anna,) = family.get("/customers?identifier=email:anna@example.ru")["items"]
    family.open(f"/desk/customers/{anna['id']}")
    expect(family.page.get_by_role("list", name=re.compile("^(Семья|Household)$"))).to_be_visible()
    sound(family.page)
