"""The law of likeness: the same records make the same people, in whatever order they come, crowds among them too."""

import asyncio
from collections.abc import Sequence
from unittest.mock import patch
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.channels.touch import Touch
from nitka.customers.graph import RECORD
from nitka.customers.likeness import search
from nitka.customers.likeness.described import content, described, read_content
from nitka.customers.resembling import resemble
from tests.unit.customers.world import ASSERTED, WORKSPACE, World, touch

names = st.sampled_from(["Иван", "Ваня", "Ivan", "Пётр", "Анна", "Аня"])
surnames = st.sampled_from(["Петров", "Петрова", "Petrov", "Ким"])
births = st.sampled_from(["12.03.1985", "1985-03-12", "13.03.1985", "1990-05-01", ""])
towns = st.sampled_from(["Казань", "Уфа", ""])
records = st.fixed_dictionaries(
    {"first_name": names, "last_name": surnames, "birth_date": births, "city": towns},
    optional={"middle_name": st.sampled_from(["Сергеевич", "С.", "Олегович"])},
)
identifiers = st.sampled_from([(), ("email", "p0@shop.org"), ("email", "p1@shop.org"), ("phone", "+79161234500")])


def compared(told: Sequence[Touch], size: int) -> World:
    """A world that heard these, so many at a time, and compared what was said."""
    world = World()
    for start in range(0, len(told), size):
        world.say(*told[start : start + size])
        fresh = {
            id_: read_content(node.value)
            for id_, node in world.store.known.items()
            if node.type == RECORD and id_ not in world.store.keys
        }
        asyncio.run(resemble(world.store, WORKSPACE, fresh))
    return world


@given(st.lists(st.tuples(records, identifiers), min_size=2, max_size=14), st.data(), st.integers(1, 5))
@settings(max_examples=120, deadline=None)
def test_any_order_makes_the_same_people(
    said: list[tuple[dict[str, str], tuple[str, str] | tuple[()]]], data: st.DataObject, size: int
) -> None:
    told = [
        touch(number, *([(*one, ASSERTED)] if one else []), sender=f"s{number}", **traits)
        for number, (traits, one) in enumerate(said)
    ]
    shuffled = data.draw(st.permutations(told))
    with patch.object(search, "CROWD", 3):
        one, other = compared(told, 1), compared(shuffled, size)
    assert one.partition() == other.partition()
    assert one.owners() == other.owners()


@given(records)
def test_a_description_is_read_as_it_was_written(traits: dict[str, str]) -> None:
    one = described(traits)
    assert read_content(content(one)) == one


def test_a_crowded_key_parts_whom_nothing_else_brought_together() -> None:
    def person(number: int, day: int) -> Touch:
        return touch(number, sender=f"s{number}", first_name="Иван", last_name="Петров", birth_date=f"{day:02}.03.1985")

    def together(world: World, *numbers: int) -> bool:
        homes: dict[int, UUID | None] = {
            number: world.store.known[said.owner].customer
            for number, said in enumerate(world.store.touches.values())
            if said.owner is not None
        }
        return len({homes[number] for number in numbers}) == 1

    same = [person(0, 12), touch(1, sender="s1", first_name="Ваня", last_name="Петров", birth_date="1985-03-12")]
    with patch.object(search, "CROWD", 2):
        assert together(compared(same, 1), 0, 1)
        crowd = [*same, *(person(number, 12) for number in range(2, 6))]
        assert not together(compared(crowd, 1), 0, 1)
