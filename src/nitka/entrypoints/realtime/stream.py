"""The stream of events, read as it grows (`Feed`) and from an earlier place (`replay`)."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

import msgspec
import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from nitka.entrypoints.realtime.cursor import TAG, Cursor
from nitka.kernel.errors import Unavailable
from nitka.platform.broker import EVENTS, Broker
from nitka.platform.inbox import Inbox

log = structlog.get_logger("realtime")

HEARTBEAT = 2.0  # seconds between signs of life of a quiet stream
AGAIN = 0.3  # seconds before the next try
PAGE = 200  # events of one request
_SECOND = 1_000_000_000
_DIRECT = f"$JS.API.DIRECT.GET.{EVENTS}"


class Published(msgspec.Struct, frozen=True):
    """One event as it stands in the stream. `workspace` is the id in hex, as in the subject."""

    seq: int
    id: str
    workspace: str
    kind: str
    body: bytes


class Lost(Exception):
    """Events between our place and the stream's may be missing."""


class Feed:
    """Follows the stream from its end, through restarts of the broker, without gaps and in order."""

    def __init__(
        self, broker: Broker, on_event: Callable[[Published], None], on_lost: Callable[[], Awaitable[None]]
    ) -> None:
        self._broker = broker
        self._on_event = on_event
        self._on_lost = on_lost
        self._cursor: Cursor | None = None
        self._ready = asyncio.Event()

    async def cursor(self) -> Cursor:
        """Return the place up to which everything was told; waits until there is one."""
        await self._ready.wait()
        assert self._cursor is not None
        return self._cursor

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            try:
                await self._follow()
            except Lost:
                self._ready.clear()
                await self._find_end()
                await self._on_lost()
            except (Unavailable, NatsError, TimeoutError, OSError) as error:
                log.warning("the stream of events is away", error=type(error).__name__)
                await asyncio.sleep(AGAIN)

    async def _find_end(self) -> None:
        while not self._ready.is_set():
            try:
                identity = await self._broker.stream_identity(EVENTS)
                last = int((await self._broker.api(f"STREAM.INFO.{EVENTS}"))["state"]["last_seq"])
                self._cursor = Cursor(identity, last, await tag_at(self._broker, last) or "")
                self._ready.set()
            except (Unavailable, NatsError, TimeoutError, OSError):
                await asyncio.sleep(AGAIN)

    async def _follow(self) -> None:
        if not self._ready.is_set():
            await self._find_end()
        cursor = await self.cursor()
        reconnects = self._broker.client.stats["reconnects"]
        await check(self._broker, cursor)
        inbox = await Inbox(self._broker.client).open()
        try:
            await self._consume(inbox.subject, cursor.seq)
            await self._read(inbox, reconnects)
        finally:
            await inbox.close()  # the consumer deletes itself when nobody listens any more

    async def _consume(self, inbox: str, after: int) -> None:
        config = {
            "deliver_subject": inbox,
            "deliver_policy": "by_start_sequence",
            "opt_start_seq": after + 1,
            "ack_policy": "none",
            "max_deliver": 1,
            "flow_control": True,
            "idle_heartbeat": int(HEARTBEAT * _SECOND),
            "inactive_threshold": 30 * _SECOND,
            "mem_storage": True,
            "num_replicas": 1,
        }
        await self._broker.api(f"CONSUMER.CREATE.{EVENTS}", {"stream_name": EVENTS, "config": config})

    async def _read(self, inbox: Inbox, reconnects: int) -> None:
        expected = 1
        while True:
            message = await self._next(inbox, reconnects)
            headers = message.headers or {}
            if headers.get("Status") == "100":
                await self._answer(message, headers)
                if int(headers.get("Nats-Last-Consumer", expected - 1)) >= expected:
                    return  # some of it did not arrive: begin again after the last that did
                continue
            seq, number = places(message.reply)
            if number != expected:
                return
            expected += 1
            self._tell(published(seq, message.subject, headers, message.data))

    async def _next(self, inbox: Inbox, reconnects: int) -> Msg:
        quiet_since = time.monotonic()
        while True:
            try:
                return await inbox.next(0.5)
            except TimeoutError:
                # A server that was started again knows nothing of this consumer.
                again = self._broker.client.stats["reconnects"] != reconnects
                if again or time.monotonic() - quiet_since > 3 * HEARTBEAT:
                    raise

    async def _answer(self, message: Msg, headers: dict[str, str]) -> None:
        for reply in (message.reply, headers.get("Nats-Consumer-Stalled")):
            if reply:  # the server waits for this before it sends more
                await self._broker.client.publish(reply)

    def _tell(self, event: Published) -> None:
        assert self._cursor is not None
        self._cursor = Cursor(self._cursor.identity, event.seq, event.id[:TAG])
        self._on_event(event)


def published(seq: int, subject: str, headers: dict[str, str], body: bytes) -> Published:
    """Return the event of a message: events.<workspace>.<kind>, with its id in a header."""
    _, workspace, kind = subject.split(".", 2)
    return Published(seq, headers.get("Nats-Msg-Id", ""), workspace, kind, body)


def places(reply: str) -> tuple[int, int]:
    """Return the stream's and the consumer's sequence numbers that a delivery's reply subject tells.

    $JS.ACK.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.…, with domain and account after ACK if long
    (NATS ADR-15).
    """
    tokens = reply.split(".")
    at = 5 if len(tokens) == 9 else 7
    return int(tokens[at]), int(tokens[at + 1])


async def check(broker: Broker, cursor: Cursor) -> None:
    """Raise `Lost` unless the stream goes on from this very place."""
    if cursor.identity != await broker.stream_identity(EVENTS):
        raise Lost
    if cursor.seq and cursor.tag and await tag_at(broker, cursor.seq) != cursor.tag:
        raise Lost


async def tag_at(broker: Broker, seq: int) -> str | None:
    """Return how the id of the event at this place begins, or None when there is none (any more)."""
    if not seq:
        return None
    async for event in _ask(broker, {"seq": seq}):
        return event.id[:TAG]
    return None


async def replay(broker: Broker, workspace: str, after: int, until: int) -> AsyncIterator[Published]:
    """Yield the events of this workspace after one place and up to another. Raises `Unavailable`."""
    place = after
    while place < until:
        page = {"seq": place + 1, "next_by_subj": f"events.{workspace}.>", "batch": PAGE}
        count = 0
        async for event in _ask(broker, page):
            count += 1
            place = event.seq
            if place > until:
                return
            yield event
        if count < PAGE:
            return


async def _ask(broker: Broker, request: dict[str, Any]) -> AsyncIterator[Published]:
    """Read the stream by batched direct get (NATS ADR-31)."""
    inbox = await Inbox(broker.client).open()
    try:
        await broker.client.publish(_DIRECT, msgspec.json.encode(request), reply=inbox.subject)
        while True:
            message = await inbox.next(5)
            headers = message.headers or {}
            if "Nats-Sequence" not in headers:  # end of batch, or nothing there
                return
            subject = headers["Nats-Subject"]
            yield published(int(headers["Nats-Sequence"]), subject, headers, message.data)
            if "batch" not in request:
                return
    except (NatsError, TimeoutError, OSError) as error:
        raise Unavailable("The message broker does not answer") from error
    finally:
        with suppress(NatsError, OSError):
            await inbox.close()
