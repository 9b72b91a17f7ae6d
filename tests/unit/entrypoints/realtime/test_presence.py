"""Who is looking at which conversation."""

from __future__ import annotations

from uuid import UUID

from nitka.entrypoints.realtime.presence import FORGOTTEN_AFTER, Here, Person, Room

ONE, TWO = UUID(int=1), UUID(int=2)
ANNA, BORIS = UUID(int=11), UUID(int=12)


def here(conversation: UUID, person: UUID, name: str, *, typing: bool = False) -> Here:
    return Here(conversation, person, name, typing)


def test_people_of_all_edges_are_seen_by_name() -> None:
    room = Room()
    assert room.tell("b", frozenset({here(ONE, BORIS, "Борис")}), 0) == {ONE}
    assert room.tell("a", frozenset({here(ONE, ANNA, "Анна", typing=True)}), 0) == {ONE}
    assert room.people(ONE) == [Person(ANNA, "Анна", True), Person(BORIS, "Борис", False)]
    assert room.people(TWO) == []


def test_two_tabs_are_one_person_who_types_if_either_does() -> None:
    room = Room()
    room.tell("a", frozenset({here(ONE, ANNA, "Анна", typing=True)}), 0)
    room.tell("b", frozenset({here(ONE, ANNA, "Анна")}), 0)
    assert room.people(ONE) == [Person(ANNA, "Анна", True)]


def test_going_elsewhere_changes_both_places_and_the_same_again_none() -> None:
    room = Room()
    room.tell("a", frozenset({here(ONE, ANNA, "Анна")}), 0)
    assert room.tell("a", frozenset({here(TWO, ANNA, "Анна")}), 1) == {ONE, TWO}
    assert room.tell("a", frozenset({here(TWO, ANNA, "Анна")}), 2) == set()


def test_an_edge_that_died_is_forgotten() -> None:
    room = Room()
    room.tell("a", frozenset({here(ONE, ANNA, "Анна")}), 0)
    assert room.expire(FORGOTTEN_AFTER) == set()
    assert room.expire(FORGOTTEN_AFTER + 1) == {ONE}
    assert room.people(ONE) == []
