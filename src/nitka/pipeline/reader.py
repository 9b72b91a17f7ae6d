"""Reads the owned partitions of the intake in stream order, from where PostgreSQL says that they stopped.

There are no acknowledgements: progress is the offset in the transaction, and a reader begins anew from it. A durable
consumer would deliver what its former owner still held after newer messages, out of order.
"""

import time
from types import TracebackType
from typing import Any, Self

import msgspec
from nats.aio.msg import Msg

from nitka.kernel.errors import Unavailable
from nitka.platform.broker import INTAKE, Broker
from nitka.platform.inbox import Inbox

PULL_MESSAGES = 1_000
PULL_BYTES = 16 << 20
EXPIRES = 20.0  # seconds a pull waits at the server
HEARTBEAT = 2.0  # seconds between signs of life while it waits
SECOND = 1_000_000_000
_GONE = ("Consumer Deleted", "Consumer is push based", "Leadership Change", "Server Shutdown")


class Arrived(msgspec.Struct, frozen=True):
    """One message of the stream."""

    partition: int
    seq: int
    body: bytes


class Reader:
    """An ephemeral consumer of some partitions. Use as a context manager; raises `Unavailable` when it is cut off."""

    def __init__(self, broker: Broker, partitions: list[int], after: int) -> None:
        self._broker = broker
        self._partitions = partitions
        self._after = after
        self._name = ""
        self._inbox = Inbox(broker.client)
        self._open = 0  # messages still to come from the running pull
        self._heard = 0.0
        self._received = 0  # messages since the consumer was made

    async def __aenter__(self) -> Self:
        config: dict[str, Any] = {
            "deliver_policy": "by_start_sequence",
            "opt_start_seq": self._after + 1,
            "ack_policy": "none",
            "filter_subjects": [f"intake.{partition}" for partition in self._partitions],
            "inactive_threshold": 60 * SECOND,
            "mem_storage": True,
            "num_replicas": 1,
        }
        answer = await self._broker.api(f"CONSUMER.CREATE.{INTAKE}", {"stream_name": INTAKE, "config": config})
        self._name = str(answer["name"])
        await self._inbox.open()
        await self._pull()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._inbox.close()
        if self._broker.client.is_connected:
            try:
                await self._broker.api(f"CONSUMER.DELETE.{INTAKE}.{self._name}", timeout=2)
            except Unavailable:
                return  # it deletes itself when nobody pulls

    async def next(self, most: int, wait: float) -> list[Arrived]:
        """Return up to `most` messages in order: what is there already, or what comes within `wait` seconds."""
        found: list[Arrived] = []
        deadline = time.monotonic() + wait
        while len(found) < most:
            if self._open <= 0:
                await self._pull()
            if found and not self._inbox:
                break
            try:
                message = await self._inbox.next(max(deadline - time.monotonic(), 0.01))
            except TimeoutError:
                break
            self._sort(message, found)
        if time.monotonic() - self._heard > 3 * HEARTBEAT:
            raise Unavailable("The intake stream has gone silent")
        return found

    def _sort(self, message: Msg, found: list[Arrived]) -> None:
        self._heard = time.monotonic()
        headers = message.headers or {}
        status = headers.get("Status")
        if status is None:
            self._open -= 1
            self._received += 1
            found.append(Arrived(int(message.subject.rpartition(".")[2]), _stream_seq(message.reply), message.data))
        elif status == "503" or any(word in str(headers) for word in _GONE):
            raise Unavailable("The intake consumer is gone")
        elif status != "100":  # a pull is over, by time, by size or complete; so much of it will not come
            self._open -= int(headers.get("Nats-Pending-Messages", self._open))

    async def _pull(self) -> None:
        request = {
            "batch": PULL_MESSAGES,
            "max_bytes": PULL_BYTES,
            "expires": int(EXPIRES * SECOND),
            "idle_heartbeat": int(HEARTBEAT * SECOND),
        }
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{INTAKE}.{self._name}"
        await self._broker.client.publish(subject, msgspec.json.encode(request), reply=self._inbox.subject)
        self._open = PULL_MESSAGES
        self._heard = time.monotonic()

    async def caught_up_to(self) -> int | None:
        """Return the stream's last seq if everything of these partitions up to it was delivered, else None."""
        last = (await self._broker.api(f"STREAM.INFO.{INTAKE}"))["state"]["last_seq"]
        info = await self._broker.api(f"CONSUMER.INFO.{INTAKE}.{self._name}")
        # What the server counts as delivered may still be on its way to us.
        complete = info["num_pending"] == 0 and info["delivered"]["consumer_seq"] == self._received
        return int(last) if complete else None


def _stream_seq(reply: str) -> int:
    # $JS.ACK.<stream>.<consumer>.<deliveries>.<stream seq>.… or, longer, with domain and account after ACK
    tokens = reply.split(".")
    return int(tokens[5] if len(tokens) == 9 else tokens[7])
