"""How mail programs write above what they quote and below what is said, in Russian, English and a few more."""

import re

_WROTE = (
    r"(?:wrote|writes|пишет|пишете|писали?|писала|писал\(а\)|написала?|написал\(а\)|пише|написав"
    r"|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|kirjoitti|napisał(?:\(a\)|a)?|írta)"
)
_CLOCK = r"\d{1,2}[:.]\d\d"
_DAY = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}\s+[а-яёa-z]{3,9}\.?,?\s+\d{4}|[a-z]{3,9}\.?\s+\d{1,2},?\s+\d{4})"
)
_HOUR = rf"{_CLOCK}(?::\d\d)?(?:\s?[ap]m)?"
_WHEN = rf"(?:{_HOUR},\s+{_DAY}|{_DAY}\s*(?:г\.?)?,?\s+(?:в\s+)?{_CLOCK})"
_ATTRIBUTIONS = (
    # On Tue, Mar 12, 2024 at 12:34 PM Shop <a@b> wrote: · 12.03.2024 12:34, Shop пишет:
    # Shop писал(а) 2024-03-12 12:34:
    re.compile(rf"^(?!>).{{0,200}}\b{_WROTE}\s*(?:[\s,]*(?:в\s+)?{_DAY}.{{0,60}})?:$", re.IGNORECASE),
    # On Wed, 14 Nov 2018 08:14:43 -0200 Shop <a@b> wrote · ---- On Wed, 24 Feb 2021 14:02:50 +0530 a@b wrote ----
    re.compile(rf"^[-\s]*On\s.{{0,40}}{_DAY}.{{0,200}}\swrote[-\s]*$", re.IGNORECASE),
    # Am 13.12.2017 21:11 schrieb Shop <a@b>: · Op 12 december 2016 19:05 schreef Shop <a@b>:
    re.compile(rf"^\w.{{0,40}}{_DAY}.{{0,40}}\b(?:schrieb|schreef|skrev|kirjoitti)\b.{{1,200}}:$", re.IGNORECASE),
    # вт, 12 мар. 2024 г. в 12:34, Shop <a@b>: · 12.03.2024, 12:34, "Shop" <a@b>:
    re.compile(rf"^(?:\w{{2,12}}[.,]+\s*)?{_WHEN}.{{0,200}}@.{{0,200}}:$", re.IGNORECASE),
    # Вторник, 12 марта 2024, 12:34 +03:00 от Shop <a@b>:
    re.compile(rf"^>?\s*(?:\w{{4,12}},\s*)?{_WHEN}.{{0,30}}\s(?:от|from)\s.{{1,250}}:$", re.IGNORECASE),
)  # fmt: skip
# Right above cited lines less is enough.
_LIKELY = re.compile(rf"^(?!>).{{0,80}}{_DAY}.{{0,200}}(?:@|\b{_WROTE}).{{0,200}}:$", re.IGNORECASE)
_MOMENT = re.compile(rf"{_CLOCK}|{_DAY}", re.IGNORECASE)
_SURE = re.compile(rf"{_CLOCK}|{_DAY}|@", re.IGNORECASE)

_SEPARATOR = re.compile(
    r"^[\s*>]*(?:[-_=–—]{2,}\s*(?:original message|original appointment|forwarded message|forwarded by\b.*"
    r"|(?:исходное|первоначальное|пересылаемое|пересланное|перенаправленное) сообщение"
    r"|ursprüngliche nachricht|message d.origine|mensaje original|messaggio originale|oprindelig besked)\s*[-_=–—]*"
    r"|(?:begin forwarded message|начало переадресованного сообщения|начало пересылаемого сообщения)\s*:)\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*(?:_{5,}|-{5,}|={5,}|—{3,}|\*{5,}|─{3,})\s*$")

_KEYS = {
    "from": r"from|от|от кого|отправитель|von|van|da|de|fra|od|від",
    "date": r"sent|date|дата|отправлено|отправлен|послано|gesendet|datum|verzonden|inviato|envoyé|enviado|dato|sendt"
    r"|skickat|надіслано",
    "to": r"to|кому|получатель|an|aan|à|a|para|til|till|do|cc|копия|копии",
    "subject": r"subject|тема|betreff|onderwerp|oggetto|objet|asunto|assunto|emne|ämne|temat",
}
_KEY = re.compile(
    r"^[\s*>]*(?:" + "|".join(f"(?P<{key}>{names})" for key, names in _KEYS.items()) + r")\s*\**\s*:[\s*]*(.*)$",
    re.IGNORECASE,
)

