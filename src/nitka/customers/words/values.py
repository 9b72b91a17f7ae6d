"""Phones, addresses and names of messengers that stand in a text, whosever they are."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nitka.customers.normalise import PLUS_SEVEN, normalise

USERNAME = "username"

_PHONE = re.compile(r"(?<![\w@/.\-#№+])(?:\+|00)?\(?\d(?:[\s().\-]{0,3}\d){8,14}(?![\w@/])(?!-\d)")
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@(?:[\w\-]{1,63}\.){1,4}[^\W\d_]{2,24}(?![\w@])")
_LINK = re.compile(r"(?<![\w.])(?:https?://)?(?:t|telegram)\.me/([a-z]\w{4,31})(?!\w)")
_AT = re.compile(r"(?<![\w.+\-/])@([a-z]\w{4,31})(?![\w@]|\.[a-z])")
_TELEGRAM = re.compile(r"(?:телеграм\w*|телег[аеуи]\b|\bтг\b|\btg\b|telegram)")
# What stands before a number that is no phone.
_NO_PHONE = re.compile(
    r"(?:инн|кпп|огрн|огрнип|снилс|бик|окпо|imei|iban|р/?с|к/?с|сч[её]т\w*|карт\w*|трек\w*|артикул\w*|паспорт\w*"
    r"|договор\w*"
    r"|контракт\w*|заказ\w*|заявк\w*|накладн\w*|отправлени\w*|штрихкод\w*|серийн\w*|vin|tracking|order|invoice"
    r"|card|passport|contract|account|sku|isbn)"
    r"[\s:№#.]*(?:номер\w*|number|no\.?)?[\s:№#.\-]*$"
)
_TOLL_FREE = re.compile(
    r"\+7800|\+1(?:800|888|877|866|855|844|833|822)|\+44(?:800|808|300)|\+49800|\+33800|\+375800|\+380800"
)
_ROLES = frozenset(
    re.findall(
        r"\w+",
        """
        info sales support help office hello contact contacts zakaz order orders shop store admin
        manager mail service hr job jobs pr press marketing buh buhgalter reception secretary zakupki
        opt team feedback billing
        """,
    )
)


class Value(NamedTuple):
    """An identifier as it stands in the text."""

    type: str
    value: str  # normalised
    start: int
    end: int


def values(folded: str, region: str) -> list[Value]:
    """Return what can be read as an identifier, in the order of the text."""
    found = sorted([*_emails(folded), *_phones(folded, region), *_usernames(folded)], key=lambda one: one.start)
    kept: list[Value] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def is_a_roles(value: Value) -> bool:
    """Say whether this is the address of an office rather than of a person."""
    return value.type == "email" and value.value.partition("@")[0].split("+")[0] in _ROLES


def _emails(folded: str) -> Iterator[Value]:
    for match in _EMAIL.finditer(folded):
        normal = normalise("email", match[0])
        if normal and not normal.blocked:
            yield Value("email", normal.value, match.start(), match.end())


def _phones(folded: str, region: str) -> Iterator[Value]:
    for match in _PHONE.finditer(folded):
        text = match[0]
        digits = re.sub(r"\D", "", text)
        if not _looks_like_a_phone(text, digits, region) or _NO_PHONE.search(folded[: match.start()][-40:]):
            continue
        written = "+" + digits[2:] if text.startswith("00") else text
        if region in PLUS_SEVEN and len(digits) == 10 and not text.startswith("+"):
            written = "+7" + digits
        normal = normalise("phone", written, "", region)
        if normal and not normal.blocked and not _TOLL_FREE.match(normal.value):
            yield Value("phone", normal.value, match.start(), match.end())


def _looks_like_a_phone(text: str, digits: str, region: str) -> bool:
    if re.fullmatch(r"\d{1,4}[.\-]\d{1,2}[.\-]\d{1,4}(?:\s\d.*)?", text):
        return False  # a date
    if text.startswith(("+", "00")):
        return 9 <= len(digits) <= 15
    if region in PLUS_SEVEN:
        return (len(digits) == 11 and digits[0] in "78" and digits[1] in "34679") or (
            len(digits) == 10 and digits[0] == "9"
        )
    return len(digits) == 10 or (len(digits) == 11 and digits[0] in "01")


def _usernames(folded: str) -> Iterator[Value]:
    for match in _LINK.finditer(folded):
        if match[1] not in {"joinchat", "share", "addstickers"}:
            yield Value(USERNAME, match[1], match.start(), match.end())
    for match in _AT.finditer(folded):
        if _TELEGRAM.search(folded[max(0, match.start() - 40) : match.start()]):
            yield Value(USERNAME, match[1], match.start(), match.end())
