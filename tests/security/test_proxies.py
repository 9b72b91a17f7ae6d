"""A proxy before Nitka that nobody told it of."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import msgspec
import pytest
from structlog.testing import capture_logs

from nitka.entrypoints.api.app import create_app
from nitka.entrypoints.doctor import Check, examine
from nitka.entrypoints.realtime.desk import realtime
from nitka.entrypoints.services import Services
from nitka.platform.broker import SETTINGS_BUCKET
from tests.integration.chat.clients import Visitor
from tests.integration.platform_fixtures import WorkspaceRow
from tests.integration.serving import open_door, serve

CONFIG = "/client/v1/config"
Through = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def through(services: Services) -> AsyncIterator[Through]:
    """Make clients of a Nitka whose people come by 127.0.0.1, which it does not trust."""
    settings = msgspec.structs.replace(services.settings, public_url="", trusted_proxies=())
    services.settings = settings
    app = create_app(services)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(realtime(app))

        def make(peer: str = "127.0.0.1", host: str = "localhost", **headers: str) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app, client=(peer, 1))  # type: ignore[arg-type]
            client = httpx.AsyncClient(transport=transport, base_url=f"http://{host}:8080", headers=headers)
            stack.push_async_callback(client.aclose)
            return client

        yield make


async def _flood(client: httpx.AsyncClient, times: int) -> list[int]:
    return [(await client.get(CONFIG)).status_code for _ in range(times)]


async def test_it_neither_switches_the_limit_off_nor_makes_one_bucket_of_all(through: Through) -> None:
    """The limit is one request a second here, ten at once."""
    flooding, quiet = (through(**{"X-Forwarded-For": f"203.0.113.{n}"}) for n in (5, 6))
    assert await _flood(flooding, 12) == [401] * 10 + [429] * 2
    assert await _flood(quiet, 1) == [401]


async def test_made_up_addresses_do_not_help_for_long(through: Through) -> None:
    codes = []
    for n in range(120):
        codes += await _flood(through(**{"X-Forwarded-For": f"198.51.100.{n}"}), 1)
    assert codes[:100] == [401] * 100
    assert codes.count(429) >= 15


async def test_nor_do_they_help_to_try_passwords(through: Through) -> None:
    """Whoever tries one password at each of many accounts has ten times the tries of one address, and no more."""
    codes = []
    for n in range(31):
        client = through(**{"X-Forwarded-For": f"198.51.100.{n}"})
        answer = await client.post("/api/v1/auth/password/reset", json={"token": "made-up", "password": "коротко"})
        codes += [answer.status_code]
        for m in range(19):
            answer = await client.get(f"/api/v1/auth/invitations/made-up-{m}")
            codes += [answer.status_code]
    assert set(codes[:500]) == {400, 404}
    assert codes.count(429) >= 80


async def test_nor_to_bring_new_visitors_and_files(
    migrated: str, nats_url: str, tmp_path: Path, workspace: WorkspaceRow
) -> None:
    async with serve(migrated, nats_url, tmp_path, new_visitors=2, upload_mb=1) as edge:
        website = await open_door(edge, workspace)
        seen, sent = [], []
        for n in range(25):
            visitor = Visitor(edge, website, f"made-up-{n}")
            address = {"X-Forwarded-For": f"198.51.100.{n}"}
            async with edge.http(**visitor.headers, **address) as http:
                seen.append((await http.get("/client/v1/messages", params={"visitor": visitor.id})).status_code)
                form = {"data": {"visitor": visitor.id}, "files": {"file": ("f", b"x" * 700_000)}}
                sent.append((await http.post("/client/v1/files", **form)).status_code)  # type: ignore[arg-type]
        assert seen == [200] * 20 + [429] * 5
        assert sent == [201] * 14 + [429] * 11


async def test_one_that_adds_no_header_is_bounded_too(through: Through) -> None:
    codes = await _flood(through(host="help.example.com"), 120)
    assert codes[:100] == [401] * 100
    assert codes.count(429) >= 15


async def test_a_stranger_gains_nothing_by_writing_such_headers(through: Through) -> None:
    codes = []
    for n in range(12):
        codes += await _flood(through("203.0.113.9", **{"X-Forwarded-For": f"198.51.100.{n}"}), 1)
    assert codes == [401] * 10 + [429] * 2


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Proto"])
async def test_the_figures_are_not_read_through_it(through: Through, name: str) -> None:
    assert (await through().get("/metrics")).status_code == 200
    assert (await through(**{name: "203.0.113.5"}).get("/metrics")).status_code == 404
    assert (await through(host="help.example.com").get("/metrics")).status_code == 404


async def test_where_people_come_by_another_address_the_figures_need_the_token(services: Services) -> None:
    """A proxy may add nothing and ask for localhost, as nginx does unless told otherwise."""
    services.settings = msgspec.structs.replace(services.settings, metrics_token="let-me-in")
    app = create_app(services)
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))  # type: ignore[arg-type]
    async with realtime(app), httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as bare:
        assert (await bare.get("/metrics")).status_code == 404
        assert (await bare.get("/metrics", headers={"Authorization": "Bearer let-me-in"})).status_code == 200


async def _proxies(services: Services) -> Check:
    return next(check for check in await examine(services.settings) if check.name == "Proxies")


async def test_the_log_says_it_once_and_the_doctor_as_well(through: Through, services: Services) -> None:
    bucket = services.broker.bucket(SETTINGS_BUCKET)
    await bucket.delete("seen.proxy")
    assert (await _proxies(services)).ok
    with capture_logs() as lines:
        await _flood(through(**{"X-Forwarded-For": "203.0.113.5"}), 3)
        watcher = await bucket.watch("seen.proxy")
        await watcher.updates(timeout=5)  # type: ignore[no-untyped-call]
        await watcher.stop()  # type: ignore[no-untyped-call]
    told = [line for line in lines if line.get("proxy") == "127.0.0.1"]
    assert len(told) == 1
    assert "NITKA_TRUSTED_PROXIES" in told[0]["event"]
    check = await _proxies(services)
    assert not check.ok
    assert "127.0.0.1" in check.advice
    services.settings = msgspec.structs.replace(services.settings, trusted_proxies=("127.0.0.0/8",))
    assert (await _proxies(services)).ok
    await bucket.delete("seen.proxy")
