"""The over-merge world: people who are seen in many places, some of which are shared by many of them.

What is not known of the worlds that others measure with is a setting here, never a constant.
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
class Place:
    """Something that many use: a kiosk (`device`), a switchboard (`phone`), a manager's e-mail (`email`)."""

    type: str
    count: int
    users: int  # of each
    rate: float  # of a user's touches that are made there
    named: float  # of these that say who it is beside


@dataclass(frozen=True)
class Crowd:
    """Settings of a world. Rates are between 0 and 1, `scenes` weights of what people do."""

    seed: int = 1
    people: int = 3000
    touches: int = 30_000
    days: int = 180
    having: Having = field(default_factory=Having)
    places: tuple[Place, ...] = (Place("device", 3, 300, 0.25, 0.6), Place("phone", 1, 150, 0.3, 0.5))
    scenes: Mapping[str, float] = field(
        default_factory=lambda: {"browse": 5, "mail": 1, "call": 1, "chat": 1, "order": 1, "shop": 0.5}
    )
    login: float = 0.5  # of visits on a device that says whose it is
    whole: float = 0.5  # that an order, a call or a chat carries one more of the person's identifiers
    family: float = 0.3  # that who may use the family's uses it instead of their own
    names: float = 0.0  # of the touches that a person speaks in, with a name in the traits
    more: float = 0.3  # that what goes with a name is said too
    assurance: bool = False
    recycled: int = 0  # phones that pass to somebody else half-way
    company_own: float = 0.0  # of orders and calls that carry the company's own address or number
    placeholders: float = 0.0  # of touches with a value that says nothing


ASSURANCES = {
    "user_id": "verified", "crm_id": "agent", "loyalty": "asserted", "email": "asserted", "phone": "asserted",
    "telegram": "verified", "device": "observed",
}  # fmt: skip
MORE = ("middle_name", "birth_date", "city", "address", "postcode")
OWN_VALUES = (("email", "info@our-shop.ru"), ("phone", "+78005553535"), ("email", "noreply@our-shop.ru"))
NOTHINGS = (
    ("user_id", "anonymous"), ("user_id", "null"), ("email", "test@test"), ("email", "test@test.ru"),
    ("phone", "0000000000"), ("phone", "+70000000000"), ("user_id", "undefined"), ("email", "null"),
    ("loyalty", "0000000000000"), ("device", "00000000-0000-0000-0000-000000000000"), ("user_id", "guest"),
    ("email", "no@no.no"), ("crm_id", "0"), ("user_id", "[object Object]"), ("phone", "89999999999"),
)  # fmt: skip


