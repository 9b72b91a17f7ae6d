"""The laws of parting: undo gives what would have been, and telling a story again changes nothing."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.conversations.folding import tell
from tests.unit.conversations.worlds import WINDOW, World, brief, line, places

Step = tuple[str, str, int]

_words = st.tuples(st.sampled_from(["in", "in", "out"]), st.sampled_from(["a", "b"]), st.integers(0, 500))
_close = st.tuples(st.just("close"), st.just("both"), st.integers(0, 100))
_steps = st.lists(st.one_of(_words, _words, _close), max_size=14)


def play(world: World, steps: list[Step], *, place: int) -> None:
    """Let the steps happen; `place` keeps the messages' ids the same in every world."""
    for number, (what, who, hours) in enumerate(steps):
        world.wait(hours)
        if what == "close":
            world.seq += 1
            for customer in world.lines:
                world.become(customer, "closed")
        else:
            world.say(who, what, key=f"{place} {number}")


@settings(max_examples=150, deadline=None)
@given(before=_steps, between=_steps)
def test_undoing_a_merge_gives_what_would_have_been_without_it(before: list[Step], between: list[Step]) -> None:
    merged, apart = World("a", "b"), World("a", "b")
    for world in (merged, apart):
        play(world, before, place=1)
    merged.merge("a", "b")
    apart.seq += 1
    for world in (merged, apart):
        play(world, between, place=2)
    for name in ("a", "b"):
        told = merged.story(name)
        assert brief(list(told.conversations.values())) == brief(apart.of(name))
        assert places(told) == places(apart.story(name))
        assert not told.joined


@settings(max_examples=150, deadline=None)
@given(before=_steps, between=_steps)
def test_telling_again_changes_nothing(before: list[Step], between: list[Step]) -> None:
    world = World("a", "b")
    play(world, before, place=1)
    world.merge("a", "b")
    play(world, between, place=2)
    told = world.story("a", "b")
    assert brief(list(told.conversations.values())) == brief(world.of("a"))
    assert told.joined == world.joined


@settings(max_examples=80, deadline=None)
@given(steps=_steps)
def test_every_message_is_in_exactly_one_stretch(steps: list[Step]) -> None:
    world = World("a", "b")
    play(world, steps, place=1)
    world.merge("a", "b")
    for names in (("a",), ("b",), ("a", "b")):
        stretches = world.story(*names).stretches
        own = {line(name) for name in names}
        for said in world.said:
            holding = [one for one in stretches if one.strand == said.strand and one.first <= said.seq <= one.last]
            assert len(holding) == (1 if said.line in own else 0)


def test_a_channel_first_used_while_merged_goes_with_its_person() -> None:
    world = World("a", "b", "b2")
    world.say("a")
    world.say("b")
    world.merge("a", "b")
    world.merge("a", "b2")
    late = world.say("b2")
    told = world.story("b", "b2")
    assert len(told.conversations) == 1
    (state,) = told.conversations.values()
    assert state.last_seq == late.seq
    assert state.unread == 2


def test_a_strand_that_strangers_share_is_cut_where_they_speak() -> None:
    world = World("a")
    first = world.say("a")
    world.seq += 1
    foreign = world.seq
    last = world.say("a")
    assert len(world.story("a").stretches) == 1
    strand: UUID = first.strand
    cut = tell(world.said, [], WINDOW, {strand: [foreign]}).stretches
    assert [(one.first, one.last) for one in cut] == [(first.seq, first.seq), (last.seq, last.seq)]
