"""Whose an identifier is that somebody names: their own, formerly theirs, surely not theirs, or nobody can tell."""

import re
from typing import NamedTuple

from nitka.customers.words.finding import Kind, Spoken
from nitka.customers.words.lexicon import ADJECTIVE, FAMILY, FAMILY_EN, KIN, KIN_EN, MINE, NOUN, OLD, TIE
from nitka.customers.words.text import Sentence, fold
from nitka.customers.words.values import Value, is_a_roles


class Whose(NamedTuple):
    """What is said of an identifier, by which rule and how surely."""

    kind: Kind
    rule: str
    confidence: float


_BEFORE, _AFTER = 110, 60  # characters that are looked at

_NOT_MINE = re.compile(
    r"(?:не|ни)\s+(?:уже\s+|больше\s+|совсем\s+)?мо(?:й|я|е|и)\b|не\s+принадлежит\s+мне|мне\s+(?:больше\s+"
    r"|уже\s+)?не\s+принадлежит"
    r"|(?:больше|уже)\s+не\s+(?:пользуюсь|мо[йяе])|not\s+(?:my|mine)|n't\s+(?:my|mine)|no\s+longer\s+(?:my|mine)"
    r"|не\s+наш\b"
)
_MINE = re.compile(
    rf"\b{MINE}\s+(?:{ADJECTIVE}\s+)*{NOUN}(?:\s+(?:в\s+)?{NOUN})*{TIE}$|^\W*я\s+(?:есть\s+)?в\s+(?:телеграм\w*|телеге|тг|telegram|ватсап\w*|whatsapp){TIE}$"
)
_MINE_OLD = re.compile(
    rf"\b(?:{MINE}\s+)?{OLD}\s+(?:{MINE}\s+)?(?:{ADJECTIVE}\s+)*(?:{NOUN}(?:\s+{NOUN})*)?(?:\s*(?:был\w?"
    rf"|was))?{TIE}$|\b{MINE}\s+(?:{ADJECTIVE}\s+)*{NOUN}\s+(?:раньше\s+)?(?:был\w?|was|used to be){TIE}$"
)
_OLD_AFTER = re.compile(rf"^\W*(?:это\s+)?(?:{MINE}\s+)?(?:был\w?\s+)?{OLD}\b(?![^.]{{0,25}}[\d@])")
_FROM_OLD = re.compile(
    rf"(?:раньше|до этого|ранее|previously|before)\s.{{0,30}}(?:был\w?|писал\w?|звонил\w?|пользовал\w+|was|used"
    rf"|wrote){TIE}(?:{NOUN}{TIE})?$"
)
_NEW = re.compile(
    rf"(?:теперь|сменил\w?|поменял\w?|новый|нов(?:ая|ого)|changed|now|new)\s.{{0,40}}(?:{NOUN}|с|на|to|from|is|:"
    rf"|-)\W*(?:{NOUN})?{TIE}$|\b(?:it's|it is|это)\s+(?:now|теперь){TIE}$|\b{NOUN}\b[^.]{{0,30}}\bтеперь{TIE}$"
    rf"|\b(?:новый|новая|новое|new)(?:\s+one)?(?:\s+{NOUN})?{TIE}$"
)
_KIN = re.compile(
    rf"{NOUN}\s+(?:мо\w{{1,3}}\s+|сво\w{{1,3}}\s+|наш\w{{1,3}}\s+|бывш\w+\s+)?{KIN}\b[^.]{{0,30}}$"
    rf"|\b(?:мо\w{{1,3}}|сво\w{{1,3}}|наш\w{{1,3}}|у)\s+(?:\w+\s+)?{KIN}\b[^.]{{0,40}}$|\b{KIN}\s*[:-]\s*$"
    rf"|\b{KIN}(?:\s+\w+)?\W*(?:{NOUN}){TIE}$|\b(?:ее|его|их|her|his|their)\s+(?:\w+\s+)?{NOUN}{TIE}$"
    rf"|\b{KIN_EN}(?:'s|s')?\s+(?:{ADJECTIVE}\s+)*{NOUN}{TIE}$|\b(?:my|our|of the|for the"
    rf"|to the)\s+{KIN_EN}\b(?!')[^.]{{0,30}}$"
)
_KIN_AFTER = re.compile(
    rf"^\W*(?:(?:это|is|it's|that's|this is)\s+)?(?:{NOUN}\s+)?(?:мо\w{{1,3}}\s+|сво\w{{1,3}}\s+|my\s+)?(?:{KIN}\b"
    rf"|{KIN_EN}\b)"
)
_FAMILY_AFTER = re.compile(
    rf"^\W*(?:(?:это|is|it's|that's|this is)\s+)?(?:{NOUN}\s+)?(?:мо\w{{1,3}}\s+|сво\w{{1,3}}\s+"
    rf"|my\s+)?(?:{FAMILY}\b|{FAMILY_EN}\b)"
)
_POSSESSED = re.compile(
    rf"{NOUN}\s+(?:мо\w{{1,3}}\s+|сво\w{{1,3}}\s+)?{FAMILY}\b|\b{FAMILY_EN}(?:'s|s')\s|\b(?:ее|его|их|her|his"
    rf"|their)\s+(?:\w+\s+)?{NOUN}"
    rf"|\bof\s+my\s+{FAMILY_EN}|\b{FAMILY}\s*[:-]\s*$|\b{FAMILY}\s+{NOUN}|\b(?:у|мо\w{{1,3}})\s+{FAMILY}\b"
)
_THIRD = re.compile(
    r"\bпередай\w*|\bконтактн\w+ лиц\w+|\bполучател\w+|\b(?:он|она|они|ему|ей|им|he|she|they|him|them)\b"
    r"|pass (?:it|this) on|forward (?:it|this) to"
    r"|\b(?:звоните|позвоните|пишите|напишите|наберите|обращайтесь|спросите)\s+(?!мне\b|нам\b|меня\b)[^\W\d]+(?:у"
    r"|е|ю|и)\b(?!\s+(?:сразу|тоже))"
    r"|\bна имя\b|\bдиректор\w*|\bнашего\b|\bмошенни\w+|\bспам\w*|\bscam\w*|\bcall\s+(?!me\b|us\b|at\b|on\b"
    r"|back\b|the\b|my\b|this\b)[^\W\d]+\s+(?:at|on)\b"
)
_ASK_FOR = re.compile(r"^\W*(?:спросит\w*|спрашива\w+|ask for|to ask for)\b")
_YOURS = re.compile(
    r"\bу вас\b|\bваш\w*|\bвам\b|\bвас\b|\bвами\b|\byour\w*|\byou\b|\bна сайте\b|\bв объявлении\b"
    r"|\bгорячей линии\b|\bhotline\b|\bподдержк\w+|\bоператор\w*"
)
_CALLED = re.compile(
    r"(?:звонил\w*|звонок|звонят|звонит|позвонил\w*|писал\w*|пишут|написал\w*|приш[лe]\w+|приход\w+|прислал\w*"
    r"|названива\w+|беспоко\w+|смс|sms"
    r"|called|calls?|calling|texted|emailed|mailed|wrote|got|received|sent)\b.{0,30}(?:\bс\b|\bот\b|\bfrom\b"
    r"|\bby\b).{0,20}$|\b(?:с|от) (?:неизвестн\w+ )?(?:номера|адреса)\W*$"
)
_I_USED = re.compile(
    rf"(?:\bя\b.{{0,40}}|^\W*|,\s*|\b(?:ранее|уже|всегда|обычно|вчера)\s+)(?:писал|звонил|заказывал|обращал|регистрировал|оформлял|отправлял"
    rf"|покупал)\w*\s.{{0,25}}\bс\s+(?:{ADJECTIVE}\s+)*(?:{NOUN})?{TIE}$"
    rf"|(?:оформлен\w*|зарегистрирован\w*|регистрировал\w*|привязан\w*|записан\w*|оформлял\w*)\s.{{0,20}}\b(?:на"
    rf"|под|к)\s+(?:{ADJECTIVE}\s+)*(?:{NOUN})?{TIE}$"
    rf"|\bi\s.{{0,30}}(?:called|wrote|ordered|emailed|registered|signed up|texted)\s.{{0,15}}(?:from|with|under"
    rf"|using)\s+(?:{ADJECTIVE}\s+)*(?:{NOUN})?{TIE}$"
    rf"|(?:registered|under|linked)\s+(?:with|to|under|as)?\s*(?:{NOUN})?{TIE}$"
)
_SOMEBODY_ELSES = re.compile(r"\b(?:мне|нам|вы|you|кто|он|она|они|ваш\w*|me|us|someone|somebody|who)\b")
_TO_ME = re.compile(
    r"\bfor me\W*$|\bмне\s+на\s+(?:почту|e-?mail|мейл|имейл|номер|телефон|ватсап|whatsapp)\W*$|\bнабрать\s+мне\b"
    r"|\b(?:позвон\w+|перезвон\w+|звон(?:ите|и)|набер\w+|пиш(?:ите|и)|напиш\w+|пришл\w+|присыла\w+|скин\w+"
    r"|отправ(?:ьте|ляйте)|вышл\w+|свяж\w+|связаться|найти|достучаться|на связи)\b"
    r".{0,30}\b(?:мне|меня|мной|мною)\b|\b(?:мне|меня|мной|мною)\b.{0,30}\b(?:позвон\w+|перезвон\w+|звон\w+"
    r"|набрать|набер\w+|пиш\w+|напис\w+|напиш\w+|присл\w+|пришл\w+|отправ\w+|найти|связ\w+|можно|номер|телефон"
    r"|почта)\b"
    r"|\b(?:call|reach|text|ring|e-?mail|contact|message|write|phone|send)\s.{0,20}\bme\b|\bmy contact"
)
_CONTACT = re.compile(
    rf"\b(?:для связи|перезвон\w+|позвон(?:ите|и)|звоните|наберите|пишите|свяжитесь|связь|контакт\w*|жду звонка"
    rf"|жду ответа|ответьте на|отправьте|пришлите|скиньте|вышлите|направьте"
    rf"|(?:оставляю|даю|высылаю)\s+(?:свой|свою|мой)|телефон тот же"
    rf"|call back|reply to|send (?:it|them|the \w+)?\s*to){TIE}.{{0,25}}$"
    rf"|(?:^|[,(]|\bи\b|\band\b)\s*(?:{ADJECTIVE}\s+)*{NOUN}(?:\s+{NOUN})*{TIE}$|(?:^|[,(])\s*(?:личн\w{{2,3}}"
    rf"|personal){TIE}$"
)
_REQUEST = re.compile(
    r"\b(?:можно|может\w*|могли|сможет\w*|can|could|would|will)\b.{0,60}\b(?:мне|меня|мной|мною|me)\b|\b(?:мне"
    r"|меня)\b"
)
_ASKED = re.compile(
    r"(?:ваш\w*|вами|вам|вас|свой|свою|you|your)\b.{0,60}(?:телефон|номер|почт|e-?mail|адрес|контакт|связаться"
    r"|перезвон|позвон|phone|number|mail|reach|call|contact)"
    r"|(?:телефон|номер|почт\w|e-?mail|контакт\w*).{0,40}(?:подскажите|укажите|оставьте|напишите|назовите"
    r"|для связи)|(?:подскажите|укажите|оставьте|напишите|назовите|уточните).{0,40}(?:телефон|номер|почт|e-?mail"
    r"|контакт)|(?:what|which|leave|share).{0,40}(?:phone|number|e-?mail)"
)
_OTHERS_ASKED = re.compile(r"получател|заказ\w*\s+(?:номер|№)|номер\w*\s+заказ|recipient|order number|договор|карт")
_JOIN = re.compile(rf"[\s,;/|]*(?:и|или|либо|and|or|а также)?[\s,]*(?:{ADJECTIVE}\s+)*(?:{NOUN})?\s*[:\-(]?\s*")
_TURN = re.compile(rf"\bнов\w+|\bnew\b|\b{OLD}\b|\bличн\w+|\bpersonal\b")
_ALONE = re.compile(
    rf"[\s\W]*(?:(?:вот|да|пожалуйста|конечно|ок|хорошо|sure|ok|yes|here|it's"
    rf"|это)[\s,.!:]*)*(?:{ADJECTIVE}\s+)*(?:{NOUN}\s*)*[:\-\s]*"
)


