"""What real libraries send, replayed: each payload is a request as it came over the wire, unpacked."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from nitka.channels.source import Source
from nitka.channels.touch import Touch
from nitka.connectors.site.fields import moment
from nitka.connectors.site.requests import read, touches_of
from nitka.entrypoints.api.ingest.doors import credentials

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*.json"))
SOURCE = Source(workspace_id=UUID(int=1), connection_id=UUID(int=2), brand_id=UUID(int=3))
ARRIVED = datetime(2026, 11, 23, 12, tzinfo=UTC)  # half a day later, as if the client's clock were slow
SINGLE = {"/v1/p": "page", "/v1/t": "track"}


def replayed(payload: dict[str, Any]) -> list[Touch]:
    """Take the request as the edge does."""
    tracked = read(gzip.compress(json.dumps(payload["body"]).encode()), SINGLE.get(payload["path"]))
    assert (credentials(payload["authorization"])[0] or tracked.write_key) == "wk_demo"
    touches, refused = touches_of(tracked, SOURCE, ARRIVED)
    assert refused == []
    return touches


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.stem)
def test_nothing_is_lost_or_doubled(path: Path) -> None:
    payload = json.loads(path.read_text("utf-8"))
    touches = replayed(payload)
    said = payload["body"].get("batch", [payload["body"]])
    assert [one.external_id for one in touches if one.kind != "ad"] == [event["messageId"] for event in said]
    assert [one.external_id for one in replayed(payload)] == [one.external_id for one in touches]


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.stem)
def test_a_slow_clock_is_set_right_when_the_library_says_when_it_sent(path: Path) -> None:
    payload = json.loads(path.read_text("utf-8"))
    body = payload["body"]
    for touch in replayed(payload):
        if body.get("sentAt") or body["batch"][0].get("sentAt"):
            assert ARRIVED - touch.at < timedelta(seconds=30)
        else:
            assert touch.at == moment(body["batch"][0]["timestamp"]) or ARRIVED - touch.at > timedelta(hours=1)


def test_the_browsers_landing_page_is_an_advertisement_and_a_visit() -> None:
    payload = json.loads((Path(__file__).parent / "payloads" / "page__segment_browser.json").read_text("utf-8"))
    ad, page = replayed(payload)
    assert (ad.kind, ad.text, ad.payload["click"]) == ("ad", "yandex / cpc", {"yclid": "7"})
    assert (page.kind, page.text) == ("page", "Зимние ботинки")
    assert page.payload["context"]["timezone"] == "Europe/Moscow"


@pytest.mark.parametrize("name", ["batch__segment_python", "batch__rudder_python", "batch__segment_node"])
def test_all_six_calls_are_understood(name: str) -> None:
    payload = json.loads((Path(__file__).parent / "payloads" / f"{name}.json").read_text("utf-8"))
    kinds = sorted(touch.kind for touch in replayed(payload))
    assert kinds == ["ad", "alias", "group", "identify", "page", "page", "purchase"]
