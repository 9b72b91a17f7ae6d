"""Reading fields of an event whose sender may have put anything into them."""

from datetime import UTC, datetime
from typing import Any

from nitka.channels.continuing import without_token
from nitka.kernel.errors import BadInput

JsonObject = dict[str, Any]
_DEPTH = 5  # of objects in an event: deeper down nobody repeats a page's address
# Before this there was no site. The beginning of the calendar is, to the database, no time but minus infinity.
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def text_of(value: Any) -> str | None:
    """Return a string or number as text without outer spaces; None for anything else and for nothing."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def id_of(event: JsonObject, name: str) -> str | None:
    """Return the id under this name, None when it is missing. Raises `BadInput` for what cannot be an id."""
    value = event.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float | None):
        raise BadInput(f"{name} must be a string", field=name)
    return text_of(value)


def object_of(event: JsonObject, name: str) -> JsonObject:
    """Return the object under this name, empty when it is missing. Raises `BadInput` for any other type."""
    value = event.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadInput(f"{name} must be an object", field=name)
    return value


def nested(holder: JsonObject, name: str) -> JsonObject:
    """Return the object under this name; what is not one counts as empty, for it is only an extra."""
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def moment(value: Any) -> datetime | None:
    """Return the time that an ISO 8601 text or a Unix time (s or ms) means, in UTC; None if it means none."""
    try:
        if isinstance(value, str):
            parsed = datetime.fromisoformat(value.strip())
            return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if abs(value) > 1e11 else value, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None


def happened(event: JsonObject, sent_at: datetime | None, received_at: datetime) -> datetime:
    """Return when it happened by our clock: receivedAt − (sentAt − originalTimestamp), at the latest now.

    Without sentAt the stated time is believed, without any time it is now (Segment, common fields).
    """
    stated = stated_time(event)
    if stated is None:
        return received_at
    sent = moment(event.get("sentAt")) or sent_at
    try:
        at = min(received_at, received_at - (sent - stated) if sent else stated)
    except OverflowError:
        return received_at
    return at if at >= _EARLIEST else received_at


def stated_time(event: JsonObject) -> datetime | None:
    """Return the time that the source's own clock showed."""
    return moment(event.get("originalTimestamp")) or moment(event.get("timestamp"))


def without_tokens(event: JsonObject) -> JsonObject:
    """Return the event without tokens of «Continue in…» in the addresses that it repeats: they are kept nowhere."""
    cleaned: JsonObject = _cleaned(event, _DEPTH)
    return cleaned


def _cleaned(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return without_token(value)
    if depth and isinstance(value, dict):
        return {key: _cleaned(one, depth - 1) for key, one in value.items()}
    return [_cleaned(one, depth - 1) for one in value] if depth and isinstance(value, list) else value
