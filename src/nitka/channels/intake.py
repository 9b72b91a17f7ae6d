"""The intake: touches become durable records of the stream before anybody is told that they were taken.

Concurrent callers share a flush: what arrives while one is under way is published together by the next.
"""

import asyncio
import base64
from collections import defaultdict
from dataclasses import dataclass, field

import msgspec
from nats.errors import Error as NatsError

from nitka.channels.continuing import TokenSealer
from nitka.channels.touch import Record, Touch
from nitka.kernel.errors import BadInput, TooLarge, Unavailable
from nitka.kernel.ids import new_id, partition_of
from nitka.kernel.text import harmless_json
from nitka.platform.broker import INTAKE, Broker

RECORD_TOUCHES = 200  # at most in one message of the stream
RECORD_BYTES = 512 * 1024
TOUCH_BYTES = 480 * 1024  # connectors keep bodies within this; files and larger bodies go to blob storage first
# An atomic batch costs the broker about 3 ms whatever its size, a message by itself 0.2 ms (measured).
SINGLY = 12  # records that go one by one
BATCH_RECORDS = 500  # NATS takes 1,000 messages in an atomic batch
IN_FLIGHT = 2  # flushes at a time: one is being synced while the next is filled
WAITING = 20_000  # touches that may wait for a flush, so that memory is bounded

_encoder = msgspec.json.Encoder()


_Record = tuple[int, bytes, "list[asyncio.Future[None]]"]  # partition, body, who waits for it


@dataclass
class _Waiting:
    partition: int
    body: bytes
    done: "asyncio.Future[None]" = field(repr=False)


def encode(touch: Touch) -> bytes:
    """Return the touch as JSON without NUL and lone surrogates; what was harmful is kept, escaped, in its payload."""
    try:
        body = _encoder.encode(touch)
        if b"\\u0000" not in body:
            return body
    except UnicodeEncodeError:
        pass
    except RecursionError:
        raise BadInput("The data is nested too deeply") from None
    plain = msgspec.to_builtins(touch)
    original = repr([plain["text"], plain["traits"], plain["payload"], plain["message"], plain["identifiers"]])
    clean = harmless_json(plain)
    clean["payload"]["original"] = base64.b64encode(original.encode("unicode_escape")).decode()
    return _encoder.encode(clean)


