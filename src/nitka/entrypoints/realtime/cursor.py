"""A place in the stream of events, as clients keep it without understanding it."""

import msgspec

TAG = 8  # characters of an event's id


class Cursor(msgspec.Struct, frozen=True):
    """Everything up to `seq` of this stream is known.

    `tag` begins the id of the event at that place: events are not flushed one by one, so after a power failure
    the broker may give the same place to another event.
    """

    identity: str
    seq: int
    tag: str = ""

    def __str__(self) -> str:
        return f"{self.identity}.{self.seq}.{self.tag}"


def parse_cursor(text: str) -> Cursor | None:
    """Return the cursor that this text is, or None when it is none of ours."""
    identity, _, rest = text.partition(".")
    seq, _, tag = rest.partition(".")
    if not identity or not (seq.isascii() and seq.isdigit()) or len(seq) > 19:
        return None
    return Cursor(identity, int(seq), tag)
