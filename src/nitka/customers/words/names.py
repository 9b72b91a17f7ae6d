"""How people give their names: at the start of a call, a letter, a chat, and below it."""

import re
from collections.abc import Iterator

from nitka.customers.likeness.names import meanings
from nitka.customers.words.finding import Finding
from nitka.customers.words.text import Page

_WORD = r"[^\W\d_]+(?:[-'][^\W\d_]+)*"
_INITIAL = r"[^\W\d_]\."
_NAME = rf"({_WORD}(?:[ ]+(?:{_INITIAL}[ ]?{_INITIAL}|{_INITIAL}|{_WORD})){{0,3}})"
_GREETING = (
    r"(?:(?:алло|ало|да|здравствуйте|здравствуй|привет(?:ствую)?|добр(?:ый|ое|ого)\s+\w+|доброго времени суток"
    r"|день добрый|hello|hi|hey|good \w+|dear \w+|hi there|hello there)\b[\s,.!)-]*(?:\w{3,12}[\s]*[,!.][\s]*)?)"
)

_SURE = re.compile(
    rf"\b(?:меня\s+зовут|мое\s+имя|моя\s+фамилия|my\s+(?:full\s+)?name\s+is|my\s+name's|the\s+name\s+is"
    rf"|the\s+name's|name's)\s*[:\-]?\s*{_NAME}"
)
_START = re.compile(
    rf"^[\s\W]*{_GREETING}?(?:снова\s+|опять\s+|again\s*,?\s*)?(?:это\s+(?:снова\s+|опять\s+)?|this\s+is\s+"
    rf"|it's\s+|it\s+is\s+|я\s*[-,]?\s+|i\s+am\s+|i'm\s+|im\s+)(?!не\b|not\b){_NAME}"
)
_HERE = re.compile(rf"^[\s\W]*{_GREETING}?{_NAME}\s+(?:на\s+связи|на\s+проводе|беспокоит|here\b|speaking\b)")
_SPEAKS = re.compile(
    rf"\b(?:вас\s+беспокоит|с\s+вами\s+говорит|говорит|беспокоит|пишет\s+вам|вам\s+пишет|speaking\s+is)\s+{_NAME}"
)
_OPENED = re.compile(
    rf"^[\s\-*]*(?:с\s+)?(?:(?:глубоким\s+)?уважением|наилучшими(?:\s+пожеланиями)?|искренне\s+ваш\w*|(?:best|kind"
    rf"|warm)(?:est)?\s+(?:regards|wishes)|regards|sincerely(?:\s+yours)?|yours\s+(?:truly|sincerely|faithfully)"
    rf"|cheers|many\s+thanks|thanks|thank\s+you|спасибо|заранее\s+спасибо|благодарю|всего\s+доброго|best"
    rf"|--)[\s,.!\-]*(?:клиент\s+)?{_NAME}[ ]*(?:,[^\n]{{0,60}}|\.)?[ ]*(?:\n|$)"
)
# What may follow a name that somebody gives as their own.
_AFTER = re.compile(
    r"^[ ]*(?:$|[\n.!,;)(:]|-\s|(?:из|от)\s+(?!ваш)|по\s|насчет\b|с\s+(?:вопрос|заказ|номер|сайт)|снова\b|опять\b"
    r"|еще\b|и\s|а\s|клиент|хочу\b|хотел|пишу\b|звоню\b|заказ|ваш(?:\s+клиент|а\s+клиентка)|from\b|here\b"
    r"|speaking\b|again\b|and\b|calling\b|writing\b|with\b|on\b|about\b|i\b)"
)
_STOP = frozenset(
    re.findall(
        r"\w+",
        """
        из от с со по на в во и а но я мы вы он она это тот не что как где когда почему зачем ваш ваша наш
        наша вас нас меня мне мой моя клиент клиентка заказчик покупатель менеджер оператор сотрудник
        директор бухгалтер компания магазин команда отдел служба поддержка администрация коллеги друзья
        снова опять еще тоже the a an from with at of in on and or but not your our my me you we i team
        support sales customer client manager regards best from here speaking again calling writing about
        for to хочу хотел хотела пишу звоню заказал заказала купил купила оформил оформила просто уже сейчас
        сегодня вчера вопрос заказ номер насчет пожалуйста спасибо today thanks please just
        """,
    )
)
_GREETED = re.compile(rf"[\s\W]*{_GREETING}\w*(?:\s+\w+)?\W*")
_COMPANY = re.compile(
    r"\b(?:ооо|зао|оао|пао|ип|ао|llc|ltd|inc|gmbh|corp|company|компани\w+|отдел\w*|служб\w+|команд\w+|team"
    r"|support|магазин\w*)\b"
)


