"""What is wrong with a row and what to do about it, in both languages. Pure."""

from typing import Literal

from nitka.customers.importing.models import Problem

Locale = Literal["ru", "en"]

_SENTENCES: dict[str, tuple[str, str]] = {
    "no_identifier": (
        "в строке нет ничего, по чему можно узнать клиента: заполните почту, телефон или номер в системе",
        "nothing says who this is: fill in an e-mail, a phone number or an id",
    ),
    "bad_email": ("это не адрес почты: исправьте его", "this is not an e-mail address: correct it"),
    "bad_phone": (
        "это не полный номер телефона: допишите код страны и города",
        "this is not a whole phone number: write it with the codes of country and city",
    ),
    "bad_id": ("это не может быть номером: исправьте его", "this cannot be an id: correct it"),
    "placeholder": (
        "это заглушка, за ней никто не стоит: впишите настоящее значение или оставьте пустым",
        "this stands for nobody: write the real value, or leave it empty",
    ),
    "bad_date": (
        "это не дата рождения: запишите её как 17.05.1990 или 1990-05-17",
        "this is not a date of birth: write it as 17.05.1990 or 1990-05-17",
    ),
    "bad_time": (
        "это не время: запишите его как 2026-05-17 14:30",
        "this is not a time: write it as 2026-05-17 14:30",
    ),
    "too_long": ("слишком длинно: сократите", "this is too long: shorten it"),
    "too_many_ids": (
        "слишком много значений в одной строке: оставьте не больше двенадцати",
        "too many values in one row: leave no more than twelve",
    ),
    "too_many_cells": (
        "лишние столбцы ({told}): возьмите в кавычки значения, в которых есть разделитель",
        "too many cells ({told}): put values that hold the delimiter into quotes",
    ),
    "too_few_cells": (
        "не хватает столбцов ({told}): похоже, строка оборвана; значения с переносом строки берут в кавычки",
        "too few cells ({told}): the row seems to be broken off; values with line breaks need quotes",
    ),
    "open_quote": (
        "кавычка открыта и не закрыта: закройте её или удвойте, если она часть значения",
        "a quote is opened and never closed: close it, or double it if it is part of the value",
    ),
    "bad_letters": (
        "буквы не читаются: сохраните файл в кодировке UTF-8",
        "letters cannot be read: save the file as UTF-8",
    ),
    "same_key": (
        "в строке {told} тот же ключ, но другие данные: оставьте одну из них",
        "line {told} has the same key and says something else: leave one of them",
    ),
}


def sentence(problem: Problem, locale: Locale) -> str:
    """Return what is wrong and what to do, with the value where it tells something. The column stands apart."""
    template = _SENTENCES[problem.code][locale == "en"]
    words = template.replace("{told}", problem.told)
    if problem.told and words == template:
        words = f"“{problem.told}” – {words}" if locale == "en" else f"«{problem.told}» — {words}"
    return words[:1].upper() + words[1:]


_HEADER = {
    "ru": ("Строка", "Что стало", "Столбец", "Что не так и что сделать"),
    "en": ("Line", "Outcome", "Column", "What is wrong and what to do"),
}
_OUTCOME = {"ru": ("принята без этого", "отклонена"), "en": ("taken without this", "refused")}


def report_header(locale: Locale) -> tuple[str, ...]:
    """Return the names of the report's own columns, which stand before those of the file."""
    return _HEADER[locale]


def outcome(refused: bool, locale: Locale) -> str:
    """Return what became of a row of the report."""
    return _OUTCOME[locale][refused]
