"""The law of likeness: the same records make the same people, in whatever order they come, crowds among them too."""

import asyncio
import random
from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nitka.channels.touch import Touch
from nitka.customers.likeness import search
from nitka.customers.likeness.described import Described, content, described, read_content, read_record
from nitka.customers.likeness.scoring import likeness
from nitka.customers.model.shape import Model
from nitka.customers.model.versions import model_of, newest
from nitka.customers.resembling import resemble
from tests.unit.customers.world import ASSERTED, OBSERVED, VERIFIED, WORKSPACE, World, touch

names = st.sampled_from(["Иван", "Ваня", "Ivan", "Пётр", "Анна", "Аня"])
surnames = st.sampled_from(["Петров", "Петрова", "Petrov", "Ким"])
births = st.sampled_from(["12.03.1985", "1985-03-12", "13.03.1985", "1990-05-01", ""])
towns = st.sampled_from(["Казань", "Уфа", ""])
records = st.fixed_dictionaries(
    {"first_name": names, "last_name": surnames, "birth_date": births, "city": towns},
    optional={"middle_name": st.sampled_from(["Сергеевич", "С.", "Олегович"])},
)
identifiers = st.sampled_from(
    [
        *[(), (("email", "p0@shop.org"),), (("email", "p1@shop.org"),), (("phone", "+79161234500"),)],
        *[(("phone", "+79161234501"),), (("email", "p2@shop.org"), ("phone", "+79161234510"))],
        (("email", "p0@shop.org"), ("phone", "+79161234500")),
        *[(("email", "ivanpetrov@shop.org"),), (("email", "ivanpterov@shop.org"), ("phone", "+79161234501"))],
    ]
)


def crowded_from(records: int) -> Model:
    """The model, but that fewer records are a crowd."""
    return replace(newest(), likeness=replace(newest().likeness, crowd=records, rare=records - 1))


def compared(told: Sequence[Touch], size: int, model: Model | None = None) -> World:
    """A world that heard these, so many at a time, and compared what was said."""
    world = World(model)
    for start in range(0, len(told), size):
        compare(world, world.say(*told[start : start + size]).described)
    return world


