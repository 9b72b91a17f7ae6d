"""The law of identity: the same evidence makes the same people, in whatever order and batches it arrives."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.channels.touch import Assurance, Touch
from nitka.customers.partition import partition
from nitka.customers.rules import followed
from tests.unit.customers.world import ASSERTED, OBSERVED, VERIFIED, World, touch

values = {
    "user_id": [f"u{n}" for n in range(6)],
    "email": [f"p{n}@shop.org" for n in range(6)] + ["null"],
    "device": [f"device-{n}" for n in range(4)],
    "phone": ["+7916123450" + str(n) for n in range(4)],
}
one_identifier = st.sampled_from([(kind, value) for kind, them in values.items() for value in them])
levels: st.SearchStrategy[Assurance] = st.sampled_from([OBSERVED, ASSERTED, VERIFIED])
identifiers = st.lists(st.tuples(one_identifier, levels), min_size=1, max_size=3)


@st.composite
def stories(draw: st.DrawFn, most: int = 25) -> list[Touch]:
    """A few touches of a small crowded world, where kiosks and families are frequent."""
    said = draw(st.lists(st.tuples(identifiers, st.sampled_from(["", "Ivan", "Anna"])), min_size=2, max_size=most))
    return [
        touch(number, *((kind, value, level) for (kind, value), level in these), **({"name": name} if name else {}))
        for number, (these, name) in enumerate(said)
    ]


@given(stories(), st.data(), st.integers(1, 6))
@settings(max_examples=200, deadline=None)
def test_any_shuffle_and_any_batches_give_the_same_people(told: list[Touch], data: st.DataObject, size: int) -> None:
    shuffled = data.draw(st.permutations(told))
    one, other = World(), World()
    one.say_in_batches(told, 1)
    other.say_in_batches(shuffled, size)
    assert one.partition() == other.partition()
    assert one.owners() == other.owners()
    assert one.names() == other.names()


@given(stories(), st.integers(1, 6))
@settings(max_examples=150, deadline=None)
def test_what_is_decided_around_a_change_is_what_the_whole_graph_says(told: list[Touch], size: int) -> None:
    world = World()
    world.say_in_batches(told, size)
    store = world.store
    links = followed(store.known, store.kept.values(), store.model.limits)
    whole, _ = partition(store.model, store.known, links, store.words.valid())
    kept = (frozenset(filter(world.counts, piece)) for piece in whole)
    assert world.partition() == {piece for piece in kept if piece}
