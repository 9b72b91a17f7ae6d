"""Endings of Russian names: which words are one name in another gender or case."""

import re

_POSSESSIVE = re.compile(r"(?<=..)([оеё]в|[иы]н)(?:а|у|ым|ом|е|ой|ою|ы|ых|ыми)$")
_ADJECTIVE = re.compile(r"(?<=.)([сц]ь?к)(?:ий|ой|ый|ого|ому|им|ом|ая|ую|ие|их|ими|а)$")
_PLAIN = re.compile(r"(?<=.)([ауюия]к|[иа]ч|[ая]н|ман|берг|штейн|ейн|тель|дзе|швили)(?:а|у|ом|ем|е)$")
_SOFT = re.compile(r"(?<=..)([ая]р|ел|ал)(?:я|ю|ем|е)$")
_FEMININE = re.compile(r"(?<=..)([^аеёиоуыэюя])(?:ая|ую)$")

_LATIN = tuple(
    (re.compile(pattern), result)
    for pattern, result in (
        (r"(?<=..)([oe])ff$", r"\1v"),  # Smirnoff
        (r"(?<=..)([oe]v)(?:a|oi|oy|oj|u|ym|im)$", r"\1"),
        (r"(?<=.)((?:k|g|kh|sh|ch|zh|ts|yts)[iy]n)(?:a|oi|oy|oj|u|ym)$", r"\1"),  # not Molina
        (r"(?<=.)(sk|tsk|ck)(?:aia|aya|aja|aiia|ii|iy|ij|yi|yy|yj|oi|oy|oj|y|i|a|ogo|omu|uiu|uyu)$", r"\1"),
        (r"(?<=..)([^aeiouy])(?:aia|aya|aja)$", r"\1yi"),  # Belaya, as Belyi
    )
)
_HOFF = ("hoff", "dorff")


def masculine(word: str) -> str:
    """Return the surname, in small Cyrillic letters, as a man bears it in the nominative, -ский without -ий.

    Only what is plain: who is Толстая may be wed to Толстой or to Толстый, and becomes the latter.
    """
    for pattern in (_POSSESSIVE, _ADJECTIVE, _PLAIN):
        found = pattern.search(word)
        if found:
            return word[: found.end(1)]
    found = _SOFT.search(word)
    if found:
        return word[: found.end(1)] + "ь"
    found = _FEMININE.search(word)
    if found:
        return word[: found.end(1)] + ("ий" if found[1] in "гкхжшщч" else "ый")
    return word


def masculine_latin(word: str) -> str:
    """Return the same of a surname in small Latin letters, where it can be no other's: Ivanova, not Molina."""
    if word.endswith(_HOFF):
        return word
    for pattern, result in _LATIN:
        again = pattern.sub(result, word)
        if again != word:
            return again
    return word


# Ending of an oblique case → what may stand there in the nominative of a given name.
_CASES = {
    "ою": ("а",),
    "ею": ("я", "а"),
    "ом": ("",),
    "ем": ("й", "ь", ""),
    "ой": ("а",),
    "ей": ("я", "а"),
    "ью": ("ь",),
    "ы": ("а",),
    "и": ("а", "я", "ь"),
    "е": ("а", "я", "", "й", "ь"),
    "у": ("а", ""),
    "ю": ("я", "й", "ь"),
    "а": ("",),
    "я": ("й", "ь"),
}
_FLEETING = {"павл": "павел", "льв": "лев"}


def nominatives(name: str) -> list[str]:
    """Return what a given name in an oblique case, in small Cyrillic letters, may be in the nominative."""
    found: list[str] = []
    for ending, starts in _CASES.items():
        if name.endswith(ending) and len(name) - len(ending) > 1:
            stem = name[: -len(ending)]
            found += [_FLEETING.get(stem, stem) + start for start in starts]
            if stem.endswith("ьк") and "" in starts:
                found.append(stem[:-2] + "ек")  # Игорька
            elif stem.endswith("к") and "" in starts:
                found += [stem[:-1] + "ок", stem[:-1] + "ек"]
    return found


_FOND = re.compile(
    r"(?:ushechka|ushka|enka|onka|echka|ochka|unchik|usik|ulka|ul[ai]a?|un[ai]a?|us[ai]a?|usha|uha|uta|chik|ik|ok)$"
)
_FOND_SHORT = re.compile(r"k[ai]$")


def plainer(form: str, *, russian: bool) -> list[str]:
    """Return the skeletons of the short forms that a fond one may be made of: Машунечка, Сашулька, Ванюшка."""
    found = _FOND.search(form) or (_FOND_SHORT.search(form) if russian else None)
    if found is None or found.start() < 2:
        return []
    stem = form[: found.start()]
    return [stem + "a", stem + "ia", *([stem] if found[0] in {"chik", "ik", "ok", "ushka", "usik"} else [])]
