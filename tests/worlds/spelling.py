"""How Russian names get written: declined, in Latin letters, on the wrong keyboard, with slips of the fingers."""

from __future__ import annotations

import random

ICAO = {
    "ё": "e",
    "ж": "zh",
    "й": "i",
    "х": "kh",
    "ц": "ts",
    "щ": "shch",
    "ъ": "ie",
    "ы": "y",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}
STREET = {
    "ё": "yo",
    "ж": "zh",
    "й": "y",
    "х": "h",
    "ц": "c",
    "щ": "sch",
    "ъ": "",
    "ы": "y",
    "ь": "",
    "ю": "yu",
    "я": "ya",
}
SCHOOL = {
    "ё": "e",
    "ж": "j",
    "й": "j",
    "х": "x",
    "ц": "tz",
    "щ": "sh",
    "ъ": "",
    "ы": "i",
    "ь": "'",
    "ю": "ju",
    "я": "ja",
}
_PLAIN = dict(zip("абвгдезиклмнопрстуфэ", "abvgdeziklmnoprstufe", strict=True)) | {"ч": "ch", "ш": "sh"}
SYSTEMS = tuple(_PLAIN | system for system in (ICAO, STREET, SCHOOL))

_QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_JCUKEN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_OTHER = dict(zip(_JCUKEN + _JCUKEN.upper(), _QWERTY + _QWERTY.upper(), strict=True))
_ALIKE = dict(zip("АВЕКМНОРСТУХаеорсух", "ABEKMHOPCTYXaeopcyx", strict=True))


def transliterated(text: str, system: dict[str, str]) -> str:
    """Return Cyrillic in Latin letters by one of the systems; other characters stay."""
    found = []
    for letter in text:
        latin = system.get(letter.lower(), letter)
        found.append(latin.capitalize() if letter.isupper() else latin)
    return "".join(found)


def wrong_layout(text: str) -> str:
    """Return what comes out when a Russian text is typed on the Latin layout."""
    return "".join(_OTHER.get(letter, letter) for letter in text)


def mixed_alphabets(rng: random.Random, text: str) -> str:
    """Return the text with one letter put by its twin of the other alphabet, if it has one that has a twin."""
    places = [index for index, letter in enumerate(text) if letter in _ALIKE]
    if not places:
        return text
    index = rng.choice(places)
    return text[:index] + _ALIKE[text[index]] + text[index + 1 :]


def slip(rng: random.Random, text: str) -> str:
    """Return the text with one slip: a letter lost, doubled, swapped with the next or hit beside."""
    letters = [index for index, letter in enumerate(text) if letter.isalnum()]
    if len(letters) < 4:
        return text
    index = rng.choice(letters[1:-1])  # a first letter is seldom wrong
    kind = rng.choice(("lose", "double", "swap", "beside", "beside"))
    if kind == "lose":
        return text[:index] + text[index + 1 :]
    if kind == "double":
        return text[:index] + text[index] + text[index:]
    if kind == "swap":
        return text[:index] + text[index + 1] + text[index] + text[index + 2 :]
    return text[:index] + _beside(rng, text[index]) + text[index + 1 :]


def _beside(rng: random.Random, letter: str) -> str:
    if letter.isdigit():
        return rng.choice([digit for digit in "0123456789" if digit != letter])
    for row in ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm"):
        if letter.lower() in row:
            place = row.index(letter.lower())
            near = row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
            return rng.choice(near)
    return letter


def declined(first: str, last: str, middle: str, case: str, woman: bool) -> tuple[str, str, str]:
    """Return a whole name in the genitive, dative or instrumental case («от Ивана», «Ивану», «с Иваном»)."""
    return _given(first, case, woman), _surname(last, case, woman), _given(middle, case, woman)


_HARD = {"genitive": "а", "dative": "у", "instrumental": "ом"}
_SOFT = {"genitive": "я", "dative": "ю", "instrumental": "ем"}
_A = {"genitive": "ы", "dative": "е", "instrumental": "ой"}
_YA = {"genitive": "и", "dative": "е", "instrumental": "ей"}
_IYA = {"genitive": "и", "dative": "и", "instrumental": "ей"}
_FLEETING = {"Павел": "Павл", "Лев": "Льв", "Пётр": "Петр"}


def _given(name: str, case: str, woman: bool) -> str:
    if not name:
        return name
    if name.endswith("ия"):
        return name[:-1] + _IYA[case]
    if name.endswith("я"):
        return name[:-1] + _YA[case]
    if name.endswith("а"):
        ending = "и" if case == "genitive" and name[-2] in "гкхжшчщ" else _A[case]
        return name[:-1] + ending
    if woman:
        return name[:-1] + ("ью" if case == "instrumental" else "и") if name.endswith("ь") else name
    if name.endswith(("й", "ь")):
        return name[:-1] + _SOFT[case]
    stem = _FLEETING.get(name, name)
    ending = "ем" if case == "instrumental" and stem[-1] in "чжшщ" else _HARD[case]
    return stem + ending


def _surname(name: str, case: str, woman: bool) -> str:
    ours = ("ов", "ев", "ёв", "ин", "ын")
    if woman:
        if name.endswith(tuple(end + "а" for end in ours)):
            return name[:-1] + "ой"
        if name.endswith("ая"):
            return name[:-2] + "ой"
        return _given(name, case, True) if name.endswith("а") else name
    if name.endswith(ours):
        return name + ("ым" if case == "instrumental" else _HARD[case])
    if name.endswith(("ский", "цкий")):
        return name[:-2] + {"genitive": "ого", "dative": "ому", "instrumental": "им"}[case]
    if name.endswith(("о", "их", "ых", "и", "е")):
        return name
    return _given(name, case, False)
