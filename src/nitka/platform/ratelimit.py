"""Limits of rate: token buckets in memory, of this process alone.

With n processes behind a balancer a caller may get up to n times the rate. That is enough against guessing
and floods, and costs no round trip; what must be exact does not belong here.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from nitka.kernel.errors import TooMany

RELAYED = 10  # times the limit of one client for all clients of a proxy that is not trusted


@dataclass(frozen=True)
class Rate:
    """`burst` at once, then `per_second`."""

    per_second: float
    burst: float


class RateLimit:
    """A bucket for each key. Memory is bounded: of more keys than `capacity` those unused longest are forgotten."""

    def __init__(self, rate: Rate, *, capacity: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._capacity = capacity
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key → (tokens, at)

    def take(self, key: str, cost: float = 1) -> None:
        """Take from the key's bucket; raises `TooMany` with the seconds to wait when it is empty."""
        now = self._clock()
        tokens, at = self._buckets.get(key, (self.rate.burst, now))
        tokens = min(self.rate.burst, tokens + (now - at) * self.rate.per_second)
        allowed = tokens >= cost
        self._buckets[key] = (tokens - cost if allowed else tokens, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._capacity:
            self._buckets.popitem(last=False)
        if not allowed:
            raise TooMany(retry_after=(cost - tokens) / self.rate.per_second)

    def give_back(self, key: str, cost: float = 1) -> None:
        """Return what was taken for nothing."""
        if key in self._buckets:
            tokens, at = self._buckets[key]
            self._buckets[key] = (min(self.rate.burst, tokens + cost), at)

    def forget(self, key: str) -> None:
        """Give the key a full bucket again, as after a right password."""
        self._buckets.pop(key, None)

    def __len__(self) -> int:
        return len(self._buckets)


class RateLimits:
    """The limits of one process. Keys are digests or addresses of the network, in memory only."""

    def __init__(self, client_rate: float = 100.0, upload_bytes: float = 5e8, newcomers: float = 500) -> None:
        self.sign_in_pair = RateLimit(Rate(1 / 30, 10))  # by e-mail and network address
        self.sign_in_device = RateLimit(Rate(1 / 30, 10))  # of an account: it was opened there before
        self.sign_in_account = RateLimit(Rate(1 / 60, 20))  # by e-mail, from all unknown devices together
        self.sign_in_address = RateLimit(Rate(0.5, 50))  # by network address: an office behind one
        # Codes of the second step: only who knows the password comes so far, so few tries do no harm to anybody else.
        self.code_place = RateLimit(Rate(1 / 60, 8))  # by known device, or by e-mail and network address
        self.code_account = RateLimit(Rate(1 / 300, 20))  # by e-mail: all known devices together, and all others
        self.reset = RateLimit(Rate(1 / 300, 5))  # by e-mail, and by network address
        self.client = RateLimit(Rate(client_rate, client_rate * 10), capacity=50_000)
        self.newcomer = RateLimit(Rate(newcomers / 3600, newcomers))  # visitors never seen, by network address
        # One-time codes of visitors, by network address; what counts by address and talk is kept in the database.
        self.code_ask = RateLimit(Rate(1 / 60, 20))
        self.code_try = RateLimit(Rate(1 / 20, 60))
        # In bytes, and `upload_bytes` an hour: an office behind one address, a fifth of it for one visitor.
        self.upload = RateLimit(Rate(upload_bytes / 3600, upload_bytes))
        self.upload_visitor = RateLimit(Rate(upload_bytes / 5 / 3600, upload_bytes / 5))
        # All that a proxy brings that nobody vouches for: it says itself whose requests they are.
        self.relay = RateLimit(Rate(client_rate * RELAYED, client_rate * 10 * RELAYED))
