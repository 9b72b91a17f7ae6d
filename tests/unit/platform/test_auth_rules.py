"""Decisions about access."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.kernel.errors import BadInput
from nitka.platform.auth import passwords
from nitka.platform.auth.models import Role
from nitka.platform.auth.rules import (
    SESSION_IDLE,
    SESSION_WHOLE,
    address_key,
    check_password,
    clean_email,
    foreign_page,
    forged,
    last_owner,
    may,
    role_of_token,
    session_expires,
)
from nitka.platform.auth.tokens import new_api_token, new_secret, secret_hash

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("operator", "operator"), ("supervisor", "operator supervisor"), ("owner", "operator supervisor owner")],
)
def test_each_role_includes_those_below(role: Role, allowed: str) -> None:
    roles: tuple[Role, ...] = ("operator", "supervisor", "owner")
    assert [needed for needed in roles if may(role, needed)] == allowed.split()


def test_a_token_may_no_more_than_whoever_made_it() -> None:
    assert role_of_token("owner", "operator") == "operator"
    assert role_of_token("operator", "owner") == "operator"
    assert role_of_token("owner", None) == "owner"


@pytest.mark.parametrize("address", ["a@b.ru", "  Anna.Kim@Mail.RU ", "почта@пример.рф", "o'neil+x@example.co.uk"])
def test_addresses_are_trimmed_and_lowered(address: str) -> None:
    assert clean_email(address) == address.strip().lower()


@pytest.mark.parametrize("address", ["", "anna", "@b.ru", "a@", "a b@c.ru", "a@b@c", "a\x00@b.ru", "a" * 250 + "@b.ru"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadInput) as caught:
        clean_email(address)
    assert caught.value.field == "email"


@pytest.mark.parametrize(
    "password",
    ["short", "12345678", "PASSWORD1", "Qwerty123", "йцукенгш", "aaaaaaaaaaaa", "abababababab", "anna.kim@mail.ru"],
)
def test_easy_passwords_are_refused(password: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_password(password, "anna.kim@mail.ru")
    assert caught.value.field == "password"
    assert password not in caught.value.detail


def test_long_and_unusual_passwords_are_fine() -> None:
    check_password("correct horse battery", "a@b.ru")
    check_password("пароль из четырёх слов 🐎", "a@b.ru")
    check_password("x1y2" * 64, "a@b.ru")


async def test_a_password_is_known_again_and_no_other() -> None:
    stored = await passwords.hash_password("верный пароль")
    assert stored.startswith("$argon2id$")
    assert await passwords.password_matches(stored, "верный пароль")
    assert not await passwords.password_matches(stored, "неверный пароль")
    assert not await passwords.password_matches(None, "nobody has this password")
    assert not await passwords.password_matches("not a hash", "x")
    assert not passwords.outdated(stored)


async def test_a_lone_surrogate_is_a_password_like_any_other() -> None:
    stored = await passwords.hash_password("\ud800пароль")
    assert await passwords.password_matches(stored, "\ud800пароль")


@given(age=st.timedeltas(timedelta(0), SESSION_WHOLE + timedelta(days=9)))
def test_use_prolongs_a_session_but_not_for_ever(age: timedelta) -> None:
    ends = session_expires(NOW - age, NOW)
    assert ends <= NOW + SESSION_IDLE
    assert ends <= NOW - age + SESSION_WHOLE
    assert ends in (NOW + SESSION_IDLE, NOW - age + SESSION_WHOLE)


@pytest.mark.parametrize(
    ("method", "header", "refused"),
    [("GET", None, False), ("HEAD", None, False), ("POST", None, True), ("POST", "0", True), ("DELETE", "1", False)],
)
def test_a_change_needs_a_header_that_no_form_can_send(method: str, header: str | None, refused: bool) -> None:
    assert forged(method, header) is refused


@pytest.mark.parametrize(
    ("origin", "host", "foreign"),
    [
        (None, "nitka.ru", False),
        ("https://nitka.ru", "nitka.ru", False),
        ("https://NITKA.ru:8443", "nitka.ru:8443", False),
        ("https://evil.ru", "nitka.ru", True),
        ("https://nitka.ru.evil.ru", "nitka.ru", True),
        ("null", "nitka.ru", True),
        ("https://nitka.ru", None, True),
    ],
)
def test_only_our_own_pages_are_ours(origin: str | None, host: str | None, foreign: bool) -> None:
    assert foreign_page(origin, host) is foreign


def test_the_last_owner_is_the_only_one() -> None:
    anna, boris = uuid4(), uuid4()
    assert last_owner([anna], anna)
    assert not last_owner([anna, boris], anna)
    assert not last_owner([anna], boris)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("unix socket", "unknown"),
    ],
)
def test_a_customer_with_ipv6_has_one_bucket(address: str, key: str) -> None:
    assert address_key(address) == key


def test_secrets_are_long_and_kept_as_hashes() -> None:
    assert len({new_secret() for _ in range(100)}) == 100
    token = new_api_token()
    assert token.startswith("nitka_")
    assert len(token) > 40
    assert len(secret_hash(token)) == 32
    assert secret_hash("\ud800")