def names(page: Page, until: int) -> Iterator[Finding]:
    """Yield the names by which the speaker calls themselves; `until`: where the signature begins."""
    for sentence in page.said:
        if sentence.start >= until or sentence.asks:
            continue
        piece = page.folded[sentence.start : sentence.end]
        for pattern, rule, confidence in ((_SURE, "my_name", 0.97), (_SPEAKS, "speaks", 0.92)):
            for match in pattern.finditer(piece):
                yield from _found(page, match, sentence.start, rule, confidence)
    for at in _starts(page):
        for pattern, rule in ((_START, "this_is"), (_HERE, "here")):
            found = pattern.match(page.folded[at:until])
            if found and not _asked_at(page, at + found.start(1)):
                yield from _found(page, found, at, rule, 0.9)


def signed(page: Page, at: int) -> Iterator[Finding]:
    """Yield the name in the signature that begins here."""
    match = _OPENED.match(page.folded[at:])
    if match:
        yield from _found(page, match, at, "signature", 0.85)


def _starts(page: Page) -> list[int]:
    """Where somebody may say who they are: at the beginning, and after a greeting that was a sentence of its own."""
    found = [one.start for one in page.said[:2]]
    if len(found) == 2 and not _GREETED.fullmatch(page.folded[page.said[0].start : page.said[0].end] + " "):
        found.pop()
    return found


def _asked_at(page: Page, at: int) -> bool:
    return any(one.asks and one.start <= at < one.end for one in page.said)


def _found(page: Page, match: re.Match[str], offset: int, rule: str, confidence: float) -> Iterator[Finding]:
    start = offset + match.start(1)
    words = _taken(match[1])
    end = start + len(words)
    if not words or not is_a_name(page.text[start:end], sure=rule == "my_name", signed=rule == "signature"):
        return
    if rule in {"this_is", "speaks"} and not _AFTER.match(page.folded[end:]):
        return
    if rule == "signature" and _COMPANY.search(match[0]):
        return
    value = " ".join(_upper(word) for word in page.text[start:end].split())
    begin = offset + match.start() + len(match[0]) - len(match[0].lstrip(" \n-*"))
    yield page.found((begin, end), "trait", ("name", value), rule, confidence)


def _taken(words: str) -> str:
    """The words up to the first one that cannot be part of a name."""
    end = 0
    for word in re.finditer(r"\S+", words):
        if word[0].strip(".,") in _STOP:
            break
        end = word.end()
    return words[:end]


def is_a_name(text: str, *, sure: bool, signed: bool) -> bool:
    """Say whether these words, as they are written, can be what somebody is called."""
    words = text.replace(".", ". ").split()
    capital = [word for word in words if word[0].isupper()]
    given = [word for word in words if is_given(word)]
    if not given or any(char.isdigit() for char in text):
        return sure and len(capital) == len(words) and 1 <= len(words) <= 3 and all(len(word) > 1 for word in words)
    if len(capital) == len(words):
        return True
    # Small letters throughout: every word must be a name, or follow a given name that is nothing else.
    return (
        not capital and (len(words) == len(given) or (sure and is_given(words[0]) and len(words) <= 2)) and not signed
    )


def is_given(word: str) -> bool:
    """Say whether this is a known given name, in full or short."""
    bare = word.strip(".,")
    return len(bare) > 1 and bool(meanings(bare))


def _upper(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
