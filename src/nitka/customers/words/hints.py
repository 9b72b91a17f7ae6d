"""Words about the very address that somebody writes from: another's telephone, an office's mailbox, a new number."""

import re
from collections.abc import Iterator

from nitka.customers.words.finding import Finding, Part, Spoken
from nitka.customers.words.lexicon import KIN, KIN_EN, NOUN
from nitka.customers.words.text import Sentence

_THING = rf"(?:{NOUN}|аккаунт\w*|компьютер\w*|комп\w?|ноутбук\w*|планшет\w*|устройств\w*|профил\w+|учетк\w+|account|computer|laptop|tablet|device|profile)"
_ELSES = r"(?:чуж(?:ого|ой)|мамин\w+|папин\w+|женин\w+|мужнин\w+|соседск\w+|общ(?:его|ей)|корпоративн\w+|офисн\w+|служебн\w+|someone else's|shared|office|public|family|joint)"
_FROM = r"(?:пишу|пишем|звоню|отправляю|обращаюсь|захожу|заш\w+|сижу|писал\w?|сейчас|writing|texting|calling|messaging|e-?mailing|using|sent|chatting|on|it's|this is)"
_BORROWED = re.compile(
    rf"\b{_FROM}\b.{{0,20}}\b(?:с|со)\s+(?:{_ELSES}\s+)?{_THING}\s+(?:мо\w{{1,2}}\s+|сво\w{{1,2}}\s+|наш\w+\s+)?{KIN}\b"
    rf"|\b{_FROM}\b.{{0,20}}\b(?:с|со)\s+{_ELSES}\s+{_THING}"
    rf"|\b(?:это|здесь)\s+{_THING}\s+(?:мо\w{{1,2}}\s+)?{KIN}\b(?!.{{0,6}}\d)"
    rf"|\b{_FROM}\b.{{0,20}}\b(?:my|our|a)\s+(?:{KIN_EN}(?:'s|s')|{_ELSES})\s+(?:\w+\s+)?{_THING}"
    rf"|\bfrom\s+(?:a|the|our)\s+{_ELSES}\s+{_THING}|\bfrom\s+my\s+{KIN_EN}(?:'s|s')\s+(?:\w+\s+)?{_THING}"
    rf"|\b(?:это|this is)\s+(?:a\s+)?(?:общ(?:ий|ая)|shared)\s+{_THING}|\b{_THING}\s+(?:общ(?:ий|ая)\s+(?:на|для)|семейн\w+)"
)
_STRANGER = re.compile(
    r"\bвы\s+ошиблись\s+(?:номером|адресом)|\bне\s+туда\s+попали|\bwrong\s+number|\bэто\s+(?:уже\s+|больше\s+|давно\s+)*не\s+(?:его|ее|мой|ее\s+уже)\s+(?:больше\s+)?(?:номер|телефон|адрес|почта)\W*$"
    r"|\bэто\s+(?:уже\s+)?не\s+(?:номер|телефон|почта)\s+[^\W\d]+\W*$|\b(?:this\s+is|it's|that's)\s+(?:not|no\s+longer)\s+(?:his|her|my|their)\s+(?:number|phone|e-?mail|address)\W*$"
    r"|\bthis\s+isn't\s+(?:his|her|my|their)\s+(?:number|phone|e-?mail)\W*$|\b(?:номер|телефон|адрес|почта)\s+(?:уже\s+|больше\s+)*не\s+(?:мой|моя|его|ее)\W*$"
)
_WORK = re.compile(
    rf"\b{_FROM}\b.{{0,20}}\b(?:с|со)\s+рабоч\w+\s+(?P<ru>{_THING})|\bэто\s+(?:моя\s+)?рабоч\w+\s+(?P<is>почта|адрес|ящик|e-?mail)\b|\bfrom\s+(?:my\s+)?work\s+(?P<en>{_THING})|\bthis\s+is\s+my\s+work\s+(?P<it>e-?mail|mail|address)\b"
)
_MAIL = re.compile(r"почт|mail|мейл|адрес|ящик|address")
_QUOTED_BY_OTHERS = re.compile(r"\b(?:он|она|they|he|she)\b.{0,20}(?:пишет|звонит|сказал|writes|said)")
_POINTS = re.compile(r"это|здесь|this")
_HAS_VALUE = re.compile(r"\d[\d\s()-]{7,}|@")


def hints(spoken: Spoken, text: str, folded: str, said: list[Sentence], part: Part) -> Iterator[Finding]:
    """Yield what is said of the address that the message came from; nothing where it has none that people share."""
    type_, value = spoken.address
    if not type_:
        return
    for sentence in said:
        piece = folded[sentence.start : sentence.end]
        if sentence.asks or _QUOTED_BY_OTHERS.search(piece):
            continue
        borrowed = _BORROWED.search(piece)
        stranger = _STRANGER.search(piece)
        work = _WORK.search(piece)
        if borrowed and not (_POINTS.match(borrowed[0]) and _HAS_VALUE.search(piece)):
            yield _finding(text, sentence.start, borrowed, "shared", type_, value, "borrowed", 0.85, part)
        elif stranger and not re.search(r"\d{5}|@", piece) and type_ in {"phone", "email", "whatsapp"}:
            yield _finding(text, sentence.start, stranger, "shared", type_, value, "stranger", 0.75, part)
        elif work:
            yield from _work(spoken, text, sentence.start, work, part)


def _work(spoken: Spoken, text: str, offset: int, match: re.Match[str], part: Part) -> Iterator[Finding]:
    type_, value = spoken.address
    thing = next(filter(None, match.groupdict().values()))
    if _MAIL.search(thing):
        if type_ == "email":
            yield _finding(text, offset, match, "trait", "work_email", value, "work", 0.85, part)
    elif type_ == "device":
        yield _finding(text, offset, match, "shared", type_, value, "work", 0.7, part)


def _finding(
    text: str,
    offset: int,
    match: re.Match[str],
    kind: str,
    type_: str,
    value: str,
    rule: str,
    confidence: float,
    part: Part,
) -> Finding:
    start, end = offset + match.start(), offset + match.end()
    return Finding(kind, type_, value, start, end, text[start:end], rule, confidence, part)  # type: ignore[arg-type]
