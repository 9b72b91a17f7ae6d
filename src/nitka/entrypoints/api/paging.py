"""Lists in pages: {"items": […], "next": cursor or null}."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Annotated, Generic, TypeVar
from uuid import UUID

import msgspec
from litestar.params import Parameter

from nitka.kernel.errors import BadInput

T = TypeVar("T")
Limit = Annotated[int, Parameter(ge=1, le=200, description="How many items a page has at most")]
Cursor = Annotated[str | None, Parameter(max_length=200, description="`next` of the page before")]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Some items; `next` is the cursor of what follows, or null at the end."""

    items: list[T]
    next: str | None = None


def cursor_after(at: datetime, id_: UUID) -> str:
    """Return the cursor of what follows this row in a list ordered by time and id."""
    microseconds = (at - _EPOCH) // timedelta(microseconds=1)
    raw = microseconds.to_bytes(8, "big", signed=True) + id_.bytes
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def place_of(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Return the row a cursor follows; raises `BadInput` for what is no cursor of ours."""
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
