"""What costs the sender nothing must not cost the platform its memory or its time."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from websockets.exceptions import WebSocketException

from nitka.connectors.email.body.choice import Words
from nitka.connectors.email.body.safety import flat_enough
from nitka.connectors.email.body.words import said
from nitka.connectors.email.mail import parse_mail
from nitka.entrypoints import bounded_http
from nitka.platform.keys import Website
from tests.integration.access.conftest import Browser, Tenant
from tests.integration.chat.clients import Line, Visitor
from tests.integration.serving import Edge

ENDLESS = [
    b"GET / HTTP/1.1\r\nX: ",
    b"GET /",
    b"POST /v1/track HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: ",
]


async def _pour(edge: Edge, beginning: bytes, most: int) -> int:
    """Send the beginning and then letters until the connection is cut; return how many were taken."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(edge.url.rpartition(":")[2]))
    sent = 0
    try:
        writer.write(beginning)
        while sent < most:
            writer.write(b"a" * 65_536)
            await asyncio.wait_for(writer.drain(), 5)
            sent += 65_536
            if reader.at_eof():
                break
    except OSError:
        pass
    finally:
        writer.close()
    return sent


@pytest.mark.parametrize("beginning", ENDLESS, ids=["field", "address", "trailer"])
async def test_a_head_without_end_is_cut(edge: Edge, beginning: bytes) -> None:
    assert await _pour(edge, beginning, 64 << 20) < 16 << 20
    async with edge.http() as http:
        assert (await http.get("/healthz")).status_code == 200


async def test_a_head_that_is_too_large_is_told_so(edge: Edge) -> None:
    async with edge.http() as http:
        assert (await http.get("/healthz", headers={"X": "a" * 30_000})).status_code == 200
        assert (await http.get("/healthz", headers={f"X-{n}": "a" * 1000 for n in range(100)})).status_code == 431


async def test_a_head_that_does_not_come_is_not_waited_for(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_http, "HEAD_WITHIN", 0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(edge.url.rpartition(":")[2]))
    writer.write(b"GET / HTTP/1.1\r\n")
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()


async def _open(edge: Edge) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", int(edge.url.rpartition(":")[2]))


