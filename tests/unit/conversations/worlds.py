"""A small world of customers who write, merge and part, in memory: what the pipeline does, step by step."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import msgspec

from nitka.conversations.folding import Decided, Joined, Story, conversation_id, tell
from nitka.conversations.rules import Arrival, choose
from nitka.conversations.state import Said, State, elder, join

SPACE = UUID(int=7)
WINDOW = timedelta(days=14)
START = datetime(2030, 1, 1, tzinfo=UTC)


def line(name: str) -> UUID:
    """The owner node of this name."""
    return uuid5(SPACE, name)


class World:
    """Lines are named a1, a2, b1 …; a customer is a set of them."""

    def __init__(self, *customers: str) -> None:
        self.lines = {name: {name} for name in customers}
        self.states: dict[UUID, tuple[State, str]] = {}
        self.joined: dict[UUID, UUID] = {}
        self.said: list[Said] = []
        self.changes: list[Joined | Decided] = []
        self.on: dict[str, UUID] = {}  # where the strand of a line goes on
        self.seq = 0
        self.now = START

    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def customer(self, name: str) -> str:
        return next(customer for customer, lines in self.lines.items() if name in lines)

    def of(self, customer: str) -> list[State]:
        return [state for state, whose in self.states.values() if whose == customer]

    def root(self, id_: UUID) -> UUID:
        while id_ in self.joined:
            id_ = self.joined[id_]
        return id_

    def say(self, name: str, direction: str = "in", *, key: str = "") -> Said:
        """A message in the strand of this line, as `apply` and `write` take it."""
        self.seq += 1
        customer = self.customer(name)
        states = self.of(customer)
        message = uuid5(SPACE, key or str(self.seq))
        choice = choose((one.candidate() for one in states), Arrival(direction, self.now), WINDOW)
        target = choice.id or conversation_id(message)
        if choice.id is None:
            state = State(id=target, opened_at=self.now, last_at=self.now)
            self.states[target] = (state, customer)
        begun = self.on.get(name)
        kept = begun if begun and self.root(begun) == target else target
        self.on[name] = kept
        said = Said(
            id=message, seq=self.seq, line=line(name), strand=line("strand " + name), direction=direction,
            received_at=self.now, channel="chat", text=str(self.seq), hint=kept,
        )  # fmt: skip
        self.states[target][0].take(said)
        self.said.append(said)
        return said

    def become(self, customer: str, status: str) -> None:
        """An operator's decision about the live conversation, at the place of the latest event."""
        for state in self.of(customer):
            if state.live:
                lines = frozenset(line(name) for name in self.lines[customer])
                self.changes.append(Decided(self.seq, lines, state.id, status, self.now))
                state.become(status, self.now)

    def merge(self, one: str, other: str) -> None:
        self.seq += 1
        self.lines[one] |= self.lines.pop(other)
        self.changes.append(Joined(self.seq, frozenset(line(name) for name in self.lines[one])))
        for id_, (state, whose) in list(self.states.items()):
            if whose == other:
                self.states[id_] = (state, one)
        live = [state for state in self.of(one) if state.live]
        if len(live) == 2:
            older, younger = elder(live[0], live[1])
            join(older, younger)
            self.joined[younger.id] = older.id
            del self.states[younger.id]

    def story(self, *names: str) -> Story:
        """What would be told of these lines alone."""
        own = {line(name) for name in names}
        changes: list[Joined | Decided] = []
        for change in self.changes:
            if lines := change.lines & own:
                changes.append(msgspec.structs.replace(change, lines=lines))
        return tell([one for one in self.said if one.line in own], changes, WINDOW)


def brief(states: list[State]) -> dict[UUID, object]:
    """What a user would notice of conversations."""
    return {
        one.id: (one.status, one.opened_at, one.closed_at, one.unread, one.waiting_since, one.last_text)
        for one in states
    }


def places(story: Story) -> dict[tuple[UUID, int], UUID]:
    """Where each stretch begins, and in which conversation it is."""
    return {
        (one.strand, one.first): story.joined.get(one.conversation_id, one.conversation_id) for one in story.stretches
    }