_DASHES = re.compile(r"^(?:--|–|—|__|-{2,3}|_{2,5})\s?$")
_CLOSING = re.compile(
    r"^(?:с\s+(?:(?:наилучшими|добрыми|самыми добрыми|лучшими)\s+пожеланиями"
    r"|(?:глубоким\s+|искренним\s+|большим\s+)?уважением|благодарностью|любовью)"
    r"|всего\s+(?:доброго|наилучшего|хорошего)|искренне\s+ваша?|з\s+повагою"
    r"|(?:kind|best|warm|warmest)\s+(?:regards|wishes)|regards|yours\s+(?:sincerely|faithfully|truly)|sincerely(?:\s+yours)?"
    r"|best|cheers|all\s+the\s+best|mit\s+freundlichen\s+grüßen|cordialement)\b\s*[,.!—–-]*\s*(.{0,60})$",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"^[\[(<*]*\s*(?:отправлено\s+(?:с|со|из|через|при помощи)\s|послано\s+(?:с|из)\s|sent\s+(?:from|via|with|using)\s"
    r"|get\s+outlook\s+for|скачать\s+outlook|von\s+meinem\s|envoyé\s+de\s|надіслано\s+(?:з|із)\s|надіслано\s+через\s).{0,120}$",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"^(?:p\.?\s?s\b|п\.?\s?с\b|з\.?ы\b|постскриптум)", re.IGNORECASE)
SIGNATURE_LINES = 12
SIGNATURE_WIDTH = 120
SIGNATURE_REACH = 24  # lines before the end in which one may begin


def attribution(ahead: list[str], *, cited: bool = False) -> int:
    """Return how many of these lines, 1 to 4, announce a quotation («… wrote:»), 0 when they do not.

    `cited`: marked lines follow, so that a less usual form is believed.
    """
    patterns = (*_ATTRIBUTIONS, _LIKELY) if cited else _ATTRIBUTIONS
    joined = ""
    for size, line in enumerate(ahead[:4], 1):
        stripped = line.strip()
        if not stripped or len(stripped) > 300:
            return 0
        joined = f"{joined} {stripped}".strip()
        # Each line that ends with a colon may be the last one; a later one would take in what was said.
        if stripped.endswith((":", "wrote", "----")):
            return size if any(pattern.match(joined) for pattern in patterns) else 0
    return 0


def is_sure_attribution(lines: list[str]) -> bool:
    """Whether it says when, or whose address: «he wrote:» alone may be a part of what is said."""
    return bool(_SURE.search(" ".join(lines)))


def says_when(lines: list[str]) -> bool:
    """Whether a day or a time is said: the end of an attribution broken over lines says neither."""
    return bool(_MOMENT.search(" ".join(lines)))


def is_separator(line: str) -> bool:
    """Whether the line says «original message» or «forwarded message»."""
    return bool(_SEPARATOR.match(line))


def is_rule(line: str) -> bool:
    """Whether the line is only drawn."""
    return bool(_RULE.match(line))


def is_header_block(ahead: list[str]) -> bool:
    """Whether a copied header (From, Sent, To, Subject) begins at the first of these lines."""
    first = _KEY.match(ahead[0])
    if first is None or not (first["from"] or first["date"]):
        return False
    seen: set[str] = set()
    sender = ""
    for line in ahead[:9]:
        match = _KEY.match(line)
        if match is None:
            continue
        kind = next(key for key in _KEYS if match[key])
        seen.add(kind)
        sender = sender or (match.groups()[-1] if kind == "from" else "")
    return "from" in seen and (len(seen) >= 3 or (len(seen) == 2 and "@" in sender))


def is_signature(rest: list[str]) -> bool:
    """Whether a signature begins at the first of these lines (blank ones left out), which go on to the end."""
    first, tail = rest[0], rest[1:]
    if any(_POSTSCRIPT.match(line) for line in tail):
        return False
    if _DASHES.match(first):
        return len(tail) < SIGNATURE_REACH
    if _DEVICE.match(first):
        return len(tail) <= 2
    closing = _CLOSING.match(first)
    narrow = all(len(line) <= SIGNATURE_WIDTH for line in tail)
    return closing is not None and len(tail) <= SIGNATURE_LINES and narrow and not closing.group(1).endswith("?")
