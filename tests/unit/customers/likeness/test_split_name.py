"""A whole name is taken apart in whatever order it is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitka.customers.likeness.names import Parts, split_name


@pytest.mark.parametrize(
    ("whole", "first", "last", "middle"),
    [
        ("Петров Иван Сергеевич", "Иван", "Петров", "Сергеевич"),
        ("Иван Сергеевич Петров", "Иван", "Петров", "Сергеевич"),
        ("Иван Петров", "Иван", "Петров", ""),
        ("Петров Иван", "Иван", "Петров", ""),
        ("саша петрова", "саша", "петрова", ""),
        ("Ivan Petrov", "Ivan", "Petrov", ""),
        ("Petrov Ivan", "Ivan", "Petrov", ""),
        ("PETROV IVAN SERGEEVICH", "IVAN", "PETROV", "SERGEEVICH"),
        ("Петров И. С.", "И.", "Петров", "С."),
        ("Петров И.С.", "И.", "Петров", "С."),
        ("И. С. Петров", "И.", "Петров", "С."),
        ("И.Петров", "И.", "Петров", ""),
        ("Иван П.", "Иван", "П.", ""),
        ("Анна Сергеевна", "Анна", "", "Сергеевна"),
        ("Иван Петрович", "Иван", "", "Петрович"),
        ("Абрамович Роман Аркадьевич", "Роман", "Абрамович", "Аркадьевич"),
        ("Роман Абрамович", "Роман", "", "Абрамович"),
        ("Ильина Ольга Ильинична", "Ольга", "Ильина", "Ильинична"),
        ("Петров-Водкин Кузьма Сергеевич", "Кузьма", "Петров-Водкин", "Сергеевич"),
        ("Алиев Гусейн Али оглы", "Гусейн", "Алиев", "Али оглы"),
        ("Тарас Шевченко", "Тарас", "Шевченко", ""),
        ("Шевченко Тарас", "Тарас", "Шевченко", ""),
        ("Ли Анна", "Анна", "Ли", ""),
        ("Gtnhjd Bdfy Cthuttdbx", "Иван", "Петров", "Сергеевич"),
        ("Саша (работа)", "Саша", "", ""),
        ("Иван", "Иван", "", ""),
        ("Петров", "", "Петров", ""),
        ("Smith, John A.", "John", "Smith", "A."),
        ("John A. Smith", "John", "Smith", "A."),
        ("John Smith", "John", "Smith", ""),
        ("Mr. John Smith Jr.", "John", "Smith", ""),
        ("Anna-Maria Smith", "Anna-Maria", "Smith", ""),
        ("Mary Jane Watson", "Mary", "Watson", "Jane"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven", ""),
        ("Zeb Thomas", "Zeb", "Thomas", ""),
        ("Джон Смит", "Джон", "Смит", ""),
        ("", "", "", ""),
        (" . ", "", "", ""),
    ],
)
def test_parts(whole: str, first: str, last: str, middle: str) -> None:
    assert split_name(whole) == Parts(first, last, middle)


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_anything_at_all_may_be_written(text: str) -> None:
    assert all(isinstance(part, str) for part in split_name(text))
