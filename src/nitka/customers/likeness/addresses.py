"""Postal addresses, Russian, American and Australian, taken apart far enough to compare them."""

import re
from functools import lru_cache
from typing import NamedTuple

from nitka.customers.likeness.fold import CACHED, fold, skeleton


class Address(NamedTuple):
    """An address: the street's skeleton without its kind, the house, the flat, and the words left over."""

    street: str = ""
    house: str = ""
    flat: str = ""
    rest: str = ""


_KINDS = frozenset(
    [
        "ul",
        "ulitsa",
        "ulica",
        "st",
        "street",
        "str",
        "road",
        "rd",
        "avenue",
        "ave",
        "pr",
        "t",
        "prospekt",
        "pr",
        "kt",
        "per",
        "pereulok",
        "lane",
        "ln",
        "drive",
        "dr",
        "court",
        "ct",
        "boulevard",
        "blvd",
        "bulvar",
        "b",
        "r",
        "shosse",
        "sh",
        "naberezhnaia",
        "nab",
        "ploshchad",
        "pl",
        "place",
        "proezd",
        "d",
        "dom",
        "house",
    ]
)
_FLAT = re.compile(r"\b(?:kv|kvartira|apt|apartment|flat|unit|ofis|of|office|suite|ste|room|komn)\b\.? ?(\w+)")
_HOUSE = re.compile(r"\b\d+\w?\b")


@lru_cache(maxsize=CACHED)
def address(text: str) -> Address:
    """Take an address apart."""
    plain = fold(text)
    flat = _FLAT.search(plain)
    if flat:
        plain = plain[: flat.start()] + plain[flat.end() :]
    numbers = _HOUSE.findall(plain)
    words = [word for word in _HOUSE.sub(" ", plain).split() if word not in _KINDS]
    found = flat[1] if flat else numbers[1] if len(numbers) > 1 else ""
    return Address(" ".join(skeleton(word) for word in words), numbers[0] if numbers else "", found, "")
