"""What a shared identifier is, and who makes up a household: told by who has it, in whatever order it was heard."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from nitka.customers.households.doors import door
from nitka.customers.households.kinds import kind
from nitka.customers.households.rules import MOST_AT_HOME, Tie, homes, use
from nitka.customers.likeness.described import described
from nitka.kernel.ids import derived_id

START = datetime(2026, 3, 1, tzinfo=UTC)


def person(name: str) -> UUID:
    return derived_id("person", name)


def tie(value: str, *names: str, type_: str = "phone", day: int = 0, number: int = 0) -> Tie:
    people = frozenset(map(person, names))
    few = people if (number or len(people)) <= MOST_AT_HOME else frozenset[UUID]()
    return Tie(derived_id(type_, value), type_, value, START + timedelta(days=day), number or len(people), few)


@pytest.mark.parametrize(
    ("type_", "value", "people", "expected"),
    [
        ("phone", "+79161234567", 2, "household"),
        ("phone", "+79161234567", 8, "household"),
        ("phone", "+79161234567", 9, "organisation"),
        ("phone", "+79161234567", 1, "other"),
        ("device", "tablet", 8, "home_device"),
        ("device", "tablet", 9, "public_device"),
        ("device", "tablet", 0, "other"),
        ("email", "ivanov@mail.example", 3, "household"),
        ("email", "info@firm.example", 3, "organisation"),
        ("user_id", "17", 2, "other"),
        ("user_id", "17", 20, "organisation"),
        ("loyalty", "777", 2, "household"),
        ("address", "", 4, "household"),
    ],
)
def test_what_it_is_follows_from_how_many_have_it(type_: str, value: str, people: int, expected: str) -> None:
    assert use(type_, value, people) == expected


def test_people_hang_together_through_a_phone_and_a_tablet() -> None:
    phone = tie("phone", "anna", "boris", day=2)
    tablet = tie("tablet", "boris", "vera", type_="device", day=1)
    (home,) = homes([phone, tablet])
    assert home.people == {person("anna"), person("boris"), person("vera")}
    assert home.id == tablet.id  # the oldest of what they share
    assert home.ties == (tablet, phone)


def test_a_switchboard_and_a_kiosk_make_nobody_a_household() -> None:
    assert homes([tie("board", "anna", number=400), tie("kiosk", type_="device", number=1000)]) == []


def test_a_chain_of_homes_is_not_one_home() -> None:
    chain = [tie(f"phone {at}", f"p-{at}", f"p-{at + 1}", day=at) for at in range(MOST_AT_HOME)]
    assert [home.ties for home in homes(chain)] == [(one,) for one in chain]
    assert len(homes(chain[1:])) == 1


def test_the_order_in_which_ties_come_changes_nothing() -> None:
    chance = random.Random(7)
    for _ in range(200):
        ties = [
            tie(
                f"t-{at}", *(f"p-{chance.randrange(14)}" for _ in range(chance.choice((2, 2, 3, 4)))),
                type_=chance.choice(("phone", "device", "address")), day=chance.randrange(3),
            )
            for at in range(chance.randrange(1, 9))
        ]  # fmt: skip
        known = homes(ties)
        assert sum(len(home.ties) for home in known) == len([one for one in ties if one.number > 1])
        for _ in range(5):
            chance.shuffle(ties)
            assert homes(ties) == known


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("ул. Садовая, д. 14, кв. 8", "Тверь", ""), ("Садовая 14-8", "г. Тверь", "170100"), True),
        (("Садовая 14-8", "СПб", ""), ("Садовая 14-8", "Санкт-Петербург", ""), True),
        (("Садовая 14-8", "Тверь", ""), ("Садовая 14-9", "Тверь", ""), False),
        (("Садовая 14-8", "Тверь", ""), ("Садовая 14-8", "Омск", ""), False),
        (("Садовая 14-8", "", "170100"), ("ул Садовая 14 кв 8", "", "170100"), True),
    ],
)
def test_a_door_is_the_same_however_it_is_written(
    one: tuple[str, str, str], other: tuple[str, str, str], same: bool
) -> None:
    names = ("address", "city", "postcode")
    mine, theirs = (door(described(dict(zip(names, told, strict=True)))) for told in (one, other))
    assert mine is not None
    assert (mine == theirs) is same


def test_an_address_in_no_town_is_no_door() -> None:
    assert door(described({"address": "Садовая 14-8"})) is None


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", "tablet"),
        ("Mozilla/5.0 (Linux; Android 14; SM-X210) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148", "phone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0", "computer"),
        ("curl/8", None),
        (None, None),
    ],
)
def test_a_device_is_told_by_what_its_browser_says(agent: str | None, expected: str | None) -> None:
    assert kind(agent) == expected
