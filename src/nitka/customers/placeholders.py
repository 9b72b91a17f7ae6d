"""Values that forms, phones and programs write when they know nobody. They join no one to anyone."""

import re

_WORDS = frozenset(
    {
        "anonymous",
        "anon",
        "guest",
        "user",
        "visitor",
        "unknown",
        "undefined",
        "null",
        "none",
        "nil",
        "nan",
        "n/a",
        "na",
        "no",
        "empty",
        "default",
        "test",
        "tester",
        "testing",
        "example",
        "sample",
        "demo",
        "dummy",
        "admin",
        "email",
        "e-mail",
        "mail",
        "phone",
        "id",
        "userid",
        "user_id",
        "username",
        "customer",
        "client",
        "true",
        "false",
        "inf",
        "infinity",
        "private",
        "restricted",
        "withheld",
        "unavailable",
        "blocked",
        "hidden",
        "root",
        "system",
        "{}",
        "[]",
        "-",
        "--",
        ".",
        "?",
        "*",
        "аноним",
        "анонимный",
        "гость",
        "пользователь",
        "неизвестно",
        "неизвестный",
        "нет",
        "тест",
        "клиент",
        "скрыт",
        "скрытый",
        "отсутствует",
    }
) | {"[object object]", "not set", "(not set)", "(none)", "private number", "номер скрыт", "не указан"}

_NOTHING = re.compile(r"[0\-_.\s{}]*")  # 0, 000…, an empty UUID
_SAME = re.compile(r"(\D)\1{3,}")  # xxxxx; not 1111, which is somebody's number where they are counted up
_ONE_DIGIT = re.compile(r"(\d)\1{8}")
_MINUS = re.compile(r"-\d+(?:\.0+)?")
_ZERO = re.compile(r"[+-]?0*(?:\.0*)?")

# Mailboxes that no person reads from, by their local part (RFC 2142 and habit).
_MACHINES = re.compile(r"(?:no-?_?\.?reply|do-?_?not-?_?reply|donotreply|mailer-daemon|postmaster|bounces?)([+\-].*)?")
_NOBODY = frozenset(
    {
        "test",
        "tester",
        "testing",
        "test1",
        "test123",
        "none",
        "null",
        "no",
        "noemail",
        "no-email",
        "nomail",
        "no-mail",
        "nobody",
        "email",
        "mail",
        "user",
        "guest",
        "anonymous",
        "anon",
        "unknown",
        "undefined",
        "example",
        "sample",
        "asdf",
        "qwerty",
        "qwe",
        "asd",
        "a",
        "aa",
        "aaa",
        "b",
        "x",
        "xx",
        "xxx",
        "abc",
        "1",
        "11",
        "111",
        "12",
        "123",
        "1234",
        "12345",
        "123456",
        "0",
        "00",
        "000",
        "net",
        "нет",
        "тест",
    }
)
_NOWHERE = _NOBODY | frozenset({"domain", "site", "company", "localhost", "mail", "email", "invalid"})
# Public mailboxes where the shortest names were taken by those who typed anything at all.
_PUBLIC = frozenset({"mail.ru", "gmail.com", "yandex.ru", "ya.ru", "bk.ru", "list.ru", "inbox.ru", "example.com"})


def is_placeholder(value: str) -> bool:
    """Say whether an id of any kind is a value that stands for nobody."""
    word = value.strip().casefold()
    return bool(
        word in _WORDS
        or word.strip("[](){}<>\"' ") in _WORDS
        or _NOTHING.fullmatch(word)
        or _SAME.fullmatch(word)
        or _MINUS.fullmatch(word)
        or _ZERO.fullmatch(word)
    )


def is_placeholder_email(address: str) -> bool:
    """Say whether an e-mail address is invented (test@test) or no person's (noreply@…)."""
    local, _, domain = address.rpartition("@")
    if _MACHINES.fullmatch(local):
        return True
    first = domain.split(".")[0]
    if first in _NOWHERE and (local in _NOBODY or local == first) and domain not in _PUBLIC:
        return True
    return local in _NOBODY and domain in _PUBLIC


def is_placeholder_phone(number: str) -> bool:
    """Say whether an E.164 number is invented: one digit throughout, counted up, or nothing but zeros at its end.

    Seven equal digits are not enough: such numbers are sold, and dearly.
    """
    digits = number.lstrip("+")
    return bool(
        _ONE_DIGIT.search(digits)
        or digits.endswith(("0000000", "1234567890", "0123456789"))
        or digits in {"1234567", "12345"}
    )
