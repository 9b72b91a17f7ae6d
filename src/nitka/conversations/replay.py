"""One conversation's read model told again from what is in it: for messages that were taken back."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from nitka.conversations.parts import Decided, Talk
from nitka.conversations.state import Said, Standing, State

_TOLD = {field.name for field in msgspec.structs.fields(Standing)} | {
    "last_seq", "last_at", "last_text", "last_channel", "last_direction",
}  # fmt: skip


def replay(state: State, messages: Iterable[Said], decided: Iterable[Decided]) -> None:
    """Set the state to what these messages and decisions make of it, in their order; who cares for it stays."""
    talk = Talk(State(id=state.id, opened_at=state.opened_at, last_at=state.opened_at))
    said = {one.id: one for one in messages}
    events: list[Said | Decided] = [*said.values(), *decided]
    for event in sorted(events, key=lambda one: (one.seq, isinstance(one, Decided))):
        if isinstance(event, Said):
            talk.take(event)
        else:
            talk.decide(event, _places(event, said))
    covered = state.uncover()
    for field in _TOLD:
        setattr(state, field, getattr(talk.state, field))
    if covered:
        state.cover()


def _places(decided: Decided, said: dict[UUID, Said]) -> dict[UUID, int]:
    lines: dict[UUID, int] = {}
    for one in (said[message] for message in decided.about if message in said):
        lines[one.line] = max(one.seq, lines.get(one.line, 0))
    return lines
