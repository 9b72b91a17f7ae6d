"""Where the touches of one HTTP request come from, as connectors that the edge calls need to know it."""

from uuid import UUID

import msgspec


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One connection of one workspace, and how far it may be believed."""

    workspace_id: UUID
    connection_id: UUID
    brand_id: UUID
    trusted: bool = False  # the request carried the secret server key, not the public write key

    @property
    def users(self) -> str:
        """The namespace of the company's own user ids: two brands may both have a user 42."""
        return str(self.brand_id)
