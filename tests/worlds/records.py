"""A fuzzy-only world: records of people with no identifier to hold on to, each labelled with what was done to it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tests.worlds.identifiers import spoil_email, spoil_phone
from tests.worlds.noise import KINDS, spoil
from tests.worlds.people import Having, Person, populate
from tests.worlds.touches import Labelled, Said

START = datetime(2026, 1, 1, tzinfo=UTC)
EVERYTHING = ("first_name", "last_name", "middle_name", "birth_date", "address", "city", "postcode")


@dataclass(frozen=True)
class Records:
    """Settings. Everybody has a clean first record and up to `copies` spoilt ones."""

    seed: int = 1
    people: int = 2000
    copies: int = 4
    most: int = 3  # kinds of noise at once
    kinds: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 1.0))
    traits: tuple[str, ...] = EVERYTHING
    missing: float = 0.1  # of each trait but the names
    families: float = 0.4
    twins: float = 0.01  # of people: born the same day to the same parents
    phone: float = 0.0  # of records with their phone, some of them with a slip
    email: float = 0.0


def records(settings: Records) -> list[Labelled]:
    """Make all records, in random order."""
    rng = random.Random(f"records {settings.seed}")
    people = populate(rng, settings.people, Having(families=settings.families))
    people += [_twin(rng, person) for person in people if rng.random() < settings.twins]
    found = [one for person in people for one in _of(rng, person, settings)]
    rng.shuffle(found)
    for number, one in enumerate(found):
        one.id, one.at = f"r{number:06d}", START + timedelta(minutes=7 * number)
    return found


def _twin(rng: random.Random, person: Person) -> Person:
    """Somebody with another name and the rest the same."""
    others = [name for name in ("Пётр Петя", "Борис Боря", "Глеб Глебушка", "Артём Тёма") if person.first not in name]
    if person.woman:
        others = [
            name for name in ("Вера Верочка", "Алина Аля", "Полина Поля", "Дарья Даша") if person.first not in name
        ]
    first, *shorts = rng.choice(others).split()
    return replace(person, key=person.key + "t", first=first, shorts=tuple(shorts), own={})


def _of(rng: random.Random, person: Person, settings: Records) -> list[Labelled]:
    written: set[str] = set()
    first = _identifiers(rng, person, settings, written)
    found = [Labelled("", START, first, _kept(rng, person, settings), person.key, tuple(sorted(written)))]
    for _ in range(rng.randint(0, settings.copies)):
        wanted = set(rng.choices(list(settings.kinds), list(settings.kinds.values()), k=rng.randint(1, settings.most)))
        traits, noises = _kept(rng, person, settings), set[str]()
        noises.update(spoil(rng, traits, person, wanted))
        said = _identifiers(rng, person, settings, noises)
        found.append(Labelled("", START, said, traits, person.key, tuple(sorted(noises))))
    return found


def _kept(rng: random.Random, person: Person, settings: Records) -> dict[str, str]:
    sure = ("first_name", "last_name")
    every = {trait: person.traits[trait] for trait in settings.traits if person.traits[trait]}
    return {trait: value for trait, value in every.items() if trait in sure or rng.random() >= settings.missing}


def _identifiers(rng: random.Random, person: Person, settings: Records, noises: set[str]) -> list[Said]:
    said = []
    for type_, share, change in (("phone", settings.phone, spoil_phone), ("email", settings.email, spoil_email)):
        values = person.own.get(type_)
        if values and rng.random() < share:
            value, noise = change(rng, values[0])
            noises.update(noise)
            said.append(Said(type_, value))
    return said


ALL: Mapping[str, Records] = {
    "ru_everything": Records(),
    "ru_one_noise": Records(seed=2, most=1, people=3000, copies=3),
    "ru_no_address": Records(seed=3, traits=EVERYTHING[:4], missing=0.05),
    "ru_sparse": Records(seed=4, traits=("first_name", "last_name", "middle_name", "birth_date", "city"), missing=0.35),
    "ru_phones": Records(seed=5, phone=0.6, email=0.3, missing=0.3, most=2),
    "ru_big_families": Records(seed=6, families=1.0, twins=0.05, most=2),
}
