"""How Russian patronymics are formed, in books and in talk."""

import re

# Fathers whose names change before the ending.
_STEMS = {
    "павел": "павл",
    "лев": "льв",
    "яков": "яковл",
    "иаков": "иаковл",
    "михаил": "михайл",
    "гавриил": "гаврил",
    "даниил": "данил",
    "рафаил": "рафаил",
    "самуил": "самойл",
}
# What people say, where no rule leads from the name.
_SPOKEN = {
    "александр": "Саныч Алексаныч Алексанна Санна",
    "алексей": "Алексеич Лексеич Лексевна",
    "василий": "Василич Васильич Васильна",
    "дмитрий": "Дмитрич Митрич",
    "николай": "Николаич Николавна",
    "павел": "Палыч Пална Павлыч",
    "михаил": "Михалыч Михална Михаилович Михаиловна",
    "даниил": "Даниилович Данииловна Данилыч",
    "яков": "Яклич Яковлич Яковна",
    "григорий": "Григорьич",
    "валентин": "Валентиныч",
    "владислав": "Владиславич",
    "вячеслав": "Вячеславич",
    "георгий": "Георгич",
    "лев": "Левович Левовна",
    "самуил": "Самуилович Самуиловна",
}


def patronymics(father: str) -> list[str]:
    """Return the patronymics, of a son and of a daughter, that may come from this name, the usual ones first."""
    name = father.lower().replace("ё", "е")
    stem = _STEMS.get(name, name)
    return [*_formed(stem), *_SPOKEN.get(name, "").split()]


# By the end of the name as it is written before an ending: what to cut, what to add; the first that fits.
_RULES = (
    (r"(?<=.)[ая]$", "ич инична ична ович овна евич евна аевич аевна"),
    (r"ий$", "ьевич ьевна иевич иевна ич"),  # Юрьевич, Дмитриевич: both are met for one name
    (r"й$", "евич евна ич вна"),
    (r"ь$", "евич евна ьевич ьевна ич на ович овна"),
    (r"(?<=[эеиоуыю])$", "евич евна вич вна"),
    (r"(?<=[жшчщц])$", "евич евна ович овна ич на"),
    (r"$", "ович овна ыч на евич евна"),
)


def _formed(name: str) -> list[str]:
    for cut, endings in _RULES:
        found = re.search(cut, name)
        if found:
            return [name[: found.start()] + ending for ending in endings.split()]
    return []


_CASES = re.compile(r"(?:(?<=ich)(?:a|u|em|om|e)|(?<=n)(?:i|e|u|oi|ou|oiu))$")
_FORMED = re.compile(r"(.{2,}?)[oea]v(?:ich|na)|.{2,}(?:ichna|ich)")
_TURKIC = re.compile(r"(?:oglu|ogli|ugli|kizi|gizi|kzi|(?<=\w{4})uli)$")


def spoken_of(word: str) -> str:
    """Return a patronymic's skeleton in the nominative: Сергеевичем and Сергеевне as Сергеевич and Сергеевна."""
    if word.endswith("ishna"):  # as it is said: Ильинишна
        return word[:-4] + "chna"
    found = _CASES.search(word)
    if found is None or len(word) < 5:
        return word
    return word[: found.start()] + ("a" if word[found.start() - 1] == "n" else "")


def stem(word: str) -> str:
    """Return what of an unknown father's name is left in the skeleton of a patronymic, empty where it is none."""
    turkic = _TURKIC.search(word)
    if turkic and turkic.start() > 2:
        return word[: turkic.start()].strip()
    found = _FORMED.fullmatch(word)
    if found is None:
        return ""
    return word if found[1] is None else found[1]  # without -ov- it may be a slip, and is left whole
