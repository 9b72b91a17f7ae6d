"""The law of decisions: taking them back leaves what there would be without them."""

import copy
import random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.channels.touch import Assurance, Touch
from nitka.kernel.errors import BadInput, Conflict
from tests.unit.customers.desk import Desk
from tests.unit.customers.world import ASSERTED, OBSERVED, VERIFIED, World, node, touch


def test_a_merge_by_hand_is_undone_and_each_gets_its_id_and_name_back() -> None:
    desk = Desk()
    desk.say(touch(0, ("email", "a@shop.org", ASSERTED), name="Анна"), touch(1, ("phone", "+79161111111", ASSERTED)))
    anna, caller = desk.customer("email", "a@shop.org"), desk.customer("phone", "+79161111111")
    desk.merge(caller, anna)
    assert desk.together(("email", "a@shop.org"), ("phone", "+79161111111"))
    assert desk.customer("phone", "+79161111111") == anna
    assert desk.store.redirects == {caller: anna}
    desk.undo(desk.last_event())
    assert desk.customer("email", "a@shop.org") == anna
    assert desk.customer("phone", "+79161111111") == caller
    assert desk.store.redirects == {}
    assert desk.store.rows[anna].name == "Анна"  # type: ignore[index]


def test_two_accounts_of_one_person_may_be_merged_by_hand_only() -> None:
    desk = Desk()
    desk.say(
        touch(0, ("user_id", "u1", VERIFIED), ("email", "a@shop.org", VERIFIED)),
        touch(1, ("user_id", "u2", VERIFIED), ("email", "a@shop.org", ASSERTED)),
    )
    assert not desk.together(("user_id", "u1"), ("user_id", "u2"))
    desk.merge(desk.customer("user_id", "u1"), desk.customer("user_id", "u2"))
    assert desk.together(("user_id", "u1"), ("user_id", "u2"), ("email", "a@shop.org"))


@pytest.mark.parametrize("type_", ["device", "email", "phone", "user_id"])
def test_who_is_merged_by_hand_may_have_two_of_anything_and_two_names(type_: str) -> None:
    desk = Desk()
    values = [f"+7916123450{n}" if type_ == "phone" else f"{n}@shop.org" for n in range(3)]
    for n, name in enumerate(("Глеб Тихонов", "Юлия Громова", "Анна Ким")):
        own = (type_, values[n], ASSERTED)
        desk.say(touch(n * 2, ("device", f"d{n}", VERIFIED), own), touch(n * 2 + 1, own, name=name))
    for n in (1, 2):
        desk.merge(desk.customer("device", "d0"), desk.customer("device", f"d{n}"))
    for late in (False, True):
        assert desk.together(*(("device", f"d{n}") for n in range(3)), *((type_, value) for value in values)), late
        desk.say(touch(9, ("device", "d1", VERIFIED), ("telegram", "77", VERIFIED)))  # news that says nothing against
    assert len(desk.partition()) == 1


@pytest.mark.parametrize("number", [3, 5, 10])
def test_many_who_are_merged_at_once_may_each_have_an_account_of_their_own(number: int) -> None:
    desk = Desk()
    accounts = [("user_id", f"u{n}") for n in range(number)]
    for n, account in enumerate(accounts):
        desk.say(touch(n * 2, ("email", f"{n}@shop.org", VERIFIED), ("device", f"d{n}", OBSERVED)))
        desk.say(touch(n * 2 + 1, ("email", f"{n}@shop.org", VERIFIED), (*account, VERIFIED)))
    before = desk.partition()
    desk.merge(*(desk.customer(*account) for account in accounts))
    assert len(desk.partition()) == 1
    desk.undo(desk.last_event())
    assert desk.partition() == before


