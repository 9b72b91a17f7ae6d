"""Conversations of one customer are changed by one transaction at a time."""

from collections.abc import Iterable
from uuid import UUID

from nitka.kernel.ids import lock_key
from nitka.platform.database import Connection, lock

# Apart from the locks on identifiers, which are always taken before these.
_SALT = 0x636F6E76


async def lock_customers(tx: Connection, customers: Iterable[UUID]) -> None:
    """Wait for every other transaction that changes conversations of these customers; sorted, all at once.

    Call it once in a transaction: a second call could wait in a ring with another transaction.
    """
    await lock(tx, [lock_key(id_) ^ _SALT for id_ in customers])