def whose(spoken: Spoken, folded: str, sentence: Sentence, value: Value, before_at: int) -> Whose | None:
    """Return what is said of this identifier; None where it may be anybody's. `before_at`: where looking back ends."""
    before = folded[max(sentence.start, before_at, value.start - _BEFORE) : value.start]
    after = folded[value.end : min(sentence.end, value.end + _AFTER)]
    return (
        _denied(before, after)
        or _named_mine(before, after, sentence)
        or (None if _is_elses(before, after) else _implied(spoken, folded, sentence, value, (before, after)))
        or _kins(before, after)
    )


def continues(folded: str, one: Value, other: Value) -> bool:
    """Say whether the second identifier only goes on with the first: «8 916 …, почта …»."""
    between = folded[one.end : other.start]
    return bool(_JOIN.fullmatch(between)) and not _TURN.search(between)


def was_asked(spoken: Spoken) -> bool:
    """Say whether the latest message to them asked for their own phone or address."""
    asked = fold(spoken.asked.text[-500:])
    return bool(_ASKED.search(asked)) and not _OTHERS_ASKED.search(asked)


def _denied(before: str, after: str) -> Whose | None:
    if _NOT_MINE.search(before) or _NOT_MINE.search(after):
        return Whose("other", "not_mine", 0.9)
    return None


