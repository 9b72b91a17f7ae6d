"""Whose secret a visitor is bound to, in a key-value bucket of the broker: the chat goes on while PostgreSQL is away.

A binding is *fresh* until the visitor has written something, and expires a week after it was last used; the first
message makes it *kept*, for ever, before it is taken. So strangers cannot fill the bucket for good, and no binding that
guards words ever goes away. See docs/decisions/0005.
"""

import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable
from uuid import UUID

import msgspec
from nats.errors import Error as NatsError
from nats.js.errors import APIError, NotFoundError

from nitka.kernel.clock import now
from nitka.kernel.errors import Forbidden, Unavailable
from nitka.platform.broker import VISITORS_BUCKET, Broker

_STREAM, _SUBJECT = f"KV_{VISITORS_BUCKET}", f"$KV.{VISITORS_BUCKET}."
FRESH_LIFE = 7 * 24 * 3600.0  # seconds
LOOK_AGAIN = 24 * 3600.0  # seconds since it was written that a fresh binding is believed, and after which it is renewed
_FOR_EVER = float("inf")
_MARK = b"?"  # stands behind the proof of a fresh one
_TRIES = 3  # when others write the same key
_CHANGED = (10071, 10164)  # JetStream's codes for "wrong last sequence"
_FULL = 10077  # and for "maximum bytes exceeded"


class Binding(msgspec.Struct, frozen=True):
    """A visitor's key in the bucket, and what proves their secret."""

    key: str
    proof: bytes


class _Entry(msgspec.Struct, frozen=True):
    proof: bytes
    kept: bool
    revision: int
    age: float  # seconds


def is_fresh(value: bytes) -> bool:
    """Say whether this value of the bucket guards nothing yet."""
    return value.endswith(_MARK) and len(value) == hashlib.sha256().digest_size + len(_MARK)


class Visitors:
    """The first secret that a visitor comes with binds them."""

    REMEMBERED = 50_000  # bindings kept in memory; the bucket knows the rest

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._known: OrderedDict[str, tuple[bytes, float]] = OrderedDict()  # key → (proof, believed until)

    async def open(self, most_bytes: int) -> None:
        """Give the bucket its bound, and let entries of it expire. Raises `Unavailable`."""
        config = (await self._broker.api(f"STREAM.INFO.{_STREAM}"))["config"]
        wanted = {"max_bytes": most_bytes, "allow_msg_ttl": True, "allow_direct": True, "discard": "new"}
        if any(config.get(name) != value for name, value in wanted.items()):
            await self._broker.api(f"STREAM.UPDATE.{_STREAM}", config | wanted)

    async def bind(
        self, workspace_id: UUID, visitor: str, secret: str, *, newcomer: Callable[[], None]
    ) -> Binding | None:
        """Return the binding if this secret is the visitor's, binding it if there was none; None for another secret.

        `newcomer` is called before one is bound, and refuses by raising. Raises `Unavailable`.
        """
        key = hashlib.sha256(f"{workspace_id.hex} {visitor}".encode("utf-8", "surrogatepass")).hexdigest()
        # Bound to the key, so that equal secrets of two visitors do not look alike in the bucket.
        proof = hashlib.sha256(f"{key} {secret}".encode("utf-8", "surrogatepass")).digest()
        binding = Binding(key, proof)
        known, until = self._known.get(key, (b"", 0.0))
        if time.monotonic() >= until:
            known = await self._bound(binding, False, newcomer)
        else:
            self._known.move_to_end(key)
        return binding if hmac.compare_digest(known, proof) else None

    async def keep(self, binding: Binding) -> None:
        """Make the binding last for ever, before words of its visitor are taken. Raises `Unavailable`, `Forbidden`."""
        known, until = self._known.get(binding.key, (b"", 0.0))
        if until < _FOR_EVER:
            known = await self._bound(binding, True, lambda: None)
        if not hmac.compare_digest(known, binding.proof):  # it had expired, and another one came
            raise Forbidden("This visitor belongs to another secret")

    async def _bound(self, binding: Binding, keep: bool, newcomer: Callable[[], None]) -> bytes:
        """Return the proof that the key is bound to after this."""
        for _ in range(_TRIES):
            entry = await self._entry(binding.key)
            if entry is None or not entry.proof:  # never bound, or erased by hand
                newcomer()
            elif entry.kept or not hmac.compare_digest(entry.proof, binding.proof):
                self._remember(binding.key, entry.proof, kept=entry.kept, age=entry.age)
                return entry.proof
            elif not keep and entry.age < LOOK_AGAIN:
                self._remember(binding.key, entry.proof, kept=False, age=entry.age)
                return entry.proof
            if await self._write(binding, keep, entry.revision if entry else 0):
                self._remember(binding.key, binding.proof, kept=keep)
                return binding.proof
        raise Unavailable("Please try again")

    async def _entry(self, key: str) -> _Entry | None:
        try:
            found = await self._broker.js.get_msg(_STREAM, subject=f"{_SUBJECT}{key}", direct=True)
        except NotFoundError:
            return None
        except (NatsError, TimeoutError, OSError) as error:
            raise Unavailable("The message broker does not answer") from error
        value, age = found.data or b"", (now() - found.time).total_seconds() if found.time else LOOK_AGAIN
        fresh = is_fresh(value)
        return _Entry(value[: -len(_MARK)] if fresh else value, not fresh, found.seq or 0, age)

    async def _write(self, binding: Binding, keep: bool, revision: int) -> bool:
        """Write it over this revision, 0 for none; False when another one is there now."""
        subject, headers = f"{_SUBJECT}{binding.key}", {"Nats-Expected-Last-Subject-Sequence": str(revision)}
        value, life = (binding.proof, None) if keep else (binding.proof + _MARK, FRESH_LIFE)
        try:
            await self._broker.js.publish(subject, value, headers=headers, msg_ttl=life)
        except APIError as error:
            if error.err_code in _CHANGED:
                return False
            full = error.err_code == _FULL
            raise Unavailable(
                "There is no room for new visitors now" if full else "The message broker refused"
            ) from error
        except (NatsError, TimeoutError, OSError) as error:
            raise Unavailable("The message broker does not answer") from error
        return True

    def _remember(self, key: str, proof: bytes, *, kept: bool, age: float = 0.0) -> None:
        # Never by when it was asked for: it would be believed here when it has expired, and is another's elsewhere.
        self._known[key] = proof, _FOR_EVER if kept else time.monotonic() + LOOK_AGAIN - age
        self._known.move_to_end(key)
        if len(self._known) > self.REMEMBERED:
            self._known.popitem(last=False)
