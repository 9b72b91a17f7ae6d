"""Postal addresses, Russian, American and Australian, taken apart far enough to compare them."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from nitka.customers.likeness.fold import CACHED, fold, skeleton


class Address(NamedTuple):
    """An address: the street's skeleton without its kind, the house, the flat, and the words left over."""

    street: str = ""
    house: str = ""
    flat: str = ""
    rest: str = ""


# Every list in Latin letters as `fold` writes them, with what foreigners and programs make of the Russian words.
_BEFORE = """ul ulitsa ulica ulitza prospekt pr prt pkt prosp pereulok per bulvar bulv blvr br naberezhnaia nab shosse
    sh prkt bul ploshchad pl proezd prd alleia al tupik tup trakt liniia lin kvartal kvl mikroraion mkr mkrn mikrorn"""
_AFTER = """street st str road rd avenue ave av lane ln drive dr drv court ct crt boulevard blvd terrace tce ter place
    parade pde crescent cres cr close cl way highway hwy circuit cct grove gr square sq parkway pkwy pky trail trl
    circle cir loop esplanade esp gardens gdns mews rise row walk quay alley strasse"""
_HOUSE = "d dom house houses vl vladenie no num number n nomer uch uchastok lot"
_BLOCK = "k korp korpus bldg building block blk"
_BUILDING = "s str stroenie lit litera"
_FLAT = """kv kvartira apt apartment apartments flat unit ap appt suite ste ofis of office room rm pom pomeshchenie komn
    komnata u shop villa townhouse"""
_ASIDE = "podezd pod pd etazh et floor fl level lvl domofon kod"
_PLACE = """g gor gorod city town obl oblast krai raion rn resp respublika pos posiolok poselok pgt p s selo der
    derevnia stanitsa rf rossiia russia usa australia okrug ao snt region village"""
_POST_BOX = re.compile(r"\b(?:g?p ?o box|a ia|abonentskii iashchik) (\d+)")
# Words of a street's name that are as often written short, in one spelling; the empty ones say nothing.
_SHORT = {"north": "n", "south": "s", "east": "e", "west": "w", "saint": "st", "mount": "mt", "the": ""}
_SHORT |= {"b": "bolshaia", "bol": "bolshaia", "m": "malaia", "mal": "malaia", "im": "", "imeni": "", "reki": ""}

_ROLES: dict[str, str] = {}
for _role, _words in (
    ("place", _PLACE),
    ("aside", _ASIDE),
    ("flat", _FLAT),
    ("building", _BUILDING),
    ("block", _BLOCK),
    ("house", _HOUSE),
    ("after", _AFTER),
    ("before", _BEFORE),
):
    _ROLES |= dict.fromkeys(_words.split(), _role)

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['’-][^\W\d_]+)*)|(?P<comma>[,;\n])"
    r"|(?P<ordinal>\d+(?:\s?-?\s?(?:ая|ый|ой|ий|я|й|го)|st|nd|rd|th)\b)"
    r"|(?P<number>\d+(?:\s?[/\\-]\s?\d+|[а-яa-z](?![^\W\d_])|(?<=[а-яa-z])\d+)*)"
    r"|(?P<mark>[#№])"
)
# «8 Марта», «40 лет Октября»: a number that is the street's, not a house
_DATED = ("март", "мая", "октяб", "январ", "лет", "год", "арм", "дивиз", "гвард")
_DATES = re.compile(r"\b(\d+)\s+(?=марта|мая|октября|января|лет|года?|летия|армии|гвардейск|дивизии)")
_NUMBER = re.compile(r"\d+")
_BLOCK_LETTER = re.compile(r"(?<=\d)[кk](?=\d)")
_MARKS = frozenset({"house", "block", "building", "flat", "aside"})


# «word», «number», «comma», or the role of a word that says what stands beside it; and the text. A plain tuple is
# several times quicker to make, and an address has a dozen.
_Token = tuple[str, str]


@lru_cache(maxsize=CACHED)
def address(text: str) -> Address:
    """Take an address apart, whatever order and abbreviations it is written in; what is not found is empty."""
    if text.isascii():
        lower = text.lower()
    else:
        lower = unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
        if any(word in lower for word in _DATED):
            lower = _DATES.sub(r"\1-й ", lower)
    if ("box" in lower or "а/я" in lower or "ящик" in lower) and (box := _POST_BOX.search(fold(lower))):
        return Address("po boks", box[1])
    return _Reading(list(_tokens(lower)), russian=not lower.isascii()).address()


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind == "word":
            word = _plain(found[0])
            role = _ROLES.get(word)
            if role:
                yield role, word
            else:
                yield from (("word", part) for part in fold(found[0]).split())
        elif kind == "ordinal":
            number = _NUMBER.match(found[0])
            yield "word", number[0] if number else ""
        elif kind == "mark":
            yield "flat" if found[0] == "#" else "house", found[0]
        else:
            yield kind, found[0]


@lru_cache(maxsize=CACHED)
def _plain(word: str) -> str:
    return fold(word).replace(" ", "")


