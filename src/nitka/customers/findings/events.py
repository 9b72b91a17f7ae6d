"""What happens to findings, said to whoever listens."""

from uuid import UUID

from nitka.kernel.events import Event


class FindingsChanged(Event, frozen=True, kw_only=True):
    """Something was found in the words of this conversation, or decided of it."""

    conversation_id: UUID
    ids: list[UUID]
