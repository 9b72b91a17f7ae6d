"""Logs know nobody."""

import pytest

from nitka.platform.telemetry.logs import describe, errors_without_values, hide_people


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("mail to ivan@example.com failed", "mail to ‹e-mail› failed"),
        ("<Иван.Петров@почта.рф>", "<‹e-mail›>"),
        ("call +7 916 123-45-67 now", "call ‹phone› now"),
        ("sms 79161234567", "sms ‹phone›"),
        ("+49 (30) 901820-0", "‹phone›"),
    ],
)
def test_addresses_and_phones_are_hidden(text: str, hidden: str) -> None:
    assert hide_people(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "01a205a9-a935-76aa-8363-2eeb31bac8da",
        "request 01a205a9a9687325842ed057c47cc5fd took 1234567 us",
        "2026-11-22T23:48:54.123456Z",
        "seq 123456789012345",
        "127.0.0.1:54321",
    ],
)
def test_ids_and_figures_stay(text: str) -> None:
    assert hide_people(text) == text


def _fail(words: str) -> None:
    try:
        raise KeyError(words)
    except KeyError as error:
        raise ValueError(f"cannot use {words}") from error


def test_an_error_is_told_without_what_it_says() -> None:
    try:
        _fail("тайна ivan@example.com")
    except ValueError as error:
        told = describe(error)
        event = errors_without_values(None, "", {"event": "failed", "exc_info": True})
    assert "тайна" not in told
    assert "builtins.ValueError" in told
    assert "caused by builtins.KeyError" in told
    assert "_fail" in told
    assert event == {"event": "failed", "exception": told}
