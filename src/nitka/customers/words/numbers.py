"""Numbers of orders and contracts: by the word before them, or by what this company's numbers look like."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from nitka.channels.administration.models import Numbering
from nitka.customers.words.finding import Finding
from nitka.customers.words.lexicon import KIN, KIN_EN
from nitka.customers.words.text import Page

_NUMBER = r"((?:[a-zа-я]{1,5}[-/ ]?)?\d[\da-zа-я]*(?:[-/][\da-zа-я]{1,12}){0,4})"
_SIGN = (
    r"\s*(?:покупки\s*)?(?:(?:за\s+|под\s+)?(?:номер\w*|number|no\.?|nr\.?)\s*)?(?:is\s+"
    r"|it\s+is\s+)?[:\-]?\s*((?:№|n°|#|no\.?|n\.?|id)\s*:?\s*(?=\S*\d))?"
)
_ORDER = re.compile(
    rf"(?<![\w-])(?:(?:мо\w{{1,2}}\s+|my\s+)?(?:(?:интернет-)?заказ(?:а|у|ом|е|ы)?|заявк[аиуе]|заявкой|order"
    rf"|purchase order|po|booking|бронь|брони|бронирован\w+))(?!\w)"
    rf"(\s*(?:номер\w*|number|no\.?|nr\.?))?{_SIGN}{_NUMBER}(?![\w])"
)
_CONTRACT = re.compile(
    rf"(?<![\w-])(?:договор(?:а|у|ом|е)?|контракт(?:а|у|ом|е)?(?:\s+[а-я]{{4,20}}(?=\s*№))?|лицев\w+\s+сч[её]т\w{{0,2}}|contract|agreement"
    rf"|policy|полис(?:а|у|ом|е)?)(?!\w)"
    rf"(\s*(?:номер\w*|number|no\.?|nr\.?))?{_SIGN}{_NUMBER}(?![\w])"
)
_NOT_A_NUMBER = re.compile(
    r"^\s*(?:руб|р\b|₽|\$|€|usd|eur|долл|евро|тыс|млн|шт|пар|кг|грамм|г\b|м\b|см|мм|литр|л\b|%|штук|коробк|позици"
    r"|товар|единиц|дн|час|мин|недел|месяц|год|лет|раз\b|пицц|items?|pcs|pieces|days?|hours?|weeks?|dollars"
    r"|units?|boxes)"
)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?$|(?:19|20)\d\d$")
_OTHERS = re.compile(
    rf"\b(?:у\s+)?(?:мо\w{{1,2}}|сво\w{{1,2}})?\s*{KIN}\b|\b{KIN_EN}(?:'s|s')?\b|не\s+мо(?:й|я|е|и)\b|not\s+(?:my"
    rf"|mine)|\bнапример\b|\bтип[а]?\b|\bвроде\b|\bкак\s+в\b|чуж\w+|(?:минимальн|средн|оптов|крупн|следующ|кажд"
    rf"|люб|max|min|average|скидк|сумм|цен|акци|бонус)\w*|\b(?:его|ее|их|her|his|their)\s+(?:заказ|order)"
)
_NEGATED_AFTER = re.compile(r"^\W*(?:это\s+)?(?:не\s+мо(?:й|я)|not\s+mine|isn't\s+mine|is\s+not\s+mine)")
_LEAST = {"order": 3, "contract": 4}  # digits, where no sign stands before the number
MOST_GIVING = 2  # runs of digits of a mask that are tried at every length


def numbers(page: Page, numbering: Iterable[Numbering], until: int) -> Iterator[Finding]:
    """Yield the orders and contracts that the speaker names as theirs."""
    own = tuple(numbering)
    for sentence in page.said:
        if sentence.start >= until:
            return
        piece = page.folded[sentence.start : sentence.end]
        taken: list[tuple[int, int]] = []
        for type_, match, number, rule in [*_named(piece), *_masked(piece, own)]:
            start, end = number
            if any(start < last and end > first for first, last in taken):
                continue
            taken.append(number)
            if not _is_others(piece, match):
                value = re.sub(r"\s+", "", page.text[sentence.start + start : sentence.start + end]).upper()
                place = sentence.start + match.start(), sentence.start + match.end()
                yield page.found(place, "own", (type_, value), rule, 0.85)


def _named(piece: str) -> Iterator[tuple[str, re.Match[str], tuple[int, int], str]]:
    for type_, pattern in (("order", _ORDER), ("contract", _CONTRACT)):
        for match in pattern.finditer(piece):
            if _is_number(type_, match[3], bool(match[1] or match[2]), piece[match.end() :]):
                yield type_, match, match.span(3), "number"


def _masked(piece: str, numbering: Iterable[Numbering]) -> Iterator[tuple[str, re.Match[str], tuple[int, int], str]]:
    for one in numbering:
        for match in masked(one.mask).finditer(piece):
            yield one.type, match, match.span(), "numbering"


def _is_number(type_: str, number: str, signed: bool, after: str) -> bool:
    digits = sum(char.isdigit() for char in number)
    if _NOT_A_NUMBER.match(after) or digits < 2 or len(number) > 30:
        return False
    if not signed and (_DATE.match(number) or digits < _LEAST[type_]):
        return False
    return not re.match(
        r"^(?:от|на|с|из|до|за|по|в|у|и|к|from|of|on|in|at|for|to|is)\b[-/ ]?", number
    ) and not re.match(r"^[./:]\d", after)


def _is_others(piece: str, match: re.Match[str]) -> bool:
    return bool(
        _OTHERS.search(piece[max(0, match.start() - 40) : match.end()]) or _NEGATED_AFTER.match(piece[match.end() :])
    )


@lru_cache(500)
def masked(mask: str) -> re.Pattern[str]:
    """Return the pattern of a mask: bounded, so that no text makes it slow."""
    out: list[str] = []
    giving = MOST_GIVING
    for piece in re.findall(r"(?:#\+?)+|\s+|.", mask.lower().replace("ё", "е")):
        if "+" in piece and piece[0] == "#":
            # A run of digits is one quantifier: several in a row could be tried in too many ways. So could those with a
            # digit or a blank between, which may be missing: only the first ones give back digits that they took.
            least = piece.count("#")
            out.append(rf"\d{{{least},{least + 12}}}{'' if giving > 0 else '+'}")
            giving -= 1
        elif piece[0] == "#":
            out.append(rf"\d{{{piece.count('#')}}}")
        elif piece.isspace():
            out.append(rf"\s{{0,{len(piece)}}}")
        else:
            out.append(r"[^\W\d_]" if piece == "@" else re.escape(piece))
    return re.compile(rf"(?<![\w#№-]){''.join(out)}(?![\w])(?!-\d)")
