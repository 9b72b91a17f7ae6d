"""The law of undoing at length: after hundreds of touches and decisions, what was decided leaves no trace."""

from __future__ import annotations

import copy
import os
import random
from collections.abc import Callable
from uuid import UUID

import pytest

from nitka.channels.touch import Assurance, Touch
from nitka.customers.graph import SESSION, Status
from nitka.kernel.errors import BadInput, Conflict
from tests.unit.customers.desk import Desk
from tests.unit.customers.world import World, touch

LONG = os.environ.get("NITKA_LAW") == "long"  # half an hour
SEEDS = range(40 if LONG else 10)
# Steps and people: few of them are soon one web, in which everybody has to do with everybody.
STORIES = [(seed, 1000, 60) for seed in SEEDS] if LONG else [(0, 300, 60), (1, 300, 60), (2, 1000, 250)]
pytestmark = pytest.mark.timeout(3600 if LONG else 300)
KINDS = ("user_id", "email", "phone", "device", "telegram", "loyalty")
STATUSES: tuple[Status, ...] = ("normal", "shared", "blocked")


def _value(kind: str, person: int) -> tuple[str, str]:
    texts = {"email": f"p{person}@shop.org", "phone": f"+7916{person:07}"}
    return kind, texts.get(kind, f"{kind}-{person}")


def _touch(chance: random.Random, number: int, people: int) -> Touch:
    """Somebody says something of themselves, and now and then of somebody else."""
    person = chance.randrange(people)
    identifiers = []
    for kind in chance.sample(KINDS, chance.choice([1, 1, 2, 2, 3])):
        whose = person if chance.random() < 0.93 else chance.randrange(people)
        identifiers.append((*_value(kind, whose), Assurance(chance.choice([1, 2, 2, 3]))))
    if chance.random() < 0.02:
        identifiers.append((*_value("device", 0), Assurance.OBSERVED))  # a kiosk
    traits = {"name": f"Клиент {person}"} if chance.random() < 0.3 else {}
    sender = identifiers[0][1]
    return touch(number, *identifiers, sender=sender, **traits)


