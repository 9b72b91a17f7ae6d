"""Names typed on the wrong layout are found out, and names typed on the right one are left alone."""

import pytest

from nitka.customers.likeness.layout import other_layout
from nitka.customers.likeness.wordlists import entries, words

RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
TO_LATIN = str.maketrans(RUSSIAN + RUSSIAN.upper(), LATIN + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>')
TO_RUSSIAN = str.maketrans(LATIN, RUSSIAN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Bdfy", "Иван"),
        ("Bdfyjd", "Иванов"),
        ("Ghjrjamtdf", "Прокофьева"),
        ("Ctvtyjdbx", "Семенович"),
        ("Ktyf", "Лена"),
        ("`krbyf", "ёлкина"),
        (";erjd", "жуков"),
        ("'lefhl", "эдуард"),
        ("<jhbc", "Борис"),
        ("gtnhjd bdfy", "петров иван"),
        ("Ьфкшф", "Maria"),
        ("Ыьшер", "Smith"),
        ("Ощрт Цшддшфьы", "John Williams"),
    ],
)
def test_the_other_layout_is_read(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


@pytest.mark.parametrize(
    "text", ["", "Ф", "Li", "Ng", "12", "Ivan Иван", "…", "李小龙", "Рзазаде", "Гхош", "Mkrtchyan"]
)
def test_what_is_no_better_otherwise_is_left_alone(text: str) -> None:
    assert other_layout(text) is None


def known(cyrillic: bool) -> list[str]:
    names = [
        n for file in ("russian.txt", "english.txt") for entry in entries(file) for n in (*entry.names, *entry.forms)
    ]
    names += [word for line in words("surnames.txt") for word in line.split()]
    return sorted({n for n in names if len(n) > 3 and all((c in RUSSIAN) == cyrillic for c in n.lower())})


def test_hardly_any_known_name_is_misread_and_most_are_found() -> None:
    russian, latin = known(cyrillic=True), known(cyrillic=False)
    assert [name for name in russian + latin if other_layout(name)] in ([], ["Buffy"])
    found = sum(other_layout(name.translate(TO_LATIN)) == name for name in russian)
    assert found / len(russian) > 0.98
    found = sum((other_layout(name.lower().translate(TO_RUSSIAN)) or "") == name.lower() for name in latin)
    assert found / len(latin) > 0.98


HELD_OUT = """Гагарин Королькова Туполев Менделеев Ломоносов Кутузов Шостакович Ахматова Пастернак Бродский
Солженицын Третьяк
    Харламов Фетисов Плющенко Загитова Аршавин Дзюба Головин Черчесов Слуцкий Жириновский Хакамада Явлинский Прохоров
Шойгу
    Абдуллаев Нурмагомедов Кадыров Тимошенко Кличко Зеленский Порошенко Янукович Лукашенко Назарбаев Токаев Бекмамбетов
    Бондарчук Хабенский Безруков Пугачёва Киркоров Галкин Ургант Собчак Познер Малахов Ткач Гусь Заяц Волк"""


def test_surnames_that_were_not_learnt_from() -> None:
    assert [surname for surname in HELD_OUT.split() if other_layout(surname)] == []
    missed = [surname for surname in HELD_OUT.split() if other_layout(surname.translate(TO_LATIN)) != surname]
    assert len(missed) <= len(HELD_OUT.split()) * 0.05, missed
