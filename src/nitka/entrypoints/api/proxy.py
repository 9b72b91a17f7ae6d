"""Who really asks, when a proxy stands before us: X-Forwarded-* is believed from trusted addresses only."""

import ipaddress
from collections.abc import Sequence
from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send

from nitka.platform.settings import Network


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
    """Rewrites `client` and `scheme` of a connection from what trusted proxies say."""

    def __init__(self, app: ASGIApp, trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        client = scope.get("client")
        if self._trusted and client and is_trusted(client[0], self._trusted):
            self._rewrite(scope, client[0])
        await self._app(scope, receive, send)

    def _rewrite(self, scope: Any, peer: str) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        scope["client"] = (real_client(peer, headers.get(b"x-forwarded-for", ""), self._trusted), 0)
        scheme = headers.get(b"x-forwarded-proto", "").split(",")[-1].strip().lower()
        if scheme in ("http", "https"):
            secure = scheme == "https"
            web = "https" if secure else "http"
            scope["scheme"] = web if scope["type"] == "http" else ("wss" if secure else "ws")
        host = headers.get(b"x-forwarded-host", "").split(",")[-1].strip()
        if host:
            kept = [(name, value) for name, value in scope["headers"] if name != b"host"]
            scope["headers"] = [*kept, (b"host", host.encode("latin-1"))]
