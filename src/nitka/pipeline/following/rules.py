"""When work that failed is done again. Pure."""

from datetime import timedelta

MOST_ATTEMPTS = 6  # then it is set aside, where the desk shows it
_FIRST, _LONGEST = 2.0, 300.0  # seconds


def again_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failures, None where it is of no use any more."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return timedelta(seconds=min(_FIRST * 4 ** (attempts - 1), _LONGEST))
