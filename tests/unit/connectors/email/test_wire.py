"""IMAP's responses, whatever the server says."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.connectors.email.imap.wire import ProtocolError, join, literal_size, mailbox_name, pairs, parse, quote
from nitka.connectors.email.reading import imap_date, internal_date


def test_a_fetched_mail() -> None:
    line, literals = join(
        [b"* 1 FETCH (UID 7 BODY[] {5}", b"a)\x00\r\n", b' FLAGS (\\Seen $x) INTERNALDATE "a \\" b" X NIL)']
    )
    values = parse(line.split(b" ", 3)[3], literals)[0]
    assert pairs(values) == {
        b"UID": b"7", b"BODY[]": b"a)\x00\r\n", b"FLAGS": [b"\\Seen", b"$x"], b"INTERNALDATE": b'a " b', b"X": None,
    }  # fmt: skip


def test_sections_and_offsets() -> None:
    line, literals = join([b"(BODY[HEADER.FIELDS (SUBJECT)]<0> {1}", b"x", b")"])
    assert pairs(parse(line, literals)[0]) == {b"BODY[HEADER.FIELDS (SUBJECT)]": b"x"}


def test_literals() -> None:
    assert literal_size(b"* 1 FETCH (BODY[] {123}") == 123
    assert literal_size(b"x {5+}") == 5
    assert literal_size(b"x {5} y") is None


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=5))
def test_any_response_is_read_or_refused(pieces: list[bytes]) -> None:
    pieces = pieces if len(pieces) % 2 else pieces[:-1] or [b""]
    with suppress(ProtocolError):
        parse(*join(pieces))


def test_nesting_is_bounded() -> None:
    with pytest.raises(ProtocolError):
        parse(b"(" * 1000, [])


def test_names_and_strings() -> None:
    assert mailbox_name("INBOX") == b'"INBOX"'
    assert mailbox_name('Заказы & "x"') == b'"&BBcEMAQ6BDAENwRL- &- \\"x\\""'
    with pytest.raises(ValueError):
        quote("a\r\nLOGOUT")


def test_dates_in_any_locale() -> None:
    assert imap_date(datetime(2024, 3, 5, tzinfo=UTC)) == b"5-Mar-2024"
    assert internal_date(b" 5-Mar-2024 10:00:00 +0300") == datetime(2024, 3, 5, 7, tzinfo=UTC)
    assert internal_date(b"yesterday").tzinfo is UTC
    assert internal_date(None).tzinfo is UTC
