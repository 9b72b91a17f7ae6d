"""Proxies before Nitka that NITKA_TRUSTED_PROXIES does not name: said once, counted, and noted for the doctor."""

import asyncio
import time
from datetime import datetime

import msgspec
import structlog
from nats.errors import Error as NatsError
from nats.js.errors import KeyNotFoundError

from nitka.kernel.clock import now
from nitka.kernel.errors import Unavailable
from nitka.platform.broker import SETTINGS_BUCKET, Broker
from nitka.platform.telemetry.metrics import unknown_proxy

_log = structlog.get_logger("proxy")
_KEY = "seen.proxy"
_AGAIN = 3600.0  # seconds between two notes
_TOLD_AT_MOST = 20  # different addresses in the log


class Sighting(msgspec.Struct, frozen=True):
    """The last request that such a proxy brought: its address, and when."""

    peer: str
    at: datetime


class UnknownProxies:
    """What one process has seen of them."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._told: set[str] = set()
        self._noted = -_AGAIN
        self._noting: asyncio.Task[None] | None = None

    def saw(self, peer: str) -> None:
        """Count a request that an unknown proxy brought; a word in the log for each proxy, a note once an hour."""
        unknown_proxy.inc()
        if peer not in self._told and len(self._told) < _TOLD_AT_MOST:
            self._told.add(peer)
            _log.warning(
                "a proxy that is not in NITKA_TRUSTED_PROXIES brings requests: its customers share limits of rate, and "
                "neither their addresses nor HTTPS are known; name it there",
                proxy=peer,
            )
        if time.monotonic() - self._noted >= _AGAIN:
            self._noted = time.monotonic()
            self._noting = asyncio.create_task(self._note(peer), name="note an unknown proxy")

    async def _note(self, peer: str) -> None:
        try:
            await self._broker.bucket(SETTINGS_BUCKET).put(_KEY, msgspec.json.encode(Sighting(peer, now())))
        except (NatsError, TimeoutError, OSError) as error:
            self._noted = -_AGAIN  # the next request notes it
            _log.debug("an unknown proxy could not be noted", error=type(error).__name__)


async def last_sighting(broker: Broker) -> Sighting | None:
    """Return what some process saw last; raises `Unavailable`."""
    try:
        entry = await broker.bucket(SETTINGS_BUCKET).get(_KEY)
    except KeyNotFoundError:
        return None
    except (NatsError, TimeoutError, OSError) as error:
        raise Unavailable("The message broker does not answer") from error
    return msgspec.json.decode(entry.value or b"null", type=Sighting | None)
