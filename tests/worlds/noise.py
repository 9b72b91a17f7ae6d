"""What happens to people's data on its way into a company's systems, each kind under its own name.

A kind changes the traits in place and says whether it could: a man has no maiden name, «Анна» has no «ё».
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from tests.worlds import names, spelling
from tests.worlds.people import Person, gendered, zipf

Traits = dict[str, str]
Kind = Callable[[random.Random, Traits, Person], bool]
NAME = ("first_name", "last_name", "middle_name")


def short_name(rng: random.Random, traits: Traits, person: Person) -> bool:
    """«Саша» for «Александр»."""
    if not person.shorts or traits.get("first_name") != person.first:
        return False
    traits["first_name"] = rng.choice(person.shorts)
    return True


def middle_initial(rng: random.Random, traits: Traits, person: Person) -> bool:
    """«С.» for «Сергеевич»."""
    return _put(traits, "middle_name", traits.get("middle_name", "")[:1] + rng.choice((".", "")))


def middle_lost(rng: random.Random, traits: Traits, person: Person) -> bool:
    """No patronymic."""
    return traits.pop("middle_name", None) is not None


def middle_spoken(rng: random.Random, traits: Traits, person: Person) -> bool:
    """«Сергеич» for «Сергеевич»."""
    middle = traits.get("middle_name", "")
    for long, spoken in (
        ("еевич", "еич"),
        ("аевич", "аич"),
        ("ович", "ыч"),
        ("ьевич", "ьич"),
        ("овна", "на"),
        ("еевна", "евна"),
    ):
        if middle.endswith(long):
            return _put(traits, "middle_name", middle[: -len(long)] + spoken)
    return False


def first_initial(rng: random.Random, traits: Traits, person: Person) -> bool:
    """«И. С. Петров»."""
    traits["middle_name"] = traits.get("middle_name", "")[:1] + "."
    return _put(traits, "first_name", traits.get("first_name", "")[:1] + ".")


def declension(rng: random.Random, traits: Traits, person: Person) -> bool:
    """«Ивану Петрову»."""
    case = rng.choice(("genitive", "dative", "instrumental"))
    first, last, middle = (traits.get(part, "") for part in NAME)
    if first != person.first or last != person.last:
        return False
    done = spelling.declined(first, last, middle, case, person.woman)
    return sum(_put(traits, part, value) for part, value in zip(NAME, done, strict=True)) > 0


def yo(rng: random.Random, traits: Traits, person: Person) -> bool:
    """«Семенов» for «Семёнов»."""
    plain = {trait: value.replace("ё", "е").replace("Ё", "Е") for trait, value in traits.items()}
    return sum(_put(traits, trait, value) for trait, value in plain.items()) > 0


def transliteration(rng: random.Random, traits: Traits, person: Person) -> bool:
    """«Yuliya Shcherbakova», by one of three systems."""
    system = rng.choice(spelling.SYSTEMS)
    return _each(traits, lambda text: spelling.transliterated(text, system))


def layout(rng: random.Random, traits: Traits, person: Person) -> bool:
    """«Bdfy Gtnhjd»: the keyboard was in Latin."""
    return _each(traits, spelling.wrong_layout)


def typo(rng: random.Random, traits: Traits, person: Person) -> bool:
    """One slip in one part of the name."""
    part = rng.choice([part for part in NAME if traits.get(part)] or ["first_name"])
    return _put(traits, part, spelling.slip(rng, traits.get(part, "")))


def mixed(rng: random.Random, traits: Traits, person: Person) -> bool:
    """One letter of the other alphabet that looks the same."""
    part = rng.choice(("first_name", "last_name"))
    return _put(traits, part, spelling.mixed_alphabets(rng, traits.get(part, "")))


def swapped(rng: random.Random, traits: Traits, person: Person) -> bool:
    """Surname in the field for the name, and the other way round."""
    first, last = traits.get("first_name"), traits.get("last_name")
    if not first or not last:
        return False
    traits["first_name"], traits["last_name"] = last, first
    return True


def one_field(rng: random.Random, traits: Traits, person: Person) -> bool:
    """The whole name in one field."""
    first, last, middle = (traits.get(part, "") for part in NAME)
    if not first or not last:
        return False
    for part in NAME:
        traits.pop(part, None)
    whole = rng.choice((f"{last} {first} {middle}", f"{first} {middle} {last}", f"{first} {last}"))
    traits[rng.choice(("first_name", "last_name"))] = " ".join(whole.split())
    return True


def case(rng: random.Random, traits: Traits, person: Person) -> bool:
    """«ИВАН петров»."""
    return _each(traits, str.upper if rng.random() < 0.5 else str.lower)


def married(rng: random.Random, traits: Traits, person: Person) -> bool:
    """Another surname since the wedding."""
    return person.woman and _put(traits, "last_name", gendered(zipf(rng, names.SURNAMES), True))


def birth_slip(rng: random.Random, traits: Traits, person: Person) -> bool:
    """One digit of the birth date wrong."""
    value = traits.get("birth_date", "")
    for _ in range(10):
        index = rng.choice([index for index, letter in enumerate(value) if letter.isdigit()] or [0])
        other = value[:index] + rng.choice("0123456789") + value[index + 1 :]
        if other != value and _is_date(other):
            return _put(traits, "birth_date", other)
    return False


def birth_swapped(rng: random.Random, traits: Traits, person: Person) -> bool:
    """Day and month changed over."""
    year, _, rest = traits.get("birth_date", "").partition("-")
    month, _, day = rest.partition("-")
    other = f"{year}-{day}-{month}"
    return _is_date(other) and _put(traits, "birth_date", other)


def birth_format(rng: random.Random, traits: Traits, person: Person) -> bool:
    """«12.03.1985», «12.03.85», «12/3/1985»."""
    if not _is_date(traits.get("birth_date", "")):
        return False
    born = date.fromisoformat(traits["birth_date"])
    forms = (f"{born:%d.%m.%Y}", f"{born:%d.%m.%y}", f"{born.day}/{born.month}/{born.year}", f"{born:%Y%m%d}")
    return _put(traits, "birth_date", rng.choice(forms))


def address_format(rng: random.Random, traits: Traits, person: Person) -> bool:
    """The same address in another writing."""
    kind, _, rest = traits.get("address", "").partition(" ")
    street, _, numbers = rest.partition(", д. ")
    house, _, flat = numbers.partition(", кв. ")
    if not flat:
        return False
    bare = kind.rstrip(".")
    forms = (
        f"{street} {house}-{flat}",
        f"{bare} {street} {house} кв {flat}",
        f"{street} {kind}, дом {house}, квартира {flat}",
    )
    return _put(traits, "address", rng.choice(forms))


def address_lost(rng: random.Random, traits: Traits, person: Person) -> bool:
    """No address."""
    return traits.pop("address", None) is not None


def moved(rng: random.Random, traits: Traits, person: Person) -> bool:
    """Lives elsewhere now."""
    if "address" not in traits:
        return False
    traits["address"] = f"ул. {rng.choice(names.STREETS)}, д. {rng.randint(1, 120)}, кв. {rng.randint(1, 200)}"
    if rng.random() < 0.4:
        traits |= {"city": zipf(rng, names.CITIES), "postcode": str(rng.randint(100_000, 690_000))}
    return True


def birth_lost(rng: random.Random, traits: Traits, person: Person) -> bool:
    """No birth date."""
    return traits.pop("birth_date", None) is not None


KINDS: dict[str, Kind] = {
    kind.__name__: kind
    for kind in (
        short_name, middle_initial, middle_lost, middle_spoken, first_initial, declension, yo, transliteration, layout,
        typo, mixed, swapped, one_field, case, married, birth_slip, birth_swapped, birth_format, birth_lost,
        address_format, address_lost, moved,
    )
}  # fmt: skip
# Kinds that rewrite what others must still be able to read come last.
ORDER = [*(kind for kind in KINDS if kind not in ("transliteration", "layout", "case", "one_field")),
         "one_field", "transliteration", "layout", "case"]  # fmt: skip


def spoil(rng: random.Random, traits: Traits, person: Person, wanted: set[str]) -> tuple[str, ...]:
    """Do these kinds of noise to the traits, and return those that changed anything."""
    if {"transliteration", "layout"} <= wanted:
        wanted = wanted - {rng.choice(("layout", "transliteration"))}
    return tuple(kind for kind in ORDER if kind in wanted and KINDS[kind](rng, traits, person))


def _put(traits: Traits, trait: str, value: str) -> bool:
    before = traits.get(trait)
    if not value or before is None or before == value:
        return False
    traits[trait] = value
    return True


def _each(traits: Traits, change: Callable[[str], str]) -> bool:
    return sum(_put(traits, part, change(traits.get(part, ""))) for part in NAME) > 0


def _is_date(text: str) -> bool:
    try:
        return 1920 < date.fromisoformat(text).year < 2015
    except ValueError:
        return False
