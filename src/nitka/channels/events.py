"""Events of the channels themselves."""

from uuid import UUID

from nitka.kernel.events import Event


class ConnectionChanged(Event, frozen=True, kw_only=True):
    """A connection was added, changed, removed, or its health is another now."""

    connection_id: UUID
