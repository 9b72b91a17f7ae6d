"""How much of each kind of noise is seen through, on the lists of names, and how often strangers are taken for one."""

import random
from collections.abc import Callable
from functools import partial
from itertools import combinations

import pytest

from nitka.customers.likeness.comparators import Level, first, last, middle
from nitka.customers.likeness.fathers import patronymics
from nitka.customers.likeness.names import first_names, patronymic, surname
from nitka.customers.likeness.wordlists import entries, words
from tests.unit.customers.likeness.test_layout import TO_LATIN

Noise = Callable[[str], str]

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
BGN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya"
GERMAN = "a b w g d e jo zh z i j k l m n o p r s t u f ch c tsch sch schtsch  y  e ju ja"
GOST = "a b v g d e yo zh z i j k l m n o p r s t u f x cz ch sh shh  y ` e yu ya"
INFORMAL = "a b v g d e e zh z i i k l m n o p r s t u f h ts ch sh sch  y ' e iu ia"


def spelt(system: str, name: str) -> str:
    letters = dict(zip(LETTERS, system.split(" "), strict=True))
    return "".join(letters.get(letter, letter) for letter in name.lower()).capitalize()


def typo(name: str) -> str:
    chance = random.Random(name)
    at = chance.randrange(1, len(name) - 1)
    slips = (
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        name[:at] + name[at + 1 :],
        name[:at] + chance.choice("аеиотнс") + name[at:],
        name[:at] + chance.choice("аеиотнс") + name[at + 1 :],
    )
    return chance.choice(slips)


def woman(name: str) -> str:
    return name[:-2] + "ая" if name.endswith("ский") else name + "а"


def dative(name: str) -> str:
    return name[:-2] + "ому" if name.endswith("ский") else name + "у"


NOISES: dict[str, tuple[Noise, Level, float]] = {
    "BGN": (partial(spelt, BGN), Level.SOUND, 1.0),
    "German": (partial(spelt, GERMAN), Level.SOUND, 0.9),
    "GOST 7.79": (partial(spelt, GOST), Level.SOUND, 0.99),
    "informal": (partial(spelt, INFORMAL), Level.SOUND, 1.0),
    "layout": (lambda name: name.translate(TO_LATIN), Level.SAME, 0.98),
    "no ё": (lambda name: name.replace("ё", "е"), Level.SAME, 1.0),
    "capitals": (str.upper, Level.SAME, 1.0),
    "typo": (typo, Level.NEAR, 0.9),
}
SURNAMES = sorted(
    {
        word
        for line in words("surnames.txt")
        for word in line.split()
        if word.endswith(("ов", "ев", "ёв", "ин", "ский", "енко"))
    }
)
GIVEN = [entry for entry in entries("russian.txt") if len(entry.names[0]) > 3]
FATHERS = [name.capitalize() for entry in GIVEN if entry.sex == "m" for name in patronymics(entry.names[0])[:2]]


def seen_through(names: list[str], noise: Noise, alike: Callable[[str, str], Level | None], least: Level) -> float:
    levels = [alike(name, noise(name)) for name in names]
    return sum(level is not None and level >= least for level in levels) / len(names)


def alike_first(one: str, other: str) -> Level | None:
    return first(first_names(one), first_names(other))


def alike_last(one: str, other: str) -> Level | None:
    return last(surname(one), surname(other))


def alike_middle(one: str, other: str) -> Level | None:
    return middle(patronymic(one), patronymic(other))


@pytest.mark.parametrize("kind", NOISES)
def test_noise_is_seen_through(kind: str) -> None:
    noise, least, share = NOISES[kind]
    assert seen_through([entry.names[0] for entry in GIVEN], noise, alike_first, least) >= share
    assert seen_through(SURNAMES, noise, alike_last, least) >= share
    assert seen_through(FATHERS, noise, alike_middle, least) >= share


@pytest.mark.parametrize("change", [woman, dative, lambda name: spelt(BGN, woman(name))])
def test_gender_case_and_both_with_transliteration(change: Noise) -> None:
    declinable = [name for name in SURNAMES if not name.endswith("енко")]
    assert seen_through(declinable, change, alike_last, Level.SOUND) == 1.0


def test_every_short_form_is_its_name_in_latin_letters_too() -> None:
    pairs = [(entry.names[0], form) for entry in GIVEN for form in entry.forms]
    assert all(alike_first(name, form) in {Level.FORM, Level.SAME} for name, form in pairs)
    seen = [(alike_first(name, spelt(BGN, form)) or 0) >= Level.SOUND for name, form in pairs]
    assert sum(seen) / len(seen) > 0.97


def test_strangers_are_not_taken_for_one() -> None:
    found = [alike_last(one, other) for one, other in combinations(SURNAMES[::2], 2)]
    assert not any(level is not None and level >= Level.SOUND for level in found)
    assert sum(level == Level.NEAR for level in found) / len(found) < 0.001
    names = [entry.names[0] for entry in GIVEN[::2]]
    levels = [alike_first(one, other) for one, other in combinations(names, 2)]
    assert levels.count(Level.SAME) + levels.count(Level.FORM) < len(levels) * 0.001
    assert levels.count(Level.SOUND) == levels.count(Level.NEAR) == 0