class Law:
    """Two workspaces that hear the same: in one an operator decides, in the other nobody ever does."""

    def __init__(self, seed: int, people: int = 60) -> None:
        self.chance, self.people = random.Random(seed), people
        self.desk, self.plain = Desk(), World()
        self.held: dict[UUID, set[UUID]] = {}  # customer → what it had when it was last in use
        self.number = 0

    def step(self) -> None:
        ways: list[tuple[float, Callable[[], None]]] = [
            (0.62, self.hear), (0.12, self.merge), (0.08, self.split), (0.06, self.status), (0.08, self.undo),
            (0.03, self.name), (0.03, self.block),
        ]  # fmt: skip
        self.chance.choices([way for _, way in ways], [weight for weight, _ in ways])[0]()

    def hear(self) -> None:
        batch = [_touch(self.chance, self.number + n, self.people) for n in range(self.chance.choice([1, 1, 1, 2, 5]))]
        self.number += len(batch)
        self.desk.say(*batch)
        self.plain.say(*batch)

    def live(self) -> list[UUID]:
        return sorted((id_ for id_, nodes in self.desk.store.homes.items() if nodes), key=self.oldest)

    def oldest(self, id_: UUID) -> bytes:
        return min(node.bytes for node in self.desk.store.homes[id_])

    def decide(self, what: Callable[[], object]) -> None:
        words = self.desk.store.words
        before = copy.copy(words.made), copy.deepcopy(words.released), copy.copy(words.undone)
        try:
            what()
        except (BadInput, Conflict):  # as a transaction that is rolled back
            words.made, words.released, words.undone = before

    def merge(self) -> None:
        live = self.live()
        if len(live) > 3:
            chosen = self.chance.sample(live, self.chance.choice([2, 2, 3]))
            self.decide(lambda: self.desk.merge(*chosen))

    def split(self) -> None:
        large = [id_ for id_ in self.live() if len(self.desk.store.homes[id_]) > 1]
        if large:
            customer = self.chance.choice(large)
            nodes = sorted(self.desk.store.homes[customer], key=lambda one: one.bytes)
            out = self.chance.sample(nodes, self.chance.randint(1, len(nodes) - 1))
            self.decide(lambda: self.desk.split(customer, *out))

    def status(self) -> None:
        known = sorted((one for one in self.desk.store.known.values() if one.type != SESSION), key=lambda one: one.id)
        if known:
            one = self.chance.choice(known)
            self.decide(lambda: self.desk.status(one.type, one.value, self.chance.choice(STATUSES)))

    def undo(self) -> None:
        in_force = [one.id for one in self.desk.store.happenings if one.id not in self.desk.store.words.undone]
        if in_force:
            self.decide(lambda: self.desk.undo(self.chance.choice(in_force[-60:])))

    def _same(self) -> tuple[UUID, UUID] | None:
        """A customer that is the same in both worlds just now."""
        plain = {frozenset(nodes): id_ for id_, nodes in self.plain.store.homes.items() if nodes}
        same = [(id_, plain[key]) for id_ in self.live() if (key := frozenset(self.desk.store.homes[id_])) in plain]
        return self.chance.choice(same) if same else None

    def name(self) -> None:
        if found := self._same():
            for world, id_ in zip((self.desk, self.plain), found, strict=True):
                world.name(id_, f"Имя {self.number}")

    def block(self) -> None:
        if found := self._same():
            blocked = self.chance.random() < 0.7
            for world, id_ in zip((self.desk, self.plain), found, strict=True):
                world.block(id_, blocked)

    def undo_all(self) -> None:
        """Take back all that was done by hand, in any order: what undid a decision is no decision of its own."""
        store = self.desk.store
        by_rule = {one.id for one in store.happenings if one.who is None}
        decided = [
            one.id
            for one in store.happenings
            if one.who is not None
            and one.id not in store.words.undone
            and (one.undoes is None or one.undoes in by_rule)
        ]
        self.chance.shuffle(decided)
        for event in decided:
            if event not in store.words.undone:
                self.desk.undo(event)


def statuses(world: World) -> dict[UUID, tuple[str, str]]:
    """Whose each identifier is; sessions are none."""
    return {id_: (one.status, one.status_by) for id_, one in world.store.known.items() if one.type != SESSION}


def blocked(world: World) -> set[frozenset[UUID]]:
    """The customers that are blocked, sessions that are nobody's left out."""
    return {piece for piece in people(world) if any(piece <= them for them in world.blocked())}


def people(world: World) -> dict[frozenset[UUID], str | None]:
    """The customers with their names. A session stays behind where its touches are somebody's again: it is nobody."""
    idle = {id_ for id_, one in world.store.known.items() if one.type == SESSION} - set(world.owners().values())
    return {piece - idle: name for piece, name in world.names().items() if piece - idle}


@pytest.mark.parametrize(("seed", "steps", "people_number"), STORIES)
def test_a_long_story_leaves_nothing_once_all_decisions_are_undone(seed: int, steps: int, people_number: int) -> None:
    law = Law(seed, people_number)
    for _ in range(steps):
        law.step()
    assert len(law.desk.store.happenings) > 40
    law.undo_all()
    desk, plain = law.desk, law.plain
    assert statuses(desk) == statuses(plain)
    assert people(desk).keys() == people(plain).keys()
    assert desk.owners() == plain.owners()
    assert people(desk) == people(plain)
    assert blocked(desk) == blocked(plain)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_old_id_answers_with_somebody_who_has_what_it_had(seed: int) -> None:
    law = Law(seed + 1000)
    for number in range(500 if LONG else 150):
        law.step()
        store = law.desk.store
        law.held |= {id_: set(nodes) for id_, nodes in store.homes.items() if nodes}
        if number % 25:
            continue
        redirects = store.redirects
        for id_, had in law.held.items():
            if store.homes[id_]:
                assert id_ not in redirects
                continue
            homes = {home for one in had if (home := store.known[one].customer) is not None}
            if homes:
                assert redirects[id_] in homes