BODIES = {
    "none": b"POST /client/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n",
    "a beginning": b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{",
    "a piece": b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
    "answered already": b"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{",
}


@pytest.mark.parametrize("beginning", BODIES.values(), ids=list(BODIES))
async def test_a_body_that_does_not_come_is_not_waited_for(
    edge: Edge, monkeypatch: pytest.MonkeyPatch, beginning: bytes
) -> None:
    monkeypatch.setattr(bounded_http, "BODY_WINDOW", 0.3)
    reader, writer = await _open(edge)
    writer.write(beginning)
    told = await asyncio.wait_for(reader.read(), 5)  # to its end: the connection is closed
    assert told.split()[1] == (b"405" if b"/nowhere" in beginning else b"408")
    writer.close()


async def test_a_body_that_drips_is_cut(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_http, "BODY_WINDOW", 0.3)
    reader, writer = await _open(edge)
    writer.write(BODIES["a beginning"])

    async def drip() -> None:
        while True:
            writer.write(b" ")
            await asyncio.sleep(0.02)

    dripping = asyncio.create_task(drip())
    told = await asyncio.wait_for(reader.readline(), 5)
    dripping.cancel()
    assert told.startswith(b"HTTP/1.1 408 ")
    writer.close()


async def test_a_slow_upload_that_gets_on_arrives(
    edge: Edge, website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_http, "BODY_WINDOW", 0.2)
    monkeypatch.setattr(bounded_http, "BODY_LEAST", 1000)
    visitor = Visitor(edge, website, "with-a-slow-line")
    piece = b"x" * 20_000
    form = (
        b'--q\r\nContent-Disposition: form-data; name="visitor"\r\n\r\n%s\r\n'
        b'--q\r\nContent-Disposition: form-data; name="file"; filename="f.txt"\r\n\r\n' % visitor.id.encode()
    )
    end = b"\r\n--q--\r\n"

    async def slowly() -> AsyncIterator[bytes]:
        yield form
        for _ in range(10):  # a second, five windows
            await asyncio.sleep(0.1)
            yield piece
        yield end

    headers = visitor.headers | {
        "Content-Type": "multipart/form-data; boundary=q",
        "Content-Length": str(len(form) + 10 * len(piece) + len(end)),
    }
    async with edge.http(**headers) as http:
        stored = await http.post("/client/v1/files", content=slowly())
    assert (stored.status_code, stored.json()["size"]) == (201, 200_000), stored.text


async def test_a_socket_may_be_silent_for_longer_than_a_body(
    edge: Edge, website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_http, "BODY_WINDOW", 0.1)
    monkeypatch.setattr(bounded_http, "HEAD_WITHIN", 0.2)
    line = await Visitor(edge, website, "who-listens").live()
    assert await line.quiet(wait=0.6)
    await line.say(type="ping")
    await line.hear("pong")
    await line.close()


async def test_a_batch_holds_no_more_events_than_segment_takes(edge: Edge, website: Website) -> None:
    """160,000 empty events weigh 600 bytes when packed, and would be refused one by one in 17 MB."""
    body = b'{"writeKey":"%s","batch":[%s]}' % (website.write_key.encode(), b",".join([b"{}"] * 160_000))
    async with edge.http() as http:
        refused = await http.post("/v1/batch", content=gzip.compress(body))
    assert (refused.status_code, refused.json()["field"]) == (400, "batch")
    assert len(refused.content) < 1000


async def test_events_of_a_batch_count_like_requests(browser: Browser, tenant: Tenant) -> None:
    events = [{"type": "track", "event": "e", "anonymousId": "a", "messageId": f"m{n}"} for n in range(400)]
    client = browser("203.0.113.9")
    codes = []
    for _ in range(2):
        body = {"writeKey": tenant.opened.write_key, "batch": events}
        codes.append((await client.post("/v1/batch", json=body)).status_code)
    assert codes[1] == 429
    trusted = browser("203.0.113.10")
    for _ in range(2):
        answer = await trusted.post("/v1/batch", json={"batch": events}, auth=(tenant.opened.server_key, ""))
        assert answer.status_code == 200


async def _chatter(line: Line, times: int) -> None:
    for _ in range(times):
        await line.say(type="ping")
        await line.hear("pong")


async def test_frames_of_a_socket_count_like_requests(
    edge: Edge, website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nitka.entrypoints.api.origin.is_near", lambda _: False)
    line = await Visitor(edge, website, "one-who-floods").live()
    with pytest.raises(Exception, match="1013"):
        await _chatter(line, 3000)  # more than the burst of an address


async def test_sockets_of_an_address_are_bounded(edge: Edge, website: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nitka.entrypoints.api.origin.is_near", lambda _: False)
    monkeypatch.setattr("nitka.entrypoints.api.crossing.SOCKETS", 2)
    lines = [await Visitor(edge, website, f"visitor-{n}").live() for n in range(2)]
    with pytest.raises(Exception, match=r"403|4429"):
        await Visitor(edge, website, "visitor-3").live()
    await lines[0].close()
    async with asyncio.timeout(5):
        while True:
            try:
                lines.append(await Visitor(edge, website, "visitor-3").live())
                break
            except WebSocketException:  # not counted out yet
                await asyncio.sleep(0.05)
    for line in lines[1:]:
        await line.close()


FORMATTING = "".join(f"<b id={n}>" for n in range(300))
BOMBS = {
    "reopened formatting": f"<p>{FORMATTING}x</p>" + "<p>x" * 60_000,
    "hidden in attributes": "<p>" + "".join(f"<b id={n} t='</b></b>'>" for n in range(300)) + "<p>x" * 60_000,
    "hidden in comments": "<p>" + "".join(f"<b id={n}><!--</b>-->" for n in range(300)) + "<p>x" * 60_000,
    "out of blocks": "".join(f"<div><font size={n}></div>" for n in range(9_000)),
    "out of cells": "<table>" + "".join(f"<tr><td><b id={n}>x" for n in range(300)) + "<tr><td>x" * 20_000,
    "never closed": "<i></b>" * 40_000,
    "deep": "<div>" * 50_000,
    "quotes": '<a "' * 60_000,
    "comments": "<!--" * 60_000,
}


@pytest.mark.parametrize("html", BOMBS.values(), ids=list(BOMBS))
def test_a_letter_costs_a_parser_no_more_than_its_length(html: str) -> None:
    """Without a bound the first ones ask for twenty million elements: more memory than a server has."""
    began = time.perf_counter()
    words = said(Words("", html), {})
    assert len(words.html or "") < 120_000
    assert time.perf_counter() - began < 10  # a second on a quiet machine; without a bound, many minutes


def test_honest_letters_keep_their_looks() -> None:
    html = (
        '<p>Здравствуйте, <b>Анна</b>!<p>Заказ <a href="https://shop.ru/?a=1&amp;b=2">№ 5</a><ul><li>один<li>два</ul>'
    )
    assert said(Words("", html), {}).text == "Здравствуйте, Анна!\n\nЗаказ № 5\n\n• один\n• два"
    assert flat_enough('<TD bgcolor=#fff><B>x</td><td title="a>b">y</td>') == (
        '<td bgcolor="#fff"><b>x</b></td><td title="a>b">y</td>'
    )


def test_a_letter_of_begins_without_ends_is_read_at_once() -> None:
    mail = (
        b"From: a@example.com\r\nContent-Type: application/zip; name=x\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n"
        + b"begin 644 a\n" * 200_000
    )
    began = time.perf_counter()
    assert [file.name for file in parse_mail(mail).files] == ["x"]
    assert time.perf_counter() - began < 10  # it took hours, and nothing else ran meanwhile


def test_a_letter_of_many_texts_is_cut() -> None:
    part = b"--q\r\nContent-Type: text/html\r\n\r\n" + b"<p>x</p>" * 20_000 + b"\r\n"
    mail = parse_mail(b"From: a@example.com\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n" + part * 20)
    assert len(mail.words.html) <= 300_000


async def test_slow_bodies_do_not_keep_others_out(edge: Edge) -> None:
    address = "127.0.0.1", int(edge.url.rpartition(":")[2])
    slow = [await asyncio.open_connection(*address) for _ in range(100)]
    for _, writer in slow:
        writer.write(b"POST /client/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{")
    async with httpx.AsyncClient(timeout=5) as http:
        assert (await http.get(f"{edge.url}/readyz")).status_code == 200
    for _, writer in slow:
        writer.close()
