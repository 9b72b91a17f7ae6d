"""What happens to imports, said to whoever listens."""

from uuid import UUID

from nitka.kernel.events import Event


class ImportChanged(Event, frozen=True, kw_only=True):
    """An import was uploaded, goes on or is over; while it runs, about once a second."""

    import_id: UUID
