"""People's names, Russian and Latin: what a written name may stand for, whichever form and case it is in."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from nitka.customers.likeness.fold import CACHED, fold, skeleton
from nitka.customers.likeness.layout import other_layout

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_WORDS = re.compile(r"[\s,;]+")


class Lists(NamedTuple):
    """The known given names, ready to be looked up."""

    meanings: dict[str, frozenset[str]]  # skeleton of a form → canonical names
    declined: dict[str, frozenset[str]]  # Latin spelling of an oblique case of a Russian form → canonical names
    known: frozenset[str]  # canonical names
    fathers: dict[str, str]  # skeleton of a patronymic's stem → canonical name of the father


@cache
def lists() -> Lists:
    """Return the lists, read once."""
    meanings: dict[str, set[str]] = {}
    declined: dict[str, set[str]] = {}
    known: set[str] = set()
    fathers: dict[str, str] = {}
    for file in ("russian.txt", "english.txt"):
        for line in files("nitka.customers.likeness.data").joinpath(file).read_text("utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            names, _, forms = line[2:].partition(":")
            full = names.strip().split("/")
            canonical = fold(full[0])
            known.add(canonical)
            for form in [*full, *forms.split()]:
                meanings.setdefault(skeleton(form), set()).add(canonical)
                if file == "russian.txt":
                    for case in oblique(form.lower().replace("ё", "е"), feminine=line[0] == "f"):
                        declined.setdefault(fold(case), set()).add(canonical)
            if file == "russian.txt" and line[0] == "m":
                for name in full:
                    fathers.setdefault(skeleton(_father_stem(name)), canonical)
    return Lists(
        {form: frozenset(names_) for form, names_ in meanings.items()},
        {form: frozenset(names_) for form, names_ in declined.items()},
        frozenset(known),
        fathers,
    )


def oblique(name: str, *, feminine: bool) -> list[str]:
    """Return the cases of a Russian given name in small letters, but the first."""
    stem, end = name[:-1], name[-1]
    if end == "а":
        soft = stem[-1:] in "гкхжчшщ"
        return [stem + case for case in ("и" if soft else "ы", "е", "у", "ой", "ою", "ей")]
    if end == "я":
        dative = "и" if stem.endswith("и") else "е"
        return [stem + case for case in ("и", dative, "ю", "ей", "ею")]
    if end in "йь" and not feminine:
        return [stem + case for case in ("я", "ю", "ем", "и" if stem.endswith("и") else "е")]
    if end == "ь":
        return [stem + "и", stem + "ью"]
    if end in "бвгджзклмнпрстфхцчшщ" and not feminine:
        short = {"павел": "павл", "лев": "льв", "петр": "петр"}.get(name, name)
        short = short[:-2] + "к" if short.endswith("ек") else short
        return [short + case for case in ("а", "у", "ом", "ем", "е")]
    return []


def _father_stem(name: str) -> str:
    return re.sub(r"(?:ий|ей|ай|ь|а|я|й)$", "", name.lower())


@lru_cache(maxsize=CACHED)
def first_names(text: str) -> frozenset[str]:
    """Return the given names that this may stand for, in canonical spelling; an unknown one stands for its skeleton.

    A single letter is an initial and comes back as such. Nothing written, nothing returned.
    """
    word = fold(text)
    if not word:
        return frozenset()
    if len(word) == 1 or text.strip().endswith("."):
        return frozenset({word})
    found = _lookup(text, word)
    if not found and (other := other_layout(text)):
        found = _lookup(other, fold(other))
    return found or frozenset({skeleton(word)})


def _lookup(text: str, word: str) -> frozenset[str]:
    found = lists().meanings.get(skeleton(word))
    if not found and _CYRILLIC.search(text):
        found = lists().declined.get(word)
    return found or frozenset()


_SURNAME_ENDS = tuple(
    (re.compile(pattern), result)
    for pattern, result in (
        (r"(ov|ev|in)(?:a|oi|u|y|ym|e)$", r"\1"),
        (r"(sk|tsk)(?:ii|iy|ij|y|i|aia|aya|aja|oi|oy|oj|uiu|uyu|ogo|omu|im|om)$", r"\1"),
    )
)


@lru_cache(maxsize=CACHED)
def surname(text: str) -> str:
    """Return the surname without the endings of gender and case: Ивановой, Иванова and Ivanov are one."""
    return " ".join(surname_parts(text))


@lru_cache(maxsize=CACHED)
def surname_parts(text: str) -> tuple[str, ...]:
    """Return the parts of a double surname, each as `surname` writes it."""
    return tuple(_one_surname(word) for word in fold(text).split())


def _one_surname(word: str) -> str:
    for pattern, result in _SURNAME_ENDS:
        if len(word) > 4 and pattern.search(word):
            return pattern.sub(result, word)
    return word


_PATRONYMIC = re.compile(r"(.{2,}?)(?:ov|ev|v)?(?:ich|ych|n)(?:a|u|em|om|e|y|oi|i)?$")


@lru_cache(maxsize=CACHED)
def patronymic(text: str) -> str:
    """Return the father's name of a patronymic in any form, gender and case; an initial as it is."""
    word = fold(text)
    if len(word) <= 1:
        return word
    found = re.match(r"(.{2,}?)(?:[oei]v|i)?(?:ich|n)(?:a|u|em|om|e|i|oi)?$", skeleton(word))
    if found:
        return lists().fathers.get(found[1], found[1])
    names = first_names(text)
    return min(names) if len(names) == 1 else skeleton(word)


class Parts(NamedTuple):
    """The parts of a whole name as they were written; what is missing is empty."""

    first: str = ""
    last: str = ""
    middle: str = ""


_PATRONYMIC_WORD = re.compile(r"(?:ovich|evich|ich|ych|ovna|evna|ichna)$")


@lru_cache(maxsize=CACHED)
def split_name(text: str) -> Parts:
    """Take a whole name apart, in whatever order it is written."""
    words = [word for word in _WORDS.split(re.sub(r"\.(?=\w)", ". ", text.strip())) if word]
    middle = next((word for word in words[1:] if _PATRONYMIC_WORD.search(fold(word))), "")
    rest = [word for word in words if word != middle]
    if not rest:
        return Parts()
    if len(rest) == 1:
        return Parts(rest[0], "", middle)
    known = [bool(_lookup(word, fold(word))) or len(fold(word)) == 1 for word in rest]
    if not known[0] and known[1]:
        return Parts(rest[1], rest[0], middle or (rest[2] if len(rest) > 2 else ""))
    return Parts(rest[0], rest[-1], middle or (rest[1] if len(rest) > 2 else ""))