def test_an_automatic_merge_that_was_undone_is_not_repeated_by_the_next_touch() -> None:
    desk = Desk()
    desk.say(touch(0, ("device", "d-1", OBSERVED), ("email", "a@shop.org", ASSERTED)))
    desk.say(touch(1, ("device", "d-2", OBSERVED), ("phone", "+79161111111", ASSERTED)))
    before = desk.partition()
    joining = touch(2, ("email", "a@shop.org", ASSERTED), ("phone", "+79161111111", ASSERTED))
    desk.say(joining)
    assert len(desk.partition()) == 1
    desk.undo(desk.last_event())
    assert desk.partition() == before
    desk.say(touch(3, ("email", "a@shop.org", VERIFIED), ("phone", "+79161111111", VERIFIED)))
    desk.say(touch(4, ("device", "d-1", OBSERVED), ("device", "d-2", OBSERVED)))
    desk.say(touch(5, ("device", "d-3", ASSERTED), ("email", "a@shop.org", VERIFIED)))
    desk.say(touch(6, ("device", "d-3", OBSERVED), ("phone", "+79161111111", ASSERTED)))
    assert not desk.together(("email", "a@shop.org"), ("phone", "+79161111111"))
    assert desk.together(("email", "a@shop.org"), ("device", "d-1"), ("device", "d-3"))


def test_undoing_the_undo_of_an_automatic_merge_joins_them_again() -> None:
    desk = Desk()
    desk.say(touch(0, ("device", "d-1", OBSERVED)), touch(1, ("email", "a@shop.org", ASSERTED)))
    desk.say(touch(2, ("device", "d-1", OBSERVED), ("email", "a@shop.org", ASSERTED)))
    merged = desk.last_event()
    desk.undo(merged)
    assert len(desk.partition()) == 2
    desk.undo(desk.last_event())
    assert len(desk.partition()) == 1
    assert merged not in desk.store.words.undone


def test_a_split_moves_identifiers_out_and_keeps_each_side_together() -> None:
    desk = Desk()
    desk.say(touch(0, ("email", "a@shop.org", ASSERTED), ("device", "d-1", OBSERVED)))
    desk.say(touch(1, ("device", "d-1", OBSERVED), ("phone", "+79161111111", ASSERTED)))
    whole = desk.customer("email", "a@shop.org")
    desk.split(whole, node("device", "d-1"))
    assert desk.together(("email", "a@shop.org"), ("phone", "+79161111111"))
    assert desk.customer("email", "a@shop.org") == whole != desk.customer("device", "d-1")
    desk.say(touch(2, ("device", "d-1", OBSERVED), ("email", "a@shop.org", VERIFIED)))
    assert not desk.together(("email", "a@shop.org"), ("device", "d-1"))
    desk.undo(next(one.id for one in desk.store.happenings if one.op == "split"))
    assert desk.together(("email", "a@shop.org"), ("phone", "+79161111111"), ("device", "d-1"))


def test_all_or_none_of_the_identifiers_cannot_be_moved_out() -> None:
    desk = Desk()
    desk.say(touch(0, ("email", "a@shop.org", ASSERTED)))
    for nodes in ((), (node("email", "a@shop.org"),)):
        with pytest.raises(BadInput):
            desk.split(desk.customer("email", "a@shop.org"), *nodes)


def test_a_merge_wins_over_an_earlier_undo_and_only_between_these_two() -> None:
    desk = Desk()
    desk.say(
        touch(0, ("email", "a@shop.org", ASSERTED), ("device", "d-1", OBSERVED)),
        touch(1, ("email", "b@shop.org", ASSERTED), ("device", "d-2", OBSERVED)),
    )
    desk.merge(desk.customer("email", "a@shop.org"), desk.customer("email", "b@shop.org"))
    together = desk.customer("email", "a@shop.org")
    desk.split(together, node("email", "b@shop.org"), node("device", "d-2"))
    desk.split(desk.customer("email", "b@shop.org"), node("device", "d-2"))
    assert len(desk.partition()) == 3
    desk.merge(desk.customer("email", "a@shop.org"), desk.customer("device", "d-2"))
    assert desk.together(("email", "a@shop.org"), ("device", "d-1"), ("device", "d-2"))
    assert not desk.together(("email", "a@shop.org"), ("email", "b@shop.org"))


