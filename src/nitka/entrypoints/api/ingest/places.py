"""Places in a visitor's chat, as clients keep them without understanding them."""

from nitka.kernel.errors import BadInput


def place(after: str | None) -> int:
    """Return the place that a cursor means, 0 for the beginning; raises `BadInput`."""
    if not after:
        return 0
    if not after.isascii() or not after.isdigit() or len(after) > 18:
        raise BadInput("after must be a cursor that this list gave", field="after")
    return int(after)
