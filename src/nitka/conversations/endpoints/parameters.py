"""What several lists are asked with."""

from typing import Annotated

from litestar.params import Parameter

Limit = Annotated[int, Parameter(ge=1, le=200, description="How many items a page has at most")]
Cursor = Annotated[str | None, Parameter(max_length=200, description="`next` of the page before")]
