"""The harder over-merge world: Russian people whose data is written by hand, miswritten or made up."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.worlds import crowd
from tests.worlds.crowd import Crowd, Place
from tests.worlds.identifiers import spoil_email, spoil_phone
from tests.worlds.noise import KINDS, spoil
from tests.worlds.people import Having
from tests.worlds.touches import Labelled, Said

COOKIES_CLEARED = (0.15, 0.25, 0.25, 0.2, 0.15)  # so many people are seen with one to five devices
SCENES = {"browse": 4, "mail": 1, "call": 1.5, "chat": 0.7, "order": 1, "shop": 0.5, "form": 1.5}
NO_NAMES = ("Гость", "Аноним", "-", "Имя", "Клиент", "test", "Нет", "Покупатель")
NO_BIRTH = ("1900-01-01", "1970-01-01", "01.01.1900")


@dataclass(frozen=True)
class Russian:
    """Settings. Shares are between 0 and 1."""

    crowd: Crowd
    noise: float = 0.5  # of touches with traits that are spoilt
    most: int = 2  # kinds of noise at once
    kinds: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 1.0))
    written: float = 0.5  # of phones and addresses that are written by hand
    slips: float = 0.03  # of these that are wrong
    nobody: float = 0.03  # of touches with traits that say nothing


def touches(settings: Russian) -> list[Labelled]:
    """Make all touches, in the order of their times."""
    world = crowd.World(settings.crowd)
    people = {person.key: person for person in world.people}
    rng = random.Random(f"russian {settings.crowd.seed}")
    found = world.touches()
    for touch in found:
        noises: set[str] = set()
        touch.identifiers = [_written(rng, said, settings, noises) for said in touch.identifiers]
        if touch.traits and rng.random() < settings.noise:
            weights = list(settings.kinds.values())
            wanted = set(rng.choices(list(settings.kinds), weights, k=rng.randint(1, settings.most)))
            noises.update(spoil(rng, touch.traits, people[touch.truth], wanted))
        if touch.traits and rng.random() < settings.nobody:
            touch.traits["first_name"] = rng.choice(NO_NAMES)
            touch.traits.pop("last_name", None)
            if "birth_date" in touch.traits:
                touch.traits["birth_date"] = rng.choice(NO_BIRTH)
            noises.add("nobody")
        touch.noise = tuple(sorted(noises))
    return found


def _written(rng: random.Random, said: Said, settings: Russian, noises: set[str]) -> Said:
    spoilers = {"phone": spoil_phone, "email": spoil_email}
    known = said.value in NOTHINGS or said.type not in spoilers
    if known or rng.random() >= settings.written:
        return said
    value, noise = spoilers[said.type](rng, said.value, settings.slips)
    noises.update(noise)
    return replace(said, value=value)


NOTHINGS = {value for _, value in crowd.NOTHINGS} | {value for _, value in crowd.OWN_VALUES}


def _crowd(seed: int, rate: float, named: float, having: Having, **more: object) -> Crowd:
    places = (
        Place("device", 3, 300, rate, named),
        Place("phone", 1, 150, rate, named),
        Place("email", 2, 25, 0.15, 0.6),
    )
    base = Crowd(seed=seed, places=places, having=having, scenes=SCENES, login=0.4, whole=0.4, family=0.25, names=0.6)
    return replace(base, recycled=60, **more)  # type: ignore[arg-type]


ALL: Mapping[str, Russian] = {
    "ru_world": Russian(
        _crowd(
            74, 0.22, 0.5,
            Having(
                user_id=0.7, email=0.7, second_email=0.1, phone=0.9, second_phone=0.2, devices=COOKIES_CLEARED,
                anonymous_device=0.35, families=0.3, family_phone=0.2, family_email=0.2,
            ),
            placeholders=0.006, company_own=0.005, login=0.5, whole=0.6, family=0.1,
            scenes=SCENES | {"form": 0.9},
        ),
    ),
    "ru_few_forms": Russian(
        _crowd(
            39, 0.2, 0.5,
            Having(
                user_id=0.5, email=0.7, second_email=0.1, phone=0.95, second_phone=0.1, devices=COOKIES_CLEARED,
                anonymous_device=0.25, families=0.3, family_device=0.5, family_phone=0.2, family_email=0.2,
            ),
            placeholders=0.006, company_own=0.01, names=0.8, login=0.4, whole=0.4, family=0.12,
            scenes=SCENES | {"form": 0.35},
        ),
        slips=0.015,
    ),
    "ru_told_much": Russian(
        _crowd(
            5, 0.22, 0.6,
            Having(
                user_id=0.85, email=0.85, phone=0.9, second_phone=0.1, devices=COOKIES_CLEARED, anonymous_device=0.35,
                families=0.3, family_device=0.5, family_phone=0.2, family_email=0.1,
            ),
            placeholders=0.004, company_own=0.005, names=0.9, more=0.7, login=0.5, whole=0.5, family=0.15,
            scenes=SCENES | {"form": 1.0}, assurance=True,
        ),
        most=3,
    ),
    "ru_names_only": Russian(
        _crowd(
            6, 0.22, 0.6,
            Having(
                user_id=0.85, email=0.85, phone=0.9, second_phone=0.1, devices=COOKIES_CLEARED, anonymous_device=0.3,
                families=0.3, family_device=0.5, family_phone=0.2, family_email=0.1,
            ),
            placeholders=0.004, company_own=0.005, names=0.9, more=0.1, login=0.5, whole=0.5, family=0.15,
            scenes=SCENES | {"form": 0.4},
        ),
        noise=0.3,
    ),
    "ru_many_placeholders": Russian(
        _crowd(
            7, 0.15, 0.5, Having(user_id=0.7, devices=COOKIES_CLEARED, families=0.4),
            placeholders=0.06, company_own=0.05, scenes=SCENES | {"form": 0.5},
        ),
        nobody=0.1,
    ),
}  # fmt: skip
