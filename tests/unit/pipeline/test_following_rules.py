"""When failed work is done again."""

from __future__ import annotations

from itertools import count, takewhile

from nitka.pipeline.following.rules import MOST_ATTEMPTS, again_after


def test_waits_grow_and_end() -> None:
    waits = [wait.total_seconds() for wait in takewhile(bool, map(again_after, count(1))) if wait]
    assert len(waits) == MOST_ATTEMPTS - 1
    assert waits == sorted(waits)
    assert 1 <= waits[0] <= 10
    assert sum(waits) > 300  # a fault of ours that is mended soon costs nobody a click
