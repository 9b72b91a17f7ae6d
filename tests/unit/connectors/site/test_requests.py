"""Bodies of the tracking API, whatever their headers claim."""

from __future__ import annotations

import gzip
import json

import pytest

from nitka.connectors.site.requests import read, touches_of
from nitka.kernel.errors import BadInput
from tests.unit.connectors.site.events import NOON, SOURCE

EVENT = {"type": "track", "event": "x", "anonymousId": "a", "messageId": "m"}


def body(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_a_packed_batch_is_unpacked_by_what_it_is() -> None:
    tracked = read(gzip.compress(body(batch=[EVENT], writeKey="k", sentAt="2026-03-04T12:00:00Z")), None)
    touches, refused = touches_of(tracked, SOURCE, NOON)
    assert tracked.write_key == "k"
    assert [touch.text for touch in touches] == ["x"]
    assert refused == []


def test_one_bad_event_does_not_take_the_others_with_it() -> None:
    big = EVENT | {"properties": {"x": "y" * 33_000}}
    events = [EVENT, {"type": "track", "event": "x"}, big, 7, EVENT | {"messageId": "m2"}]
    touches, refused = touches_of(read(body(batch=events), None), SOURCE, NOON)
    assert [touch.external_id for touch in touches] == ["m", "m2"]
    assert [(one.index, one.field) for one in refused] == [(1, "userId"), (2, None), (3, None)]
    assert "32 KB" in refused[1].detail


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"null", b"[]", b"{", b'{"batch":', b'{"batch":{}}', b'{"batch":"x"}', b"{}", b"\x1f\x8bnot gzip",
        gzip.compress(b'{"batch":[]}')[:-9], b"[" * 100_000, b'{"batch":' * 50_000, b"1" * 10_000,
        b'{"batch":[' + b"9" * 5_000 + b"]}", b"x" * 600_000, gzip.compress(b" " * 50_000_000),
    ],
)  # fmt: skip
def test_what_is_no_batch_gets_a_plain_sentence(raw: bytes) -> None:
    with pytest.raises(BadInput) as raised:
        read(raw, None)
    assert raised.value.detail


@pytest.mark.parametrize("text", [b'"\\ud83d x"', b'"\xff x"', b'"\xed\xa0\x80 x"', b'"\\ude00\\ud83d x"'])
def test_broken_characters_are_made_harmless_and_the_rest_is_kept(text: bytes) -> None:
    raw = b'{"batch":[{"type":"track","anonymousId":"a","event":' + text + b"}]}"
    [touch], refused = touches_of(read(raw, None), SOURCE, NOON)
    assert refused == []
    assert touch.text is not None
    assert touch.text.endswith(" x")
    touch.text.encode()


def test_what_is_nested_without_end_is_cut_off() -> None:
    deep = b'{"anonymousId":"a","event":"x","properties":' + b'{"a":' * 500 + b"1" + b"}" * 501
    [touch], _ = touches_of(read(deep, "track"), SOURCE, NOON)
    assert json.dumps(touch.payload).count("{") < 40


def test_the_path_says_what_a_single_event_is() -> None:
    tracked = read(body(anonymousId="a", writeKey="k", type="identify", name="N"), "page")
    assert [touch.kind for touch in touches_of(tracked, SOURCE, NOON)[0]] == ["page"]
