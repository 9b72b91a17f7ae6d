"""What becomes of a token, how often one may guess, and what a redeemed one proves of whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.channels.touch import Assurance
from nitka.customers.continuing.links import FROM_A, FROM_B, continuation_link, ends
from nitka.customers.continuing.models import Guesses, Known, Outcome, Presentation
from nitka.customers.continuing.rules import HOURLY_RISK, MOST_CODES, life, may_guess, outcome, wait_after, worth
from nitka.customers.graph import Link, Node, Said
from nitka.customers.models import Continued
from nitka.customers.trust import Trust

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)
KNOWN = Known(UUID(int=9), A, "chat", None, AT + timedelta(hours=1), None)


@pytest.mark.parametrize(
    ("change", "node", "expected"),
    [
        ({}, B, "joined"),
        ({"used_node": B}, B, "again"),
        ({"used_node": C}, B, "used"),
        ({"used_node": B, "expires_at": AT - timedelta(1)}, B, "again"),
        ({"expires_at": AT}, B, "expired"),
        ({}, A, "here"),
        ({"target": "email"}, B, "elsewhere"),
        ({"target": "site"}, B, "joined"),
        ({}, None, "wrong"),
    ],
)
def test_what_becomes_of_a_token(change: dict[str, object], node: UUID | None, expected: Outcome) -> None:
    known = msgspec.structs.replace(KNOWN, **change)
    assert outcome(known, Presentation(node, "site", AT)) == expected


def test_what_nobody_made_is_wrong() -> None:
    assert outcome(None, Presentation(B, "chat", AT)) == "wrong"


@given(st.lists(st.integers(1, MOST_CODES), max_size=300))
def test_an_hour_of_guesses_hits_with_less_than_one_in_ten_thousand(live: list[int]) -> None:
    """However many codes live at each guess, and however many people or programs guess."""
    spent, missed, tried = 0, 1.0, 0
    for number in live:
        if not may_guess(Guesses(live=number, spent=spent), AT):
            continue
        missed *= 1 - number / (10**6 - tried)  # whoever guesses tries no digits twice
        spent += number
        tried += 1
    assert spent <= HOURLY_RISK
    assert 1 - missed < 1e-4


def test_who_is_wrong_again_waits_twice_as_long() -> None:
    assert [wait_after(n) for n in range(3)] == [timedelta(0)] * 3
    waits = [wait_after(n) for n in range(3, 12)]
    assert waits[0] == timedelta(minutes=10)
    assert all(later in (2 * before, timedelta(hours=24)) for before, later in pairwise(waits))
    assert may_guess(Guesses(1, 0, 3, AT - timedelta(minutes=10)), AT)
    assert not may_guess(Guesses(1, 0, 3, AT - timedelta(minutes=9)), AT)


def test_a_token_proves_no_more_than_the_address_that_came() -> None:
    assert worth(Assurance.OBSERVED, by_operator=False) == Assurance.OBSERVED
    assert worth(Assurance.ASSERTED, by_operator=False) == Assurance.ASSERTED
    assert worth(Assurance.AGENT, by_operator=False) == Assurance.VERIFIED
    assert worth(Assurance.OBSERVED, by_operator=True) == Assurance.VERIFIED


def test_how_long_a_token_lives() -> None:
    assert life("link", {}) == timedelta(hours=24)
    assert life("link", {"continue_hours": 2}) == timedelta(hours=2)
    assert life("link", {"continue_hours": 10_000}) == timedelta(hours=24)
    assert life("code", {"continue_hours": 2}) == timedelta(minutes=10)


def _link(owner: UUID, comer: UUID, assurance: int = 3) -> Link:
    said = Said(UUID(int=7), [comer], [assurance], AT, "chat", "continuation", UUID(int=8), "s")
    return continuation_link(said, Continued(owner, assurance))


@pytest.mark.parametrize(("owner", "comer", "kind"), [(A, B, FROM_A), (B, A, FROM_B)])
def test_a_link_knows_for_whom_the_token_was_made(owner: UUID, comer: UUID, kind: str) -> None:
    link = _link(owner, comer)
    assert (link.a, link.b, link.kind) == (A, B, kind)
    assert ends(link) == (owner, comer)


def _trust(*links: Link, proven: frozenset[UUID] = frozenset()) -> Trust:
    types = {A: "device", B: "email", C: "device"}
    nodes = {
        id_: Node(id_, type_, "", id_.hex, "normal", "rule", 3 if id_ in proven or type_ == "device" else 2, AT, A)
        for id_, type_ in types.items()
    }
    return Trust(nodes, links, [])


def test_who_had_a_mailbox_and_comes_nameless_is_proven() -> None:
    assert _trust(_link(B, A), proven=frozenset({B})).path(B)[A] == 3


def test_somebody_with_a_name_who_followed_a_link_is_not_proven_to_its_sender() -> None:
    lured = _trust(_link(A, B), proven=frozenset({B}))
    assert lured.path(B)[A] == 2
    assert lured.continued_at(A) == {B}
    assert lured.continued_at(B) == set()


def test_tokens_in_both_directions_prove_both() -> None:
    assert _trust(_link(A, B), _link(B, A), proven=frozenset({B})).path(B)[A] == 3


def test_two_browsers_of_nobody_known_are_one_person() -> None:
    assert _trust(_link(A, C)).person(A) == {A, C}
