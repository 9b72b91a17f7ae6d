"""The mapping that is proposed is the one that people would choose."""

from __future__ import annotations

import pytest

from nitka.customers.importing.guess import propose


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["Телефон", "Эл. почта", "ФИО", "Дата рождения"], ["phone", "email", "name", "birth_date"]),
        (["ID", "Фамилия", "Имя", "Отчество", "Моб. телефон", "E-mail", "Город"],
         ["crm_id", "last_name", "first_name", "middle_name", "phone", "email", "city"]),
        (["id", "first_name", "last_name", "email_address", "phone_number", "zip", "company"],
         ["crm_id", "first_name", "last_name", "email", "phone", "postcode", "company"]),
        (["ClientId", "fullName", "MobilePhone", "eMail", "birthDate", "updatedAt"],
         ["crm_id", "name", "phone", "email", "birth_date", "at"]),
        (["Код клиента", "Клиент", "Рабочий телефон", "Домашний телефон", "Электронная почта", "Адрес доставки"],
         ["crm_id", "name", "phone", "phone", "email", "address"]),
        (["Дисконтная карта", "Пол", "ДР", "Организация", "Индекс", "Сумма покупок"],
         ["loyalty", "gender", "birth_date", "company", "postcode", "skip"]),
        (["User ID", "Telegram", "Логин"], ["user_id", "telegram", "skip"]),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(header: list[str], expected: list[str]) -> None:
    assert [column.to for column in propose(header, [])] == expected


def test_columns_without_a_telling_name_are_known_by_what_stands_in_them() -> None:
    rows = [
        ["ivan@mail.ru", "8 916 123-45-67", "Петров Иван Сергеевич", "12"],
        ["anna@mail.ru", "+7 (903) 111-22-33", "Ким Анна Львовна", "7"],
        ["", "", "", "1"],
    ]
    assert [column.to for column in propose(["A", "B", "C", "D"], rows)] == ["email", "phone", "name", "skip"]
