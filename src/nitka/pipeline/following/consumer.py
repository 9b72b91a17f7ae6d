"""What a consumer of the role `identity` is."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from nitka.channels.scope import Scope
from nitka.kernel.events import Event
from nitka.platform.database import Connection
from nitka.platform.followups import Followed


class Consumer(Protocol):
    """Does one kind of work that follows events, each piece of it known by a key."""

    followed: Followed
    most: int  # keys in one transaction: what it locks, the pipeline waits for

    async def handle(self, tx: Connection, scope: Scope, keys: Sequence[UUID]) -> list[Event]:
        """Do the work for these keys, all or none, and return what is to be told.

        The transaction, which sees the workspace alone, also takes the keys off the queue. The same key may come
        again: doing it twice must change nothing. May raise `MoreLocks`; any error that is not of the engines makes
        the keys come again one by one, so that only the one to blame is set aside.
        """
        ...
