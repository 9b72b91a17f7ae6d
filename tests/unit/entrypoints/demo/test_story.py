"""The story holds together, and its rules."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest

from nitka.entrypoints.cli.demo import is_loopback
from nitka.entrypoints.demo.mail.boxes import owner_of
from nitka.entrypoints.demo.mail.letters import answer_subject, parted
from nitka.entrypoints.demo.screen import language
from nitka.entrypoints.demo.shop import load_goods, title_of
from nitka.entrypoints.demo.story.models import Person, Step, load_story
from nitka.entrypoints.demo.story.rules import PENDING, next_reply, next_scene, waits, walk

STORY = load_story()
EVERYBODY = [*STORY.past, *STORY.live]
SIZES = {one["id"]: one["sizes"] for one in load_goods()}
PLACES = {"", "delivery", "cart", "checkout", *SIZES}


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.id)
def test_everybody_looks_at_what_there_is(person: Person) -> None:
    for step in person.steps:
        assert step.view is None or step.view in PLACES
        for thing in [step.cart, *step.things]:
            name, _, size = thing.partition(" ")
            assert not thing or size in SIZES[name]
        assert not step.mail or (person.email and step.text)
        assert not step.contact or person.phone or person.email


def test_nobody_and_no_order_is_there_twice() -> None:
    ids = [*(one.id for one in EVERYBODY), *(one.id for one in STORY.players)]
    assert max(Counter(ids).values()) == 1
    addresses = [*(one.email for one in EVERYBODY if one.email), *(one.email for one in STORY.players)]
    assert len(set(addresses)) == len(addresses)
    orders = [step.order for one in EVERYBODY for step in one.steps if step.order]
    assert len(set(orders)) == len(orders)


def test_the_past_goes_forward() -> None:
    for person in STORY.past:
        ages = [step.before for step in person.steps]
        assert ages == sorted(ages, reverse=True), person.id


@pytest.mark.parametrize(
    ("thread", "said", "expected"),
    [
        ([], 0, None),
        (["in"], 0, None),
        (["in", "out"], 0, "first"),
        (["in", "out", "in"], 1, None),
        (["in", "out", "in", "out", "out"], 1, "second"),
        (["in", "out", "in", "out", "in", "out"], 2, None),
    ],
)
def test_whoever_is_answered_says_the_next_line(thread: list[str], said: int, expected: str | None) -> None:
    assert next_reply(thread, said, ["first", "second"]) == expected


def test_newcomers_wait_their_turn() -> None:
    scenes = [Person(id=name, name=name, steps=[]) for name in "abc"]
    following = next_scene(scenes, {"a"}, PENDING - 1)
    assert following is not None
    assert following.id == "b"
    assert next_scene(scenes, {"a"}, PENDING) is None
    assert next_scene(scenes, {"a", "b", "c"}, 0) is None
    assert waits(["out", "in"])
    assert not waits(["in", "out"])
    assert not waits([])


def test_a_walk_is_short_and_never_stands_still() -> None:
    for seed in range(200):
        pages = walk(random.Random(seed), list(SIZES))
        assert 2 <= len(pages) <= 5
        assert all(one != after for one, after in itertools.pairwise(pages))


def test_steps_know_how_long_ago() -> None:
    assert Step(ago="40h").before.total_seconds() == 40 * 3600
    assert Step().before.total_seconds() == 0


def test_quotes_are_cut_off_as_mail_programs_do() -> None:
    answer = "Да.\n\n22.11.2026, 12:00, Анна <anna@pochta.example>:\n> Вопрос?\n> Второй\n"
    assert parted(answer)[0] == "Да."
    assert parted("5 > 3, и всё") == ("5 > 3, и всё", "")
    assert answer_subject("Тема") == "Re: Тема"
    assert answer_subject("RE: Тема") == "RE: Тема"


def test_addresses_terminals_and_titles() -> None:
    assert owner_of(" Help+t.Abc@Shop.example ") == "help@shop.example"
    assert language({"LANG": "ru_RU.UTF-8"}) == "ru"
    assert language({"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}) == "en"
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "shop.example")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    goods = load_goods()
    assert title_of(goods, "goods/iney", "ru") == "Шапка «Иней» · Северный ветер"
    assert title_of(goods, "", "en") == "North Wind: clothes and boots for winter"
