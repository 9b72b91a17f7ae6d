"""Cells as people fill them in: several phones in one, dates in many ways. Pure."""

import re
from datetime import UTC, date, datetime

from nitka.customers.importing.models import Problem
from nitka.customers.normalise import normalise

_NOTHING = frozenset({"", "-", "--", "—", "–", "n/a", "null", "none", "nan", "нет", "не указан", "не указано", "\\n"})
_ADDRESS = re.compile(r"[^\s@<>,;\"()]+@[^\s@<>,;\"()]+")
_EMAILS = re.compile(r"[\s,;|/]+")
_PHONES = re.compile(r"[,;|/\n\r]+|\s+(?:и|или|and|or)\s+")
_SPACES = re.compile(r"[^\S\r\n]+")
_TAIL = re.compile(r"(доб|вн|ext|x|#)?\.?\s*\d{1,5}", re.IGNORECASE)  # what follows a number and is none by itself
_WORDS = re.compile(r"\([^()\d]*\)|[^\d+()\s\-.]{3,}.*$")  # 8 916 123-45-67 (мама)
_DATES = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d")
_OLDEST = 1880


def is_nothing(cell: str) -> bool:
    """Say whether a cell says that there is nothing to say."""
    return cell.strip().casefold() in _NOTHING


def emails(cell: str) -> list[str]:
    """Return the addresses of a cell, also of one like «Иван <ivan@mail.ru>; ivan@work.ru»."""
    found = [part.strip("<>\"'()") for part in _EMAILS.split(cell)]
    with_at = [part for part in found if "@" in part]
    return with_at or [cell.strip()]


def phones(cell: str) -> list[str]:
    """Return the numbers of a cell. What is too short to be one belongs to the number before it."""
    found: list[str] = []
    for part in _PHONES.split(_SPACES.sub(" ", cell)):
        number = _WORDS.sub("", part).strip()
        if not re.search(r"\d", number) or (found and _TAIL.fullmatch(number)):
            continue
        found.append(number)
    return found or [cell.strip()]


def identifier_problem(type_: str, value: str, namespace: str, region: str) -> str | None:
    """Return the code of what is wrong with an identifier, None where nothing is."""
    normal = normalise(type_, value, namespace, region)
    if normal is None:
        return "bad_id"
    if not normal.blocked:
        return None
    if normal.type == "email" and not _ADDRESS.fullmatch(normal.value):
        return "bad_email"
    if normal.type == "phone" and not normal.value.startswith("+"):
        return "bad_phone"
    return "placeholder"


def day(cell: str) -> str | None:
    """Return a date as 1990-05-17; days come before months. None for what is no date of somebody who may live."""
    text = cell.strip()[:40]
    for shape in _DATES:
        found = _parsed(text.split("T")[0].split(" ")[0], shape)
        if found is not None:
            return found.isoformat() if found.year >= _OLDEST and found <= datetime.now(UTC).date() else None
    return None


def moment(cell: str) -> datetime | None:
    """Return a time in UTC: ISO 8601, or a date of one of the usual ways with or without a time of the day."""
    text = cell.strip()[:60]
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        first, _, clock = text.partition(" ")
        plain = next((one for shape in _DATES if (one := _parsed(first, shape))), None)
        if plain is None:
            return None
        try:
            found = datetime.fromisoformat(f"{plain.isoformat()}T{clock.strip() or '00:00'}")
        except ValueError:
            return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _parsed(text: str, shape: str) -> date | None:
    try:
        return datetime.strptime(text, shape).replace(tzinfo=UTC).date()
    except ValueError:
        return None


def trait_problem(name: str, cell: str) -> tuple[str | None, Problem | None]:
    """Return the value that a trait's cell gives, or what is wrong with it."""
    text = " ".join(cell.split()) if name != "address" else cell.strip()
    if len(text) > 2000:
        return None, Problem("too_long", name)
    if name != "birth_date":
        return text, None
    found = day(text)
    return found, None if found else Problem("bad_date", name)
