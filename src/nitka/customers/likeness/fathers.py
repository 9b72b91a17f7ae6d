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


def _formed(name: str) -> list[str]:
    stem, end = name[:-1], name[-1]
    if end in "ая" and name not in {"ая"}:
        return [stem + e for e in ("ич", "инична", "ична", "ович", "овна", "евич", "евна", "аевич", "аевна")]
    if name.endswith("ий"):  # Юрьевич, Дмитриевич; both are met for one name
        stem = name[:-2]
        return [stem + e for e in ("ьевич", "ьевна", "иевич", "иевна", "ич")]
    if end == "й":
        return [stem + e for e in ("евич", "евна", "ич", "вна")]
    if end == "ь":
        return [stem + e for e in ("евич", "евна", "ьевич", "ьевна", "ич", "на", "ович", "овна")]
    if end in "эеиоуыю":
        return [name + e for e in ("евич", "евна", "вич", "вна")]
    if end in "жшчщц":
        return [name + e for e in ("евич", "евна", "ович", "овна", "ич", "на")]
    if name.endswith("л") and name[:-1] + "л" in _STEMS.values():  # Павлович, Яковлевич, Михайлович
        return [name + e for e in ("ович", "овна", "евич", "евна", "ыч")]
    return [name + e for e in ("ович", "овна", "ыч", "на", "евич", "евна")]


_CASES = re.compile(r"(?:(?<=ich)(?:a|u|em|om|e)|(?<=n)(?:i|e|u|oi|ou|oiu))$")
_FORMED = re.compile(r"(.{2,}?)(?:[oea]v(?:ich|na)|[oe]vn|(?:in)?ichna|ich)$")
_TURKIC = re.compile(r"(?:oglu|ogli|ugli|kizi|gizi|kzi)$")


def spoken_of(word: str) -> str:
    """Return a patronymic's skeleton in the nominative: Сергеевичем and Сергеевне as Сергеевич and Сергеевна."""
    found = _CASES.search(word)
    if found is None or len(word) < 5:
        return word
    return word[: found.start()] + ("a" if word[found.start() - 1] == "n" else "")


def stem(word: str) -> str:
    """Return what of an unknown father's name is left in the skeleton of a patronymic, empty where it is none."""
    turkic = _TURKIC.search(word)
    if turkic and turkic.start() > 2:
        return word[: turkic.start()].strip()
    found = _FORMED.match(word)
    return found[1] if found else ""
