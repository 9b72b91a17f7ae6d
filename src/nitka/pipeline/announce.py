"""What the pipeline itself tells the desk: touches that are not messages, for who is looking at that customer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from nitka.channels.touch import Touch
from nitka.customers.models import Resolution
from nitka.kernel.events import Event

_TOLD = ("url", "title", "event", "continuation")  # of a payload
AT_MOST = 200  # items of one event: it must fit into a message of the broker


class StoredItem(msgspec.Struct, frozen=True):
    """One line of a timeline, as the API shows it."""

    id: UUID
    kind: str
    channel: str
    direction: str
    at: datetime
    text: str | None
    conversation_id: UUID | None
    payload: dict[str, Any]


class StoredTouch(msgspec.Struct, frozen=True):
    """Whose line it is."""

    customer_id: UUID
    item: StoredItem


class TouchesStored(Event, frozen=True, kw_only=True):
    """Touches other than messages are on their customers' timelines."""

    items: list[StoredTouch]


def touches_stored(workspace_id: UUID, touches: Iterable[Touch], resolution: Resolution) -> list[Event]:
    """Return the events that announce these touches."""
    items = [_item(touch, resolution) for touch in touches if touch.message is None]
    return [
        TouchesStored(workspace_id=workspace_id, items=items[start : start + AT_MOST])
        for start in range(0, len(items), AT_MOST)
    ]


def _item(touch: Touch, resolution: Resolution) -> StoredTouch:
    # A push is a hint: what is long is read from the timeline.
    payload: dict[str, Any] = {key: touch.payload[key] for key in _TOLD if key in touch.payload}
    item = StoredItem(touch.id, touch.kind, touch.channel, "in", touch.at, touch.text, None, payload)
    return StoredTouch(resolution.touches[touch.id].customer_id, item)
