"""A patronymic in any gender, case and manner of speech names one father."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.customers.likeness.names import patronymic

FATHERS = [
    (
        "sergei",
        "Сергеевич Сергеевна Сергеевичем Сергеевне Сергеевной Сергеевны Сергеич Сергевна Сергеичем Sergeevich "
        "Sergeyevna Sergeevicha",
    ),
    ("ivan", "Иванович Ивановна Иваныч Иванна Ivanovich Ивановичу Bdfyjdbx Bdfyjdyf"),
    ("aleksandr", "Александрович Александровна Саныч Александрыч Aleksandrovich Alexandrovna"),
    ("pavel", "Павлович Павловна Палыч Пална"),
    ("mikhail", "Михайлович Михайловна Михалыч Михална Mikhailovich Mikhaylovna"),
    ("nikolai", "Николаевич Николаевна Николаич Николавна Nikolayevich"),
    ("iurii", "Юрьевич Юрьевна Юрьич Yuryevich Yurievna Юрьевны"),
    ("dmitrii", "Дмитриевич Дмитриевна Дмитрич Дмитревна Dmitrievich"),
    ("evgenii", "Евгеньевич Евгеньевна Евгениевич Evgenievna Yevgenyevich"),
    ("ilia", "Ильич Ильинична Ильинишна Ilyich Ilinichna"),
    ("nikita", "Никитич Никитична Никитовна"),
    ("kuzma", "Кузьмич Кузьминична"),
    ("foma", "Фомич Фоминична"),
    ("savva", "Саввич Саввична"),
    ("petr", "Петрович Петровна Petrovich"),
    ("lev", "Львович Львовна Lvovich"),
    ("iakov", "Яковлевич Яковлевна Yakovlevich"),
    ("igor", "Игоревич Игоревна Igorevich"),
    ("vasilii", "Васильевич Васильевна Василич Vasilyevich"),
    ("fedor", "Фёдорович Федоровна Fyodorovich Fedorovna"),
    ("renat", "Ринатович Ренатовна"),
    ("lazar", "Лазаревич"),
    ("vladimir", "Владимирович Владимировна Владимирыч Владимирна"),
    ("s", "С С. S."),
    ("iu", "Ю."),
]


@pytest.mark.parametrize(("father", "forms"), FATHERS)
def test_one_father(father: str, forms: str) -> None:
    assert {form: patronymic(form) for form in forms.split()} == dict.fromkeys(forms.split(), father)


def test_a_father_that_no_list_knows() -> None:
    assert patronymic("Джамшедович") == patronymic("Джамшедовна") == patronymic("Jamshedovich") == "iamshed"
    assert patronymic("Гусейн оглы") == patronymic("Гусейн кызы")
    assert patronymic("Нурланулы") == patronymic("Нурлановна")


def test_a_middle_name_that_is_no_patronymic() -> None:
    assert patronymic("Robert") == patronymic("Роберт") == "robert"
    assert patronymic("Сергей") == "sergei"
    assert patronymic("") == ""


STRANGERS = (
    "Александрович Алексеевич, Николаевич Никитич, Михайлович Максимович, Данилович Давидович, Антонович "
    "Артёмович, Романович Ринатович,"
    " Семёнович Сергеевич, Павлович Петрович, Евгеньевич Егорович, Викторович Витальевич, Ильич Игоревич"
)


@pytest.mark.parametrize("pair", STRANGERS.split(","))
def test_different_fathers(pair: str) -> None:
    one, other = pair.split()
    assert patronymic(one) != patronymic(other)


@settings(max_examples=40)
@given(st.text(max_size=16))
def test_anything_at_all_may_be_written(text: str) -> None:
    assert isinstance(patronymic(text), str)
