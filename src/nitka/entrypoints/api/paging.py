"""Lists in pages: {"items": […], "next": cursor or null}."""

from typing import Annotated, Generic, TypeVar

import msgspec
from litestar.params import Parameter

T = TypeVar("T")
Limit = Annotated[int, Parameter(ge=1, le=200, description="How many items a page has at most")]
Cursor = Annotated[str | None, Parameter(max_length=200, description="`next` of the page before")]


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Some items; `next` is the cursor of what follows, or null at the end."""

    items: list[T]
    next: str | None = None
