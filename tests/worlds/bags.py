"""The over-merge world told in the plainest way: everybody has a bag of identifiers, a touch draws some of them.

Made unlike `crowd.py` on purpose: what is good in one only was fitted to how it was made.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.worlds.people import Having, Person, populate, token
from tests.worlds.touches import Labelled, Said

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Bags:
    """Settings. Shares between 0 and 1; `draws` are weights of touches with one, two, three … identifiers."""

    seed: int = 1
    people: int = 3000
    touches: int = 30_000
    having: Having = field(default_factory=lambda: Having(family_phone=0.5, family_email=0.4))
    kiosks: int = 3
    kiosk_users: int = 300
    switchboard: int = 150  # people behind one number
    draws: tuple[float, ...] = (0.6, 0.35, 0.05)
    types: Mapping[str, float] = field(
        default_factory=lambda: {"device": 5, "user_id": 2, "email": 1.5, "phone": 1.5, "telegram": 0.5}
    )
    shared: float = 0.2  # that a shared thing of a type is drawn by who has one
    names: float = 0.0  # of touches with a name


class World:
    """People and their bags."""

    def __init__(self, settings: Bags) -> None:
        self.set = settings
        self.rng = random.Random(f"bags {settings.seed}")
        self.people = populate(self.rng, settings.people, settings.having)
        self.common: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for person in self.people:
            for type_, values in person.family.items():
                self.common[person.key].setdefault(type_, []).extend(values)
        for _ in range(settings.kiosks):
            self._share("device", f"kiosk-{token(self.rng)}", settings.kiosk_users)
        if settings.switchboard:
            self._share("phone", f"+7495{self.rng.randint(1_000_000, 9_999_999)}", settings.switchboard)

    def _share(self, type_: str, value: str, users: int) -> None:
        for person in self.rng.sample(self.people, min(users, len(self.people))):
            self.common[person.key].setdefault(type_, []).append(value)

    def touches(self) -> list[Labelled]:
        """All touches, half a minute to some minutes apart."""
        at, found = START, []
        for number in range(self.set.touches):
            at += timedelta(seconds=self.rng.expovariate(1 / 300))
            person = self.rng.choice(self.people)
            said = [Said(type_, value) for type_, value in self._draw(person)]
            named = self.rng.random() < self.set.names
            traits = {"first_name": person.first, "last_name": person.last} if named else {}
            found.append(Labelled(f"t{number:06d}", at, said, traits, person.key))
        return found

    def _draw(self, person: Person) -> list[tuple[str, str]]:
        size = self.rng.choices(range(1, len(self.set.draws) + 1), self.set.draws)[0]
        able = [type_ for type_ in self.set.types if type_ in person.own]
        drawn: dict[str, str] = {}
        for _ in range(min(size, len(able))):
            rest = [type_ for type_ in able if type_ not in drawn]
            type_ = self.rng.choices(rest, [self.set.types[one] for one in rest])[0]
            drawn[type_] = self._value(person, type_)
            if drawn[type_] in person.anonymous:  # a device that never says whose it is
                return [(type_, drawn[type_])]
        return list(drawn.items())

    def _value(self, person: Person, type_: str) -> str:
        common = self.common[person.key].get(type_)
        if common and self.rng.random() < self.set.shared:
            return self.rng.choice(common)
        return self.rng.choice(person.own[type_])
