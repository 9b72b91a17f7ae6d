"""A conversation of several lines as it is told: how each line stands in it, and what comes of that for all. Pure.

Whoever closes or answers a conversation has the words before them that are in it. Had some of its lines another
customer then, these were not spoken of, and stay what they were: nobody's question is lost where two become one.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec

from nitka.conversations.rules import LIVE, may_become
from nitka.conversations.state import Said, Standing, State

_LOUDEST = ("open", "waiting", "snoozed", "closed", "spam")


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody gave a conversation another status or assignee, answered in it, or read it.

    `about` are the last words of each of its lines then. Kinds: the statuses, `answered`, `assigned`, `read`.
    """

    seq: int
    kind: str
    at: datetime
    about: frozenset[UUID]
    until: datetime | None = None
    assignee_id: UUID | None = None


class Part(Standing, kw_only=True):
    """What one line has in a conversation."""

    last_seq: int = 0
    assigned: tuple[int, UUID] | None = None  # its place, and to whom


class Talk:
    """A conversation that is being told."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.parts: dict[UUID, Part] = {}
        self.by_hand_at: datetime | None = None  # when we let it be open; the customer has not spoken since

    def take(self, said: Said) -> None:
        """Add a message."""
        state = self.state
        part = self._part(said.line)
        part.last_seq = said.seq
        if not said.counts:
            return
        state.note(said)
        if state.status == "spam" or said.direction == "note":
            return
        if said.direction == "out":
            part.answered()
            self.by_hand_at = said.received_at
        elif state.live or not said.automatic:
            part.heard(said)
            self.by_hand_at = None
        self._sum()

    def _part(self, line: UUID) -> Part:
        if line not in self.parts:
            now = self.state
            self.parts[line] = Part(status=now.status, closed_at=now.closed_at, snoozed_until=now.snoozed_until)
        return self.parts[line]

    def decide(self, decided: Decided, about: dict[UUID, int]) -> None:
        """Follow a decision; `about` has by line the place of the words it was made of. What came later stands."""
        meant = [part for line, seq in about.items() if (part := self.parts.get(line)) and part.last_seq <= seq]
        follow = self._following(decided)
        for part in meant:
            follow(part)
        if meant and decided.kind in LIVE:
            self.by_hand_at = decided.at
        self._sum()

    def _following(self, decided: Decided) -> Callable[[Part], None]:
        def follow(part: Part) -> None:
            if decided.kind == "assigned":
                part.assigned = (decided.seq, decided.assignee_id) if decided.assignee_id else None
            elif decided.kind == "read":
                part.unread = 0
            elif decided.kind == "answered":
                if self.state.status != "spam":
                    part.answered()
            elif may_become(part.status, decided.kind):
                part.become(decided.kind, decided.at, decided.until)
            elif decided.kind in {"closed", "spam"}:
                part.unread = 0

        return follow

    def absorb(self, younger: "Talk") -> None:
        """Go on as both of two live conversations."""
        for line, part in younger.parts.items():
            mine = self.parts.get(line)
            self.parts[line] = part if mine is None else _both(mine, part)
        if younger.state.last_seq > self.state.last_seq:
            for name in ("last_seq", "last_text", "last_channel", "last_direction"):
                setattr(self.state, name, getattr(younger.state, name))
        self.state.last_at = max(self.state.last_at, younger.state.last_at)
        self.by_hand_at = self.by_hand_at or younger.by_hand_at
        self._sum()

    def _sum(self) -> None:
        if not self.parts:
            return
        state, parts = self.state, list(self.parts.values())
        state.status = min((part.status for part in parts), key=_LOUDEST.index)
        if state.live:
            for part in parts:
                if not part.live:  # who is asleep in what goes on waits for nothing
                    part.waiting_since = None
        closed = [part.closed_at for part in parts if part.closed_at]
        state.closed_at = max(closed, default=None) if not state.live else None
        until = [part.snoozed_until for part in parts if part.snoozed_until]
        state.snoozed_until = min(until, default=None) if state.status == "snoozed" else None
        state.waiting_since = min((part.waiting_since for part in parts if part.waiting_since), default=None)
        state.unread = sum(part.unread for part in parts)
        state.assignee_id = max((part.assigned for part in parts if part.assigned), default=(0, None))[1]

    def finish(self, blocked_at: datetime | None) -> State:
        """Return the conversation; one of a blocked customer is spam, unless a person has opened it since."""
        if blocked_at and not (self.by_hand_at and self.by_hand_at > blocked_at):
            self.state.cover()
        return self.state


def _both(one: Part, other: Part) -> Part:
    louder = min((one, other), key=lambda part: _LOUDEST.index(part.status))
    since = [part.waiting_since for part in (one, other) if part.waiting_since]
    return msgspec.structs.replace(
        louder,
        unread=one.unread + other.unread,
        waiting_since=min(since, default=None),
        last_seq=max(one.last_seq, other.last_seq),
        assigned=max((part.assigned for part in (one, other) if part.assigned), default=None),
    )
