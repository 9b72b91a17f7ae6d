"""Claims never outvote proof: whatever strangers say of an identifier that is proven, it stays its owner's."""

from __future__ import annotations

import asyncio
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nitka.channels.touch import Assurance, Touch
from nitka.customers import rules
from nitka.customers.forest import Forest
from nitka.customers.graph import SESSION
from nitka.customers.model.shape import Model
from nitka.customers.model.versions import newest
from nitka.customers.models import Continued
from nitka.customers.partition import partition
from nitka.customers.resolver import resolve
from tests.unit.customers.test_rules import make, tied
from tests.unit.customers.world import ASSERTED, OBSERVED, VERIFIED, WORKSPACE, World, node, touch

ADDRESS = ("email", "vera@shop.org")
THEIRS = {"email": "vera@shop.org", "phone": "+79161234567", "user_id": "vera"}


def strangers(first: int, count: int, type_: str, value: str, level: Assurance = ASSERTED) -> list[Touch]:
    """So many browsers, each with an account of its own, that say they are somebody."""
    other = "email" if type_ == "user_id" else "user_id"
    return [
        touch(
            first + n, ("device", f"stranger-{first + n}", OBSERVED), (type_, value, ASSERTED),
            (other, f"evil{first + n}@shop.org" if other == "email" else f"evil-{first + n}", level),
        )
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("type_", ["email", "phone", "user_id"])
@pytest.mark.parametrize("proven_at", ["first", "last"])
def test_what_is_proven_is_not_shared_by_claims_whichever_came_first(type_: str, proven_at: str) -> None:
    value, world = THEIRS[type_], World()
    if proven_at == "last":
        world.say_in_batches(strangers(100, 20, type_, value), 1)
        assert world.store.known[node(type_, value)].status == "shared"
    world.say(touch(0, (type_, value, VERIFIED)), touch(1, (type_, value, VERIFIED), ("loyalty", "777", VERIFIED)))
    if proven_at == "first":
        world.say_in_batches(strangers(100, 20, type_, value), 1)
    assert world.store.known[node(type_, value)].status == "normal"
    assert world.together((type_, value), ("loyalty", "777"))
    claimed = "email" if type_ == "user_id" else "user_id"
    followed = rules.followed(world.store.known, world.store.kept.values(), world.store.model.limits)
    joined = [link for link in followed if node(type_, value) in (link.a, link.b) and link.assurance == ASSERTED]
    assert len(joined) == world.store.model.limits.most_claims(claimed)
    world.say(touch(200, (type_, value, VERIFIED)))
    assert world.owners()[touch(200, (type_, value, VERIFIED)).id] == node(type_, value)


def test_a_customers_own_claim_stays_whatever_is_claimed_later() -> None:
    world = World()
    world.say(touch(0, ("device", "laptop", VERIFIED), (*ADDRESS, ASSERTED)))
    world.say(touch(1, (*ADDRESS, VERIFIED)))
    for n in range(150):
        world.say(touch(2 + n, ("device", f"stranger-{n}", VERIFIED), (*ADDRESS, ASSERTED)))
    assert world.together(ADDRESS, ("device", "laptop"))
    assert not world.together(ADDRESS, ("device", "stranger-149"))
    assert len(world.store.homes[world.customer(*ADDRESS)]) == 1 + world.store.model.limits.most_other_claims  # type: ignore[index]


def test_a_claim_that_waits_is_followed_as_soon_as_it_is_proven() -> None:
    world = World()
    world.say(touch(0, (*ADDRESS, VERIFIED)), *strangers(1, 9, *ADDRESS))
    assert not world.together(ADDRESS, ("user_id", "evil-9"))
    world.say(touch(20, ("user_id", "evil-9", VERIFIED), (*ADDRESS, VERIFIED)))
    assert world.together(ADDRESS, ("user_id", "evil-9"))


def test_proof_that_many_have_it_makes_an_address_shared() -> None:
    world = World()
    office = ("email", "office@firm.org", VERIFIED)
    world.say(touch(0, office), *(touch(1 + n, office, ("user_id", f"clerk-{n}", VERIFIED)) for n in range(4)))
    assert world.store.known[node("email", "office@firm.org")].status == "shared"
    assert len({world.customer("user_id", f"clerk-{n}") for n in range(4)}) == 4


def test_who_holds_a_device_says_how_many_share_it() -> None:
    around = [(tied(1, n + 2), make(n + 2, "email")) for n in range(10)]
    device = make(1, "device")
    device.assurance = VERIFIED
    assert rules.is_crowded(device, around, newest().limits)
    address = make(1, "email")
    address.assurance = VERIFIED
    assert not rules.is_crowded(address, around, newest().limits)


def test_a_session_goes_with_one_person_only() -> None:
    """Two addresses became shared by claims, and both are proven in the end: nobody ever named them together."""
    world = World()
    for type_, value in (ADDRESS, ("email", "ivan@shop.org")):
        world.say(*strangers(100 if value == ADDRESS[1] else 200, 5, type_, value))
        world.say(touch(300, (type_, value, ASSERTED), sender="kiosk"))
    world.say(touch(400, (*ADDRESS, VERIFIED)), touch(401, ("email", "ivan@shop.org", VERIFIED)))
    assert not world.together(ADDRESS, ("email", "ivan@shop.org"))


values = [("user_id", f"u{n}") for n in range(4)] + [("email", f"p{n}@shop.org") for n in range(3)]
values += [("device", f"device-{n}") for n in range(4)]
levels: st.SearchStrategy[Assurance] = st.sampled_from([OBSERVED, ASSERTED, VERIFIED])
identifiers = st.lists(st.tuples(st.sampled_from(values), levels), min_size=1, max_size=3)


def narrow() -> Model:
    """A model by which two are a crowd, so that a few touches say what thousands would."""
    few = {"user_id": 2, "crm_id": 4, "loyalty": 4, "email": 2, "phone": 2}
    return replace(newest(), limits=replace(newest().limits, shared_at=few, most_other_claims=2))


def persons(world: World) -> set[frozenset[UUID]]:
    """The customers without sessions: these stay behind, without touches, where an identifier is somebody's again."""
    known = world.store.known
    return {kept for piece in world.partition() if (kept := frozenset(n for n in piece if known[n].type != SESSION))}


@given(st.lists(identifiers, min_size=4, max_size=25), st.data(), st.integers(1, 6))
@settings(max_examples=300, deadline=None)
def test_crowds_of_claims_and_proofs_in_any_order(said: list[list[tuple[tuple[str, str], Assurance]]],
                                                  data: st.DataObject, size: int) -> None:  # fmt: skip
    told = [
        touch(number, *((kind, value, level) for (kind, value), level in these), sender="s")
        for number, these in enumerate(said)
    ]
    shuffled = data.draw(st.permutations(told))
    one, other = World(narrow()), World(narrow())
    one.say_in_batches(told, 1)
    other.say_in_batches(shuffled, size)
    assert {id_: node.status for id_, node in one.store.known.items() if node.type != SESSION} == {
        id_: node.status for id_, node in other.store.known.items() if node.type != SESSION
    }
    assert persons(one) == persons(other)
    assert one.owners() == other.owners()
    for world in (one, other):
        links = rules.followed(world.store.known, world.store.kept.values(), world.store.model.limits)
        whole, _ = partition(world.store.model, world.store.known, links, world.store.words.valid())
        kept = (frozenset(filter(world.counts, piece)) for piece in whole)
        assert world.partition() == {piece for piece in kept if piece}


@pytest.mark.parametrize("mine", ["a", "z"])
def test_who_is_lured_by_a_token_keeps_their_browser(mine: str) -> None:
    world = World()
    world.say(touch(0, ("device", f"{mine}-victim", VERIFIED), ("user_id", "1001", VERIFIED)))
    world.say(touch(1, ("device", "m-lurer", VERIFIED), ("user_id", "2002", VERIFIED)))
    owner = world.store.known[node("device", "m-lurer")]
    came = touch(2, ("device", f"{mine}-victim", VERIFIED))
    token = Continued(owner.id, int(VERIFIED))
    asyncio.run(resolve(world.store, WORKSPACE, "RU", [came], {came.id: token}))
    assert world.together(("device", f"{mine}-victim"), ("user_id", "1001"))
    assert world.together(("device", "m-lurer"), ("user_id", "2002"))


def test_many_links_between_two_people_are_weighed_once() -> None:
    """Anybody can send them with the public key; the pipeline must not stand still for it."""
    told = [
        touch(n, ("device", f"{side}{n}", OBSERVED), ("user_id", f"account-{side}", ASSERTED))
        for side in "ab" for n in range(40)
    ]  # fmt: skip
    crossed = [
        touch(1000 + n, ("device", f"a{n % 40}", OBSERVED), ("device", f"b{n * 7 % 39}", OBSERVED)) for n in range(300)
    ]
    world = World()
    world.say(*told)
    with patch.object(Forest, "_fit", autospec=True, side_effect=Forest._fit) as weighed:
        world.say(*crossed)
    assert weighed.call_count < 250, "some 90 trees grow twice; 300 refusals are not weighed one by one"
