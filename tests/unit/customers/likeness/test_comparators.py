"""What two prepared values are said to have in common."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.customers.likeness import comparators
from nitka.customers.likeness.addresses import address
from nitka.customers.likeness.comparators import Level
from nitka.customers.likeness.dates import birth
from nitka.customers.likeness.fold import skeleton
from nitka.customers.likeness.names import first_names, patronymic, surname

DIFFER, NEAR, SOUND, FORM, SAME = Level
PREPARE: dict[str, Any] = {
    "first": first_names, "last": surname, "middle": patronymic, "birth": birth, "address": address,
    "city": skeleton, "company": skeleton, "postcode": str, "phone": str, "email": str,
}  # fmt: skip


def level(field: str, one: str, other: str) -> Level | None:
    prepare, compare = PREPARE[field], getattr(comparators, field)
    found, back = compare(prepare(one), prepare(other)), compare(prepare(other), prepare(one))
    assert found == back
    return found  # type: ignore[no-any-return]


TABLE: dict[tuple[str, Level], str] = {
    ("first", SAME): "Иван=иван Наталья=Наталия Мария=Maria Александр=Alexander Robert=Bob Пётр=Петр Юлия=Yulia "
    "Bdfy=Иван Ивану=Иван Бориска=Борис",
    ("first", FORM): "Саша=Александр Саша=Александра Катя=Catherine Michael=Mikhail Женя=Евгения "
    "Anna-Maria=Anna Jack=John",
    ("first", SOUND): "И.=Иван Ю.=Юлия Y.=Юлия J.=John Ж.=Жанна K.=Catherine Ольгерт=Ольгерд",
    ("first", NEAR): "Алескандр=Александр Rbert=Robert Тагьяна=Татьяна Jennifre=Jennifer Варавра=Варвара",
    ("first", DIFFER): (
        "Мария=Марина Олег=Ольга Дарья=Дана Paul=Paula Иван=Пётр Александр=Алексей Jamil=Jamila Валерий=Валерия "
        "Юлия=Юлиана И.=Пётр"
    ),
    ("last", SAME): "Иванов=Иванова Иванову=Ivanov Достоевский=Dostoevskaya Smirnoff=Смирнова Gtnhjd=Петров "
    "Мамин-Сибиряк=мамин_сибиряк",
    ("last", FORM): "Щербаков=Scherbakov Евтушенко=Yevtushenko Петрова-Водкина=Водкин Иванов-Петров=Петрова "
    "Schmidt=Шмидт Bely=Белая McDonald=Mc-Donald",
    ("last", SOUND): "Козлов=Казлов Толстой=Толстая Molin=Molina И.=Иванов Щ.=Щербаков Глеб=Глеп",
    ("last", NEAR): "Иавнов=Иванов Петрво=Петров Кузнцов=Кузнецов Johnson=Jonson5 Burns=Bums Cook=Coook1",
    ("last", DIFFER): (
        "Иванова=Иваненко Иванов=Петров Попов=Панов2 Ли=Липатов Smith=Jones Козлов=Котов Белов=Быков Ким=Кимов "
        "Кузнецов=Ковалёв de_la_Cruz=de_la_Rosa"
    ),
    ("middle", SAME): "Сергеевна=Сергеевич Палыч=Павлович Sergeevna=Сергеич Ильич=Ильинична",
    ("middle", SOUND): "С.=Сергеевич Ю.=Юрьевна",
    ("middle", NEAR): "Сергеевчи=Сергеевич Алексанрдович=Александрович",
    ("middle", DIFFER): "Иванович=Петрович Алексеевич=Александрович Данилович=Давидович А.=Сергеевич",
    ("birth", SAME): "12.03.1985=1985-03-12 12/3/85=19850312",
    ("birth", FORM): "1985-03-12=1985-12-03",
    ("birth", NEAR): "1985-03-12=1985-03-13 1985-03-12=1958-03-12 1985-03-12=1984-03-12 1985-03-12=1985-03-21 "
    "1985-03-12=1985-53-12",
    ("birth", SOUND): "1985-03-12=1985-07-25 1985-03-12=1973-03-12 1985=1985-03-12",
    ("birth", DIFFER): "1985-03-12=1973-07-25 1985=1986-03-12 1985-03-12=1986-04-12",
    ("postcode", NEAR): "630091=630901 630091=630092 90210=90201 2000=200",
    ("postcode", DIFFER): "630091=644001",
    ("phone", NEAR): "+79161234567=+79161234568 +79161234567=+79161243567",
    ("phone", DIFFER): "+79161234567=+79169876543 +79161234567=+79161235678",
    ("email", FORM): (
        "ivan.petrov@gmail.com=ivanpetrov@gmail.com ivan+shop@mail.ru=ivan@mail.ru ivan@ya.ru=ivan@yandex.ru "
        "i-p@ya.ru=i.p@yandex.ru"
    ),
    ("email", NEAR): "ivanpetrov@mail.ru=ivanpetorv@mail.ru ivan@gmail.com=ivan@gmial.com",
    ("email", SOUND): "ivanpetrov@mail.ru=ivanpetrov@bk.ru",
    ("email", DIFFER): "ivan@mail.ru=petr@mail.ru ivan1985@mail.ru=ivan1986@mail.ru anna@mail.ru=inna@mail.ru",
    ("city", SAME): "Москва=москва Санкт-Петербург=Sankt-Peterburg",
    ("city", FORM): (
        "г._Москва=Москва Moscow=Москва СПб=Санкт-Петербург Питер=St._Petersburg Екб=Yekaterinburg НН=Нижний_Новгород"
    ),
    ("city", NEAR): "Екатеринбург=Екатеренбугр Rosemead=Rosemaed",
    ("city", DIFFER): "Москва=Казань Тула=Тверь Нижний_Новгород=Великий_Новгород Ростов=Саратов",
}


@pytest.mark.parametrize(("field", "expected"), TABLE)
def test_levels(field: str, expected: Level) -> None:
    pairs = [pair.replace("_", " ").split("=") for pair in TABLE[field, expected].split()]
    assert {f"{one}={other}": level(field, one, other) for one, other in pairs} == {
        f"{one}={other}": expected for one, other in pairs
    }


@pytest.mark.parametrize("field", PREPARE)
def test_silence_says_nothing(field: str) -> None:
    assert level(field, "", "") is None
    something = {"birth": "1985-03-12", "email": "ivan@mail.ru"}.get(field, "Мира 5")
    assert level(field, something, "") is None
    assert level(field, something, something) == SAME


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ул. Ленина, д. 5, кв. 12", "Lenina 5-12", SAME),
        ("12 Smith St", "12 Smith Street", SAME),
        ("Москва, ул. Ленина, 5-12", "ул. Ленина, 5-12", SAME),
        ("ул. Ленина 5", "ул. Ленина 5, кв. 12", FORM),
        ("Садовая 5", "Большая Садовая 5", FORM),
        ("ул. Карла Маркса, 1", "К. Маркса 1", FORM),
        ("ул. Ленина 5-12", "ул. Ленина 5-13", SOUND),
        ("ул. Ленина", "ул. Ленина 5-13", SOUND),
        ("ул. Ленина 5-12", "ул. Лениан 5-12", NEAR),
        ("ул. Ленина 5-12", "ул. Ленина 6-12", NEAR),
        ("ул. Ленина 5", "ул. Ленина 7", DIFFER),
        ("ул. Ленина 5", "ул. Мира 5", DIFFER),
        ("Большая Садовая 5", "Малая Садовая 5", DIFFER),
        ("123 N Main St", "123 S Main St", DIFFER),
    ],
)
def test_addresses(one: str, other: str, expected: Level) -> None:
    assert level("address", one, other) == expected


def test_firms_whatever_their_legal_form() -> None:
    assert level("company", "ООО «Ромашка»", "Ромашка") == FORM
    assert level("company", "ООО Ромашка", "АО Ромашка") == FORM
    assert level("company", "Acme Ltd", "ACME Inc.") == FORM
    assert level("company", "Ромашка плюс", "Плюс Ромашка") == SOUND
    assert level("company", "Ромашка", "Василёк") == DIFFER


def test_names_in_each_others_place() -> None:
    def swapped(one: tuple[str, str], other: tuple[str, str]) -> bool:
        return comparators.swapped(first_names(one[0]), surname(one[1]), first_names(other[0]), surname(other[1]))

    assert swapped(("Иван", "Петров"), ("Петров", "Иван"))
    assert swapped(("Иванова", "Мария"), ("Маша", "Иванова"))
    assert swapped(("Smith", "Bob"), ("Robert", "Smith"))
    assert not swapped(("Иван", "Петров"), ("Иван", "Петров"))
    assert not swapped(("Иван", "Петров"), ("Петров", "Олег"))
    assert not swapped(("Иван", ""), ("", "Иван"))


NAMES = st.text(alphabet=st.sampled_from("абвгдеёжийклмнорстуюяabcdehijkmnorsty -."), max_size=12)


@given(NAMES, NAMES)
def test_names_are_compared_the_same_both_ways(one: str, other: str) -> None:
    for field in ("first", "last", "middle", "city", "company", "address"):
        level(field, one, other)
        if PREPARE[field](one):
            assert level(field, one, one) in {SAME, None}


@given(st.text(alphabet="0123456789+", max_size=12), st.text(alphabet="0123456789+", max_size=12))
def test_numbers_are_compared_the_same_both_ways(one: str, other: str) -> None:
    for field in ("phone", "postcode", "birth"):
        level(field, one, other)


MAILS = st.tuples(st.text("ab.+-", max_size=6), st.sampled_from(["gmail.com", "ya.ru", "yandex.ru", "mail.ru"])).map(
    "@".join
)


@given(MAILS, MAILS)
def test_mailboxes_are_compared_the_same_both_ways(one: str, other: str) -> None:
    level("email", one, other)