def test_a_merge_that_was_undone_and_put_back_wins_over_the_split_before_it_again() -> None:
    desk = Desk()
    desk.say(touch(0, ("email", "a@shop.org", ASSERTED), ("device", "d-1", OBSERVED)))
    desk.split(desk.customer("email", "a@shop.org"), node("device", "d-1"))
    desk.merge(desk.customer("email", "a@shop.org"), desk.customer("device", "d-1"))
    for together in (False, True, False, True):
        desk.undo(desk.last_event())
        assert desk.together(("email", "a@shop.org"), ("device", "d-1")) is together


def test_undoing_an_earlier_merge_does_not_part_what_a_later_one_joined() -> None:
    desk = Desk()
    desk.say(touch(0, ("email", "a@shop.org", ASSERTED)), touch(1, ("phone", "+79161111111", ASSERTED)))
    merges = []
    for _ in range(2):
        desk.merge(desk.customer("email", "a@shop.org"), desk.customer("phone", "+79161111111"))
        merges.append(desk.last_event())
        desk.split(desk.customer("email", "a@shop.org"), node("phone", "+79161111111"))
    desk.merge(desk.customer("email", "a@shop.org"), desk.customer("phone", "+79161111111"))
    for event in merges:
        desk.undo(event)
        assert desk.together(("email", "a@shop.org"), ("phone", "+79161111111"))


def test_of_two_words_on_a_status_the_last_in_force_holds_in_whatever_order_they_are_undone() -> None:
    desk = Desk()
    desk.say(touch(0, ("device", "d-1", OBSERVED), ("email", "a@shop.org", ASSERTED)))
    known = desk.store.known[node("device", "d-1")].id
    desk.status("device", "d-1", "shared")
    shared = desk.last_event()
    desk.status("device", "d-1", "blocked")
    blocked = desk.last_event()
    desk.undo(shared)
    assert desk.store.known[known].status == "blocked"
    desk.undo(blocked)
    assert (desk.store.known[known].status, desk.store.known[known].status_by) == ("normal", "rule")
    assert desk.together(("device", "d-1"), ("email", "a@shop.org"))


def test_a_block_that_a_merge_lifted_is_back_once_it_is_undone() -> None:
    desk = Desk()
    desk.say(touch(0, ("email", "a@shop.org", ASSERTED)), touch(1, ("phone", "+79161111111", ASSERTED)))
    spammer, other = desk.customer("email", "a@shop.org"), desk.customer("phone", "+79161111111")
    assert spammer is not None
    desk.block(spammer, True)
    desk.merge(spammer, other)
    assert desk.blocked() == set()
    desk.undo(desk.last_event())
    assert desk.blocked() == {frozenset({node("email", "a@shop.org")})}


def test_who_was_blocked_is_so_in_all_pieces_that_a_rule_parts_them_into() -> None:
    desk = Desk()
    desk.say(touch(0, ("user_id", "u1", VERIFIED), ("device", "d-1", OBSERVED)))
    desk.say(touch(1, ("email", "a@shop.org", VERIFIED), ("device", "d-1", OBSERVED)))
    whole = desk.customer("user_id", "u1")
    assert whole is not None
    assert whole == desk.customer("email", "a@shop.org")
    desk.block(whole, True)
    desk.say(touch(2, ("user_id", "u2", VERIFIED), ("device", "d-1", OBSERVED)))
    desk.say(touch(3, ("user_id", "u2", VERIFIED), ("email", "b@shop.org", VERIFIED)))
    desk.status("device", "d-1", "shared")
    assert not desk.together(("user_id", "u1"), ("email", "a@shop.org"))
    blocked = desk.blocked()
    assert any(node("user_id", "u1") in piece for piece in blocked)
    assert any(node("email", "a@shop.org") in piece for piece in blocked)


