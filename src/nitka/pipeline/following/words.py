"""A consumer of the role `identity`: reads what customers write and keeps what they say of themselves."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from nitka.channels.scope import Scope
from nitka.conversations import service as conversations
from nitka.customers.findings import deciding, keeping, listing
from nitka.kernel.events import Event
from nitka.platform.database import Connection
from nitka.platform.followups import Followed


class _Message(msgspec.Struct):
    id: UUID


class _Received(msgspec.Struct):
    """What is read of a `message_received`."""

    message: _Message


_received = msgspec.json.Decoder(_Received)


class ReadWords:
    """Follows every message of a customer, by its id."""

    followed: Followed
    most = 25

    def __init__(self) -> None:
        self.followed = Followed("words", frozenset({"message_received"}), _key)

    async def handle(self, tx: Connection, scope: Scope, keys: Sequence[UUID]) -> list[Event]:
        """Read these messages; reading one again finds nothing new."""
        found = await keeping.keep(tx, scope, keys)
        events: list[Event] = []
        for finding in sorted(found, key=lambda one: one.seq):
            decided = await deciding.take(tx, scope, finding)
            if decided is None:
                continue
            events += decided.events
            if decided.moves or decided.reowned:
                events += await conversations.rehome(tx, scope, decided.moves, decided.reowned)
        return events + list(await listing.changed(tx, scope.workspace_id, [one.id for one in found]))


def _key(body: bytes) -> Iterable[UUID]:
    return (_received.decode(body).message.id,)
