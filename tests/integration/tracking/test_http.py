"""The tracking API over HTTP: keys, limits, answers."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest

from nitka.channels.touch import Assurance
from nitka.platform.keys import Website
from tests.integration.edge_fixtures import Inbox
from tests.integration.serving import Edge

EVENT = {"type": "track", "event": "Cart Viewed", "anonymousId": "a1", "messageId": "m1"}


def basic(key: str) -> str:
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()


async def test_every_call_of_segment_is_taken(edge: Edge, website: Website, inbox: Inbox) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("track", {"event": "Cart Viewed"}), ("identify", {"userId": "u", "traits": {"email": "ivan@mail.ru"}}),
        ("page", {"properties": {"url": "https://shop.ru/boots"}}), ("screen", {"name": "Home"}),
        ("group", {"groupId": "g"}), ("alias", {"userId": "u", "previousId": "a0"}),
    ]  # fmt: skip
    async with edge.http(Authorization=basic(website.write_key)) as http:
        for path in ("track", "t"):
            for name, fields in calls:
                address = name if path == "track" else name[0]
                answer = await http.post(f"/v1/{address}", json={"anonymousId": f"{path}-{name}"} | fields)
                assert (answer.status_code, answer.json()) == (200, {"success": True})
    kinds = sorted(touch.kind for touch in await inbox.touches(12))
    assert kinds == sorted(["track", "identify", "page", "page", "group", "alias"] * 2)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_the_content_type_is_never_trusted(edge: Edge, website: Website, inbox: Inbox, content_type: str) -> None:
    body = gzip.compress(json.dumps({"batch": [EVENT], "writeKey": website.write_key}).encode())
    async with edge.http() as http:
        answer = await http.post(
            "/v1/b", content=body, headers={"Content-Type": content_type, "Origin": "https://shop.ru"}
        )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert [touch.text for touch in await inbox.touches(1)] == ["Cart Viewed"]


async def test_a_page_may_ask_first(edge: Edge) -> None:
    async with edge.http() as http:
        asked = {
            "Origin": "https://shop.ru",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        }
        answer = await http.request("OPTIONS", "/v1/batch", headers=asked)
    assert answer.status_code in (200, 204)
    assert "content-type" in answer.headers["access-control-allow-headers"].lower()
    assert "POST" in answer.headers["access-control-allow-methods"]


async def test_the_server_key_proves_and_the_write_key_claims(edge: Edge, website: Website, inbox: Inbox) -> None:
    async with edge.http() as http:
        for key in (website.write_key, website.server_key):
            answer = await http.post("/v1/track", json=EVENT | {"userId": "42", "writeKey": key, "messageId": key})
            assert answer.status_code == 200
    claimed, proven = await inbox.touches(2)
    assert [one.assurance for one in claimed.identifiers] == [Assurance.OBSERVED, Assurance.ASSERTED]
    assert [one.assurance for one in proven.identifiers] == [Assurance.OBSERVED, Assurance.VERIFIED]


async def test_a_consent_comes_with_an_event(edge: Edge, website: Website, inbox: Inbox) -> None:
    said = EVENT | {"consents": [{"purpose": "marketing", "channel": "email", "state": "granted"}]}
    async with edge.http(Authorization=basic(website.server_key)) as http:
        assert (await http.post("/v1/track", json=said)).status_code == 200
        wrong = await http.post("/v1/track", json=EVENT | {"consents": [{"purpose": "marketing"}]})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "consents[0]")
    (touch,) = await inbox.touches(1)
    assert [(one.purpose, one.channel, one.state) for one in touch.consents] == [("marketing", "email", "granted")]


async def test_a_bad_event_is_named_and_the_good_ones_are_taken(edge: Edge, website: Website, inbox: Inbox) -> None:
    batch = [EVENT, {"type": "track", "event": "x"}, EVENT | {"messageId": "m2", "properties": {"x": "y" * 40_000}}]
    async with edge.http(Authorization=basic(website.write_key)) as http:
        answer = await http.post("/v1/batch", json={"batch": batch})
    said = answer.json()
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert (said["accepted"], [one["index"] for one in said["refused"]]) == (1, [1, 2])
    assert "1 of 3 were taken" in said["detail"]
    assert [touch.external_id for touch in await inbox.touches(1)] == ["m1"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("track", b'{"anonymousId":"a","event":"x"}', 401),
        ("track", b'{"anonymousId":"a","event":"x","writeKey":"nobody"}', 401),
        ("track", b"{", 400),
        ("track", b'{"event":"x","writeKey":"KEY"}', 400),
        ("track", b'{"anonymousId":"a","event":"x","writeKey":"KEY","properties":{"x":"' + b"y" * 33_000 + b'"}}', 400),
        ("batch", b'{"batch":[],"x":"' + b"y" * 512_000 + b'"}', 400),
        ("batch", b'{"batch":7,"writeKey":"KEY"}', 400),
        ("batch", b"\x1f\x8b\x08 broken", 400),
        ("batch", gzip.compress(b" " * 100_000_000), 400),
    ],
)
async def test_bad_requests_get_a_plain_sentence(
    edge: Edge, website: Website, path: str, body: bytes, status: int
) -> None:
    async with edge.http() as http:
        answer = await http.post(f"/v1/{path}", content=body.replace(b"KEY", website.write_key.encode()))
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["detail"]


async def test_a_hundred_megabytes_are_refused_before_they_are_read(edge: Edge, website: Website) -> None:
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        for _ in range(1_600):
            sent += 65_536
            yield b" " * 65_536

    async with edge.http(Authorization=basic(website.write_key)) as http:
        answer = await http.post("/v1/batch", content=endless())
        assert answer.status_code == 400
        assert (await http.post("/v1/track", json=EVENT)).status_code == 200


async def test_what_no_database_holds_is_made_harmless(edge: Edge, website: Website, inbox: Inbox) -> None:
    body = b'{"anonymousId":"a\\u0000b","event":"x\\ud83d y\\u0000","messageId":"m","properties":{"\\u0000":"\\ude00"}}'
    async with edge.http(Authorization=basic(website.write_key)) as http:
        assert (await http.post("/v1/track", content=body)).status_code == 200
    [touch] = await inbox.touches(1)
    assert touch.text == "x\ufffd y\ufffd"
    assert touch.sender == "a\ufffdb"


async def test_tracking_binds_no_secret(edge: Edge, website: Website, inbox: Inbox) -> None:
    async with edge.http(Authorization=basic(website.write_key)) as http:
        await http.post("/v1/track", json=EVENT | {"anonymousId": "fresh"})
        await inbox.touches(1)
        headers = {"X-Nitka-Key": website.write_key, "X-Nitka-Visitor": "a-secret-of-the-visitor"}
        body = {"visitor": "fresh", "message_id": "m", "text": "Здравствуйте"}
        assert (await http.post("/client/v1/messages", json=body, headers=headers)).status_code == 202


async def test_browser_libraries_get_their_settings(edge: Edge, website: Website) -> None:
    async with edge.http() as http:
        answer = await http.get(f"/v1/projects/{website.write_key}/settings")
        assert answer.json()["integrations"]["Segment.io"]["apiKey"] == website.write_key
        assert answer.json()["integrations"]["Segment.io"]["apiHost"] == f"{edge.url.removeprefix('http://')}/v1"
        assert (await http.get("/v1/projects/nobody/settings")).status_code == 401
