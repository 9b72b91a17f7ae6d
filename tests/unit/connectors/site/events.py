"""Events for the tests of site tracking, and the moment they arrive."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from nitka.channels.source import Source
from nitka.channels.touch import Touch
from nitka.connectors.site.parse import Arrival, parse

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
SOURCE = Source(workspace_id=UUID(int=1), connection_id=UUID(int=2), brand_id=UUID(int=3))
TRUSTED = Source(workspace_id=UUID(int=1), connection_id=UUID(int=2), brand_id=UUID(int=3), trusted=True)


def touches(type_: str, *, source: Source = SOURCE, sent_at: Any = None, **event: Any) -> list[Touch]:
    """Parse one event by an anonymous visitor, arriving at noon."""
    return parse(type_, {"anonymousId": "a1", "messageId": "m1"} | event, Arrival(source, NOON, sent_at))


def only(type_: str, **event: Any) -> Touch:
    """Parse an event that makes just one touch."""
    [touch] = touches(type_, **event)
    return touch
