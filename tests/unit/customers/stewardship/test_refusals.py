"""Why evidence between two live customers does not join them."""

from uuid import UUID

from nitka.customers.graph import Constraint, Link, Node
from nitka.customers.model.versions import newest
from nitka.customers.stewardship.refusals import Refusal, refusals
from tests.unit.customers.world import START

ONE, OTHER = UUID(int=501), UUID(int=500)


def make(number: int, customer: UUID, type_: str = "email", assurance: int = 2) -> Node:
    return Node(UUID(int=number), type_, "", str(number), "normal", "rule", assurance, START, customer)


def tied(a: int, b: int, assurance: int = 2) -> Link:
    return Link(UUID(int=a), UUID(int=b), "together", assurance, UUID(int=99), "chat", "message", START)


def told(nodes: list[Node], links: list[Link], *constraints: Constraint) -> Refusal:
    (found,) = refusals({node.id: node for node in nodes}, links, constraints, {(ONE, OTHER)}, newest().limits)
    return found


def test_two_accounts_of_one_kind_are_named() -> None:
    nodes = [make(1, ONE), make(2, ONE, "user_id"), make(3, OTHER), make(4, OTHER, "user_id")]
    found = told(nodes, [tied(1, 3), tied(1, 2), tied(3, 4)])
    assert (found.reason, found.anchors, found.links) == ("anchors", (UUID(int=2), UUID(int=4)), 1)


def test_accounts_of_two_shops_are_no_reason() -> None:
    other = make(4, OTHER, "user_id")
    other.namespace = "shop-2"
    assert told([make(2, ONE, "user_id"), other], [tied(2, 4)]).reason == "waits"


def test_an_operators_word_comes_before_all_else_and_is_quoted() -> None:
    nodes = [make(1, ONE, "user_id"), make(3, OTHER, "user_id")]
    cannot = Constraint(UUID(int=80), "cannot", frozenset({UUID(int=3)}), frozenset({UUID(int=1)}), why="Отец и сын")
    found = told(nodes, [tied(1, 3)], cannot)
    assert (found.reason, found.note) == ("cannot", "Отец и сын")


def test_what_anybody_may_claim_of_a_proven_address_is_a_claim() -> None:
    assert told([make(1, ONE), make(3, OTHER, assurance=3)], [tied(1, 3)]).reason == "claims"


def test_two_that_would_be_too_big_for_a_person() -> None:
    many = [make(1000 + at, ONE, "device", 1) for at in range(newest().limits.most_nodes)]
    assert told([*many, make(3, OTHER)], [tied(3, 1000)]).reason == "size"


def test_the_firmest_link_speaks_and_all_are_counted() -> None:
    nodes = [make(1, ONE), make(2, ONE), make(3, OTHER)]
    found = told(nodes, [tied(1, 3, 1), tied(2, 3, 2)])
    assert (found.link.a.int, found.links) == (2, 2)
