"""One spelling for what people and programs write in many: letter case, alphabets and transliterations out."""

import re
import unicodedata
from functools import lru_cache

CACHED = 1 << 16  # distinct values that are kept prepared: names and streets repeat

# The Russian passport's spelling (ICAO Doc 9303), but nothing for ъ; then the neighbours' letters.
_LETTERS = "абвгдежзийклмнопрстуфхцчшщыэюяіїєґўәғқңөұүһјљњћђџѕ"
_SPELT = (
    "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch y e iu ia i i ie g u a g k n o u u h j l n c dj dz z"
)
_LATIN = dict(zip(_LETTERS, _SPELT.split(), strict=True)) | {"ъ": "", "ь": ""}
_CYRILLIC = frozenset(_LATIN)
_TO_LATIN = str.maketrans(_LATIN | {"ё": "e"})
# Letters that look the same in either case; who pastes «Ceргей» from a form means one alphabet.
_LOOKALIKES = dict(zip("aeopcxykmthbi", "аеорсхукмтнві", strict=True))
_TO_CYRILLIC_TWIN = str.maketrans(_LOOKALIKES)
_TO_LATIN_TWIN = str.maketrans({there: here for here, there in _LOOKALIKES.items()})
_TWINS_LATIN = frozenset(_LOOKALIKES)
_TWINS_CYRILLIC = frozenset(_LOOKALIKES.values())
# Latin letters that no decomposition takes apart.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h"}
)

_PLAIN_ASCII = re.compile(r"[a-z0-9 ]*")
_QUOTES = re.compile(r"['’‘ʼʹʺ`´″′\"]")
_GAPS = re.compile(r"[\W_]+")
_MIXED = re.compile(r"(?=\w*[a-z])(?=\w*[а-яёіїєґў])\w+")


@lru_cache(maxsize=CACHED)
def fold(text: str) -> str:
    """Return the words of the text in small Latin letters and digits, one space between them.

    Cyrillic is spelt as in Russian passports (ICAO Doc 9303), ё as е; accents and punctuation are left out, and a
    letter that strayed in from the other alphabet is read as its twin. Other scripts stay as they are.
    """
    while True:  # what is taken out may have kept other things apart
        again = _fold(text)
        if again == text or again.isascii():
            return again
        text = again


def _fold(text: str) -> str:
    text = text.lower() if text.isascii() else _lower(text)
    text = _GAPS.sub(" ", _QUOTES.sub("", text)).strip()
    if text.isascii():
        return text
    return " ".join(_MIXED.sub(_one_alphabet, text).translate(_TO_LATIN).split())


def one_alphabet(text: str) -> str:
    """Return the text in small letters, ё as е, each word in one alphabet, for rules that look at Russian endings."""
    return _MIXED.sub(_one_alphabet, text.lower().replace("ё", "е"))


def _lower(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)
    if "й" in text:  # its breve must not be taken for an accent
        text = text.replace("й", "и")
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.category(c).startswith(("M", "C"))).casefold()


def _one_alphabet(word: re.Match[str]) -> str:
    """Read a word in two alphabets in the one that its unmistakable letters belong to."""
    letters = word[0]
    latin = sum("a" <= c <= "z" and c not in _TWINS_LATIN for c in letters)
    cyrillic = sum(c in _CYRILLIC and c not in _TWINS_CYRILLIC for c in letters)
    if latin == cyrillic:
        latin = sum("a" <= c <= "z" for c in letters)
        cyrillic = sum(c in _CYRILLIC for c in letters)
    return letters.translate(_TO_LATIN_TWIN if latin > cyrillic else _TO_CYRILLIC_TWIN)


@lru_cache(maxsize=CACHED)
def skeleton(text: str) -> str:
    """Return what is common to all usual spellings of a name: Щербаков, Shcherbakov and Scherbakov meet here.

    Names of different people meet more often than by `fold`, so it is weaker evidence.
    """
    text = fold(text)
    while (again := _glides(_consonants(text))) != text:
        text = again
    return text


_TS = re.compile(r"cz?(?=[oe][vw]a?\b|[vw])")  # Kuznecov, Zajczev, Cvetkov
_SHORT_C = re.compile(r"c(?=[eiy])")
_HARD_C = re.compile(r"c(?!h)")
# Jelena is Елена, but Jessie is not Essie.
_E_AT_FIRST = re.compile(r"\b(?:ye|je(?=l[eiy]|vg|vd|vs|ka|go|gor|fi|fr|rm))")
_YO = re.compile(r"(?<=[bdfghklmnprstvz])[yj]o")  # Fyodor, Korolyov
_IO = re.compile(r"io(?=(?:m|va?|tr)\b)")  # Artiom, Soloviov
_EH = re.compile(r"\beh(?=[bdfgklmnprstvz])")  # Ehduard
_AH = re.compile(r"ah\b")
_DOUBLE = re.compile(r"([a-z])\1+")
_IE_AT_LAST = re.compile(r"(?<=\w)ie\b")
_IE = re.compile(r"(?<=\w)ie")
_YU = re.compile(r"(?<=[bdfghklmnprstvz])iu")


def _consonants(text: str) -> str:
    """Spell consonants in one way: щ, ш and the German sch as sh, Tchaikovsky with ch, x as ks."""
    if "h" in text:
        for many in ("schtsch", "shch", "shh"):
            text = text.replace(many, "sh")
        text = text.replace("tsch", "ch").replace("tch", "ch").replace("sch", "sh").replace("dzh", "j")
        text = text.replace("kh", "h").replace("ph", "f").replace("th", "t").replace("gh", "g")
        text = text.replace("ohn", "on")
        text = _AH.sub("a", _EH.sub("e", text))
    if "c" in text:
        text = _TS.sub("ts", text).replace("cz", "ch").replace("ck", "k")
        text = _HARD_C.sub("k", _SHORT_C.sub("s", text))
    if "q" in text:
        text = text.replace("qu", "kv").replace("q", "k")
    return text.replace("tz", "ts").replace("dj", "j").replace("x", "ks").replace("w", "v")


def _glides(text: str) -> str:
    """Spell what is written with y, j or i in one way, and double letters once."""
    if "y" in text or "j" in text:
        text = _YO.sub("e", _E_AT_FIRST.sub("e", text)).replace("j", "i").replace("y", "i")
    if "io" in text:
        text = _IO.sub("e", text)
    text = _DOUBLE.sub(r"\1", text)
    if "ie" in text:
        text = _DOUBLE.sub(r"\1", _IE.sub("e", _IE_AT_LAST.sub("i", text)))
    return _YU.sub("u", text) if "iu" in text else text