def compare(world: World, records: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
    """Compare these records with all; the answer is who may be one person, for people to decide."""

    async def run() -> set[tuple[UUID, UUID]]:
        _, found = await resemble(world.store, WORKSPACE, await world.store.described(records))
        return set(found.perhaps)

    return asyncio.run(run())


def by_the_desk(told: Touch) -> Touch:
    """The same, as a row of an import says it."""
    return replace(told, channel="import")


@given(
    st.lists(st.tuples(records, identifiers, st.sampled_from([True, True, False])), min_size=2, max_size=14),
    st.data(),
    st.integers(1, 5),
)
@settings(max_examples=120, deadline=None)
def test_any_order_makes_the_same_people(
    said: list[tuple[dict[str, str], tuple[tuple[str, str], ...], bool]], data: st.DataObject, size: int
) -> None:
    told = [
        (by_the_desk if vouched else replace)(
            touch(number, *((*one, ASSERTED) for one in these), sender=f"s{number}", **traits)
        )
        for number, (traits, these, vouched) in enumerate(said)
    ]
    shuffled = data.draw(st.permutations(told))
    one, other = compared(told, 1, crowded_from(3)), compared(shuffled, size, crowded_from(3))
    assert one.partition() == other.partition()
    assert one.owners() == other.owners()


@given(records)
def test_a_description_is_read_as_it_was_written(traits: dict[str, str]) -> None:
    one = described(traits)
    assert read_content(content(one)) == one


def test_a_crowded_key_parts_whom_nothing_else_brought_together() -> None:
    def person(number: int, day: int) -> Touch:
        told = touch(number, sender=f"s{number}", first_name="Иван", last_name="Петров", birth_date=f"{day:02}.03.1985")
        return by_the_desk(told)

    def together(world: World, *numbers: int) -> bool:
        homes: dict[int, UUID | None] = {
            number: world.store.known[said.owner].customer
            for number, said in enumerate(world.store.touches.values())
            if said.owner is not None
        }
        return len({homes[number] for number in numbers}) == 1

    other = touch(1, sender="s1", first_name="Ваня", last_name="Петров", birth_date="1985-03-12")
    same = [person(0, 12), by_the_desk(other)]
    assert together(compared(same, 1, crowded_from(2)), 0, 1)
    crowd = [*same, *(person(number, 12) for number in range(2, 6))]
    assert not together(compared(crowd, 1, crowded_from(2)), 0, 1)


WAYS = [("email", "s@shop.org"), ("crm_id", "77"), ("phone", "+79161234500"), ("telegram", "5051")]


def test_whose_name_a_letter_bears_is_hearsay_however_its_address_is_proven() -> None:
    name = {"name": "Софья Ильинична Преображенская"}
    known, stranger = by_the_desk(touch(0, (*WAYS[2], ASSERTED), **name)), ("email", "sophia@elsewhere.org")
    for channel, one in (("email", False), ("site", True)):
        told = replace(touch(1, (*stranger, VERIFIED), **name), channel=channel)
        assert compared([known, told], 1, newest()).together(WAYS[2], stranger) is one


def test_a_whole_name_joins_as_long_as_few_have_it() -> None:
    def named(number: int, father: str) -> Touch:
        name = {"first_name": "Софья", "last_name": "Преображенская", "middle_name": father}
        return by_the_desk(touch(number, (*WAYS[number], ASSERTED), **name))

    model = replace(newest(), likeness=replace(newest().likeness, rare=3))
    one = [named(0, "Ильинична"), named(1, "Ильинишна")]
    namesakes = [named(2, "Олеговна"), named(3, "Петровна")]
    assert compared(one, 1, model).together(*WAYS[:2])
    three = compared([*one, namesakes[0]], 1, model)
    assert three.together(*WAYS[:2])
    assert not three.together(WAYS[0], WAYS[2])
    for told in ([*one, *namesakes], [*namesakes, *one], [one[0], *namesakes, one[1]]):
        for size in (1, 4):  # so many have this name that two of them may have one father's name
            assert not compared(told, size, model).together(*WAYS[:2])
    assert not compared(one, 1, model_of(1)).together(*WAYS[:2]), "the first version asks a person"


def test_a_slip_in_a_telephone_number_joins_with_the_name() -> None:
    def told(number: int, phone: str, name: str = "Софья Преображенская") -> Touch:
        return by_the_desk(touch(number, (*WAYS[number], ASSERTED), ("phone", phone, ASSERTED), name=name))

    one = [told(0, "+79161234500"), told(1, "+79161234050", "Преображенская Соня")]  # two digits changed places
    assert compared(one, 1).together(*WAYS[:2])
    assert compared(one[::-1], 2).together(*WAYS[:2])
    assert not compared(one, 1, model_of(1)).together(*WAYS[:2])
    sister = told(1, "+79161234501", "Анна Преображенская")
    assert not compared([one[0], sister], 1).together(*WAYS[:2])
    other = told(1, "+79161239876")
    assert not compared([one[0], other], 1).together(*WAYS[:2])


@pytest.mark.parametrize("other", ["sofiapreobr@gmial.com", "sofiaperobr@gmail.com", "sofia.preobr+shop@gmail.com"])
def test_a_slip_in_an_address_joins_with_the_name(other: str) -> None:
    def told(number: int, address: str) -> Touch:
        mine, mail = (*WAYS[number], ASSERTED), ("email", address, ASSERTED)
        return by_the_desk(touch(number, mine, mail, name="Софья Преображенская"))

    pair = [told(2, "sofiapreobr@gmail.com"), told(3, other)]
    assert compared(pair, 1).together(*WAYS[2:])
    assert compared(pair[::-1], 2).together(*WAYS[2:])
    assert not compared(pair, 1, model_of(1)).together(*WAYS[2:])
    assert not compared([pair[0], told(3, "sofia.pushkina@gmail.com")], 1).together(*WAYS[2:])


def test_who_adds_a_number_to_somebody_elses_description_joins_nobody() -> None:
    name = {"first_name": "Иван", "last_name": "Петров"}
    told = [
        by_the_desk(touch(0, ("email", "ivan@shop.org", ASSERTED), **name)),
        by_the_desk(touch(1, ("crm_id", "77", ASSERTED), ("phone", "+79161234567", ASSERTED), **name)),
        touch(2, ("email", "ivan@shop.org", ASSERTED), ("phone", "+79161234568", ASSERTED), sender="thief", **name),
    ]
    assert not compared(told, 1).together(("email", "ivan@shop.org"), ("crm_id", "77"))
    vouched = [*told[:2], by_the_desk(told[2])]
    assert compared(vouched, 1).together(("email", "ivan@shop.org"), ("crm_id", "77"))


def test_a_number_that_is_told_later_is_compared_too() -> None:
    name = "Софья Преображенская"
    world = World()
    compare(world, world.say(by_the_desk(touch(0, (*WAYS[0], ASSERTED), name=name))).described)
    first = by_the_desk(touch(1, (*WAYS[1], ASSERTED), ("phone", "+79161234500", ASSERTED), name=name))
    compare(world, world.say(first).described)
    assert not world.together(*WAYS[:2])
    later = by_the_desk(touch(2, (*WAYS[0], ASSERTED), ("phone", "+79161234501", ASSERTED), name=name))
    compare(world, world.say(later).described)
    assert world.together(*WAYS[:2])


def test_who_is_told_of_again_parts_too_once_the_name_is_rare_no_more() -> None:
    def named(number: int, father: str, *more: tuple[str, str]) -> Touch:
        name = {"first_name": "Софья", "last_name": "Преображенская", "middle_name": father}
        mine = (*WAYS[number % 4], ASSERTED)
        return by_the_desk(touch(number, mine, *((*one, ASSERTED) for one in more), **name))

    model = replace(newest(), likeness=replace(newest().likeness, rare=2))
    pair = [named(0, "Ильинична"), named(1, "Ильинишна")]
    again = named(4, "Ильинична", ("phone", "+79169876543"))  # the first one once more, now with a number
    for told, size in (([*pair, again, named(3, "Петровна")], 1), ([*pair, again, named(3, "Петровна")], 2)):
        assert not compared(told, size, model).together(*WAYS[:2])


def test_an_equal_number_told_later_takes_no_slip_back() -> None:
    def described_with(*phones: str) -> Described:
        return read_record(content(described({"name": "Софья Преображенская"})), [("phone", one) for one in phones])

    by = newest().likeness
    slip = likeness(described_with("+79161234500"), described_with("+79161234501"), by)
    both = likeness(described_with("+79161234500", "+79160000000"), described_with("+79161234501", "+79160000000"), by)
    assert slip.joins
    assert both.score == slip.score


VICTIM = {"first_name": "Иван", "last_name": "Петров", "birth_date": "12.03.1985", "address": "ул. Ленина, 5, кв. 12"}


def test_who_describes_somebody_by_the_public_key_does_not_become_them() -> None:
    world = World()
    compare(world, world.say(by_the_desk(touch(0, ("email", "ivan@shop.org", ASSERTED), **VICTIM))).described)
    claims = [
        touch(1, ("device", "d1", OBSERVED), ("email", "other@shop.org", ASSERTED), **VICTIM),
        touch(2, ("device", "d2", VERIFIED), **VICTIM),  # a chat: whose browser it is, is proven, and nothing else
    ]
    suggested = compare(world, world.say(*claims).described)
    assert len({world.customer("email", "ivan@shop.org"), world.customer("device", "d1")}) == 2
    assert not world.together(("email", "ivan@shop.org"), ("device", "d2"))
    assert not world.together(("device", "d1"), ("device", "d2"))
    assert len(suggested) == 3, "they are likely, and for a person to judge"


def test_what_the_shop_itself_says_later_joins_after_all() -> None:
    world = World()
    compare(world, world.say(by_the_desk(touch(0, ("crm_id", "77", VERIFIED), **VICTIM))).described)
    assert compare(world, world.say(touch(1, ("email", "ivan@shop.org", ASSERTED), **VICTIM)).described)
    assert not world.together(("crm_id", "77"), ("email", "ivan@shop.org"))
    compare(world, world.say(touch(2, ("email", "ivan@shop.org", VERIFIED), **VICTIM)).described)
    assert world.together(("crm_id", "77"), ("email", "ivan@shop.org"))


def test_hearsay_makes_no_crowd_that_parts_anybody() -> None:
    pair = [
        by_the_desk(touch(0, ("crm_id", "77", VERIFIED), **VICTIM)),
        by_the_desk(touch(1, ("email", "ivan@shop.org", ASSERTED), **VICTIM)),
    ]
    crowd = [touch(n, ("device", f"d{n}", OBSERVED), **VICTIM) for n in range(2, 9)]
    assert compared([*pair, *crowd], 1, crowded_from(2)).together(("crm_id", "77"), ("email", "ivan@shop.org"))
    assert compared([*crowd, *pair], 4, crowded_from(2)).together(("crm_id", "77"), ("email", "ivan@shop.org"))


def test_endless_descriptions_are_cut_or_left_alone() -> None:
    chance = random.Random(1)
    endless = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(30_000))
    world = World()
    traits = dict.fromkeys(("first_name", "last_name", "middle_name", "address", "city", "company"), endless)
    assert world.say(touch(0, ("device", "d0", OBSERVED), **traits)).described == []
    assert world.customer("device", "d0") is not None
    short = described({"first_name": endless, "birth_date": "12.03.1985"})
    assert all(len(name) <= 250 for name in short.first)


def test_hearsay_does_not_bury_the_suggestions() -> None:
    world = World()
    compared_before = [by_the_desk(touch(n, ("email", f"i{n}@shop.org", ASSERTED), **VICTIM)) for n in range(9)]
    compare(world, world.say(*compared_before).described)
    asked = compare(world, world.say(touch(99, ("device", "d", OBSERVED), **VICTIM)).described)
    assert len(asked) == search.MOST_ASKED
