"""Which hosts a connection may name."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest

from nitka.channels import hosts
from nitka.channels.hosts import addresses_of, allow_private, dial, may_connect


@pytest.fixture(autouse=True)
def refused() -> Iterator[None]:
    """As NITKA_PRIVATE_HOSTS=refuse."""
    allow_private(False)
    yield
    allow_private(True)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_public_addresses_may_be_connected_to(address: str) -> None:
    assert may_connect(address, private=False)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "::1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "100.64.0.1", "fd00::1", "0.1.2.3",
        "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "240.0.0.1", "192.0.2.1",
    ],
)  # fmt: skip
def test_private_ones_only_where_it_is_allowed(address: str) -> None:
    assert not may_connect(address, private=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "fd00::1", "::ffff:192.168.1.1"])
def test_and_there_they_may(address: str) -> None:
    assert may_connect(address, private=True)


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fe80::1%eth0", "::ffff:169.254.169.254", "0.0.0.0", "224.0.0.1", "x"]
)
def test_some_nowhere(address: str) -> None:
    assert not may_connect(address, private=True)


async def test_a_name_is_judged_by_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolved(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (one, 993)) for one in ("10.0.0.5", "93.184.215.14", "127.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolved)
    assert await addresses_of("mail.example.com", 993) == ["93.184.215.14"]


async def test_a_refused_host_is_not_spoken_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        for name in ("127.0.0.1", "localhost", "2130706433", "0x7f.1"):  # the last two are 127.0.0.1, in old spellings
            with pytest.raises(OSError, match=r"may not be connected|not known"):
                await dial(name, port, 5)
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
        hosts.allow_private(True)
        (await dial("localhost", port, 5)).close()
