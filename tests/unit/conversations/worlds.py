"""A small world of customers who write, merge and part, in memory: what the pipeline does, step by step."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import msgspec

from nitka.conversations.folding import Story, conversation_id, tell
from nitka.conversations.parts import Decided
from nitka.conversations.rules import LIVE, Arrival, choose, may_become
from nitka.conversations.state import Said, State

SPACE = UUID(int=7)
WINDOW = timedelta(days=14)
START = datetime(2030, 1, 1, tzinfo=UTC)


def line(name: str) -> UUID:
    """The owner node of this name."""
    return uuid5(SPACE, name)


class World:
    """A customer is a set of names, each a line with a strand of its own."""

    def __init__(self, *names: str) -> None:
        self.customers = [frozenset({name}) for name in names]
        self.states: dict[frozenset[str], dict[UUID, State]] = {whose: {} for whose in self.customers}
        self.said: list[Said] = []
        self.inside: dict[UUID, UUID] = {}  # message → conversation
        self.changes: list[Decided] = []
        self.blocked: dict[frozenset[str], datetime] = {}
        self.seq = 0
        self.now = START

    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def of(self, name: str) -> frozenset[str]:
        """The customer with this name."""
        return next(whose for whose in self.customers if name in whose)

    def say(self, name: str, direction: str = "in", *, key: str = "", automatic: bool = False) -> Said:
        """A message in the strand of this line, as `apply` and `write` take it."""
        self.seq += 1
        states = self.states[self.of(name)]
        message = uuid5(SPACE, key or str(self.seq))
        choice = choose((one.candidate() for one in states.values()), Arrival(direction, self.now, automatic), WINDOW)
        target = choice.id or conversation_id(message)
        state = states.setdefault(target, State(id=target, opened_at=self.now, last_at=self.now))
        said = Said(
            id=message, seq=self.seq, line=line(name), strand=line("strand " + name), direction=direction,
            received_at=self.now, channel="chat", text=str(self.seq), hint=target, automatic=automatic,
        )  # fmt: skip
        others = frozenset(self._words(state.id) - {self._last(state.id, said.line)})
        state.take(said)
        if direction == "in" and self.of(name) in self.blocked:
            state.cover()
        self.said.append(said)
        self.inside[message] = target
        if direction == "out":
            self._remember("answered", others)
        return said

    def _last(self, conversation: UUID, of: UUID) -> UUID | None:
        return next(
            (one.id for one in reversed(self.said) if self.inside[one.id] == conversation and one.line == of), None
        )

    def _words(self, conversation: UUID) -> set[UUID | None]:
        return {self._last(conversation, one.line) for one in self.said if self.inside[one.id] == conversation}

    def _remember(self, kind: str, about: Iterable[UUID | None], **more: object) -> None:
        words = frozenset(one for one in about if one)
        self.changes.append(Decided(seq=self.seq, kind=kind, at=self.now, about=words, **more))  # type: ignore[arg-type]

    def become(self, name: str, status: str) -> None:
        """An operator's decision about the latest conversation."""
        states = self.states[self.of(name)]
        state = max(states.values(), key=lambda one: (one.live, one.last_seq), default=None)
        if state is None or not may_become(state.status, status):
            return
        if status in LIVE and any((one.beneath or one.status) in LIVE and one is not state for one in states.values()):
            return
        self.seq += 1
        until = self.now + timedelta(days=3) if status == "snoozed" else None
        self._remember(status, self._words(state.id), until=until)
        state.uncover()
        state.become(status, self.now, until)

    def read(self, name: str) -> None:
        """Somebody reads what is unread."""
        for state in self.states[self.of(name)].values():
            if state.unread:
                self.seq += 1
                self._remember("read", self._words(state.id))
                state.unread = 0

    def assign(self, name: str, to: UUID | None) -> None:
        """Somebody is to care for the latest conversation."""
        state = max(self.states[self.of(name)].values(), key=lambda one: one.last_seq, default=None)
        if state:
            self.seq += 1
            self._remember("assigned", self._words(state.id), assignee_id=to)
            state.assignee_id = to

    def block(self, name: str) -> None:
        """Block whoever is not, unblock whoever is."""
        whose = self.of(name)
        if whose in self.blocked:
            del self.blocked[whose]
        else:
            self.blocked[whose] = self.now
        for state in self.states[whose].values():
            if whose in self.blocked:
                state.cover()
            else:
                state.uncover()

    def group(self, *customers: Iterable[str]) -> None:
        """Let these names be these customers from now on; blocks hold for none that was not there before."""
        self.customers = [frozenset(names) for names in customers]
        self.blocked = {whose: at for whose, at in self.blocked.items() if whose in self.customers}
        for whose in self.customers:
            if whose not in self.states:
                story = self.story(*whose)
                self.states[whose] = story.conversations
                self.inside |= {
                    said.id: story.joined.get(one.conversation_id, one.conversation_id)
                    for one in story.stretches
                    for said in self.said
                    if said.strand == one.strand and one.first <= said.seq <= one.last
                }
        self.states = {whose: self.states[whose] for whose in self.customers}

    def story(self, *names: str) -> Story:
        """What would be told of these lines alone."""
        own = {line(name) for name in names}
        said = [msgspec.structs.replace(one, hint=self.inside[one.id]) for one in self.said if one.line in own]
        return tell(said, self.changes, WINDOW, blocked_at=self.blocked.get(frozenset(names)))


def brief(states: Iterable[State]) -> dict[UUID, object]:
    """What a user would notice of conversations."""
    return {
        one.id: (
            one.status, one.beneath, one.opened_at, one.closed_at, one.snoozed_until, one.unread, one.waiting_since,
            one.assignee_id, one.last_text,
        )
        for one in states
    }  # fmt: skip


def places(story: Story) -> dict[tuple[UUID, int], UUID]:
    """Where each stretch begins, and in which conversation it is."""
    return {
        (one.strand, one.first): story.joined.get(one.conversation_id, one.conversation_id) for one in story.stretches
    }
