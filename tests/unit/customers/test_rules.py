"""Decisions about single touches and nodes."""

from datetime import timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from nitka.channels.touch import Assurance, Message
from nitka.customers import rules
from nitka.customers.graph import RECORD, Constraint, Link, Node, Said, pair
from nitka.customers.model.versions import newest
from nitka.customers.naming import assign, collapsed
from nitka.customers.partition import partition, paths
from nitka.customers.profile import GivenName, drawn_name, known_by, merged, name, trait, words
from tests.unit.customers.world import ASSERTED, OBSERVED, START, VERIFIED, World, node, touch


def make(number: int, type_: str = "device", **more: object) -> Node:
    fields = {"namespace": "", "value": str(number), "status": "normal", "status_by": "rule"} | more
    return Node(id=UUID(int=number), type=type_, assurance=1, first_at=START, **fields)  # type: ignore[arg-type]


def tied(a: int, b: int, assurance: int = 2) -> Link:
    key = pair(UUID(int=a), UUID(int=b))
    return Link(key.a, key.b, key.kind, assurance, UUID(int=99), "chat", "message", START)


def said(*nodes: tuple[int, int]) -> Said:
    ids, levels = [UUID(int=n) for n, _ in nodes], [level for _, level in nodes]
    return Said(UUID(int=50), ids, levels, START, "chat", "message", UUID(int=51), "sender")


def people(nodes: list[Node], links: list[Link], constraints: list[Constraint] | None = None) -> set[frozenset[int]]:
    pieces, _ = partition(newest(), {one.id: one for one in nodes}, links, constraints or [])
    return {frozenset(id_.int for id_ in piece) for piece in pieces}


@pytest.mark.parametrize(("type_", "shared"), [("device", True), ("email", False)])
def test_what_a_thousand_names_were_said_at_is_a_kiosk_but_nobodys_address(type_: str, shared: bool) -> None:
    around = [(tied(1, n, OBSERVED), make(n, RECORD)) for n in range(2, newest().limits.most_links + 3)]
    assert rules.is_crowded(make(1, type_), around, newest().limits) is shared
    assert not rules.is_crowded(make(1, type_), around[:-1], newest().limits)


def test_the_owner_is_the_best_proven_then_the_most_personal_node() -> None:
    nodes = {one.id: one for one in (make(1, "device"), make(2, "email"), make(3, "user_id"))}
    assert rules.owner(said((1, 1), (2, 2), (3, 1)), nodes) == UUID(int=2)
    assert rules.owner(said((1, 2), (2, 2), (3, 2)), nodes) == UUID(int=3)
    nodes[UUID(int=2)].status = "shared"
    assert rules.owner(said((1, 1), (2, 2)), nodes) == UUID(int=1)
    nodes[UUID(int=1)].status = "blocked"
    assert rules.owner(said((1, 1), (2, 2)), nodes) is None


def test_a_touch_links_all_pairs_each_as_firm_as_its_weaker_end() -> None:
    found = {(link.a.int, link.b.int): link.assurance for link in rules.links(said((3, 3), (1, 1), (2, 2)))}
    assert found == {(1, 3): 1, (2, 3): 2, (1, 2): 1}
    assert not list(rules.links(said((1, 3), (2, 3)), void=[UUID(int=1)]))


@pytest.mark.parametrize(
    ("type_", "count", "assurance", "shared"),
    [("user_id", 3, VERIFIED, False), ("user_id", 4, ASSERTED, True), ("user_id", 9, OBSERVED, False),
     ("email", 9, ASSERTED, False), ("email", 10, ASSERTED, True), ("device", 500, VERIFIED, False)],
)  # fmt: skip
def test_what_many_accounts_claim_is_shared(type_: str, count: int, assurance: Assurance, shared: bool) -> None:
    around = [(tied(1, n + 2, assurance), make(n + 2, type_)) for n in range(count)]
    assert rules.is_crowded(make(1, "email"), around, newest().limits) is shared


def test_four_accounts_of_four_shops_are_one_persons() -> None:
    around = [(tied(1, n + 2), make(n + 2, "user_id", namespace=f"shop-{n}")) for n in range(4)]
    assert not rules.is_crowded(make(1, "email"), around, newest().limits)


def test_two_accounts_cut_the_weakest_link_between_them() -> None:
    nodes = [make(1, "user_id"), make(2, "user_id"), make(3, "email"), make(4, "device")]
    links = [tied(1, 3, 3), tied(3, 4, 1), tied(2, 4, 2)]
    assert people(nodes, links) == {frozenset({1, 3}), frozenset({2})}  # the device is both's
    nodes[1].namespace = "another shop"
    assert people(nodes, links) == {frozenset({1, 2, 3, 4})}


def test_what_cannot_be_one_stays_apart_by_every_way() -> None:
    nodes = [make(n) for n in range(1, 6)]
    cannot = Constraint(UUID(int=70), "cannot", frozenset({UUID(int=1), UUID(int=2)}), frozenset({UUID(int=3)}))
    links = [tied(1, 2), tied(2, 4), tied(4, 3), tied(3, 5), tied(5, 1, 3)]
    pieces = people(nodes, links, [cannot])
    assert not any({1, 3} <= piece or {2, 3} <= piece for piece in pieces)
    assert len(pieces) == 2


