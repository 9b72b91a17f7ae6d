"""People with households, and what they have to be known by."""

from __future__ import annotations

import random
import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.worlds import names

_LETTERS = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"
_SOUNDS = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch - y - e yu ya"
LATIN = {letter: sound.strip("-") for letter, sound in zip(_LETTERS.split(), _SOUNDS.split(), strict=True)}


@dataclass(slots=True)
class Person:
    """Somebody who may be a customer. What they do not have is empty."""

    key: str
    first: str
    last: str
    middle: str
    woman: bool
    birth: date
    address: str
    city: str
    postcode: str
    company: str
    shorts: tuple[str, ...] = ()
    household: int | None = None
    own: dict[str, list[str]] = field(default_factory=dict)  # identifiers by type
    family: dict[str, list[str]] = field(default_factory=dict)  # what the household shares
    anonymous: frozenset[str] = frozenset()  # devices that never say whose they are

    @property
    def traits(self) -> dict[str, str]:
        """Everything there is to say, as it is written in their passport."""
        return {
            "first_name": self.first, "last_name": self.last, "middle_name": self.middle,
            "birth_date": self.birth.isoformat(), "address": self.address, "city": self.city,
            "postcode": self.postcode, "company": self.company,
        }  # fmt: skip


@dataclass(frozen=True)
class Having:
    """How many identifiers people have: shares between 0 and 1, and means above them."""

    user_id: float = 0.8  # the rest never sign up
    email: float = 0.85
    second_email: float = 0.15
    phone: float = 0.85
    second_phone: float = 0.1
    telegram: float = 0.3
    loyalty: float = 0.3
    crm_id: float = 0.0
    devices: tuple[float, ...] = (0.45, 0.35, 0.2)  # shares of those with one, two, three …
    anonymous_device: float = 0.3
    families: float = 0.4  # of people who live in one
    family_device: float = 0.6  # of families
    family_phone: float = 0.3
    family_email: float = 0.2
    english: bool = False


def populate(rng: random.Random, count: int, having: Having) -> list[Person]:
    """Make so many people; those who live together share surname, address and what families share."""
    found: list[Person] = []
    while len(found) < count:
        size = rng.choice((2, 2, 3, 3, 4, 5)) if rng.random() < having.families / 2.2 else 1
        home = household(rng, min(size, count - len(found)), len(found), having.english)
        if len(home) > 1:
            _share(rng, home, len(found), having)
        for person in home:
            _equip(rng, person, having)
        found += home
    return found


def household(rng: random.Random, size: int, start: int, english: bool = False) -> list[Person]:
    """Make the people of one household: one or two grown up, the rest their children."""
    city = zipf(rng, names.CITIES)
    house, flat = rng.randint(1, 120), rng.randint(1, 200)
    street, kind = rng.choice(names.STREETS), rng.choice(names.STREET_KINDS)
    address = (
        f"{house} {latin(street).title()} St, apt {flat}" if english else f"{kind} {street}, д. {house}, кв. {flat}"
    )
    postcode = str(100_000 + 997 * names.CITIES.index(city) * 41 % 500_000 + rng.randint(0, 60))
    surname = zipf(rng, names.LAST_EN if english else names.SURNAMES)
    home: list[Person] = []
    for index in range(size):
        woman = bool(index % 2) if index < 2 and rng.random() < 0.9 else rng.random() < 0.5
        child = index >= 2
        born = date(2026, 1, 1) - timedelta(days=rng.randint(14, 24) * 365 if child else rng.randint(25, 75) * 365)
        born += timedelta(days=rng.randint(0, 364))
        father = home[0].first if child and not home[0].woman else _given(rng, False, False)[0]
        first, *shorts = _given(rng, woman, english)
        own_name = index == 1 and rng.random() < 0.15  # some keep their own
        last = zipf(rng, names.LAST_EN if english else names.SURNAMES) if own_name else surname
        home.append(
            Person(
                key=f"p{start + index:05d}", first=first, last=last if english else gendered(last, woman),
                middle="" if english else patronymic(father, woman), woman=woman, birth=born, address=address,
                city=latin(city).title() if english else city, postcode=postcode,
                company=rng.choice(names.COMPANIES) if rng.random() < 0.15 else "", shorts=tuple(shorts),
                household=start if size > 1 else None,
            )
        )  # fmt: skip
    return home


