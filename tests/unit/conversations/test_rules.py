"""Where messages go, how statuses move, what an address is worth."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.channels.connector import SendResult
from nitka.conversations.delivery import GIVE_UP_AFTER, LONGEST_PAUSE, outcome
from nitka.conversations.rules import (
    NEW,
    Arrival,
    Candidate,
    Choice,
    choose,
    may_become,
    may_undo,
    next_status,
    path_name,
    reopen_window,
)

WINDOW = timedelta(days=14)
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
A, B = UUID(int=1), UUID(int=2)


def candidate(id_: UUID, status: str, days_ago: float = 0) -> Candidate:
    at = NOON - timedelta(days=days_ago)
    return Candidate(id_, status, at, at if status in {"closed", "spam"} else None)


def came(direction: str = "in", *, automatic: bool = False, hint: UUID | None = None) -> Arrival:
    return Arrival(direction, NOON, automatic, hint)


@pytest.mark.parametrize(
    ("known", "arrival", "expected"),
    [
        ([], came(), NEW),
        ([candidate(A, "waiting", 100)], came(), Choice(A)),
        ([candidate(A, "closed", 13)], came(), Choice(A, reopens=True)),
        ([candidate(A, "closed", 15)], came(), NEW),
        ([candidate(A, "closed", 15)], came(hint=A), Choice(A, reopens=True)),
        ([candidate(A, "closed", 15), candidate(B, "open")], came(hint=A), Choice(B)),
        ([candidate(A, "closed", 3), candidate(B, "closed", 2)], came(), Choice(B, reopens=True)),
        ([candidate(A, "closed", 100)], came(automatic=True), Choice(A)),
        ([candidate(A, "closed", 100)], came("note", hint=A), Choice(A)),
        ([candidate(A, "closed", 100)], came("out", hint=A), Choice(A, reopens=True)),
        ([candidate(A, "spam", 1)], came(), Choice(A)),
        ([candidate(A, "spam", 100)], came(), NEW),
    ],
)
def test_where_a_message_goes(known: list[Candidate], arrival: Arrival, expected: Choice) -> None:
    assert choose(known, arrival, WINDOW) == expected


@pytest.mark.parametrize(("settings", "days"), [({}, 14), ({"reopen_days": 3}, 3), ({"reopen_days": "soon"}, 14)])
def test_the_reopening_window_is_a_setting(settings: dict[str, object], days: int) -> None:
    assert reopen_window(settings) == timedelta(days=days)


def test_operators_cannot_wake_what_is_closed_as_answered() -> None:
    assert may_become("closed", "open")
    assert not may_become("closed", "waiting")
    assert not may_become("joined", "open")


STATUSES = ["queued", "sending", "unknown", "sent", "delivered", "read", "failed", "cancelled", "retracted"]


@given(st.sampled_from(STATUSES), st.lists(st.sampled_from(["sent", "delivered", "read", "failed"]), max_size=6))
def test_receipts_in_any_order_never_take_a_message_back(start: str, receipts: list[str]) -> None:
    order = ["queued", "sending", "unknown", "sent", "failed", "delivered", "read"]
    status = start
    for receipt in receipts:
        reached = next_status(status, receipt)
        if status in {"cancelled", "retracted"}:
            assert reached is None
        elif reached is not None:
            back_to_sent = status == "failed" and reached == "sent"
            assert back_to_sent or order.index(reached) > order.index(status)
        status = reached or status


@pytest.mark.parametrize(
    ("status", "seconds", "retractable", "note", "expected"),
    [
        ("queued", 9, False, False, "cancelled"),
        ("queued", 11, False, False, None),
        ("sent", 5, False, False, None),
        ("delivered", 5, True, False, "retracted"),
        ("sent", 5, False, True, "retracted"),
        ("failed", 5, True, False, None),
    ],
)
def test_undo(status: str, seconds: int, retractable: bool, note: bool, expected: str | None) -> None:
    at = NOON - timedelta(seconds=seconds)
    assert may_undo(status, at, NOON, retractable=retractable, note=note) == expected


@pytest.mark.parametrize(
    ("assurance", "expected"), [(0, "observed"), (1, "observed"), (2, "asserted"), (3, "verified"), (4, "verified")]
)
def test_only_what_is_proven_needs_no_warning(assurance: int, expected: str) -> None:
    assert path_name(assurance) == expected


@given(st.integers(1, 10_000))
def test_pauses_grow_to_a_limit(attempts: int) -> None:
    state, due, _ = outcome(SendResult(status="retry"), attempts, timedelta(), NOON)
    _, later, _ = outcome(SendResult(status="retry"), attempts + 1, timedelta(), NOON)
    assert state == "queued"
    assert timedelta(seconds=2) <= due - NOON <= later - NOON <= LONGEST_PAUSE


def test_a_day_is_enough_and_the_provider_may_ask_for_its_time() -> None:
    assert outcome(SendResult(status="retry"), 1, GIVE_UP_AFTER * 2, NOON)[0] == "failed"
    assert outcome(SendResult(status="retry", retry_after=30), 1, timedelta(), NOON)[1] == NOON + timedelta(seconds=30)
    assert outcome(SendResult(status="unknown", error="?"), 1, timedelta(), NOON) == ("unknown", NOON, "?")
    assert outcome(SendResult(status="sent"), 1, timedelta(), NOON)[0] == "done"
