"""Lists in pages: {"items": […], "next": cursor or null}. A cursor is a row's place, in letters that fit a URL."""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Generic, Protocol, TypeVar
from uuid import UUID

import msgspec
from litestar.params import Parameter

from nitka.kernel.errors import BadInput

Limit = Annotated[int, Parameter(ge=1, le=200, description="How many items a page has at most")]
Cursor = Annotated[str | None, Parameter(max_length=200, description="`next` of the page before")]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Dated(Protocol):
    """An item of a list ordered by time and id."""

    @property
    def at(self) -> datetime:
        """When it happened."""
        ...

    @property
    def id(self) -> UUID:
        """What tells it from others of the same moment."""
        ...


T = TypeVar("T")
D = TypeVar("D", bound=Dated)


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Some items; `next` is the cursor of what follows, or null at the end."""

    items: list[T]
    next: str | None = None


def page_of(found: Sequence[D], limit: int) -> Page[D]:
    """Return the page of what was found, asked for with one item more than it may have."""
    items = list(found[:limit])
    return Page(items, cursor_after(items[-1].at, items[-1].id) if len(found) > limit else None)


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
