"""A surname is one whatever gender and case it stands in, and no other's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.customers.likeness.fold import fold, skeleton
from nitka.customers.likeness.names import surname, surname_parts

FORMS = [
    ("Иванов", "Иванова Иванову Ивановым Иванове Ивановой Ивановою ИВАНОВА Ivanov Ivanova Ivanovoy Bdfyjd Bdfyjdf"),
    ("Королёв", "Королев Королёва Королёвой Королевым"),
    ("Пушкин", "Пушкина Пушкиной Пушкину Пушкиным Pushkin Pushkina"),
    ("Птицын", "Птицына Птицыной Ptitsyn"),
    (
        "Достоевский",
        "Достоевская Достоевского Достоевской Достоевскому Достоевским Dostoevskii Dostoevskaia Dostoevsky",
    ),
    ("Троцкий", "Троцкая Троцкого Trotsky Trotskaya"),
    ("Kowalski", "Kowalska"),
    ("Шевчук", "Шевчука Шевчуку Шевчуком"),
    ("Белый", "Белая Белую"),
    ("Смирнов", "Smirnoff Смирновой"),
    ("Иванов-Петров", "Ивановой-Петровой Ivanova-Petrova"),
    ("Коваль", "Коваля Ковалю"),
    ("Бондарь", "Бондаря Бондарю Бондарем"),
    ("Абрамович", "Абрамовича Абрамовичу Абрамовичем"),
]


@pytest.mark.parametrize(("name", "forms"), FORMS)
def test_gender_and_case_are_folded(name: str, forms: str) -> None:
    assert {form: surname(form) for form in forms.split()} == dict.fromkeys(forms.split(), surname(name))


STAY = (
    "Иваненко Черных Дурново Цой Ли Гёте Дюма Живаго Джугашвили Molina Smith Garcia Costa Silva Сорока "
    "Глинка Марина Eva"
)


@pytest.mark.parametrize("name", STAY.split())
def test_what_has_no_gender_stays_whole(name: str) -> None:
    assert surname(name) == fold(name)


STRANGERS = (
    "Иванова Иваненко, Иванов Ивановский, Петров Петровский, Белов Белый, Ким Кимов, Черных Чёрный, Шаров "
    "Жаров, Попов Поповский,"
    " Козлов Козловский, Ильин Ильинский, Александров Александрович, Марков Марк, Smith Smithson, Кузнец "
    "Кузнецов, Левин Лев,"
    " Романов Роман, Tolstoi Tolstov, Ivanov Ivanović"
)


@pytest.mark.parametrize("pair", STRANGERS.split(","))
def test_different_surnames_do_not_meet(pair: str) -> None:
    one, other = pair.split()
    assert skeleton(surname(one)) != skeleton(surname(other))


def test_the_parts_of_a_double_surname() -> None:
    assert surname_parts("Мамина-Сибиряк") == ("mamin", "sibiriak")
    assert surname_parts("Петрова – Водкина") == ("petrov", "vodkin")
    assert surname_parts("") == ()
    assert surname("И.") == "i"
    assert surname("null") == surname("тест") == ""
    assert surname("Guest") == "guest"


@given(st.text(alphabet=st.sampled_from("абвгдеёжзийклмнопрстуфхцчшщъыьэюя- "), max_size=16))
def test_yo_does_not_matter(text: str) -> None:
    assert surname(text) == surname(text.replace("ё", "е"))


@settings(max_examples=40)
@given(st.text(max_size=16))
def test_anything_at_all_may_be_written(text: str) -> None:
    assert surname(text) == " ".join(surname_parts(text))
