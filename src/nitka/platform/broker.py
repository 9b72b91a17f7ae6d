"""NATS JetStream: the connection, our streams and buckets, and publishing that is only over when it is durable."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError
from nats.js import JetStreamContext
from nats.js.api import KeyValueConfig, StorageType
from nats.js.errors import NotFoundError
from nats.js.kv import KeyValue

from nitka.kernel.errors import Unavailable
from nitka.kernel.ids import new_id

log = structlog.get_logger("broker")

INTAKE = "INTAKE"
EVENTS = "EVENTS"
SETTINGS_BUCKET = "nitka_settings"  # keys and settings the edge needs while PostgreSQL is away
VISITORS_BUCKET = "nitka_visitors"  # whose secret a visitor is bound to
IDENTITY = "nitka-stream"  # metadata: tells a stream from one made anew under the same name

_STREAMS: dict[str, dict[str, Any]] = {
    # Refuses when full, never drops what is unprocessed: the pipeline deletes what it has committed.
    INTAKE: {
        "subjects": ["intake.*"],
        "retention": "limits",
        "discard": "new",
        "max_bytes": 4 << 30,
        "storage": "file",
        "allow_atomic": True,
        "allow_direct": True,
    },
    # What desks and widgets resume from. The outbox can publish again, so it need not flush each message.
    EVENTS: {
        "subjects": ["events.>"],
        "retention": "limits",
        "discard": "old",
        "max_bytes": 256 << 20,
        "max_age": 2 * 24 * 3600 * 10**9,
        "duplicate_window": 120 * 10**9,
        "storage": "file",
        "persist_mode": "async",
        "allow_direct": True,
    },
}


class Broker:
    """One connection to NATS, made again by itself for ever. `url` may name several servers, with commas between."""

    def __init__(self, url: str, *, name: str = "nitka", replicas: int = 1) -> None:
        self._servers = [one.strip() for one in url.split(",") if one.strip()]
        self._name = name
        self._replicas = replicas
        self.client: Client = Client()
        self.js: JetStreamContext
        self._buckets: dict[str, KeyValue] = {}
        self._leaving = False

    async def open(self) -> None:
        """Connect and make sure that our streams and buckets exist; raises `Unavailable` when nobody answers."""
        await self._connect()
        self.js = self.client.jetstream(timeout=10)
        for name in _STREAMS:
            await self._ensure_stream(name)
        for bucket in (SETTINGS_BUCKET, VISITORS_BUCKET):
            self._buckets[bucket] = await self._ensure_bucket(bucket)

    async def _connect(self) -> None:
        # A client that tries again for ever does so from its first try on, and could not be stopped in it.
        failed: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()
        left = len(self._servers)

        async def trouble(error: Exception) -> None:
            nonlocal left
            left -= 1
            if left <= 0 and not failed.done():
                failed.set_result(error)

        self.client, self._leaving = Client(), False
        connecting = asyncio.create_task(self._dial(trouble))
        try:
            await asyncio.wait((connecting, failed), timeout=10, return_when=asyncio.FIRST_COMPLETED)
            if not connecting.done():
                error = failed.result() if failed.done() else TimeoutError()
                raise Unavailable(f"The message broker is not there: {str(error) or type(error).__name__}")
            await connecting
        except BaseException:
            self._leaving = True
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            await self.client.close()
            raise
        finally:
            failed.cancel()

    async def _dial(self, trouble: Callable[[Exception], Awaitable[None]]) -> None:
        await self.client.connect(
            self._servers, name=self._name, max_reconnect_attempts=-1, reconnect_time_wait=0.2, ping_interval=10,  # type: ignore[arg-type]  # fractions are slept as well
            connect_timeout=5, max_outstanding_pings=2, pending_size=64 << 20, error_cb=trouble,
            disconnected_cb=self._away, reconnected_cb=self._back,
        )  # fmt: skip

    async def _away(self) -> None:
        if not self._leaving:
            log.warning("the message broker is away")

    async def _back(self) -> None:
        log.info("the message broker is back")

    async def close(self) -> None:
        """Flush what is pending and leave."""
        self._leaving = True
        if self.client.is_connected:
            await self.client.drain()
        elif not self.client.is_closed:
            await self.client.close()

    def bucket(self, name: str) -> KeyValue:
        """Return one of our key-value buckets."""
        return self._buckets[name]

    async def api(self, subject: str, request: Any = None, timeout: float = 10) -> dict[str, Any]:
        """Call the JetStream API and return its answer; raises `Unavailable` when it refuses or is not there."""
        body = b"" if request is None else msgspec.json.encode(request)
        try:
            reply = await self.client.request(f"$JS.API.{subject}", body, timeout=timeout)
        except (NatsError, NoRespondersError, TimeoutError, OSError) as error:
            raise Unavailable("The message broker does not answer") from error
        answer: dict[str, Any] = msgspec.json.decode(reply.data)
        if "error" in answer:
            raise Unavailable(f"The message broker refused: {answer['error'].get('description', 'unknown')}")
        return answer

    async def stream_identity(self, name: str) -> str:
        """Return the id this stream got when it was made: positions in it mean nothing in another one."""
        info = await self.api(f"STREAM.INFO.{name}")
        return str(info["config"].get("metadata", {}).get(IDENTITY, ""))

    async def purge_until(self, stream: str, seq: int) -> None:
        """Delete every message of the stream before `seq`."""
        await self.api(f"STREAM.PURGE.{stream}", {"seq": seq})

    async def _ensure_stream(self, name: str) -> None:
        try:
            await self.js.stream_info(name)
        except NotFoundError:
            config = _STREAMS[name] | {
                "name": name, "num_replicas": self._replicas, "metadata": {IDENTITY: str(new_id())},
            }  # fmt: skip
            await self.api(f"STREAM.CREATE.{name}", config)

    async def _ensure_bucket(self, name: str) -> KeyValue:
        try:
            return await self.js.key_value(name)
        except NotFoundError:
            return await self.js.create_key_value(
                KeyValueConfig(bucket=name, history=1, storage=StorageType.FILE, replicas=self._replicas)
            )
