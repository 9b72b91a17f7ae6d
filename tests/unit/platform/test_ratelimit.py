"""Token buckets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nitka.kernel.errors import TooMany
from nitka.platform.ratelimit import Rate, RateLimit


class Clock:
    """A clock of this test."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_then_the_rate() -> None:
    clock = Clock()
    limit = RateLimit(Rate(per_second=2, burst=3), clock=clock)
    for _ in range(3):
        limit.take("anna")
    with pytest.raises(TooMany) as caught:
        limit.take("anna")
    assert caught.value.retry_after == pytest.approx(0.5)
    clock.now += 0.5
    limit.take("anna")
    with pytest.raises(TooMany):
        limit.take("anna")
    limit.take("boris")


def test_waiting_does_not_save_up_more_than_the_burst() -> None:
    clock = Clock()
    limit = RateLimit(Rate(1, 2), clock=clock)
    limit.take("anna")
    clock.now += 1e6
    limit.take("anna")
    limit.take("anna")
    with pytest.raises(TooMany):
        limit.take("anna")


def test_being_forgotten_gives_a_full_bucket() -> None:
    limit = RateLimit(Rate(0.001, 1), clock=Clock())
    limit.take("anna")
    limit.forget("anna")
    limit.take("anna")


def test_memory_is_bounded_and_the_active_are_remembered() -> None:
    clock = Clock()
    limit = RateLimit(Rate(0.001, 2), capacity=100, clock=clock)
    for stranger in range(10_000):
        limit.take(f"stranger {stranger}")
        clock.now += 0.001
        if stranger == 9_990:
            limit.take("anna")
            limit.take("anna")
    assert len(limit) == 100
    with pytest.raises(TooMany):
        limit.take("anna")


@given(st.lists(st.floats(0, 10), min_size=1, max_size=60))
def test_never_more_than_burst_and_rate_allow(pauses: list[float]) -> None:
    clock = Clock()
    began = clock.now
    limit = RateLimit(Rate(1.5, 4), clock=clock)
    passed = 0
    for pause in pauses:
        clock.now += pause
        try:
            limit.take("anna")
            passed += 1
        except TooMany:
            pass
    assert passed <= 4 + (clock.now - began) * 1.5 + 1e-6
