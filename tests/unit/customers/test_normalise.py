"""However a value is written, it is one node; and what stands for nobody joins nobody."""

import phonenumbers
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from nitka.customers.normalise import VALUE_LIMIT, Normal, normalise, spellings


def value(type_: str, raw: str, region: str = "RU") -> str | None:
    found = normalise(type_, raw, "", region)
    return found.value if found and not found.blocked else None


@pytest.mark.parametrize(
    "raw",
    ["+79161234567", "79161234567", "89161234567", "8 (916) 123-45-67", "9161234567", "+7 916 123 45 67 доб. 12",
     "tel:+7-916-123-45-67;ext=3", "\u200b+7\u00a0916\u00a0123\u201145\u201167", "810 7 916 123 4567",
     "+8 916 123-45-67", "８９１６１２３４５６７"],
)  # fmt: skip
def test_one_phone_however_it_is_written(raw: str) -> None:
    assert value("phone", raw) == "+79161234567"


@pytest.mark.parametrize(
    ("raw", "region", "expected"),
    [
        ("020 7946 0958", "GB", "+442079460958"),
        ("202-555-0143", "US", "+12025550143"),
        ("79161234567", "US", "+79161234567"),
        ("8 701 123 45 67", "KZ", "+77011234567"),
        ("+375 29 123-45-67", "RU", "+375291234567"),
        ("8 800 555-35-35", "RU", "+78005553535"),
    ],
)
def test_phones_of_other_countries(raw: str, region: str, expected: str) -> None:
    assert value("phone", raw, region) == expected


@pytest.mark.parametrize(
    "raw", ["2-12-85-06", "900", "112", "anonymous", "+7 000 000 00 00", "9999999999", "1234567", "-", "скрыт"]
)
def test_numbers_that_name_nobody_may_be_addresses_but_join_no_one(raw: str) -> None:
    found = normalise("phone", raw, "", "RU")
    assert found is not None
    assert found.blocked


@given(st.integers(9_000_000_000, 9_699_999_999))
def test_the_quick_way_for_russian_numbers_agrees_with_the_library(national: int) -> None:
    for written in (f"8{national}", f"+7 {national}", f"7{national}"):
        parsed = phonenumbers.parse(written, "RU")
        assume(phonenumbers.is_valid_number(parsed))
        found = normalise("phone", written, "", "RU")
        assert found is not None
        assert found.value == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (" Ivan.Petrov@Example.COM ", "ivan.petrov@example.com"),
        ("Иван Петров <Ivan@Shop.ru>", "ivan@shop.ru"),
        ("mailto:ivan@shop.ru", "ivan@shop.ru"),
        ("ivan@почта.рф", "ivan@xn--80a1acny.xn--p1ai"),
        ("ivan+boots@shop.ru.", "ivan+boots@shop.ru"),
    ],
)
def test_addresses_of_mail(raw: str, expected: str) -> None:
    assert value("email", raw) == expected


@pytest.mark.parametrize(
    "raw",
    ["test@test", "test@test.com", "no-reply@shop.ru", "mailer-daemon@mx.shop.ru", "none", "a@@b.ru", "123@mail.ru"],
)
def test_addresses_that_no_person_reads(raw: str) -> None:
    found = normalise("email", raw)
    assert found is not None
    assert found.blocked


@pytest.mark.parametrize(
    "raw", ["anonymous", "NULL", "0", "000000", "-1", "NaN", "[object Object]", "undefined", "None", "n/a",
            "00000000-0000-0000-0000-000000000000", "(null)", "guest", "аноним", "0.0"]
)  # fmt: skip
def test_placeholders_of_programs(raw: str) -> None:
    for type_ in ("user_id", "device", "crm_id"):
        found = normalise(type_, raw)
        assert found is not None
        assert found.blocked, raw


@pytest.mark.parametrize("raw", ["1", "1111", "7", "100", "a1", "NULLARBOR", "ivan", "0001", "10"])
def test_ids_that_only_look_odd_are_somebodys(raw: str) -> None:
    assert value("user_id", raw) == raw


def test_ids_keep_their_case_and_their_namespace() -> None:
    assert normalise(" User_ID ", " AbC ", "shop-1") == Normal("user_id", "shop-1", "AbC", False)
    assert normalise("user_id", "AbC", "shop-2") != normalise("user_id", "AbC", "shop-1")
    assert normalise("email", "a.b@shop.ru", "shop-1") == normalise("email", "a.b@shop.ru", "shop-2")
    assert value("loyalty", "2900 1234-5678") == value("loyalty", "290012345678")


def test_long_values_stay_apart() -> None:
    one, other = (normalise("device", "x1" * 500 + end) for end in "ab")
    assert one is not None
    assert other is not None
    assert one.value != other.value
    assert len(one.value) <= VALUE_LIMIT


@pytest.mark.parametrize(
    ("type_", "raw"), [("email", "  "), ("", "x"), ("device", "\u200b"), ("session", "x"), ("!", "x")]
)
def test_nothing_and_our_own_kind_are_not_taken(type_: str, raw: str) -> None:
    assert normalise(type_, raw) is None


def test_whoever_looks_for_a_number_finds_it_with_or_without_plus() -> None:
    for raw in ("79161234567", "+79161234567", "89161234567", " 79161234567"):
        assert "+79161234567" in [one.value for one in spellings("phone", raw, "RU")]
    assert "+79161234567" in [one.value for one in spellings("phone", "79161234567", "DE")]


@example("U\u00af", "", "loyalty")  # a space and an accent that composes once the space is gone
@given(st.text(max_size=50), st.text(max_size=50), st.sampled_from(["email", "phone", "user_id", "loyalty", "device"]))
def test_whatever_comes_the_canonical_form_is_canonical(raw: str, namespace: str, type_: str) -> None:
    once = normalise(type_, raw, namespace)
    if once is not None and not once.blocked:
        assert normalise(once.type, once.value, once.namespace) == once
        assert "\x00" not in once.value
