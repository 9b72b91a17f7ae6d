"""Whom a request is counted against. Pure.

A proxy that is not named in NITKA_TRUSTED_PROXIES is not believed, but neither may it switch the limits off, nor put
everybody into one bucket: what it says of the client tells requests apart, and a bound for all it brings stands above.
"""

import ipaddress
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from nitka.platform.auth.rules import address_key
from nitka.platform.ratelimit import RELAYED

FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-host", "x-forwarded-proto")
# Where a proxy of this installation may stand. From elsewhere such a header is a stranger's, and says nothing.
_NEAR = tuple(
    ipaddress.ip_network(one)
    for one in ("127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)


@dataclass(frozen=True)
class Origin:
    """`key` has its own limit, `relay` is the unknown proxy it came by; `own`: a program of this very machine."""

    key: str
    relay: str = ""
    own: bool = False

    @property
    def counted(self) -> tuple[tuple[str, float], ...]:
        """What a limit of one address counts, and how much of it: the relay as well, for names can be made up."""
        if self.key and self.relay:
            return (self.key, 1), (self.relay, 1 / RELAYED)
        return ((self.key or self.relay or "this machine", 1),)


@lru_cache(10_000)
def is_near(address: str) -> bool:
    """Say whether this address is of this machine or of a private network (RFC 1918, 4193, 6598)."""
    ip = _parsed(address)
    return ip is not None and any(ip in network for network in _NEAR)


def forwarded(headers: Collection[str]) -> bool:
    """Say whether headers with these names, in small letters, were touched by a proxy."""
    return any(name in headers for name in FORWARDED)


def origin(peer: str, headers: Mapping[str, str], *, published: bool) -> Origin:
    """Return whom to count a request of an untrusted peer against.

    `published`: people reach this Nitka by another address (NITKA_PUBLIC_URL), so that something stands before it, and
    what comes from this machine may be anybody's. Some proxies add no header at all.
    """
    if not is_near(peer):
        return Origin(address_key(peer))
    brought, here = forwarded(headers), _is_loopback(peer)
    if here and not brought and not published and _names_this_machine(headers.get("host", "")):
        return Origin("", own=True)
    if not brought and not here:
        return Origin(address_key(peer))
    claimed = _parsed(headers.get("x-forwarded-for", "").rpartition(",")[2].strip())
    return Origin(f"{peer} {address_key(str(claimed))}" if claimed else "", relay=address_key(peer))


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return None
    return ip.ipv4_mapped or ip if isinstance(ip, ipaddress.IPv6Address) else ip


@lru_cache(10_000)
def _is_loopback(address: str) -> bool:
    ip = _parsed(address)
    return ip is not None and ip.is_loopback


def _names_this_machine(host: str) -> bool:
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and not host.endswith("]") else host
    return name.lower() == "localhost" or _is_loopback(name.strip("[]"))