class _Reading:
    """One pass over the words of an address, from left to right."""

    def __init__(self, tokens: list[_Token], *, russian: bool) -> None:
        self.tokens = tokens
        self.russian = russian
        self.words: list[str] = []  # of the part between commas, not yet placed
        self.parts: list[list[str]] = []  # earlier parts that may be the street
        self.street: list[str] = []
        self.rest: list[str] = []
        self.house = self.flat = ""
        self.elsewhere = False  # what follows names a town or a region
        self.numbered = False  # the part began with the house

    def address(self) -> Address:
        """Return what was found."""
        at = 0
        while at < len(self.tokens):
            at += self._take(at)
        self._end_part()
        if not self.street and self.parts:
            self.street = self.parts.pop()
        left = [word for part in self.parts for word in part] + self.rest
        return Address(_name(self.street, russian=self.russian), self.house, self.flat, _name(left, russian=False))

    def _kind(self, at: int) -> str:
        return self.tokens[at][0] if at < len(self.tokens) else ""

    def _take(self, at: int) -> int:
        """Take in what stands here, and return how many tokens that were."""
        kind, text = self.tokens[at]
        follows = self._kind(at + 1)
        if kind == "comma":
            self._end_part()
        elif kind == "number":
            self._number(text)
        elif kind in _MARKS and (follows == "number" or (kind == "flat" and follows and self._letter(at + 1))):
            self._marked(kind, self.tokens[at + 1][1])
            return 2
        elif text == "str" and self.house and follows == "number":
            self._marked("building", self.tokens[at + 1][1])
            return 2
        elif (kind == "place" and (self.words or follows in {"word", "after"})) or (
            text in {"d", "s"} and self.russian and not self.words and follows == "word"
        ):
            self._place()
        elif kind == "before" or (kind == "after" and not self.street and (self.words or follows == "word")):
            self._kind_of_street(follows if kind == "before" or not self.words else "")
        elif kind not in {"flat", "aside", "before"}:
            self._word(at)
        return 1

    def _letter(self, at: int) -> bool:
        return len(self.tokens[at][1]) == 1

    def _word(self, at: int) -> None:
        text = self.tokens[at][1]
        after_number = at > 0 and self.tokens[at - 1][0] == "number"
        if len(text) == 1 and after_number and self.house.isdigit() and self._kind(at + 1) not in {"word", "after"}:
            self.house += text  # «5 а»
        else:
            self.words.append(text)

    def _place(self) -> None:
        """Read a word like «г.» or «обл.»: what it belongs to is no street."""
        self.rest += self.words
        self.elsewhere = not self.words
        self.words = []

    def _kind_of_street(self, follows: str) -> None:
        """Read «улица» or «street»: before the name in «ул. Ленина», after it in «Ленинский проспект»."""
        if follows == "word":
            self.rest += self.words
        elif self.words and not self.street:
            self.street = self.words
        else:
            self.rest += self.words
        self.words, self.elsewhere = [], False

    def _end_part(self) -> None:
        if self.words:
            if self.elsewhere or self.street:
                self.rest += self.words
            elif self.numbered:
                self.street = self.words
            else:
                self.parts.append(self.words)
        self.words, self.elsewhere, self.numbered = [], False, False

    def _number(self, text: str) -> None:
        """Read a number that nothing explains: a house, then a flat, or a postcode."""
        digits = text.isdigit()
        if digits and (len(text) == 6 or (len(text) > 3 and self.house)):
            self.rest.append(text)
            return
        if self.house:
            self.flat = self.flat or _plain(text)
            return
        first = not (self.words or self.street or self.parts)
        if not self.street and not self.elsewhere:
            self.street = self.words or (self.parts.pop() if self.parts else [])
            self.words = []
        self.numbered = first
        self._door(text, first=first and not self.russian)

    def _marked(self, kind: str, text: str) -> None:
        if self.words and not self.street and not self.elsewhere and kind == "house":
            self.street, self.words = self.words, []
        if kind == "house":
            self._door(text, first=False)
        elif kind == "block":
            self.house += "/" + _plain(text)
        elif kind == "building":
            self.house += "s" + _plain(text)
        elif kind == "flat" and "/" in text:  # unit 3/12
            self._door(text, first=True)
        elif kind == "flat":
            self.flat = _plain(text)

    def _door(self, text: str, *, first: bool) -> None:
        """Read «5-12», «5/2-12», «5к2»; before the street's name «3/12» is a flat and its house, «12-14» a range."""
        compact = _BLOCK_LETTER.sub("/", text.replace(" ", "").replace("\\", "/"))
        if first and "/" in compact:
            self.flat, _, self.house = compact.rpartition("/")
        else:
            self.house, _, flat = compact.partition("-")
            self.flat = self.flat or ("" if first else flat)
        self.house = "/".join(_plain(part) for part in self.house.split("/"))
        self.flat = _plain(self.flat)


def _name(words: list[str], *, russian: bool) -> str:
    """Return the skeleton of a street's name, without initials in a Russian one (А. С. Пушкина)."""
    full = [short for word in words if (short := _SHORT.get(word, word))]
    if russian and any(len(word) > 1 for word in full):
        full = [word for word in full if len(word) > 1 or word.isdigit()]
    return " ".join(skeleton(word) for word in full)
