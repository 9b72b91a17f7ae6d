"""A text made ready to be read: small letters in the same places, history blanked, cut into sentences."""

import re
from typing import NamedTuple

from nitka.customers.words.finding import Finding, Kind, Part

LONGEST = 8_000  # characters of a message that are read
_SIGNATURE_LONGEST = 1_500
_SIGNATURE_LINES = 9

_HISTORY = re.compile(
    r"(?:-{2,}\s*(?:original|forwarded|исходн|пересл|перенапр|конец пересл)"
    r"|[^\n]{0,120}\b(?:пишет|писал(?:\(а\)|а)?|написал(?:\(а\)|а)?|wrote|schrieb)\s*(?:<[^>\n]*>)?:\s*$"
    r"|(?:from|от|от кого|von):[^\n]*@"
    r"|_{10,}\s*$)"
)
_CITED = re.compile(
    r"(?:вы (?:писали|сказали|написали|ответили)|цитирую|ваш\w* менеджер \w+|you (?:wrote|said))[^\n«“\"]{0,25}"
)
_OPENER = re.compile(
    r"(?:--(?=\s*$)|(?:с\s+)?(?:глубоким\s+)?уважением|с наилучшими|искренне ваш|всего (?:доброго|хорошего)"
    r"|(?:best|kind|warm)(?:est)?\s+(?:regards|wishes)|regards|sincerely|yours (?:truly|sincerely|faithfully)"
    r"|cheers|many thanks|thanks|thank you|спасибо|заранее спасибо|благодарю|best)(?!\w)"
)
_WEAK = re.compile(r"(?:cheers|many thanks|thanks|thank you|спасибо|заранее спасибо|благодарю|best)\W*$")
# A point ends a sentence unless it stands in an abbreviation, an initial, a number or an address.
_END = re.compile(
    r"[!?…;\n]+|(?<!\bтел)(?<!\bмоб)(?<!\bг)(?<!\bул)(?<!\bд)(?<!\bдоб)(?<!\bno)(?<!\bтлф)(?<!\bэл)(?<!\b\w)"
    r"\.(?=\s|$)"
)


class Page(NamedTuple):
    """A stretch of text to read: as it was written, folded, which part of the message it is, and its sentences."""

    text: str
    folded: str
    part: Part
    said: "list[Sentence]"

    def found(
        self, place: tuple[int, int], kind: Kind, named: tuple[str, str], rule: str, confidence: float
    ) -> Finding:
        """Return what was found at this place; `named` is its type and value."""
        start, end = place
        return Finding(kind, *named, start, end, self.text[start:end], rule, confidence, self.part)


class Sentence(NamedTuple):
    """A stretch of the text, and whether it asks something."""

    start: int
    end: int
    asks: bool


def fold(text: str) -> str:
    """Return the text in small letters, ё as е, every kind of blank as a space; each character keeps its place."""
    return "".join(_folded(letter) for letter in text)


def _folded(letter: str) -> str:
    low = letter.lower()
    if len(low) != 1:
        return letter
    if low == "ё":
        return "е"
    if low != "\n" and (low.isspace() or low in "\u200b\u2060\ufeff"):
        return " "
    return {"’": "'", "ʼ": "'", "`": "'", "‑": "-", "–": "-", "—": "-", "−": "-"}.get(low, low)


def without_history(folded: str) -> str:
    """Return the folded text with what others said made blank: quoted lines, old letters, words held against us."""
    lines, at, out = folded.split("\n"), 0, []
    gone = False
    for line in lines:
        gone = gone or bool(_HISTORY.match(line.strip()))
        out.append(" " * len(line) if gone or line.lstrip().startswith((">", "|")) else line)
        at += len(line) + 1
    text = "\n".join(out)
    for cited in list(_CITED.finditer(text)):
        opened = text[cited.end() : cited.end() + 1]
        if opened and opened in '«“"':
            closed = text.find({"«": "»", "“": "”", '"': '"'}[opened], cited.end() + 1)
            end = closed if closed > 0 else len(text)
            text = text[: cited.end()] + re.sub(r"[^\n]", " ", text[cited.end() : end]) + text[end:]
    return text


def signature_in(folded: str) -> int:
    """Return where the signature begins, the length of the text where there is none."""
    starts = [0, *(mark.start() + 1 for mark in re.finditer(r"\n", folded))]
    tail = [start for start in starts if folded[start:].strip() and len(folded) - start <= _SIGNATURE_LONGEST]
    tail = tail[-_SIGNATURE_LINES:]
    lines = {start: folded[start:].split("\n", 1)[0].strip() for start in tail}
    openers = {start: opener[0] for start, line in lines.items() if (opener := _OPENER.match(line))}
    for start, words in openers.items():
        if not _WEAK.match(words):
            return start
    for start in openers:  # thanks are no signature unless a name stands below
        if _WEAK.match(lines[start]) and 1 <= folded[start:].strip().count("\n") <= 4:
            return start
    return len(folded)


def signature_of(quoted: str | None) -> str:
    """Return the signature that stands on top of what was folded away, empty where history stands there."""
    if not quoted:
        return ""
    folded = fold(quoted[:_SIGNATURE_LONGEST])
    if not _OPENER.match(folded.lstrip()):
        return ""
    kept: list[str] = []
    for line in quoted[:_SIGNATURE_LONGEST].split("\n")[: _SIGNATURE_LINES + 2]:
        low = fold(line).strip()
        if low.startswith(">") or _HISTORY.match(low) or (low.startswith("---") and kept):
            break
        kept.append(line)
    return "\n".join(kept)


def sentences(folded: str) -> list[Sentence]:
    """Cut the text into sentences; what is blank is left out."""
    found, start = [], 0
    for mark in _END.finditer(folded):
        if folded[start : mark.start()].strip():
            found.append(Sentence(start, mark.start(), "?" in mark[0]))
        start = mark.end()
    if folded[start:].strip():
        found.append(Sentence(start, len(folded), False))
    return found
