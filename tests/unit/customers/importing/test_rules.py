"""What a row says, and what is wrong with it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from uuid import UUID

import pytest

from nitka.channels.touch import Assurance
from nitka.customers.importing.mapping import Plan, map_of, mapping_of, plan_of, read_mapping, written
from nitka.customers.importing.models import Known, Row
from nitka.customers.importing.rules import Said, Whence, say, settled, touch
from nitka.customers.importing.wording import sentence
from nitka.kernel.errors import BadInput

HEADER = ["ID", "Имя", "Почта", "Телефон", "Родился", "Изменён"]
MAP = ["ID=crm_id", "Имя=name", "Почта=email", "Телефон=phone", "Родился=birth_date", "Изменён=at"]
PLAN = plan_of(map_of(MAP), HEADER, "1С", "brand")
WHENCE = Whence(UUID(int=1), UUID(int=2), UUID(int=3), "1С", datetime(2026, 11, 1, tzinfo=UTC))
JOB, OTHER = UUID(int=7), UUID(int=8)


def _say(*cells: str, plan: Plan = PLAN) -> Said:
    return say(Row(2, list(cells)), plan, "RU")


def _codes(said: Said) -> list[tuple[str, str]]:
    return [(one.code, one.column) for one in said.problems]


def test_a_row_names_somebody_and_says_what_is_known_of_them() -> None:
    said = _say("42", "Иван Петров", "Ivan@Mail.ru", "8 (916) 123-45-67", "17.05.1990", "2026-10-01 12:00")
    assert [(one.type, one.namespace, one.assurance) for one in said.identifiers] == [
        ("crm_id", "1С", Assurance.VERIFIED), ("email", "", Assurance.ASSERTED), ("phone", "", Assurance.ASSERTED),
    ]  # fmt: skip
    assert said.traits == {"name": "Иван Петров", "birth_date": "1990-05-17"}
    made = touch(said, 1, WHENCE)
    assert (made.kind, made.channel, made.sender) == ("import", "import", "key:42")
    assert made.at == datetime(2026, 10, 1, 12, tzinfo=UTC)
    assert said.problems == []


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("8 916 123-45-67, +7 903 111 22 33", ["8 916 123-45-67", "+7 903 111 22 33"]),
        ("89161234567; 89031112233 / 84951234567", ["89161234567", "89031112233", "84951234567"]),
        ("8 916 123-45-67 (мама)\n8 903 111-22-33 рабочий", ["8 916 123-45-67", "8 903 111-22-33"]),
        ("8 (495) 123-45-67, доб. 12", ["8 (495) 123-45-67"]),
        ("89161234567 и 89031112233", ["89161234567", "89031112233"]),
    ],
)
def test_several_phones_stand_in_one_cell(cell: str, numbers: list[str]) -> None:
    said = _say("42", "", "", cell, "", "")
    assert [one.value for one in said.identifiers if one.type == "phone"] == numbers
    assert said.problems == []


def test_several_addresses_stand_in_one_cell() -> None:
    said = _say("42", "", "Иван <ivan@mail.ru>; ivan@work.ru", "", "", "")
    assert [one.value for one in said.identifiers if one.type == "email"] == ["ivan@mail.ru", "ivan@work.ru"]


def test_what_is_wrong_is_left_out_and_named_and_the_rest_goes_in() -> None:
    said = _say("42", "Иван", "ivan at mail", "12-34", "32.13.1990", "завтра")
    assert not said.refused
    assert [one.type for one in said.identifiers] == ["crm_id"]
    assert _codes(said) == [
        ("bad_email", "Почта"), ("bad_phone", "Телефон"), ("bad_date", "Родился"), ("bad_time", "Изменён")
    ]  # fmt: skip
    assert sentence(said.problems[1], "ru").startswith("«12-34» — это не полный номер")
    assert sentence(said.problems[1], "en").startswith("“12-34” – this is not a whole")


def test_values_that_stand_for_nobody_identify_nobody() -> None:
    said = _say("", "Иван", "test@test.ru", "+7 000 000-00-00", "", "")
    assert said.refused
    assert _codes(said) == [("placeholder", "Почта"), ("placeholder", "Телефон"), ("no_identifier", "")]


def test_a_key_is_the_rows_name_and_without_one_its_content_is() -> None:
    assert _say("42", "А", "alla@mail.ru", "", "", "").key == _say("42", "Б", "bella@mail.ru", "", "", "").key
    one, same, other = (_say("", name, "alla@mail.ru", "", "", "") for name in ("А", "А", "Б"))
    assert one.key == same.key != other.key


def test_another_way_of_writing_it_is_no_change_and_another_number_is() -> None:
    before = _say("42", "Иван", "ivan@mail.ru", "8 (916) 123-45-67", "17.05.1990", "2026-01-01")
    again = _say("42", "Иван", "IVAN@mail.ru", "+79161234567", "1990-05-17", "2026-02-02")
    moved = _say("42", "Иван", "ivan@mail.ru", "8 (916) 123-45-68", "17.05.1990", "")
    assert before.digest == again.digest != moved.digest


def test_a_row_is_said_once_and_again_when_it_changes() -> None:
    a, b = _say("42", "А", "", "", "", ""), _say("42", "Б", "", "", "", "")
    assert settled(a, None, JOB) == ("new", 1)
    assert settled(a, Known(a.digest, 1, OTHER, 9), JOB) == ("unchanged", 1)
    assert settled(b, Known(a.digest, 1, OTHER, 2), JOB) == ("changed", 2)
    assert settled(b, Known(a.digest, 1, JOB, 9), JOB) == ("same_key", 1)
    # And what was said before can be said again.
    assert touch(a, 1, WHENCE).id != touch(a, 3, WHENCE).id


def test_a_time_of_tomorrow_is_now() -> None:
    said = _say("42", "", "", "", "", "2030-01-01")
    assert touch(said, 1, WHENCE).at == WHENCE.at


def test_a_mapping_can_be_written_in_three_ways_and_comes_back() -> None:
    toml = read_mapping('key = "ID"\n[columns]\n"ID" = "crm_id"\n"Тел" = {to = "phone", assurance = "verified"}'
                        .encode(), "a.toml")  # fmt: skip
    yaml = read_mapping("key: ID\ncolumns:\n  ID: crm_id\n  Тел: {to: phone, assurance: verified}\n".encode(), "a.yaml")
    assert toml == yaml == map_of(["ID=crm_id", "Тел=phone@verified"], "ID")
    assert read_mapping(written(toml).encode(), "b.toml") == toml


@pytest.mark.parametrize(
    "mapping",
    [
        {"columns": {"ID": "crm"}},
        {"columns": {"Нет такого": "email"}},
        {"columns": {"Имя": "name"}},
        {"columns": {"ID": "crm_id", "Имя": "name", "Почта": "name"}},
        {"columns": {"ID": {"to": "crm_id", "assurance": "agent"}}},
        {"columns": {"ID": {"to": "crm_id", "sure": True}}},
        {"columns": {"ID": "crm_id"}, "key": "Ключ"},
        {"columns": []},
        [],
    ],
)
def test_a_wrong_mapping_is_refused_with_a_sentence(mapping: object) -> None:
    with pytest.raises(BadInput) as refused:
        plan_of(mapping_of(mapping), HEADER, "1С", "brand")
    assert refused.value.field == "mapping"


@pytest.mark.parametrize("cell", [" " * 9000 + "x", "a@" + "a." * 4900, "(" * 9000, "8" * 9000, "1 и " * 2400])
def test_a_cell_meant_to_take_time_takes_none(cell: str) -> None:
    begun = time.perf_counter()
    said = [_say("42", cell, cell, cell, cell, cell) for _ in range(3)]
    assert time.perf_counter() - begun < 2
    assert all(one.identifiers[0].value == "42" for one in said)
