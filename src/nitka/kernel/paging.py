"""Cursors of lists ordered by time and id: a row's place, in letters that fit a URL."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from uuid import UUID

from nitka.kernel.errors import BadInput

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def cursor_after(at: datetime, id_: UUID) -> str:
    """Return the cursor of what follows this row."""
    microseconds = (at - _EPOCH) // timedelta(microseconds=1)
    raw = microseconds.to_bytes(8, "big", signed=True) + id_.bytes
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def place_of(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Return the row a cursor follows, None for the first page; raises `BadInput` for what is no cursor of ours."""
    if not cursor:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        if len(raw) != 24:
            raise ValueError
        at = _EPOCH + timedelta(microseconds=int.from_bytes(raw[:8], "big", signed=True))
        return at, UUID(bytes=raw[8:])
    except (ValueError, OverflowError, binascii.Error):
        raise BadInput("This cursor is not one of ours", field="cursor") from None
