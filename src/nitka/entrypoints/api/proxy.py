"""Who really asks, when a proxy stands before us: X-Forwarded-* is believed from trusted addresses only."""

import ipaddress
from collections.abc import Callable, Sequence
from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send

from nitka.entrypoints.api.origin import FORWARDED, Origin, forwarded, origin
from nitka.platform.auth.rules import address_key
from nitka.platform.settings import Network

_ORIGIN = "nitka_origin"  # in the scope
_ASKED = frozenset(name.encode() for name in (*FORWARDED, "host"))


def is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    """Say whether this address is one of the proxies."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return any(ip in network for network in trusted)


def real_client(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """Return the nearest address in the chain that is not a proxy of ours; what stands left of it may be made up."""
    if not is_trusted(peer, trusted):
        return peer
    chain = [one.strip() for one in forwarded_for.split(",") if one.strip()]
    for address in reversed(chain):
        if not is_trusted(address, trusted):
            return address
    return chain[0] if chain else peer


class BehindProxies:
    """Rewrites `client` and `scheme` of a connection from what trusted proxies say, and says whom it counts against."""

    def __init__(
        self, app: ASGIApp, trusted: Sequence[Network], *, published: bool, unknown: Callable[[str], None]
    ) -> None:
        self._app = app
        self._trusted = trusted
        self._published = published
        self._unknown = unknown  # is told the address of a proxy that is not trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        client = scope.get("client")
        if client:
            self._place(scope, client[0])
        await self._app(scope, receive, send)

    def _place(self, scope: Any, peer: str) -> None:
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"] if name in _ASKED}
        trusted = is_trusted(peer, self._trusted)
        if trusted and forwarded(headers):
            _rewrite(scope, peer, headers, self._trusted)
            scope[_ORIGIN] = Origin(address_key(scope["client"][0]))
            return
        scope[_ORIGIN] = found = origin(peer, headers, published=self._published and not trusted)
        if found.relay and forwarded(headers):
            self._unknown(found.relay)


def origin_of(scope: Any) -> Origin:
    """Return whom this connection is counted against; a scope that came by no server is nobody's."""
    found: Origin = scope.get(_ORIGIN) or Origin("unknown")
    return found


def _rewrite(scope: Any, peer: str, headers: dict[str, str], trusted: Sequence[Network]) -> None:
    scope["client"] = (real_client(peer, headers.get("x-forwarded-for", ""), trusted), 0)
    scheme = headers.get("x-forwarded-proto", "").split(",")[-1].strip().lower()
    if scheme in ("http", "https"):
        secure = scheme == "https"
        web = "https" if secure else "http"
        scope["scheme"] = web if scope["type"] == "http" else ("wss" if secure else "ws")
    host = headers.get("x-forwarded-host", "").split(",")[-1].strip()
    if host:
        kept = [(name, value) for name, value in scope["headers"] if name != b"host"]
        scope["headers"] = [*kept, (b"host", host.encode("latin-1"))]
