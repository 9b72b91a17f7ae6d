"""One conversation's read model told again from what is in it: for messages that were taken back."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from nitka.conversations.state import Said, State


def replay(state: State, messages: Iterable[Said], decided: Iterable[tuple[int, str, datetime]]) -> None:
    """Set the state to what these messages and decisions (place, status, time) make of it, in their order."""
    again = State(id=state.id, opened_at=state.opened_at, last_at=state.opened_at)
    events: list[tuple[int, Said | tuple[str, datetime]]] = [(one.seq, one) for one in messages]
    events += [(seq, (status, at)) for seq, status, at in decided]
    # At the same place the decision comes second: it was about the message.
    for _, event in sorted(events, key=lambda one: (one[0], not isinstance(one[1], Said))):
        if isinstance(event, Said):
            again.take(event)
        else:
            again.become(event[0], event[1], state.snoozed_until)
    for field in msgspec.structs.fields(State):
        if field.name not in {"id", "assignee_id", "opened_at"}:
            setattr(state, field.name, getattr(again, field.name))
