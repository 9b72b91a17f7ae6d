"""Whose fault an error is: the data's, or the engines', so that we wait and try again."""

import asyncio

import asyncpg
from nats.errors import Error as NatsError

from nitka.kernel.errors import Unavailable

# What says that an engine is not there, for those who wait until it is.
DATABASE_AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
ENGINES_AWAY = (*DATABASE_AWAY, NatsError, Unavailable)

# The same class by class, for those who must tell it from a fault of the data.
_ENGINES = (
    OSError,
    TimeoutError,
    NatsError,
    Unavailable,
    asyncio.CancelledError,
    asyncpg.InterfaceError,  # connection closed under us
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shutdown, crash recovery, cancelled
    asyncpg.InsufficientResourcesError,  # disk or memory full, too many connections
    asyncpg.TransactionRollbackError,  # deadlock, serialisation
    asyncpg.PostgresSystemError,  # I/O errors
    asyncpg.InternalServerError,  # also corrupted data: never the touch's fault
    asyncpg.ObjectNotInPrerequisiteStateError,  # lock not available
    asyncpg.InsufficientPrivilegeError,  # a wrong set-up
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.UndefinedTableError,  # not migrated yet
    asyncpg.UndefinedColumnError,
    MemoryError,
)


def is_of_the_engines(error: BaseException) -> bool:
    """Return whether waiting may help; anything else is what the very data makes go wrong."""
    return isinstance(error, _ENGINES)


def describe(error: BaseException) -> str:
    """Return what is shown of an error: its class and, for PostgreSQL, the state and place. Never values."""
    if isinstance(error, asyncpg.PostgresError):
        place = " ".join(filter(None, (error.table_name, error.column_name, error.constraint_name)))
        return f"{type(error).__name__} {error.sqlstate} {place}".strip()
    return type(error).__name__
