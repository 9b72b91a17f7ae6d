"""Tokens as they travel: found in what people type and open, and never left readable."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from nitka.channels.continuing import (
    TokenSealer,
    given,
    in_address,
    new_code,
    new_token,
    spoken,
    without_token,
)

TOKEN = "abcdefghijklmnopqrstuvwxyz"
ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("said", "code"),
    [("482913", "482913"), (" 482 913\n", "482913"), ("482-913", "482913"), ("48291", None), ("4829134", None),
     ("код 482913", None), ("48 29 13", None), ("٤٨٢٩١٣", None), ("", None)],
)  # fmt: skip
def test_six_digits_are_a_code_only_by_themselves(said: str, code: str | None) -> None:
    assert spoken(said) == code


@pytest.mark.parametrize(
    ("typed", "token"),
    [(TOKEN, TOKEN), (TOKEN.upper(), TOKEN), (f"https://shop.example/?a=1&nitka={TOKEN}#x", TOKEN),
     ("482 913", "482913"), (TOKEN[:-1], None), ("https://shop.example/?nitka=short", None), ("нет", None)],
)  # fmt: skip
def test_what_people_paste_is_understood(typed: str, token: str | None) -> None:
    assert given(typed) == token


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        (f"https://a.example/x?nitka={TOKEN}", "https://a.example/x"),
        (f"https://a.example/x?nitka={TOKEN}&b=2", "https://a.example/x?b=2"),
        (f"https://a.example/x?a=1&nitka={TOKEN}&b=2#c", "https://a.example/x?a=1&b=2#c"),
        (f"https://a.example/x?a=1&nitka={TOKEN}", "https://a.example/x?a=1"),
        (f"https://a.example/x?NITKA={TOKEN}#c", "https://a.example/x#c"),
        ("https://a.example/x?unitka=1", "https://a.example/x?unitka=1"),
    ],
)
def test_addresses_are_kept_without_tokens(url: str, clean: str) -> None:
    assert without_token(url) == clean
    assert without_token(f"см. {url} тут") == f"см. {clean} тут"


@each(st.text())
def test_no_text_keeps_a_token_that_stood_in_an_address(text: str) -> None:
    assert TOKEN not in without_token(f"{text}?nitka={TOKEN}")


def test_the_token_of_an_address_is_found() -> None:
    assert in_address(f"https://a.example/x?a=1&nitka={TOKEN}") == TOKEN
    assert in_address("https://a.example/x?nitka=123456") is None  # digits are spoken, never linked
    assert in_address(None) is None


def test_tokens_are_as_long_as_they_say() -> None:
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(given(token) == token for token in tokens)
    assert all(spoken(new_code()) for _ in range(200))


def test_a_digest_is_of_one_workspace_and_one_installation() -> None:
    sealer = TokenSealer(b"k" * 32)
    assert sealer.seal(ONE, TOKEN) == sealer.seal(ONE, TOKEN)
    assert len({sealer.seal(ONE, TOKEN).digest, sealer.seal(OTHER, TOKEN).digest,
                TokenSealer(b"o" * 32).seal(ONE, TOKEN).digest}) == 3  # fmt: skip
    assert (sealer.seal(ONE, TOKEN).form, sealer.seal(ONE, "482913").form) == ("link", "code")