def test_what_somebody_blocked_comes_with_next_does_not_lift_the_block() -> None:
    desk = Desk()
    desk.say(touch(0, ("device", "d-1", OBSERVED)))
    spammer = desk.customer("device", "d-1")
    assert spammer is not None
    desk.block(spammer, True)
    desk.say(touch(1, ("device", "d-1", OBSERVED), ("email", "a@shop.org", ASSERTED)))
    assert desk.together(("device", "d-1"), ("email", "a@shop.org"))
    assert any(node("email", "a@shop.org") in piece for piece in desk.blocked())
    desk.say(touch(2, ("phone", "+79161111111", ASSERTED)))
    desk.say(touch(3, ("phone", "+79161111111", ASSERTED), ("email", "a@shop.org", ASSERTED)))
    assert desk.together(("device", "d-1"), ("phone", "+79161111111"))
    assert desk.blocked() == set()  # better some spam than a lost customer


def test_a_shared_identifier_joins_nobody_and_gives_its_touches_to_sessions() -> None:
    desk = Desk()
    desk.say(
        touch(0, ("device", "kiosk", OBSERVED), sender="kiosk"),
        touch(1, ("device", "kiosk", OBSERVED), ("email", "a@shop.org", ASSERTED)),
        touch(2, ("device", "kiosk", OBSERVED), ("phone", "+79161234567", ASSERTED)),
    )
    before = desk.partition()
    assert desk.together(("email", "a@shop.org"), ("phone", "+79161234567"))
    work = desk.status("device", "kiosk", "shared")
    assert work is not None
    assert [one.kind for one in work.resolution.reowned] == ["message"]
    assert desk.store.known[node("device", "kiosk")].customer is None
    assert not desk.together(("email", "a@shop.org"), ("phone", "+79161234567"))
    assert desk.status("device", "kiosk", "shared") is None
    desk.undo(desk.last_event())
    joined = {frozenset(n for n in piece if desk.store.known[n].type != "session") for piece in desk.partition()}
    assert joined == before
    assert set(desk.owners().values()) == set(desk.owners().values()) & {node("device", "kiosk"), *before.pop()}


values = [(kind, f"{kind[0]}{n}" if kind != "email" else f"p{n}@shop.org") for kind in ("user_id", "email", "device")
          for n in range(5)]  # fmt: skip


def _random_touch(chance: random.Random, number: int) -> Touch:
    these = chance.sample(values, chance.choice([1, 2, 2, 3]))
    return touch(number, *((kind, value, Assurance(chance.choice([1, 2, 3]))) for kind, value in these), sender="s")


@given(st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_undoing_every_decision_in_any_order_leaves_the_evidence_alone(seed: int) -> None:
    chance = random.Random(seed)
    desk, plain = Desk(), World()
    decisions: list[UUID] = []
    for number in range(30):
        one = _random_touch(chance, number)
        desk.say(one)
        plain.say(one)
        live = sorted((c for c, nodes in desk.store.homes.items() if nodes), key=lambda c: c.bytes)
        if chance.random() > 0.3:
            continue
        before = copy.deepcopy(desk.store)
        try:
            if chance.random() < 0.5 and len(live) > 1:
                desk.merge(*chance.sample(live, 2))
            else:
                customer = chance.choice(live)
                nodes = sorted(desk.store.homes[customer], key=lambda n: n.bytes)
                desk.split(customer, *chance.sample(nodes, chance.randint(1, len(nodes))))
        except (BadInput, Conflict):
            desk.store = before  # as a transaction that is rolled back
            continue
        decisions.append(desk.last_event())
    chance.shuffle(decisions)
    for event in decisions:
        desk.undo(event)
    assert desk.partition() == plain.partition()
    assert desk.owners() == plain.owners()
