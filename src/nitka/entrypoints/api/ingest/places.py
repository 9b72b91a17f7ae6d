"""Places in a visitor's chat, which clients keep without understanding them: a place is the last message before it."""

from uuid import UUID

from nitka.kernel.errors import BadInput


def place(after: str | None) -> UUID | None:
    """Return the message that a cursor means, None for the beginning; raises `BadInput`."""
    if not after or (after.isdecimal() and len(after) < 20):  # a number is what widgets kept once: they begin anew
        return None
    try:
        return UUID(after)
    except ValueError:
        raise BadInput("after must be a cursor that this list gave", field="after") from None
