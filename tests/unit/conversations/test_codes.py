"""One-time codes, without I/O."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from nitka.conversations.codes.rules import (
    BY_ADDRESS,
    BY_TALK,
    MASK,
    Asked,
    code_of,
    is_right,
    typed_code,
    wait,
    wait_of_workspace,
)
from nitka.conversations.codes.words import asking, letter, locale_of, wrong
from nitka.kernel.ids import new_id

KEY, OTHER = b"k" * 32, b"o" * 32
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
NODE, STRAND = UUID(int=1), UUID(int=2)


def test_a_code_is_six_digits_and_every_process_knows_it() -> None:
    ids = [new_id() for _ in range(300)]
    codes = [code_of(KEY, id_) for id_ in ids]
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert codes == [code_of(KEY, id_) for id_ in ids]
    assert len(set(codes)) > 290
    assert codes != [code_of(OTHER, id_) for id_ in ids]


def test_only_the_code_of_this_very_id_is_right() -> None:
    one, other = new_id(), new_id()
    assert is_right(KEY, one, code_of(KEY, one))
    assert not is_right(KEY, one, code_of(KEY, other))
    assert not is_right(KEY, one, "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123456", "123456"),
        (" 123 456\n", "123456"),
        ("12-34-56", "123456"),
        ("12345", None),
        ("1234567", None),
        ("код 123456", None),
        ("１２３４５６", None),
        ("123456 " * 9, None),
        ("", None),
    ],
)
def test_six_digits_and_nothing_else_are_a_code(text: str, code: str | None) -> None:
    assert typed_code(text) == code


def _asked(*minutes: float, node: UUID = NODE, strand: UUID = STRAND) -> list[Asked]:
    return [Asked(NOW - timedelta(minutes=ago), node, strand) for ago in minutes]


def test_an_address_is_bothered_a_few_times_an_hour_whoever_asks() -> None:
    (hour, most), (_, most_a_day) = BY_ADDRESS
    asked = [one for n in range(most) for one in _asked(50 - n, strand=UUID(int=100 + n))]
    assert wait(asked[1:], NODE, STRAND, NOW) is None
    assert wait(asked, NODE, STRAND, NOW) == timedelta(minutes=10)
    assert wait(asked, UUID(int=9), STRAND, NOW) is None
    day = [one for n in range(most_a_day) for one in _asked(100 + 60 * n, strand=UUID(int=100 + n))]
    assert wait(day, NODE, STRAND, NOW) is not None
    assert hour < timedelta(days=1)


def test_one_talk_asks_for_few_codes_to_however_many_addresses() -> None:
    (_, most), _ = BY_TALK
    asked = [one for n in range(most) for one in _asked(1, node=UUID(int=100 + n))]
    assert wait(asked, NODE, STRAND, NOW) == timedelta(minutes=59)


def test_a_workspace_sends_no_flood() -> None:
    assert wait_of_workspace([499, 4000]) is None
    assert wait_of_workspace([500, 4000]) == timedelta(minutes=6)


def test_the_words_name_the_code_once_and_the_talk_never_an_address() -> None:
    text = letter("123456", "Ромашка", "ru")
    assert text.count("123 456") == 1
    assert "Ромашка" in text
    assert MASK not in text
    assert "@" not in asking("email", "ru") + asking("phone", "en")
    assert "4" in wrong(4, "ru")
    assert "new code" in wrong(0, "en")
    assert (locale_of("en-GB"), locale_of(None)) == ("en", "ru")
