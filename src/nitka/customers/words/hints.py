"""Words about the very address that somebody writes from: another's telephone, an office's mailbox, a new number."""

import re
from collections.abc import Iterator

from nitka.customers.words.finding import Finding, Kind, Spoken
from nitka.customers.words.lexicon import KIN, KIN_EN, NOUN
from nitka.customers.words.text import Page

_THING = (
    rf"(?:{NOUN}|аккаунт\w*|компьютер\w*|комп\w?|ноутбук\w*|планшет\w*|устройств\w*|профил\w+|учетк\w+|account"
    rf"|computer|laptop|tablet|device|profile)"
)
_ELSES = (
    r"(?:чуж(?:ого|ой)|мамин\w+|папин\w+|женин\w+|мужнин\w+|соседск\w+|общ(?:его|ей)|корпоративн\w+|офисн\w+"
    r"|служебн\w+|someone else's|shared|office|public|family|joint)"
)
_FROM = (
    r"(?:пишу|пишем|звоню|отправляю|обращаюсь|захожу|заш\w+|сижу|писал\w?|сейчас|writing|texting|calling"
    r"|messaging|e-?mailing|using|sent|chatting|on|it's|this is)"
)
_BORROWED = re.compile(
    rf"\b{_FROM}\b.{{0,20}}\b(?:с|со)\s+(?:{_ELSES}\s+)?{_THING}\s+(?:мо\w{{1,2}}\s+|сво\w{{1,2}}\s+"
    rf"|наш\w+\s+)?{KIN}\b"
    rf"|\b{_FROM}\b.{{0,20}}\b(?:с|со)\s+{_ELSES}\s+{_THING}"
    rf"|\b(?:это|здесь)\s+{_THING}\s+(?:мо\w{{1,2}}\s+)?{KIN}\b(?!.{{0,6}}\d)"
    rf"|\b{_FROM}\b.{{0,20}}\b(?:my|our|a)\s+(?:{KIN_EN}(?:'s|s')|{_ELSES})\s+(?:\w+\s+)?{_THING}"
    rf"|\bfrom\s+(?:a|the|our)\s+{_ELSES}\s+{_THING}|\bfrom\s+my\s+{KIN_EN}(?:'s|s')\s+(?:\w+\s+)?{_THING}"
    rf"|\b(?:это|this is)\s+(?:a\s+)?(?:общ(?:ий|ая)|shared)\s+{_THING}|\b{_THING}\s+(?:общ(?:ий|ая)\s+(?:на|для)"
    rf"|семейн\w+)"
)
_STRANGER = re.compile(
    r"\bвы\s+ошиблись\s+(?:номером|адресом)|\bне\s+туда\s+попали|\bwrong\s+number|\bэто\s+(?:уже\s+|больше\s+"
    r"|давно\s+)*не\s+(?:его|ее|мой|ее\s+уже)\s+(?:больше\s+)?(?:номер|телефон|адрес|почта)\W*$"
    r"|\bэто\s+(?:уже\s+)?не\s+(?:номер|телефон|почта)\s+[^\W\d]+\W*$|\b(?:this\s+is|it's|that's)\s+(?:not"
    r"|no\s+longer)\s+(?:his|her|my|their)\s+(?:number|phone|e-?mail|address)\W*$"
    r"|\bthis\s+isn't\s+(?:his|her|my|their)\s+(?:number|phone|e-?mail)\W*$|\b(?:номер|телефон|адрес"
    r"|почта)\s+(?:уже\s+|больше\s+)*не\s+(?:мой|моя|его|ее)\W*$"
)
_WORK = re.compile(
    rf"\b{_FROM}\b.{{0,20}}\b(?:с|со)\s+рабоч\w+\s+(?P<ru>{_THING})|\bэто\s+(?:моя\s+)?рабоч\w+\s+(?P<is>почта"
    rf"|адрес|ящик|e-?mail)\b|\bfrom\s+(?:my\s+)?work\s+(?P<en>{_THING})|\bthis\s+is\s+my\s+work\s+(?P<it>e-?mail"
    rf"|mail|address)\b"
)
_MAIL = re.compile(r"почт|mail|мейл|адрес|ящик|address")
_QUOTED_BY_OTHERS = re.compile(r"\b(?:он|она|they|he|she)\b.{0,20}(?:пишет|звонит|сказал|writes|said)")
_LONG_NUMBER = re.compile(r"\d{5}|@")
_PERSONAL = frozenset({"phone", "email", "whatsapp"})
_POINTS = re.compile(r"это|здесь|this")
_HAS_VALUE = re.compile(r"\d[\d\s()-]{7,}|@")


def hints(spoken: Spoken, page: Page, until: int) -> Iterator[Finding]:
    """Yield what is said of the address that the message came from; nothing where it has none that people share."""
    if not spoken.address[0]:
        return
    for sentence in page.said:
        piece = page.folded[sentence.start : sentence.end]
        if sentence.start >= until or sentence.asks or _QUOTED_BY_OTHERS.search(piece):
            continue
        for match, kind, type_, rule, confidence in _hints_in(piece, spoken.address[0]):
            place = sentence.start + match.start(), sentence.start + match.end()
            yield page.found(place, kind, (type_, spoken.address[1]), rule, confidence)


def _hints_in(piece: str, type_: str) -> Iterator[tuple[re.Match[str], Kind, str, str, float]]:
    if (match := _BORROWED.search(piece)) and not (_POINTS.match(match[0]) and _HAS_VALUE.search(piece)):
        yield match, "shared", type_, "borrowed", 0.85
    elif (match := _STRANGER.search(piece)) and not _LONG_NUMBER.search(piece) and type_ in _PERSONAL:
        yield match, "shared", type_, "stranger", 0.75
    elif match := _WORK.search(piece):
        is_mail = bool(_MAIL.search(next(filter(None, match.groupdict().values()))))
        if is_mail and type_ == "email":
            yield match, "trait", "work_email", "work", 0.85
        elif not is_mail and type_ == "device":
            yield match, "shared", type_, "work", 0.7
