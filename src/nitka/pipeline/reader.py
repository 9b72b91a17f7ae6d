"""Reads the owned partitions of the intake in stream order, from where PostgreSQL says that they stopped.

There are no acknowledgements: progress is the offset in the transaction, and a reader begins anew from it. A durable
consumer would deliver what its former owner still held after newer messages, out of order.
"""

import time
from types import TracebackType
from typing import Any, Self

import msgspec
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from nitka.kernel.errors import Unavailable
from nitka.platform.broker import INTAKE, Broker

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
        self._subscription: Subscription | None = None
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
        self._inbox = self._broker.client.new_inbox()
        self._subscription = await self._broker.client.subscribe(
            self._inbox, pending_msgs_limit=-1, pending_bytes_limit=-1
        )
        await self._pull()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._subscription is not None and self._broker.client.is_connected:
            await self._subscription.unsubscribe()
            try:
                await self._broker.api(f"CONSUMER.DELETE.{INTAKE}.{self._name}", timeout=2)
            except Unavailable:
                return  # it deletes itself when nobody pulls

    async def next(self, most: int, wait: float) -> list[Arrived]:
        """Return up to `most` messages in order: what is there already, or what comes within `wait` seconds."""
        assert self._subscription is not None
        found: list[Arrived] = []
        deadline = time.monotonic() + wait
        while len(found) < most:
            if self._open <= 0:
                await self._pull()
            if found and self._subscription.pending_msgs == 0:
                break
            left = deadline - time.monotonic()
            if left <= 0 and self._subscription.pending_msgs == 0:
                break
            try:
                message = await self._subscription.next_msg(timeout=max(left, 0.01))
            except TimeoutError:
                break
            self._sort(message, found)
        if time.monotonic() - self._heard > 3 * HEARTBEAT:
            raise Unavailable("The intake stream has gone silent")
        return found

    def _sort(self, message: Msg, found: list[Arrived]) -> None:
        self._heard = time.monotonic()
        status = (message.headers or {}).get("Status")
        if status is None:
            self._open -= 1
            self._received += 1
            found.append(Arrived(int(message.subject.rpartition(".")[2]), _stream_seq(message.reply), message.data))
        elif status == "503" or any(word in str(message.headers) for word in _GONE):
            raise Unavailable("The intake consumer is gone")
        elif status != "100":  # a pull is over, by time, by size or complete; so much of it will not come
            self._open -= int((message.headers or {}).get("Nats-Pending-Messages", self._open))

    async def _pull(self) -> None:
        request = {
            "batch": PULL_MESSAGES,
            "max_bytes": PULL_BYTES,
            "expires": int(EXPIRES * SECOND),
            "idle_heartbeat": int(HEARTBEAT * SECOND),
        }
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{INTAKE}.{self._name}"
        await self._broker.client.publish(subject, msgspec.json.encode(request), reply=self._inbox)
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