class World:
    """People in their places, and what they do."""

    def __init__(self, settings: Crowd) -> None:
        self.set = settings
        self.rng = random.Random(f"crowd {settings.seed}")
        self.people = populate(self.rng, settings.people, settings.having)
        self.places: defaultdict[str, list[tuple[Place, str]]] = defaultdict(list)
        for place in settings.places:
            self._open(place)
        self.passed = self._recycle(settings.recycled)

    def _open(self, place: Place) -> None:
        for _ in range(place.count):
            value = self._place_value(place.type)
            for person in self.rng.sample(self.people, min(place.users, len(self.people))):
                self.places[person.key].append((place, value))

    def _place_value(self, type_: str) -> str:
        if type_ == "phone":
            return f"+7495{self.rng.randint(1_000_000, 9_999_999)}"
        if type_ == "email":
            return f"manager{self.rng.randint(1, 99_999)}@partner.ru"
        return f"{type_}-{token(self.rng)}"

    def _recycle(self, count: int) -> dict[str, str]:
        """Numbers that somebody had until half-way, by the person who has had them since."""
        having = [person for person in self.people if "phone" in person.own]
        pairs = self.rng.sample(having, min(2 * count, len(having) // 2 * 2))
        return {new.key: old.own["phone"][0] for old, new in zip(pairs[::2], pairs[1::2], strict=True)}

    def touches(self) -> list[Labelled]:
        """All touches in the order of their times."""
        seconds = self.set.days * 86_400
        times = sorted(self.rng.sample(range(seconds), self.set.touches))
        return [
            self.touch(number, START + timedelta(seconds=time), time / seconds) for number, time in enumerate(times)
        ]

    def touch(self, number: int, at: datetime, part: float) -> Labelled:
        """One touch of somebody at a moment; `part` of all time has gone by."""
        person = self.rng.choice(self.people)
        identifiers, spoke = self._at_place(person) or self._scene(person, part)
        if self.rng.random() < self.set.placeholders:
            identifiers = self._spoil(identifiers)
        told = spoke and (not identifiers or self.rng.random() < self.set.names)
        traits = self.traits(person, self.set.more if identifiers else 0.7) if told else {}
        said = [Said(t, v, ASSURANCES[t] if self.set.assurance else None) for t, v in dict.fromkeys(identifiers)]
        return Labelled(f"t{number:06d}", at, said, traits, person.key)

    def traits(self, person: Person, more: float) -> dict[str, str]:
        """What somebody says of themselves: a name, and each thing besides with the probability `more`."""
        every = person.traits
        kept = {"first_name", "last_name"} if self.rng.random() < 0.8 else {"first_name"}
        kept |= {trait for trait in MORE if self.rng.random() < more}
        return {trait: value for trait, value in every.items() if trait in kept and value}

    def _at_place(self, person: Person) -> tuple[list[tuple[str, str]], bool] | None:
        for place, value in self.places[person.key]:
            if self.rng.random() < place.rate:
                beside = self._one(person, *(t for t in ("user_id", "email", "phone", "loyalty") if t != place.type))
                named = beside if self.rng.random() < place.named else []
                return [(place.type, value), *named], bool(named)
        return None

    def _scene(self, person: Person, part: float) -> tuple[list[tuple[str, str]], bool]:
        kinds = [kind for kind in self.set.scenes if kind in ("browse", "order", "form") or self._can(person, kind)]
        kind = self.rng.choices(kinds, [self.set.scenes[kind] for kind in kinds])[0]
        more = self.rng.random() < self.set.whole
        if kind == "browse":
            return self._visit(person), False
        if kind == "form":  # filled in by hand, or told to a clerk: no identifier that anybody has seen before
            return [], True
        if kind == "order":
            said = self._visit(person) + self._contact(person, "email", part)
            said += self._contact(person, "phone", part) if more else []
        elif kind == "shop":
            said = self._one(person, "loyalty") + (self._contact(person, "phone", part) if more else [])
        else:
            main, other = {"mail": ("email", "phone"), "call": ("phone", "email"), "chat": ("telegram", "phone")}[kind]
            said = self._contact(person, main, part) + (self._contact(person, other, part) if more else [])
        if kind in ("order", "call") and self.rng.random() < self.set.company_own:
            said.append(self.rng.choice(OWN_VALUES))
        return said, True

    def _can(self, person: Person, kind: str) -> bool:
        needed = {"mail": "email", "call": "phone", "chat": "telegram", "shop": "loyalty"}[kind]
        return needed in person.own

    def _visit(self, person: Person) -> list[tuple[str, str]]:
        """A visit on one of their devices, signed in or not."""
        if "device" in person.family and self.rng.random() < self.set.family:
            device = person.family["device"][0]
        else:
            device = self.rng.choice(person.own["device"])
        known = device not in person.anonymous and self.rng.random() < self.set.login
        return [("device", device), *(self._one(person, "user_id") if known else [])]

    def _contact(self, person: Person, type_: str, part: float) -> list[tuple[str, str]]:
        if type_ in person.family and self.rng.random() < self.set.family:
            return [(type_, person.family[type_][0])]
        if type_ == "phone":
            if part >= 0.5 and person.key in self.passed:
                return [("phone", self.passed[person.key])]
            if part >= 0.5 and set(person.own.get("phone", ())) & set(self.passed.values()):
                return []
        return self._one(person, type_)

    def _one(self, person: Person, *types: str) -> list[tuple[str, str]]:
        """One identifier of the first of these types that they have."""
        for type_ in types:
            if type_ in person.own:
                return [(type_, self.rng.choice(person.own[type_]))]
        return []

    def _spoil(self, identifiers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        nothing = self.rng.choice(NOTHINGS)
        rest = [one for one in identifiers if one[0] != nothing[0]]
        return [*rest, nothing]