class Intake:
    """Takes touches of any workspace. Needs only NATS. Without a sealer, tokens of «Continue in…» are dropped."""

    def __init__(self, broker: Broker, sealer: TokenSealer | None = None) -> None:
        self._broker = broker
        self._sealer = sealer
        self._waiting: list[_Waiting] = []
        self._flights: set[asyncio.Task[None]] = set()

    async def receive(self, touches: list[Touch]) -> None:
        """Return when all these touches are durable; raises `Unavailable` when any may not be: send all again.

        Touches of one sender keep their order. Repeating is safe: the pipeline knows each touch by its key.
        """
        if len(self._waiting) + len(touches) > WAITING:
            raise Unavailable("Too many touches are waiting, please try again", retry_after=2)
        loop = asyncio.get_running_loop()
        mine = [self._prepare(touch, loop) for touch in touches]
        self._waiting += mine
        self._depart()
        results = await asyncio.gather(*(one.done for one in mine), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    def _prepare(self, touch: Touch, loop: asyncio.AbstractEventLoop) -> _Waiting:
        body = encode(self._seal(touch))
        if len(body) > TOUCH_BYTES:
            raise TooLarge(f"One touch may hold {TOUCH_BYTES // 1024} KB, this one has {len(body) // 1024}")
        partition = partition_of(touch.workspace_id, touch.connection_id, touch.sender)
        return _Waiting(partition, body, loop.create_future())

    def _seal(self, touch: Touch) -> Touch:
        if touch.presented is None:
            return touch
        sealed = self._sealer.seal(touch.workspace_id, touch.presented) if self._sealer else None
        return msgspec.structs.replace(touch, presented=None, continues=sealed)

    def _depart(self) -> None:
        while self._waiting and len(self._flights) < IN_FLIGHT:
            load, self._waiting = self._waiting[:10_000], self._waiting[10_000:]
            task = asyncio.create_task(self._fly(load), name="intake flush")
            self._flights.add(task)
            task.add_done_callback(self._landed)

    def _landed(self, task: "asyncio.Task[None]") -> None:
        self._flights.discard(task)
        self._depart()

    async def _fly(self, load: list[_Waiting]) -> None:
        records = _records(load)
        partitions = {partition for partition, _, _ in records}
        if len(records) <= SINGLY and len(partitions) == len(records):
            # Each by itself: nothing here depends on another, and one that fails fails alone.
            loads = [[one for one in load if one.partition == partition] for partition, _, _ in records]
            await asyncio.gather(
                *(self._deliver(*pair) for pair in zip(loads, ([one] for one in records), strict=True))
            )
        else:
            await self._deliver(load, records)

    async def _deliver(self, load: list[_Waiting], records: "list[_Record]") -> None:
        try:
            for start in range(0, len(records), BATCH_RECORDS):
                part = records[start : start + BATCH_RECORDS]
                await self._publish([(partition, body) for partition, body, _ in part])
                for _, _, futures in part:
                    _settle(futures, None)
        except (NatsError, TimeoutError, OSError, Unavailable) as error:
            reason = error if isinstance(error, Unavailable) else Unavailable("The message broker does not answer")
            _settle([one.done for one in load], reason)
        except BaseException as error:
            _settle([one.done for one in load], Unavailable("The intake was interrupted"))
            if not isinstance(error, Exception):
                raise

    async def _publish(self, records: list[tuple[int, bytes]]) -> None:
        batch = len(records) > 1
        batch_id = new_id().hex
        client = self._broker.client
        if not client.is_connected:
            raise Unavailable("The message broker is not there for the moment")
        headers = {"Nats-Expected-Stream": INTAKE}
        for index, (partition, body) in enumerate(records[:-1], 1):
            numbered = headers | {"Nats-Batch-Id": batch_id, "Nats-Batch-Sequence": str(index)}
            await client.publish(f"intake.{partition}", body, headers=numbered)
        if batch:
            headers |= {
                "Nats-Batch-Id": batch_id, "Nats-Batch-Sequence": str(len(records)), "Nats-Batch-Commit": "1",
            }  # fmt: skip
        partition, body = records[-1]
        reply = await client.request(f"intake.{partition}", body, timeout=5, headers=headers)
        answer = msgspec.json.decode(reply.data)
        if "error" in answer:
            full = answer["error"].get("err_code") == 10077  # JSStreamStoreFailed: over its size
            raise Unavailable("The intake is full" if full else "The intake refused", retry_after=5)


def _records(load: list[_Waiting]) -> "list[_Record]":
    """Gather touches into records of one partition each, in order, within the limits of size."""
    by_partition: defaultdict[int, list[_Waiting]] = defaultdict(list)
    for one in load:
        by_partition[one.partition].append(one)
    records = []
    for partition, items in by_partition.items():
        group: list[_Waiting] = []
        size = 0
        for one in items:
            if group and (size + len(one.body) > RECORD_BYTES or len(group) == RECORD_TOUCHES):
                records.append(_record(partition, group))
                group, size = [], 0
            group.append(one)
            size += len(one.body)
        records.append(_record(partition, group))
    return records


def _record(partition: int, group: list[_Waiting]) -> "_Record":
    # The bodies are JSON already: joining them is cheaper than encoding the record anew.
    return (
        partition,
        b'{"touches":[' + b",".join(one.body for one in group) + b"]}",
        [one.done for one in group],
    )


def _settle(futures: list["asyncio.Future[None]"], error: Exception | None) -> None:
    for future in futures:
        if future.done():
            continue
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)


def decode(body: bytes) -> Record:
    """Return the record that a message of the intake holds; raises msgspec's errors when it is none."""
    return msgspec.json.decode(body, type=Record)