def test_the_way_is_as_firm_as_its_weakest_link_and_the_best_way_counts() -> None:
    nodes = {one.id: one for one in (make(n) for n in range(1, 6))}
    links = [tied(1, 2, 3), tied(2, 3, 1), tied(1, 4, 2), tied(4, 3, 2)]
    found = {id_.int: level for id_, level in paths(UUID(int=1), nodes, links, []).items()}
    assert found == {1: 4, 2: 3, 4: 2, 3: 2}
    must = Constraint(UUID(int=70), "must", frozenset({UUID(int=3)}), frozenset({UUID(int=5)}), 4)
    assert paths(UUID(int=1), nodes, links, [must])[UUID(int=5)] == 2


def test_the_id_stays_with_the_oldest_identifier_and_an_old_id_comes_back() -> None:
    nodes = {one.id: one for one in (make(1, "email"), make(2), make(3))}
    one, two, three = nodes
    kept, former = UUID(int=80), UUID(int=81)
    named = assign({kept: [one, two, three]}, [[one, three], [two]], nodes, {two: former})
    assert named.pieces == {kept: [one, three], former: [two]}
    assert named.revived == {former}
    joined = assign({kept: [one], former: [two]}, [[one, two]], nodes, {})
    assert joined.retired == {former: kept}


def test_chains_of_merges_end_at_the_one_in_use() -> None:
    a, b, c = (UUID(int=n) for n in (1, 2, 3))
    assert collapsed({a: b, b: c}) == {a: c, b: c}
    assert collapsed({a: b}) == {a: b}


def test_what_is_proven_beats_what_is_claimed_and_the_latest_wins_among_equals() -> None:
    proven = {"name": trait("Иван", "2026-01-01", UUID(int=1), 3)}
    claimed = {
        "name": trait("Админ", "2026-02-01", UUID(int=2), 2),
        "city": trait("Тверь", "2026-02-01", UUID(int=2), 2),
    }
    later = {"city": trait("Псков", "2026-03-01", UUID(int=3), 2)}
    for records in ([proven, claimed, later], [later, claimed, proven]):
        best = merged(records)
        assert best["name"]["value"] == "Иван"
        assert best["city"]["value"] == "Псков"


def test_a_name_is_put_together_and_an_operators_name_wins() -> None:
    parts = {"first_name": trait("Анна", "2026", UUID(int=1), 2), "lastName": trait("Ким", "2026", UUID(int=1), 2)}
    assert name([parts]) == "Анна Ким"
    assert name([{"name": trait(7, "2026", UUID(int=1), 2)}]) is None
    device = GivenName("Аня", "device", START, UUID(int=1))
    mailbox = GivenName("Анна К.", "email", START + timedelta(days=1), UUID(int=2))
    assert drawn_name([], [parts]) == "Анна Ким"
    assert drawn_name([device], [parts]) == "Аня"
    assert drawn_name([device, mailbox], [parts]) == "Анна К."
    assert words("Алёна О'Нил-Семёнова") == {"алена", "о", "нил", "семенова"}


def test_a_letter_that_answers_ours_from_another_address_joins_the_two() -> None:
    world = World()
    world.say(touch(0, ("email", "home@shop.org", ASSERTED)))
    sent = UUID(int=60)
    world.store.sent_to[sent] = node("email", "home@shop.org")
    answer = touch(1, ("email", "work@firm.org", ASSERTED))
    world.say(replace(answer, message=Message(text="Да", in_reply_to=sent)))
    assert world.together(("email", "home@shop.org"), ("email", "work@firm.org"))


def test_what_has_no_identifier_belongs_to_its_session() -> None:
    world = World()
    first = world.say(
        touch(0, sender="tab-1"), touch(1, sender="tab-2"), touch(2, ("email", "null", VERIFIED), sender="tab-1")
    )
    customers = [first.touches[one].customer_id for one in first.touches]
    assert customers[0] == customers[2] != customers[1]


def test_crowds_do_not_slow_a_customer_down_or_glue_them() -> None:
    world = World()
    world.say(*(touch(n, ("device", "kiosk", ASSERTED), ("user_id", f"u{n}", VERIFIED)) for n in range(50)))
    assert world.store.known[node("device", "kiosk")].status == "shared"
    assert len(world.partition()) == 50


def test_who_gave_no_name_goes_by_what_people_can_read() -> None:
    device, phone, mail = ("device", "d-1", 3), ("phone", "+79161234567", 2), ("email", "ivan@example.ru", 2)
    assert known_by([device]) is None
    assert known_by([device, ("user_id", "u-17", 3)]) == ("user_id", "u-17")
    assert known_by([("user_id", "u-17", 3), phone, mail]) == ("email", "ivan@example.ru")
    assert known_by([mail, ("phone", "+79161234567", 3)]) == ("phone", "+79161234567")
    assert known_by([mail, ("email", "a@example.ru", 2)]) == known_by([("email", "a@example.ru", 2), mail])
