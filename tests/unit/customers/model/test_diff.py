"""What another version would change, and why: told from what is drawn, without a database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest
from msgspec.structs import replace

from nitka.customers.graph import ALIKE, Link, Node
from nitka.customers.likeness.described import content, described
from nitka.customers.model.diff import Change, changes
from nitka.customers.model.drawing import draw
from nitka.customers.model.first import FIRST
from nitka.customers.model.reasons import Bits, Drawn, reason, weighed
from nitka.customers.model.shape import Model
from nitka.customers.work import Work
from tests.unit.customers.world import ASSERTED, WORKSPACE, World, node, touch

BITS = FIRST.exclusivity
SECOND = replace(FIRST, version=2, exclusivity=replace(BITS, own=BITS.own | {"email": 6.0, "phone": 1.0}))
TABLET, PHONE = ("device", "tablet", ASSERTED), ("phone", "+79161234501", ASSERTED)
MAILBOXES = [
    touch(1, TABLET, PHONE, ("email", "a@shop.org", ASSERTED)),
    touch(2, TABLET, PHONE, ("email", "b@shop.org", ASSERTED)),
]
NUMBERS = [
    touch(3, ("device", "d", ASSERTED), ("phone", "+79161234503", ASSERTED)),
    touch(4, ("device", "d", ASSERTED), ("phone", "+79161234504", ASSERTED)),
]


def compared(world: World, model: Model) -> list[Change]:
    """What drawing this world by another version would change; nothing is written."""
    world.store.model = model
    work = Work(world.store, WORKSPACE)
    asyncio.run(draw(work, list(world.store.known), FIRST.limits != model.limits))
    return changes(work, [], (FIRST, model), {id_: len(owned) for id_, owned in world.store.owns.items()})


def world_of_the_first(*touches: object) -> World:
    world = World(FIRST)
    for one in touches:
        world.say(one)  # type: ignore[arg-type]
    return world


def test_who_comes_apart_is_told_with_what_was_common_and_what_weighs_how_much() -> None:
    (one,) = compared(world_of_the_first(*MAILBOXES), SECOND)
    assert (one.op, len(one.before), len(one.after), one.touches) == ("split", 1, 2, 1)
    phone, tablet = node("phone", "+79161234501"), node("device", "tablet")
    assert one.reason.old == Bits(3.6, 2.6), "the phone is weighed first, and is enough"
    assert one.reason.new == Bits(3.6, 6.0)
    assert (one.reason.by, set(one.reason.lost)) == ([phone], {phone, tablet})


def test_who_is_joined_is_told_with_what_is_given_back_to_them() -> None:
    (one,) = compared(world_of_the_first(*NUMBERS), SECOND)
    assert (one.op, len(one.before), len(one.after)) == ("merge", 2, 1)
    assert one.reason.old == Bits(3.0, 3.2)
    assert one.reason.new == Bits(3.0, 1.0)
    assert one.reason.freed == [node("device", "d")]
    assert one.id == min(one.before)


@pytest.mark.parametrize("model", [FIRST, replace(FIRST, version=2)])
def test_the_same_weights_change_nobody(model: Model) -> None:
    assert compared(world_of_the_first(*MAILBOXES, *NUMBERS), model) == []


def test_a_narrower_limit_makes_a_crowd_and_a_wider_one_a_person() -> None:
    crowd = [touch(n, TABLET, ("user_id", f"u{n}", ASSERTED)) for n in range(1, 5)]
    wider = replace(FIRST, version=2, limits=replace(FIRST.limits, shared_at=FIRST.limits.shared_at | {"user_id": 9}))
    world = world_of_the_first(*crowd)
    assert world.store.known[node("device", "tablet")].status_by == "rule"
    world.store.model = wider
    work = Work(world.store, WORKSPACE)
    asyncio.run(draw(work, [node("user_id", "u1")], True))
    tablet = work.region.nodes[node("device", "tablet")]
    assert tablet.id in work.region.whole, "what may be no crowd any more is looked at from whoever is beside it"
    assert tablet.status_by == "contest"


def test_what_is_joined_only_later_has_no_say() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    ids = {name: UUID(int=at) for at, name in enumerate(("r1", "e1", "d1", "r2", "p2", "d2"), 1)}
    told = content(described({"first_name": "Иван", "last_name": "Ким"}))
    types = {"r": "record", "e": "email", "d": "device", "p": "phone"}
    nodes = {
        id_: Node(id_, types[name[0]], ids[{"r1": "e1", "r2": "p2"}[name]].hex if name[0] == "r" else "",
                  told if name[0] == "r" else name, "normal", "rule", 2, moment)
        for name, id_ in ids.items()
    }  # fmt: skip

    def link(a: str, b: str, kind: str = "together", weight: float = 1.0) -> Link:
        return Link(ids[a], ids[b], kind, 1, UUID(int=99), "site", "page", moment, weight)

    links = [link("r1", "e1"), link("e1", "d1"), link("r2", "p2"), link("p2", "d2"), link("r1", "r2", ALIKE, 18 / 1024)]
    sides = [[ids[name] for name in names] for names in (("r1", "e1", "d1"), ("r2", "p2", "d2"))]
    assert weighed(FIRST, (sides[0], sides[1], []), nodes, links).bits == Bits(18.0, 15.0), "browsers come later"
    why = reason("merge", sides, [[*sides[0], *sides[1]]], Drawn(nodes, links[:4], links), (FIRST, SECOND))
    assert why.old is None
    assert why.new == Bits(18.0, 15.0)
