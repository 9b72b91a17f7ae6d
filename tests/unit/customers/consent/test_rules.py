"""What holds of what was said: nobody who refused is bothered, and nobody loses their own word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from nitka.channels.consents import ConsentState
from nitka.customers.consent.models import Statement
from nitka.customers.consent.rules import Named, effective, subjects

START = datetime(2026, 3, 1, tzinfo=UTC)


def say(number: int, state: ConsentState, *subjects: int, day: int = 0, channel: str = "") -> Statement:
    """One statement of these identifiers."""
    at = START + timedelta(days=day)
    return Statement(
        id=UUID(int=number), purpose="marketing", channel=channel, topic="", state=state, source="desk", reason="",
        touch_id=None, policy_version="", author=None, at=at, recorded_at=at,
        subjects=[UUID(int=one) for one in subjects],
    )  # fmt: skip


def test_of_one_identifier_the_latest_word_holds() -> None:
    said = [say(1, "refused", 1), say(2, "granted", 1, day=1)]
    assert [one.id for one in effective(said)] == [UUID(int=2)]
    assert [one.id for one in effective(reversed(said))] == [UUID(int=2)]


def test_of_several_the_most_restrictive_holds() -> None:
    assert [one.state for one in effective([say(1, "refused", 1), say(2, "granted", 2, day=1)])] == ["refused"]


def test_what_was_said_at_the_same_moment_is_a_refusal() -> None:
    assert [one.state for one in effective([say(1, "refused", 1), say(2, "granted", 1)])] == ["refused"]


def test_channels_are_decided_apart() -> None:
    found = effective([say(1, "refused", 1, channel="phone"), say(2, "granted", 1, channel="email")])
    assert {one.channel: one.state for one in found} == {"phone": "refused", "email": "granted"}


STATES: list[ConsentState] = ["granted", "refused"]
statements = st.lists(
    st.tuples(st.sampled_from(STATES), st.sets(st.integers(1, 4), min_size=1), st.integers(0, 5)),
    max_size=8,
).map(lambda them: [say(n, state, *subjects, day=day) for n, (state, subjects, day) in enumerate(them)])


def own(said: list[Statement], *subjects: int) -> list[Statement]:
    """What the ledger has of these identifiers."""
    ids = {UUID(int=one) for one in subjects}
    return [
        Statement(**{name: getattr(one, name) for name in one.__struct_fields__} | {"subjects": sorted(mine)})
        for one in said
        if (mine := ids.intersection(one.subjects))
    ]


@given(statements)
def test_together_they_allow_what_both_allow(said: list[Statement]) -> None:
    parts = [effective(own(said, 1, 2)), effective(own(said, 3, 4))]
    together = effective(own(said, 1, 2, 3, 4))
    refused = any(one.state == "refused" for part in parts for one in part)
    assert [one.state for one in together] == (["refused" if refused else "granted"] if any(parts) else [])


@given(statements, st.randoms())
def test_the_order_in_which_it_is_read_says_nothing(said: list[Statement], chance: object) -> None:
    shuffled = list(said)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert effective(shuffled) == effective(said)


def test_a_touch_agrees_for_whom_it_proves_and_refuses_for_all_it_names() -> None:
    email, phone, browser, nobody, record = (UUID(int=number) for number in range(1, 6))
    named: list[Named] = [
        (email, "email", "normal", 3), (phone, "phone", "normal", 2), (browser, "device", "shared", 1),
        (nobody, "email", "blocked", 3), (record, "record", "normal", 3),
    ]  # fmt: skip
    assert subjects("granted", named) == [email]
    assert subjects("refused", named) == [email, phone, browser]
