"""Who is who: two customers who are likely one person, side by side, and the hint in a conversation."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, ViewportSize, expect

from nitka.customers.suggestions import Feature
from tests.e2e.desk.desk import MINE, Desk
from tests.e2e.desk.likely import find_likely
from tests.e2e.platform import Platform, platform_on
from tests.e2e.visitors import Visitor

SIZE: ViewportSize = {"width": 1280, "height": 800}


class Person(NamedTuple):
    """Somebody on the site, invented."""

    name: str
    email: str
    words: str
    traits: dict[str, str]


# Each two of them are likely one person: the first pair is shown, the others wait below it.
PEOPLE = {
    "ru": [
        Person("Саша Петров", "sasha@example.ru", "Где мой заказ?", {"city": "Казань", "birth_date": "1985-03-12"}),
        Person("Александр Петров", "a.petrov@example.com", "Спасибо!", {"city": "Пермь", "birth_date": "1985-03-12"}),
        Person("Анна Ким", "anna.kim@example.ru", "Есть 43 размер?", {"city": "Омск"}),
        Person("Аня Ким", "anya-kim@example.ru", "Здравствуйте!", {"city": "Омск"}),
    ],
    "en": [
        Person("Bob Taylor", "bob@example.com", "Where is my order?", {"city": "Leeds", "birth_date": "1985-03-12"}),
        Person("Robert Taylor", "r.taylor@example.org", "Thank you!", {"city": "York", "birth_date": "1985-03-12"}),
        Person("Anna Kim", "anna.kim@example.com", "Is there a size 9?", {"city": "Bath"}),
        Person("Annie Kim", "annie-kim@example.com", "Hello!", {"city": "Bath"}),
    ],
}  # fmt: skip


def waterfall(one: Person, other: Person) -> list[Feature]:
    """Return what the rules say of two people of whom the last name is the same and the first a short form."""
    same_city = one.traits["city"] == other.traits["city"]
    names = [person.name.split() for person in (one, other)]
    found = [
        Feature("prior", -16.0),
        Feature("last_name", 8.4, "same", names[0][1], names[1][1]),
        Feature("first_name", 5.6, "form", names[0][0], names[1][0]),
        Feature("city", 3.1 if same_city else -1.4, "same" if same_city else "differ",
                one.traits["city"], other.traits["city"]),
    ]  # fmt: skip
    if born := one.traits.get("birth_date"):
        found.insert(1, Feature("birth_date", 12.7, "same", born, other.traits["birth_date"]))
    return found


def stage(platform: Platform, browser: Browser, locale: str, theme: str) -> Desk:
    """Let everybody write, and the rules find who is alike."""
    workspace = platform.workspace({"ru": "Тёплый шаг", "en": "Warm Step"}[locale], owner=f"anna.{locale}@shag.example")
    context = browser.new_context(viewport=SIZE, locale=locale)
    desk = Desk.signed_in(context, platform.url, workspace.owner)
    assert desk.api.patch(f"{desk.url}/api/v1/auth/me", data={"locale": locale, "theme": theme}, headers=MINE).ok
    people = PEOPLE[locale]
    for person in people:
        visitor = Visitor(platform, workspace, name=person.name, email=person.email)
        visitor.say(person.words)
        visitor.tell(**person.traits)
    expect(desk.rows()).to_have_count(len(people))
    for one, other in zip(people[::2], people[1::2], strict=True):
        find_likely(platform, workspace, desk, pair=(one.email, other.email), features=waterfall(one, other))
    return desk


def take(browser: Browser, images: Path) -> None:
    """Keep what a supervisor sees, in both languages."""
    with tempfile.TemporaryDirectory() as folder, platform_on(Path(folder) / "data") as platform:
        for locale, theme in (("ru", "light"), ("en", "light")):
            desk = stage(platform, browser, locale, theme)
            desk.open("/desk/customers/order/suggestions")
            expect(desk.page.get_by_role("article")).to_be_visible()
            desk.page.wait_for_timeout(500)  # until the marker of the choice has come to its place
            desk.page.screenshot(path=images / f"stewardship-{locale}.png")