def _named_mine(before: str, after: str, sentence: Sentence) -> Whose | None:
    if _MINE_OLD.search(before) or _FROM_OLD.search(before) or _OLD_AFTER.match(after):
        if _YOURS.search(before) and not re.search(rf"\b{MINE}\b", before):
            return None
        return Whose("former", "old_one", 0.85)
    if _MINE.search(before):
        return Whose("own", "mine", 0.97)
    if re.match(rf"^\s*[-,(]?\s*(?:это\s+)?(?:{MINE}\s+(?:{ADJECTIVE}\s+)*{NOUN}|{MINE}\s*$|is my\b|is mine\b)", after):
        return Whose("own", "mine", 0.95)
    if _NEW.search(before) and not (sentence.asks or _YOURS.search(before) or _is_elses(before, after)):
        return Whose("own", "new_one", 0.9)
    return None


def _is_elses(before: str, after: str) -> bool:
    return bool(
        _KIN.search(before)
        or _KIN_AFTER.match(after)
        or _THIRD.search(before)
        or _ASK_FOR.match(after)
        or (_CALLED.search(before) and not _I_USED.search(before))
    )


def _kins(before: str, after: str) -> Whose | None:
    if (_KIN.search(before) and _POSSESSED.search(before)) or _FAMILY_AFTER.match(after):
        return Whose("other", "somebody_elses", 0.85)
    return None


def _implied(spoken: Spoken, folded: str, sentence: Sentence, value: Value, around: tuple[str, str]) -> Whose | None:
    before, after = around
    if _I_USED.search(before):
        return None if _SOMEBODY_ELSES.search(before) else Whose("own", "used", 0.85)
    if is_a_roles(value) or (sentence.asks and not _REQUEST.search(before + after)):
        return None
    if _TO_ME.search(before) or (sentence.asks and _TO_ME.search(after)):
        return Whose("own", "to_me", 0.93)
    alone = _ALONE.fullmatch(folded[: value.start]) and not folded[value.end :].strip(" .!,)\n")
    if alone:
        return Whose("own", "asked", 0.95) if was_asked(spoken) else Whose("own", "alone", 0.8)
    is_contact = _CONTACT.search(before) and not (sentence.asks or _YOURS.search(before) or _YOURS.search(after))
    return Whose("own", "contact", 0.8) if is_contact else None
