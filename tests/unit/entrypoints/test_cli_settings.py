"""Settings of a connection on the command line."""

from __future__ import annotations

from typing import Any

import pytest

from nitka.entrypoints.cli.settings import parse_settings
from nitka.kernel.errors import BadInput


def _email(*pairs: str) -> dict[str, Any]:
    return parse_settings("email", ["address=a@b.example", *pairs])


@pytest.mark.parametrize(
    ("pair", "value"),
    [
        ("imap_port=1143", 1143),
        ("keep_original=false", False),
        ("password=20101010", "20101010"),
        ("password=true", "true"),
        ("smtp_username=", ""),
        ("smtp_username=null", "null"),
        ("imap_security=starttls", "starttls"),
        ("signature=a=b\nc", "a=b\nc"),
        ("provider=", ""),
    ],
)
def test_every_kind_of_value(pair: str, value: object) -> None:
    assert _email(pair)[pair.partition("=")[0]] == value


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("imap_port=abc", "imap_port takes a whole number from 0 to 65535"),
        ("imap_port=99999", "imap_port takes a whole number from 0 to 65535"),
        ("keep_original=yes", "keep_original takes true or false"),
        ("imap_security=ssl", "imap_security takes one of “none”, “starttls”, “tls”"),
        ("imap_port", "--set takes key=value, not “imap_port”"),
        ("imap_prt=1", "A connection “email” has no setting “imap_prt”; it has: address, provider, "),
    ],
)
def test_what_is_wrong_is_said_without_the_value(pair: str, said: str) -> None:
    with pytest.raises(BadInput) as error:
        _email(pair)
    assert error.value.detail.startswith(said)
    assert "99999" not in error.value.detail


def test_what_is_missing_is_named() -> None:
    with pytest.raises(BadInput, match="A connection “email” needs address: say --set address=…"):
        parse_settings("email", ["imap_port=1"])


def test_a_channel_that_is_none() -> None:
    with pytest.raises(BadInput, match="there are: chat, email, import, site"):
        parse_settings("telegrm", [])
