"""Numbers of orders and contracts: by the word before them, or by what this company's numbers look like."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from nitka.customers.words.finding import Finding, Numbering, Part
from nitka.customers.words.lexicon import KIN, KIN_EN
from nitka.customers.words.text import Sentence

_NUMBER = r"((?:[a-zа-я]{1,5}[-/ ]?)?\d[\da-zа-я]*(?:[-/][\da-zа-я]{1,12}){0,4})"
_SIGN = r"\s*(?:покупки\s*)?(?:(?:за\s+|под\s+)?(?:номер\w*|number|no\.?|nr\.?)\s*)?(?:is\s+|it\s+is\s+)?[:\-]?\s*((?:№|n°|#|no\.?|n\.?|id)\s*:?\s*(?=\S*\d))?"
_ORDER = re.compile(
    rf"(?<![\w-])(?:(?:мо\w{{1,2}}\s+|my\s+)?(?:(?:интернет-)?заказ(?:а|у|ом|е|ы)?|заявк[аиуе]|заявкой|order|purchase order|po|booking|бронь|брони|бронирован\w+))(?!\w)"
    rf"(\s*(?:номер\w*|number|no\.?|nr\.?))?{_SIGN}{_NUMBER}(?![\w])"
)
_CONTRACT = re.compile(
    rf"(?<![\w-])(?:договор(?:а|у|ом|е)?|контракт(?:а|у|ом|е)?|лицев\w+\s+сч[её]т\w{{0,2}}|contract|agreement|policy|полис(?:а|у|ом|е)?)(?!\w)"
    rf"(\s*(?:номер\w*|number|no\.?|nr\.?))?{_SIGN}{_NUMBER}(?![\w])"
)
_NOT_A_NUMBER = re.compile(
    r"^\s*(?:руб|р\b|₽|\$|€|usd|eur|долл|евро|тыс|млн|шт|пар|кг|грамм|г\b|м\b|см|мм|литр|л\b|%|штук|коробк|позици|товар|единиц|дн|час|мин|недел|месяц|год|лет|раз\b|пицц|items?|pcs|pieces|days?|hours?|weeks?|dollars|units?|boxes)"
)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?$|(?:19|20)\d\d$")
_OTHERS = re.compile(
    rf"\b(?:у\s+)?(?:мо\w{{1,2}}|сво\w{{1,2}})?\s*{KIN}\b|\b{KIN_EN}(?:'s|s')?\b|не\s+мо(?:й|я|е|и)\b|not\s+(?:my|mine)|\bнапример\b|\bтип[а]?\b|\bвроде\b|\bкак\s+в\b|чуж\w+|(?:минимальн|средн|оптов|крупн|следующ|кажд|люб|max|min|average)\w*|\b(?:его|ее|их|her|his|their)\s+(?:заказ|order)"
)
_NEGATED_AFTER = re.compile(r"^\W*(?:это\s+)?(?:не\s+мо(?:й|я)|not\s+mine|isn't\s+mine|is\s+not\s+mine)")
_LEAST = {"order": 3, "contract": 4}  # digits, where no sign stands before the number


def numbers(
    text: str, folded: str, said: Iterable[Sentence], numbering: Iterable[Numbering], part: Part
) -> Iterator[Finding]:
    """Yield the orders and contracts that the speaker names as theirs."""
    own = tuple(numbering)
    for sentence in said:
        piece = folded[sentence.start : sentence.end]
        taken: list[tuple[int, int]] = []
        for type_, pattern in (("order", _ORDER), ("contract", _CONTRACT)):
            for match in pattern.finditer(piece):
                number = match[3]
                if _is_number(type_, number, bool(match[1] or match[2]), piece[match.end() :], match[0]):
                    taken.append(match.span(3))
                    if not _is_others(piece, match):
                        yield _finding(text, sentence.start, match, 3, type_, "number", 0.85, part)
        for one in own:
            for match in masked(one.mask).finditer(piece):
                if all(match.end() <= begin or match.start() >= end for begin, end in taken) and not _is_others(
                    piece, match
                ):
                    taken.append(match.span())
                    yield _finding(text, sentence.start, match, 0, one.type, "numbering", 0.9, part)


def _finding(
    text: str, offset: int, match: re.Match[str], group: int, type_: str, rule: str, confidence: float, part: Part
) -> Finding:
    value = re.sub(r"\s+", "", text[offset + match.start(group) : offset + match.end(group)]).upper()
    start, end = offset + match.start(), offset + match.end()
    return Finding("own", type_, value, start, end, text[start:end], rule, confidence, part)


def _is_number(type_: str, number: str, signed: bool, after: str, whole: str) -> bool:
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
    out = []
    for piece in re.findall(r"#\+|.", mask.lower().replace("ё", "е")):
        out.append({"#": r"\d", "@": r"[^\W\d_]", "#+": r"\d{1,13}", " ": r"\s?"}.get(piece, re.escape(piece)))
    return re.compile(rf"(?<![\w#№-]){''.join(out)}(?![\w])(?!-\d)")