def gendered(surname: str, woman: bool) -> str:
    """Return a surname as a man or a woman has it."""
    if not woman:
        return surname
    if surname.endswith(("ов", "ев", "ёв", "ин", "ын")) and len(surname) > 4:
        return surname + "а"
    if surname.endswith(("ский", "цкий")):
        return surname[:-2] + "ая"
    return surname


def patronymic(father: str, woman: bool) -> str:
    """Return the patronymic of somebody's child."""
    special = {"Илья": "Ильи", "Никита": "Никити", "Лев": "Льво", "Пётр": "Петро", "Павел": "Павло", "Фёдор": "Фёдоро"}
    if father in {"Илья", "Никита"}:
        return (
            special[father] + ("нична" if woman else "ч") if father == "Илья" else "Никитична" if woman else "Никитич"
        )
    stem = special.get(father)
    if stem is None:
        if father.endswith("ий"):
            stem = father[:-2] + "ье"
        elif father.endswith(("й", "ь")):
            stem = father[:-1] + "е"
        else:
            stem = father + "о"
    return stem + ("вна" if woman else "вич")


def zipf(rng: random.Random, choices: Sequence[str]) -> str:
    """Choose one, the earlier the likelier."""
    return choices[min(int(len(choices) * rng.random() ** 1.8), len(choices) - 1)]


def mobile(rng: random.Random) -> str:
    """A Russian mobile number in E.164."""
    return f"+79{rng.randint(0, 99):02d}{rng.randint(1_000_000, 9_999_999)}"


def mailbox(rng: random.Random, person: Person) -> str:
    """An address as people choose it: mostly of their name, with a number where it was taken."""
    first, last = latin(person.first), latin(person.last)
    local = rng.choice((
        f"{first}.{last}", f"{last}.{first[:1]}", f"{last}{person.birth.year}", f"{first}{person.birth.year % 100:02d}",
        f"{first[:1]}{last}", "".join(rng.choices(string.ascii_lowercase, k=9)),
    ))  # fmt: skip
    return f"{local}{rng.randint(1, 999)}@{rng.choice(names.DOMAINS)}"


def token(rng: random.Random, length: int = 12) -> str:
    """A random identifier."""
    return "".join(rng.choices("0123456789abcdef", k=length))


def _given(rng: random.Random, woman: bool, english: bool) -> list[str]:
    if english:
        return [zipf(rng, names.FIRST_EN[1::2] if woman else names.FIRST_EN[::2])]
    return zipf(rng, names.WOMEN if woman else names.MEN).split()


def _share(rng: random.Random, home: list[Person], number: int, having: Having) -> None:
    shared: dict[str, list[str]] = {}
    if rng.random() < having.family_device:
        shared["device"] = [f"tab-{token(rng)}"]
    if rng.random() < having.family_phone:
        shared["phone"] = [mobile(rng)]
    if rng.random() < having.family_email:
        shared["email"] = [f"{latin(home[0].last)}.family{number}@{rng.choice(names.DOMAINS)}"]
    for person in home:
        person.family = shared


def _equip(rng: random.Random, person: Person, having: Having) -> None:
    own: dict[str, list[str]] = {"device": []}
    if rng.random() < having.user_id:
        own["user_id"] = [f"u{token(rng, 8)}"]
    for type_, first, second in (
        ("email", having.email, having.second_email), ("phone", having.phone, having.second_phone)
    ):  # fmt: skip
        number = (rng.random() < first) * (1 + (rng.random() < second))
        own[type_] = [mailbox(rng, person) if type_ == "email" else mobile(rng) for _ in range(number)]
    if rng.random() < having.telegram:
        own["telegram"] = [str(rng.randint(100_000_000, 7_999_999_999))]
    if rng.random() < having.loyalty:
        own["loyalty"] = [str(rng.randint(10**12, 10**13 - 1))]
    if rng.random() < having.crm_id:
        own["crm_id"] = [f"C-{rng.randint(10_000, 9_999_999)}"]
    number = rng.choices(range(1, len(having.devices) + 1), having.devices)[0]
    own["device"] = [f"d-{token(rng)}" for _ in range(number)]
    person.own = {type_: values for type_, values in own.items() if values}
    person.anonymous = frozenset(device for device in own["device"] if rng.random() < having.anonymous_device)


def latin(text: str) -> str:
    """Return Cyrillic in small Latin letters."""
    return "".join(LATIN.get(letter, letter) for letter in text.lower())
