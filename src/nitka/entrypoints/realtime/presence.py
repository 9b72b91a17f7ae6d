"""Who is looking at which conversation, over all edge processes. Pure: times are given, in seconds.

Each edge tells its whole state of a workspace at every change and again now and then, so a lost word heals by itself
and an edge that died is forgotten.
"""

from uuid import UUID

import msgspec

TOLD_EVERY = 10.0
FORGOTTEN_AFTER = 25.0
TYPING_LASTS = 6.0


class Here(msgspec.Struct, frozen=True):
    """Somebody looks at a conversation, and perhaps types."""

    conversation_id: UUID
    id: UUID
    name: str
    typing: bool


class Person(msgspec.Struct, frozen=True):
    """Somebody, as the desk shows them."""

    id: UUID
    name: str
    typing: bool


class Room:
    """One workspace's people, as all edges tell of them."""

    def __init__(self) -> None:
        self._edges: dict[str, tuple[frozenset[Here], float]] = {}

    def tell(self, edge: str, here: frozenset[Here], now: float) -> set[UUID]:
        """Take an edge's whole state; return the conversations where something is different now."""
        before, _ = self._edges.get(edge, (frozenset[Here](), 0.0))
        if here:
            self._edges[edge] = here, now + FORGOTTEN_AFTER
        else:
            self._edges.pop(edge, None)
        return {one.conversation_id for one in before ^ here}

    def expire(self, now: float) -> set[UUID]:
        """Forget edges that are silent; return the conversations where something is different now."""
        silent = [edge for edge, (_, until) in self._edges.items() if until < now]
        return {one.conversation_id for edge in silent for one in self._edges.pop(edge)[0]}

    def people(self, conversation_id: UUID) -> list[Person]:
        """Return who is there, each once however many tabs they have, by name."""
        found: dict[UUID, Person] = {}
        for here, _ in self._edges.values():
            for one in here:
                if one.conversation_id == conversation_id:
                    typing = one.typing or (one.id in found and found[one.id].typing)
                    found[one.id] = Person(one.id, one.name, typing)
        return sorted(found.values(), key=lambda person: (person.name, person.id))
