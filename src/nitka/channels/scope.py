"""The frame in which one workspace's part of a transaction works."""

from uuid import UUID

import msgspec


class Scope(msgspec.Struct, frozen=True):
    """Whose transaction this is, and which nodes and customers it holds advisory locks on."""

    workspace_id: UUID
    region: str  # ISO 3166, for phones written without a country
    locked: frozenset[UUID] = frozenset()
    model: int | None = None  # the version by which its customers are drawn; null: none yet, so the newest


class MoreLocks(Exception):
    """The work has grown beyond its locks: roll back and start again with these as well, in sorted order."""

    def __init__(self, ids: set[UUID]) -> None:
        super().__init__(f"{len(ids)} more locks are needed")
        self.ids = ids
