"""Whatever is sent, the answer is plain and nothing else suffers. Over real sockets, as strangers would."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import httpx
import psutil
import pytest

from nitka.entrypoints.services import Services
from tests.integration.access.conftest import Tenant

BODIES = [
    (b'{"name": "x", "role": ', 400, "truncated"),
    (b'{"name": "x" "role": 1}', 400, "byte 13"),
    (b"{'name': 'x'}", 400, "JSON"),
    (b'{"name": "\xff\xfe", "role": "operator"}', 201, ""),
    (b"null", 400, ""),
    (b"", 400, ""),
    (b"[]", 400, "object"),
    (b'{"name": 5, "role": "operator"}', 400, "str"),
    (b'{"name": "x", "role": "king"}', 400, "king"),
    (b'{"name": "x"}', 400, "role"),
    (b'{"name": "a\\u0000b", "role": "operator"}', 201, ""),
    (b'{"name": "a\\ud800b", "role": "operator"}', 201, ""),
    (b'{"name": "a\\udc00\\ud800", "role": "operator"}', 201, ""),
    (b'{"name": "' + b"x" * 300 + b'", "role": "operator"}', 400, "length"),
    (b"[" * 100_000, 400, "deep"),
    (b'{"name": 1' + b"0" * 5000 + b', "role": "operator"}', 400, "long"),
    (b'{"name": "' + b"x" * 1_000_001 + b'"}', 413, ""),
]


@pytest.mark.parametrize(("body", "status", "words"), BODIES, ids=range(len(BODIES)))
async def test_a_bad_body_gets_a_plain_answer(
    address: tuple[str, int], tenant: Tenant, body: bytes, status: int, words: str
) -> None:
    async with httpx.AsyncClient(base_url=f"http://{address[0]}:{address[1]}", headers=tenant.bearer) as client:
        answer = await client.post("/api/v1/tokens", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == status, answer.text
        if status == 201:
            assert "\ufffd" in answer.json()["name"]
        else:
            problem = answer.json()
            assert answer.headers["content-type"] == "application/problem+json"
            assert problem["status"] == status
            assert words in problem["detail"], problem
        assert (await client.get("/api/v1/tokens")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/audit?limit=many", 400),
        ("GET", "/api/v1/audit?limit=0", 400),
        ("GET", "/api/v1/audit?limit=99999999999999999999", 400),
        ("GET", "/api/v1/audit?cursor=%00", 400),
        ("GET", "/api/v1/audit?cursor=nonsense", 400),
        ("GET", "/api/v1/audit?cursor=" + "f" * 32, 400),
        ("GET", "/api/v1/quarantine?cursor=%ED%A0%80", 400),
        ("DELETE", "/api/v1/people/not-an-id", 404),
        ("DELETE", "/api/v1/people/%00", 400),
        ("PUT", "/api/v1/people", 405),
        ("GET", "/api/v1/auth/invitations/%ED%A0%80", 404),
        ("TRACE", "/api/v1/people", 405),
    ],
)
async def test_a_bad_address_gets_a_plain_answer(
    address: tuple[str, int], tenant: Tenant, method: str, path: str, status: int
) -> None:
    async with httpx.AsyncClient(base_url=f"http://{address[0]}:{address[1]}", headers=tenant.bearer) as client:
        answer = await client.request(method, path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]


async def _flood(address: tuple[str, int], head: str, total: int) -> tuple[bytes, int]:
    """Send an endless chunked body; return the answer and how much was sent when it came."""
    reader, writer = await asyncio.open_connection(*address)
    writer.write(head.encode())
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    sent = 0
    answer = asyncio.create_task(reader.read(65536))
    try:
        while sent < total and not answer.done():
            writer.write(chunk)
            await writer.drain()
            sent += 0x10000
    except ConnectionError:
        pass
    told = await asyncio.wait_for(answer, 20)
    writer.close()
    return told, sent


@pytest.mark.parametrize(
    ("path", "type_", "most"),
    [
        ("/api/v1/tokens", "application/json", 20 << 20),
        ("/api/v1/files", "multipart/form-data; boundary=x", 60 << 20),
        ("/client/v1/messages", "application/json", 20 << 20),
        ("/v1/track", "application/json", 20 << 20),
    ],
)
async def test_a_hundred_megabytes_are_refused_early_and_not_kept(
    address: tuple[str, int], tenant: Tenant, services: Services, path: str, type_: str, most: int
) -> None:
    process = psutil.Process(os.getpid())
    before = process.memory_info().rss
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {tenant.opened.api_token}\r\n"
        f"Content-Type: {type_}\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    if "multipart" in type_:
        part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        head += f"{len(part):x}\r\n{part}\r\n"
    told, sent = await _flood(address, head, 100 << 20)
    status = int(told.split(b" ", 2)[1])
    assert status in (400, 413), told
    assert b"application/problem+json" in told
    assert sent <= most
    assert process.memory_info().rss - before < 60 << 20
    assert not [one for one in services.settings.blob_folder.rglob("*") if one.is_file()]


async def test_a_large_file_goes_through_without_being_held_in_memory(
    address: tuple[str, int], tenant: Tenant, tmp_path: Path
) -> None:
    big = tmp_path / "big.bin"
    big.write_bytes(os.urandom(24_000_000))
    async with httpx.AsyncClient(
        base_url=f"http://{address[0]}:{address[1]}", headers=tenant.bearer, timeout=60
    ) as client:
        with big.open("rb") as body:
            made = await client.post("/api/v1/files", files={"file": ("big.bin", body)})
        assert made.status_code == 201, made.text
        got = await client.get(made.json()["url"])
    assert got.content == big.read_bytes()
