"""Connecting to a host that somebody named in a connection's settings.

The address is checked after its name was resolved, and the checked address is the one that is connected to: a name that
means something else the next moment (DNS rebinding) gains nothing. Whoever runs the installation decides by
NITKA_PRIVATE_HOSTS whether hosts of private networks may be named.
"""

import asyncio
import ipaddress
import socket
from contextlib import suppress

import structlog

_log = structlog.get_logger("hosts")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address stands at the end
_policy = {"private": True}  # of this process: one installation has one


class Unreachable(OSError):
    """There is no address of this host that may be connected to."""


def allow_private(allowed: bool) -> None:
    """Set whether hosts of private networks, this machine among them, may be connected to; they may until told."""
    _policy["private"] = allowed


def private_allowed() -> bool:
    """Say whether they may."""
    return _policy["private"]


def may_connect(address: str, *, private: bool) -> bool:
    """Say whether this IP address may be connected to. Link-local ones never: clouds keep their keys there."""
    try:
        ip = _inner(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        return False
    return private or ip.is_global


def _inner(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


async def addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses of this host that may be connected to. Raises `OSError` when there are none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    allowed = [one for one in addresses if may_connect(one, private=_policy["private"])]
    if not allowed:
        _log.warning("a connection names a host that may not be connected to; see NITKA_PRIVATE_HOSTS")
        raise Unreachable("This host may not be connected to")
    return allowed


async def dial(host: str, port: int, seconds: float) -> socket.socket:
    """Return a socket connected to a checked address of this host. Raises `OSError`, `TimeoutError`."""
    trouble: OSError = Unreachable("This host has no address")
    async with asyncio.timeout(seconds):
        for address in await addresses_of(host, port):
            try:
                return await _connected(address, port)
            except OSError as error:
                trouble = error
    raise trouble


async def _connected(address: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setblocking(False)
        with suppress(OSError):
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(made, (address, port))
    except BaseException:
        made.close()
        raise
    return made
