"""A request body of the tracking API: whose key it carries, and its events one by one."""

from datetime import datetime
from typing import Any

import msgspec

from nitka.channels.source import Source
from nitka.channels.touch import Touch
from nitka.connectors.site.fields import JsonObject
from nitka.connectors.site.parse import BATCH_EVENTS, BATCH_LIMIT, EVENT_LIMIT, Arrival, parse
from nitka.kernel.errors import BadInput
from nitka.kernel.wire import decode, tame, unpack


class Refused(msgspec.Struct, frozen=True):
    """One event that could not be taken; `index` counts from 0."""

    index: int
    detail: str
    field: str | None


class Tracked(msgspec.Struct, frozen=True, kw_only=True):
    """A decoded body. `types` is set where the path says what the one event is."""

    write_key: str | None
    events: list[msgspec.Raw]
    type: str | None
    sent_at: Any = None
    context: JsonObject = {}


class _Batch(msgspec.Struct):
    batch: list[msgspec.Raw]
    writeKey: Any = None
    sentAt: Any = None
    context: Any = None


class _Single(msgspec.Struct):
    writeKey: Any = None


_batch = msgspec.json.Decoder(_Batch)
_single = msgspec.json.Decoder(_Single)
_event = msgspec.json.Decoder(JsonObject)


def read(body: bytes, type_: str | None) -> Tracked:
    """Open a body: a batch when the path names no type, else one event. Raises `BadInput`."""
    plain = unpack(body, BATCH_LIMIT)
    if type_ is None:
        batch = decode(plain, _batch)
        if len(batch.batch) > BATCH_EVENTS:
            raise BadInput(f"A batch may have at most {BATCH_EVENTS} events", field="batch")
        key = batch.writeKey if isinstance(batch.writeKey, str) else None
        context = batch.context if isinstance(batch.context, dict) else {}
        return Tracked(write_key=key, events=batch.batch, type=None, sent_at=batch.sentAt, context=tame(context, plain))
    key = decode(plain, _single).writeKey
    return Tracked(write_key=key if isinstance(key, str) else None, events=[msgspec.Raw(plain)], type=type_)


def touches_of(tracked: Tracked, source: Source, received_at: datetime) -> tuple[list[Touch], list[Refused]]:
    """Return the touches of all events that are right, in order, and why the others are not."""
    arrival = Arrival(source, received_at, tracked.sent_at, tracked.context)
    touches: list[Touch] = []
    refused: list[Refused] = []
    for index, raw in enumerate(tracked.events):
        try:
            touches += _touches(bytes(raw), tracked.type, arrival)
        except BadInput as error:
            refused.append(Refused(index, error.detail, error.field))
    return touches, refused


def _touches(raw: bytes, type_: str | None, arrival: Arrival) -> list[Touch]:
    if len(raw) > EVENT_LIMIT:
        raise BadInput(f"One event may have at most {EVENT_LIMIT // 1024} KB, this one has {len(raw) // 1024}")
    event = tame(decode(raw, _event), raw)
    return parse(type_ or event.get("type"), event, arrival)
