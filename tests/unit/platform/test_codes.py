"""Codes of the second step: which are right, when, and how they may be typed."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.platform.auth.codes import (
    CODE_LIFE,
    SETUP_LIFE,
    app_link,
    life_of,
    matching_step,
    needed,
    new_key,
    new_recovery_codes,
    picture,
    read_code,
    step_at,
)

KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890" of RFC 6238, appendix B
NOW = datetime(2026, 1, 1, 12, 0, 10, tzinfo=UTC)
HERE = step_at(NOW)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert matching_step(KEY, code, moment, 0) == seconds // 30


@pytest.mark.parametrize(("off", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(off: int, taken: bool) -> None:
    code = pyotp.TOTP(KEY).generate_otp(HERE + off)
    assert matching_step(KEY, code, NOW, 0) == (HERE + off if taken else None)


def test_a_code_is_not_taken_twice_nor_one_before_it() -> None:
    codes = {off: pyotp.TOTP(KEY).generate_otp(HERE + off) for off in (-1, 0, 1)}
    assert matching_step(KEY, codes[0], NOW, HERE) is None
    assert matching_step(KEY, codes[-1], NOW, HERE) is None
    assert matching_step(KEY, codes[1], NOW, HERE) == HERE + 1
    assert matching_step(KEY, codes[0], NOW + timedelta(seconds=30), HERE) is None


@given(st.text(max_size=12))
def test_nothing_that_may_be_typed_breaks_it(typed: str) -> None:
    kind, plain = read_code(typed)
    assert (kind == "none") is (plain == "")
    assert matching_step(KEY, typed, NOW, 0) is None or typed in {
        pyotp.TOTP(KEY).generate_otp(HERE + off) for off in (-1, 0, 1)
    }


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "123-456", "123\u00a0456"])
def test_a_code_may_be_typed_as_the_app_shows_it(typed: str) -> None:
    assert read_code(typed) == ("app", "123456")


@pytest.mark.parametrize("typed", ["ab0de-1ghjk", "AB0DE 1GHJK", "abode-lghjk", "ABODEIGHJK"])
def test_a_recovery_code_may_be_read_wrongly_where_letters_look_alike(typed: str) -> None:
    assert read_code(typed) == ("recovery", "ab0de1ghjk")


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "abcde-1234", "abcde-12345-6", "абвгд-12345"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) == ("none", "")


def test_there_are_ten_recovery_codes_and_each_reads_back() -> None:
    codes = new_recovery_codes() + new_recovery_codes()
    assert len(set(codes)) == 20
    assert {read_code(code) for code in codes} == {("recovery", code.replace("-", "")) for code in codes}


def test_the_link_says_whose_key_it_is_and_the_picture_is_svg() -> None:
    key = new_key()
    assert len(pyotp.TOTP(key).byte_secret()) == 20
    link = app_link(key, "anna@example.com", "Nitka desk.example.com")
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parts.path == "/Nitka%20desk.example.com:anna%40example.com"
    assert parse_qs(parts.query) == {"secret": [key], "issuer": ["Nitka desk.example.com"]}
    root = ET.fromstring(picture(link))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("width") == root.get("height")


def test_what_is_needed_after_the_password() -> None:
    assert needed(has=True, demanded=False) == needed(has=True, demanded=True) == "code"
    assert needed(has=False, demanded=True) == "setup"
    assert needed(has=False, demanded=False) is None
    assert (life_of("code"), life_of("setup")) == (CODE_LIFE, SETUP_LIFE)
