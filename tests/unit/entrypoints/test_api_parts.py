"""The pure parts of the HTTP side."""

import ipaddress
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.entrypoints.api.origin import Origin, origin
from nitka.entrypoints.api.proxy import is_trusted, real_client
from nitka.entrypoints.api.request import decode_body
from nitka.entrypoints.api.static import caching, find, packed
from nitka.kernel.errors import BadInput
from nitka.platform.paging import cursor_after, place_of

PROXIES = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "made up, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.3", "10.0.0.3"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("fd00::1", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_what_proxies_of_ours_wrote_is_believed(peer: str, forwarded: str, client: str) -> None:
    assert real_client(peer, forwarded, PROXIES) == client


def test_without_proxies_nobody_is_trusted() -> None:
    assert not is_trusted("127.0.0.1", ())
    assert not is_trusted("not an address", PROXIES)


HERE = {"host": "localhost:8080"}


@pytest.mark.parametrize(
    ("peer", "headers", "published", "expected"),
    [
        ("127.0.0.1", HERE, False, Origin("", own=True)),
        ("::1", {"host": "[::1]:8080"}, False, Origin("", own=True)),
        ("::ffff:127.0.0.1", {"host": "127.0.0.1"}, False, Origin("", own=True)),
        # A proxy that adds nothing: seen by the host it asks for, or by there being another address.
        ("127.0.0.1", {"host": "help.example.com"}, False, Origin("", "127.0.0.1")),
        ("127.0.0.1", {}, False, Origin("", "127.0.0.1")),
        ("127.0.0.1", HERE, True, Origin("", "127.0.0.1")),
        # One that says for whom it asks.
        ("127.0.0.1", HERE | {"x-forwarded-for": "a,203.0.113.5"}, False, Origin("127.0.0.1 203.0.113.5", "127.0.0.1")),
        ("127.0.0.1", HERE | {"via": "1.1 squid"}, False, Origin("", "127.0.0.1")),
        ("127.0.0.1", HERE | {"x-forwarded-for": "made up"}, False, Origin("", "127.0.0.1")),
        ("172.17.0.1", {"x-forwarded-for": "203.0.113.5"}, False, Origin("172.17.0.1 203.0.113.5", "172.17.0.1")),
        ("172.17.0.1", HERE, False, Origin("172.17.0.1")),
        # A stranger may write what they like.
        ("198.51.100.7", HERE | {"x-forwarded-for": "203.0.113.5"}, True, Origin("198.51.100.7")),
        ("2001:db8::7", {}, False, Origin("2001:db8::")),
    ],
)  # fmt: skip
def test_whom_a_request_is_counted_against(
    peer: str, headers: dict[str, str], published: bool, expected: Origin
) -> None:
    assert origin(peer, headers, published=published) == expected


@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_a_cursor_leads_back_to_its_row(at: datetime, id_: UUID) -> None:
    assert place_of(cursor_after(at, id_)) == (at, id_)


@given(st.text(max_size=60))
def test_no_text_breaks_a_cursor(text: str) -> None:
    with suppress(BadInput):
        place = place_of(text)
        assert place is None or isinstance(place[1], UUID)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": "b"}', {"a": "b"}),
        (b'"a\\u0000b"', "a\ufffdb"),
        (b'{"a\\u0000": ["\\u0000"]}', {"a\ufffd": ["\ufffd"]}),
        (b'"\\ud83d\\ude00"', "😀"),
        (b'"\\ud83d"', "\ufffd"),
        (b'"\\ud83d\\u0000"', "\ufffd\ufffd"),
    ],
)
def test_what_a_database_cannot_hold_is_replaced(body: bytes, value: object) -> None:
    assert decode_body(body) == value


@pytest.mark.parametrize(
    ("body", "words"),
    [(b'{"a": tru}', "byte 10"), (b"{", "truncated"), (b"[" * 50_000, "deeply"), (b"\x00", "not JSON")],
)
def test_broken_json_is_told_where(body: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        decode_body(body)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_decoder(body: bytes) -> None:
    with suppress(BadInput):
        decode_body(body)


def test_no_path_leads_out_of_a_folder(tmp_path: Path) -> None:
    root = tmp_path / "web"
    root.mkdir()
    (root / "a.js").write_text("a")
    (tmp_path / "secret").write_text("s")
    (root / "link").symlink_to(tmp_path / "secret")
    assert find(root, "/a.js") == root / "a.js"
    for path in ("../secret", "/../secret", "//etc/passwd", "a.js/../../secret", "link", "", ".", "a\x00.js"):
        assert find(root, path) is None, path


@pytest.mark.parametrize(
    ("name", "for_ever"),
    [
        ("assets/index-B7xk2Qp1.js", True),
        ("widget/ru-e3263dac5e.js", True),
        ("widget.js", False),
        ("favicon.svg", False),
        ("apple-touch-icon.png", False),
    ],
)
def test_only_names_with_a_hash_are_kept_for_ever(name: str, for_ever: bool) -> None:
    assert ("immutable" in caching(name)) is for_ever
    assert caching("index.html") == "no-cache"


def test_the_best_packing_a_browser_takes(tmp_path: Path) -> None:
    script = tmp_path / "a.js"
    for suffix in ("", ".br", ".gz"):
        (tmp_path / f"a.js{suffix}").write_text("x")
    assert packed(script, "gzip, deflate, br;q=1")[1] == "br"
    assert packed(script, "gzip")[1] == "gzip"
    assert packed(script, "") == (script, None)


def test_ids_are_not_times() -> None:
    assert place_of(None) is None
    with pytest.raises(BadInput):
        place_of(str(uuid4()))
