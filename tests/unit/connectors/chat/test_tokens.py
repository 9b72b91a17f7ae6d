"""User tokens: what they prove, and how every way to cheat fails."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from nitka.connectors.chat.tokens import User, verify
from nitka.kernel.errors import NotSignedIn

KEY = "sk_a-secret-of-the-company"
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECONDS = int(NOW.timestamp())


def encoded(part: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def token(claims: Any, key: str = KEY, digest: str = "sha256", **header: Any) -> str:
    signed = f"{encoded({'alg': 'HS256', 'typ': 'JWT'} | header)}.{encoded(claims)}"
    mac = hmac.new(key.encode(), signed.encode(), digest).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def test_a_right_token_says_who_it_is() -> None:
    claims = {"sub": 42, "email": "ivan@mail.ru", "phone": "+79161234567", "name": "Иван", "exp": SECONDS + 60}
    assert verify(token(claims), KEY, NOW) == User(id="42", email="ivan@mail.ru", phone="+79161234567", name="Иван")


def test_clocks_may_differ_by_a_minute() -> None:
    assert verify(token({"sub": "a", "exp": SECONDS - 30, "nbf": SECONDS + 30}), KEY, NOW).id == "a"
    assert verify(token({"sub": "a", "exp": SECONDS + 24 * 3600 + 30}), KEY, NOW).id == "a"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (token({"sub": "a", "exp": SECONDS - 61}), "expired"),
        (token({"sub": "a", "exp": SECONDS + 60, "nbf": SECONDS + 61}), "not valid yet"),
        (token({"exp": SECONDS + 60}), "no sub"),
        (token({"sub": "", "exp": SECONDS + 60}), "no sub"),
        (token({"sub": True, "exp": SECONDS + 60}), "no sub"),
        (token({"sub": "a"}), "no exp"),
        (token({"sub": "a", "exp": SECONDS + 24 * 3600 + 61}), "lives too long"),
        (token({"sub": "a", "exp": SECONDS * 1000}), "lives too long"),
        (token({"sub": "a", "exp": "tomorrow"}), "exp"),
        (token({"sub": "a"}, key="another"), "not a JWT signed"),
        (token({"sub": "a"}, digest="sha512", alg="HS512"), "not a JWT signed"),
        (token({"sub": "a"}, alg="none"), "not a JWT signed"),
        (f"{encoded({'alg': 'none'})}.{encoded({'sub': 'a'})}.", "not a JWT signed"),
        (token(["sub"]), "not a JWT signed"),
        ("", "not a JWT signed"),
        ("a.b.c", "not a JWT signed"),
        ("не токен", "not a JWT signed"),
        ("\ud800.\x00.c", "not a JWT signed"),
        ("a" * 10_000, "too long"),
    ],
)
def test_anything_else_is_refused_with_a_reason(value: str, says: str) -> None:
    with pytest.raises(NotSignedIn, match=says):
        verify(value, KEY, NOW)


def test_the_signature_covers_the_claims() -> None:
    head, _, mac = token({"sub": "a"}).split(".")
    with pytest.raises(NotSignedIn):
        verify(f"{head}.{encoded({'sub': 'b'})}.{mac}", KEY, NOW)


def test_the_digest_is_the_one_of_the_standard() -> None:
    signed = token({"sub": "a"})
    text, _, mac = signed.rpartition(".")
    expected = hmac.new(KEY.encode(), text.encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(mac + "=") == expected
