"""Events come at least once; this remembers those that came."""

from collections import OrderedDict


class Window:
    """The last so many event ids, and where in the stream each was first seen."""

    def __init__(self, size: int = 20_000) -> None:
        self._size = size
        self._seen: OrderedDict[str, int] = OrderedDict()

    def first(self, event_id: str, seq: int) -> bool:
        """Say whether this is the first time, or that very place again, and remember it."""
        if not event_id:
            return True
        known = self._seen.setdefault(event_id, seq)
        if len(self._seen) > self._size:
            self._seen.popitem(last=False)
        return known == seq
