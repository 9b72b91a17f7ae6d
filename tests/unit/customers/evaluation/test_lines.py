"""What a line of labelled touches may say, and how it is told what is wrong with one."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from nitka.channels.touch import Assurance, Identifier, Touch
from nitka.customers.evaluation.lines import read_lines, touch_of
from nitka.kernel.errors import BadInput

GOOD = {"id": "1", "at": "2026-03-01T09:00:00Z", "truth": "anna"}


def told(folder: Path, *lines: dict[str, Any] | str) -> list[Touch]:
    """Write these lines into a file, and read it."""
    path = folder / "touches.jsonl"
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines) + "\n", "utf-8")
    return [touch_of(line) for line in read_lines(path)]


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


def test_values_may_be_numbers_and_those_that_are_null_say_nothing(tmp_path: Path) -> None:
    numbers = [{"type": "user_id", "value": 17}, {"type": "email", "value": None}]
    (touch,) = told(tmp_path, GOOD | {"truth": 1, "identifiers": numbers})
    assert [(one.type, one.value) for one in touch.identifiers] == [("user_id", "17")]


def test_a_time_without_a_zone_is_utc_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    first, second = told(tmp_path, GOOD | {"at": "2026-03-01T09:00:00"}, "", GOOD | {"id": "2"})
    assert first.at == second.at


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("{bad", "malformed"),
        ("[]", "Expected `object`"),
        ({"id": "2", "truth": "a"}, "`at`"),
        ({"id": "2", "at": "2026-03-01T09:00:00Z"}, "`truth`"),
        ({"at": "2026-03-01T09:00:00Z", "truth": "a"}, "`id`"),
        (GOOD | {"at": "yesterday"}, "$.at"),
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
        list(read_lines(path))


def test_an_unknown_assurance_is_told_with_those_there_are(tmp_path: Path) -> None:
    said = GOOD | {"id": "t-7", "identifiers": [{"type": "email", "value": "a@mail.example", "assurance": "sure"}]}
    with pytest.raises(BadInput) as caught:
        told(tmp_path, said)
    for word in ("t-7", "sure", "observed", "asserted", "verified", "agent"):
        assert word in caught.value.detail
    assert "a@mail.example" not in caught.value.detail


def test_an_id_that_comes_twice_is_named(tmp_path: Path) -> None:
    file = tmp_path / "twice.jsonl"
    file.write_text('{"id": "t1", "at": "2026-03-01T10:00:00Z", "truth": "p1"}\n' * 2)
    with pytest.raises(BadInput, match="line 2: «t1» is the id of an earlier line too"):
        list(read_lines(file))
