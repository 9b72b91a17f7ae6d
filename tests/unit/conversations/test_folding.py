"""The laws of telling: it changes nothing, and whoever was whose customer meanwhile leaves no trace."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.conversations.folding import tell
from tests.unit.conversations.worlds import WINDOW, World, brief, line, places

NAMES = ("a", "b", "c")
GROUPINGS: tuple[tuple[str, ...], ...] = (("a", "b", "c"), ("ab", "c"), ("a", "bc"), ("ac", "b"), ("abc",))
ANNA = UUID(int=1)

Step = tuple[str, str, int]

_words = st.tuples(
    st.sampled_from(["in", "in", "out", "note", "automatic"]), st.sampled_from(NAMES), st.integers(1, 500)
)
_cares = st.tuples(
    st.sampled_from(["closed", "spam", "open", "snoozed", "waiting", "assign", "unassign", "block", "read"]),
    st.sampled_from(NAMES), st.integers(1, 100),
)  # fmt: skip
_steps = st.lists(st.one_of(_words, _words, _cares), max_size=14)
_grouped = st.lists(st.tuples(st.sampled_from(GROUPINGS), _steps), max_size=5)


def step(world: World, what: str, who: str, key: str = "") -> None:
    """Let one thing happen; `key` keeps the messages' ids the same in every world."""
    if what == "block":
        world.block(who)
    elif what in ("assign", "unassign"):
        world.assign(who, ANNA if what == "assign" else None)
    elif what == "read":
        world.read(who)
    elif what == "note":
        if world.states[world.of(who)]:
            world.say(who, what, key=key)
    elif what in ("in", "out", "automatic"):
        world.say(who, "in" if what == "automatic" else what, key=key, automatic=what == "automatic")
    else:
        world.become(who, what)


@settings(max_examples=300, deadline=None)
@given(_grouped)
def test_telling_again_changes_nothing(turns: list[tuple[tuple[str, ...], list[Step]]]) -> None:
    world = World(*NAMES)
    for grouping, steps in turns:
        world.group(*grouping)
        for what, who, hours in steps:
            world.wait(hours)
            step(world, what, who)
        for whose in world.customers:
            assert brief(world.story(*whose).conversations.values()) == brief(world.states[whose].values())


@settings(max_examples=200, deadline=None)
@given(_grouped, st.sampled_from(GROUPINGS))
def test_whose_customer_somebody_was_meanwhile_leaves_no_trace(
    turns: list[tuple[tuple[str, ...], list[Step]]], always: tuple[str, ...]
) -> None:
    """What is decided, is decided where the customer is the same in both worlds."""
    world, plain = World(*NAMES), World(*NAMES)
    plain.group(*always)
    for number, (grouping, steps) in enumerate(turns):
        world.group(*grouping)
        for place, (what, who, hours) in enumerate(steps):
            for one in (world, plain):
                one.wait(hours)
            alike = what != "block" and world.of(who) == plain.of(who)
            if alike or what in ("in", "automatic"):
                for one in (world, plain):
                    step(one, what, who, f"{number} {place}")
            world.seq = plain.seq = max(world.seq, plain.seq)
    world.group(*always)
    for whose in plain.customers:
        told, wanted = world.story(*whose), plain.story(*whose)
        assert brief(told.conversations.values()) == brief(plain.states[whose].values())
        assert places(told) == places(wanted)


@settings(max_examples=80, deadline=None)
@given(_steps, st.sampled_from(GROUPINGS))
def test_every_message_is_in_exactly_one_stretch(steps: list[Step], grouping: tuple[str, ...]) -> None:
    world = World(*NAMES)
    for what, who, hours in steps:
        world.wait(hours)
        step(world, what, who)
    for names in grouping:
        stretches = world.story(*names).stretches
        own = {line(name) for name in names}
        for said in world.said:
            holding = [one for one in stretches if one.strand == said.strand and one.first <= said.seq <= one.last]
            assert len(holding) == (1 if said.line in own else 0)


def test_what_was_closed_of_one_does_not_end_the_question_of_the_other() -> None:
    world = World("a", "b")
    world.say("b")
    world.say("a")
    world.become("a", "closed")
    world.group("ab")
    (state,) = world.states[frozenset("ab")].values()
    assert (state.status, state.unread, state.last_text) == ("open", 1, "2")


def test_an_answer_in_one_channel_answers_what_was_asked_in_the_other() -> None:
    world = World("a", "b")
    world.group("ab")
    world.say("a")
    world.say("b", "out")
    world.group("a", "b")
    world.group("ab")
    (state,) = world.states[frozenset("ab")].values()
    assert (state.status, state.waiting_since) == ("waiting", None)


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
