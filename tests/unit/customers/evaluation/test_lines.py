"""What a line of labelled touches may say, and how it is told what is wrong with one."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from nitka.channels.touch import Assurance, Identifier, Touch
from nitka.customers.evaluation.lines import LINE_LIMIT, read_touches
from nitka.customers.likeness.described import described
from nitka.customers.normalise import Normal, normalise
from nitka.kernel.errors import BadInput

GOOD = {"id": "1", "at": "2026-03-01T09:00:00Z", "truth": "anna"}


def told(folder: Path, *lines: dict[str, Any] | str) -> list[Touch]:
    """Write these lines into a file, and read it."""
    path = folder / "touches.jsonl"
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines) + "\n", "utf-8")
    return [one.touch for one in read_touches(path)]


def test_identifiers_and_traits_are_read_and_what_is_not_known_is_passed_over(tmp_path: Path) -> None:
    email = {"type": "email", "value": "anna@mail.example", "assurance": "verified"}
    said = GOOD | {"identifiers": [email], "traits": {"name": "Анна"}, "noise": ["typo"]}
    (touch,) = told(tmp_path, said)
    assert touch.identifiers == [Identifier("email", "anna@mail.example", Assurance.VERIFIED)]
    assert touch.traits == {"name": "Анна"}
    assert touch.at == datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_a_device_is_seen_and_all_else_is_said_where_the_line_is_silent(tmp_path: Path) -> None:
    types = ("device", "email", "user_id", "telegram")
    (touch,) = told(tmp_path, GOOD | {"identifiers": [{"type": type_, "value": "1"} for type_ in types]})
    assert [one.assurance for one in touch.identifiers] == [Assurance.OBSERVED, *[Assurance.ASSERTED] * 3]


def test_without_identifiers_and_traits_it_is_still_a_touch(tmp_path: Path) -> None:
    bare, empty = told(tmp_path, GOOD, GOOD | {"id": "2", "identifiers": [], "traits": {}})
    assert (bare.identifiers, bare.traits) == (empty.identifiers, empty.traits) == ([], {})
    assert bare.sender != empty.sender, "two touches of nobody known are not one person's for that"


def test_null_is_as_good_as_nothing(tmp_path: Path) -> None:
    (touch,) = told(tmp_path, GOOD | {"identifiers": None, "traits": None, "noise": None})
    assert (touch.identifiers, touch.traits) == ([], {})
    (named,) = told(tmp_path, GOOD | {"traits": {"name": "Анна", "city": None, "birth_date": None}})
    assert described(named.traits) == described({"name": "Анна"})


def test_values_may_be_numbers_and_those_that_are_null_say_nothing(tmp_path: Path) -> None:
    values = (17, 17.0, 17.5, True, 10**25, None)
    numbers = [{"type": "user_id", "value": value, "assurance": None, "namespace": None} for value in values]
    (touch,) = told(tmp_path, GOOD | {"truth": 1, "identifiers": numbers})
    assert [one.value for one in touch.identifiers] == ["17", "17", "17.5", "true", "1" + "0" * 25]


def test_ids_may_be_numbers_and_are_kept_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "touches.jsonl"
    path.write_text(json.dumps(GOOD | {"id": 7}) + "\n" + json.dumps(GOOD | {"id": "8"}))
    assert [one.id for one in read_touches(path)] == [7, "8"]


def test_a_type_nobody_has_heard_of_is_one_like_any_other(tmp_path: Path) -> None:
    (touch,) = told(tmp_path, GOOD | {"identifiers": [{"type": "Bonus Card", "value": "5"}]})
    [one] = touch.identifiers
    assert normalise(one.type, one.value) == Normal("bonus_card", "", "5", False)


@pytest.mark.parametrize(
    "at",
    [
        "2026-03-01T09:00:00", "2026-03-01 09:00", "20260301T0900", " 2026-03-01T12:00:00+03:00 ",
        "2026-03-01T12:00:00+0300", 1772355600, 1772355600.0, 1772355600000,
    ],
)  # fmt: skip
def test_a_time_without_a_zone_is_utc_and_may_be_written_in_many_ways(tmp_path: Path, at: str | float) -> None:
    first, second = told(tmp_path, GOOD | {"at": at}, "", GOOD | {"id": "2"})
    assert first.at == second.at


def test_a_date_alone_is_its_midnight(tmp_path: Path) -> None:
    (touch,) = told(tmp_path, GOOD | {"at": "2026-03-01"})
    assert touch.at == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "born", ["12.03.1985", "1985-03-12", "12/03/85", 19850312, "12 марта 1985", "давно", [], 0, {}]
)
def test_dates_of_birth_may_be_written_in_any_way(tmp_path: Path, born: Any) -> None:
    (touch,) = told(tmp_path, GOOD | {"traits": {"name": "Анна Ким", "birth_date": born}})
    assert described(touch.traits).first


def test_the_mark_at_the_beginning_and_windows_line_ends_are_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "touches.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n\r\n" + json.dumps(GOOD | {"id": 2}).encode())
    assert len(list(read_touches(path))) == 2


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_file_is_told_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match="there is no touch in it"):
        told(tmp_path, text)


def test_a_line_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=f"line 2: it is longer than {LINE_LIMIT:,} bytes"):
        told(tmp_path, GOOD, GOOD | {"id": "2", "traits": {"name": "я" * LINE_LIMIT}})


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("{bad", "malformed"),
        ("[]", "Expected `object`"),
        ({"id": "2", "truth": "a"}, "`at`"),
        ({"id": "2", "at": "2026-03-01T09:00:00Z"}, "`truth`"),
        ({"at": "2026-03-01T09:00:00Z", "truth": "a"}, "`id`"),
        (GOOD | {"at": "yesterday"}, "«yesterday» is no moment"),
        (GOOD | {"at": "31.02.2026"}, "$.at"),
        (GOOD | {"at": None}, "$.at"),
        (GOOD | {"at": 1e300}, "$.at"),
        (GOOD | {"at": "0001-01-01T00:00:00+03:00"}, "$.at"),
        (GOOD | {"truth": None}, "$.truth"),
        (GOOD | {"truth": ["a"]}, "$.truth"),
        (GOOD | {"id": True}, "$.id"),
        (GOOD | {"noise": "typo"}, "$.noise"),
        (GOOD | {"identifiers": {"email": "a"}}, "$.identifiers"),
        (GOOD | {"identifiers": [["email", "a"]]}, "$.identifiers[0]"),
        (GOOD | {"identifiers": [{"type": "", "value": "x"}]}, "«» cannot be a type"),
        (GOOD | {"identifiers": [{"type": "session", "value": "x"}]}, "«session» cannot be a type"),
        ('{"id": "2", "traits": {"a": ' + "[" * 5000 + "]" * 5000 + "}}", "too deep"),
        (GOOD | {"identifiers": [{"type": "email"}]}, "`value`"),
        (GOOD | {"identifiers": [{"type": "email", "value": ["x"]}]}, "$.identifiers[0].value"),
        (GOOD | {"traits": "Anna"}, "$.traits"),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong(tmp_path: Path, line: dict[str, Any] | str, wrong: str) -> None:
    with pytest.raises(BadInput) as caught:
        told(tmp_path, GOOD, "", line)
    assert "touches.jsonl, line 3: " in caught.value.detail  # the empty line counts, as an editor counts it
    assert wrong in caught.value.detail
    assert caught.value.field == "file"


def test_what_is_no_text_is_named_too(tmp_path: Path) -> None:
    path = tmp_path / "touches.jsonl"
    path.write_bytes(json.dumps(GOOD).encode() + b'\n{"id": "\xff"}\n')
    with pytest.raises(BadInput, match="line 2: "):
        list(read_touches(path))


def test_an_unknown_assurance_is_told_with_those_there_are(tmp_path: Path) -> None:
    said = GOOD | {"identifiers": [{"type": "email", "value": "a@mail.example", "assurance": "sure"}]}
    with pytest.raises(BadInput) as caught:
        told(tmp_path, said)
    for word in ("line 1: ", "sure", "observed", "asserted", "verified", "agent"):
        assert word in caught.value.detail
    assert "a@mail.example" not in caught.value.detail


def test_an_id_that_comes_twice_is_named(tmp_path: Path) -> None:
    file = tmp_path / "twice.jsonl"
    file.write_text('{"id": "t1", "at": "2026-03-01T10:00:00Z", "truth": "p1"}\n' * 2)
    with pytest.raises(BadInput, match="line 2: «t1» is the id of an earlier line too"):
        list(read_touches(file))
