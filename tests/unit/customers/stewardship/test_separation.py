"""What would separate a customer."""

from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from nitka.customers.graph import Constraint, Link, Node
from nitka.customers.model.versions import newest
from nitka.customers.partition import partition
from nitka.customers.stewardship.separation import among_identifiers, beside, seams
from tests.unit.customers.world import START


def make(number: int, type_: str = "email") -> Node:
    return Node(UUID(int=number), type_, "", str(number), "normal", "rule", 1, START)


def tied(a: int, b: int, assurance: int = 2, touch: int = 90) -> Link:
    one, other = sorted((UUID(int=a), UUID(int=b)), key=lambda id_: id_.bytes)
    return Link(one, other, "together", assurance, UUID(int=touch), "chat", "message", START)


def whole(*numbers: int, type_: str = "email") -> dict[UUID, Node]:
    return {UUID(int=number): make(number, type_) for number in numbers}


def told(nodes: dict[UUID, Node], links: list[Link], constraints: list[Constraint] | None = None) -> list[set[int]]:
    return [{node.int for node in seam.parts[0]} for seam in seams(nodes, links, constraints or [])]


def test_the_claim_goes_before_the_proof() -> None:
    assert told(whole(1, 2, 3), [tied(1, 2, 3), tied(2, 3, 2)]) == [{3}, {1}]


def test_a_family_that_one_phone_holds_comes_apart_at_the_phone() -> None:
    hers = [tied(1, 2, 3, 91), tied(1, 3, 3, 91), tied(2, 3, 3, 91)]
    his = [tied(5, 6, 3, 92), tied(5, 7, 3, 92), tied(6, 7, 3, 92)]
    seam = seams(whole(1, 2, 3, 5, 6, 7), [*hers, *his, tied(3, 5, 2, 93)])[0]
    assert {frozenset(node.int for node in part) for part in seam.parts} == {frozenset({1, 2, 3}), frozenset({5, 6, 7})}
    assert [(link.a.int, link.b.int) for link in seam.links] == [(3, 5)]


def test_what_fewer_touches_say_is_weaker() -> None:
    # 2 and 3 were named together by two messages, 1 and 2 by one.
    twice = [tied(2, 3, 2, 91), tied(2, 4, 2, 92), tied(3, 4, 3, 93)]
    assert told(whole(1, 2, 3, 4), [tied(1, 2, 2, 94), *twice])[0] == {1}


def test_all_that_holds_the_two_parts_is_named_not_the_strongest_alone() -> None:
    links = [tied(1, 2, 3), tied(3, 4, 3), tied(1, 3, 2, 91), tied(2, 4, 1, 92)]
    seam = seams(whole(1, 2, 3, 4), links)[0]
    assert {(link.a.int, link.b.int) for link in seam.links} == {(1, 3), (2, 4)}
    assert seam.assurance == 2


def test_an_operators_word_is_among_what_would_have_to_go() -> None:
    must = Constraint(UUID(int=80), "must", frozenset({UUID(int=1)}), frozenset({UUID(int=2)}), 4)
    (seam,) = seams(whole(1, 2), [], [must])
    assert (seam.links[0].kind, seam.assurance) == ("merge", 4)


def test_a_browser_without_a_name_is_no_person_to_part_off() -> None:
    nodes = whole(1, 2) | whole(9, type_="session")
    assert told(nodes, [tied(1, 2, 3), tied(1, 9, 1)]) == [{2}]


def test_a_description_stays_with_the_identifier_that_it_was_said_beside() -> None:
    nodes = whole(1, 2, 3)
    record = Node(UUID(int=7), "record", UUID(int=2).hex, "ivan", "normal", "rule", 1, START)
    anchors = beside(nodes | {record.id: record})
    said = [tied(1, 2), tied(1, 7), tied(2, 7)]
    assert list(among_identifiers(said, anchors)) == [tied(1, 2)]
    alike = msgspec.structs.replace(tied(3, 7), kind="alike")
    assert list(among_identifiers([alike], anchors)) == [msgspec.structs.replace(tied(2, 3), kind="alike")]


def test_one_identifier_cannot_be_separated() -> None:
    assert told(whole(1), []) == []


edges = st.lists(
    st.tuples(st.integers(1, 8), st.integers(1, 8), st.integers(1, 4), st.integers(90, 95)).filter(
        lambda edge: edge[0] != edge[1]
    ),
    max_size=20,
)


@given(edges, st.randoms())
def test_without_the_links_of_a_seam_its_parts_are_apart_and_nothing_else_comes_apart(
    found: list[tuple[int, int, int, int]], dice: object
) -> None:
    links = list({(link.a, link.b): link for link in (tied(*edge) for edge in found)}.values())
    # Each of a kind of its own: what two people have in common is another law's matter.
    nodes = {id_: node for n in range(1, 9) for id_, node in whole(n, type_=f"kind_{n}").items()}
    piece = max(partition(newest(), nodes, links)[0], key=len)
    one = {id_: nodes[id_] for id_ in piece}
    inside = [link for link in links if link.a in one]
    told_ = seams(one, inside)
    dice.shuffle(inside)  # type: ignore[attr-defined]
    assert seams(one, inside) == told_
    for seam in told_:
        left, _ = partition(newest(), one, [link for link in inside if link not in seam.links])
        assert {frozenset(part) for part in left} == set(seam.parts)
    assert (len(piece) > 1) == bool(told_)


def test_two_persons_go_before_a_browser_that_hangs_by_as_little() -> None:
    nodes = whole(1, 2) | whole(7, type_="device")
    assert told(nodes, [tied(1, 2, 2), tied(1, 7, 1)]) == [{2}, {7}]
