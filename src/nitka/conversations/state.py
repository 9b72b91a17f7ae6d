"""A conversation as it grows by messages and decisions: the read model's pure part."""

from datetime import datetime
from uuid import UUID

import msgspec

from nitka.conversations.rules import LIVE, Candidate


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A message as conversations see it. `line` is the touch's owner: whose words these are is decided by it."""

    id: UUID
    seq: int
    line: UUID
    strand: UUID
    direction: str
    received_at: datetime
    channel: str
    text: str  # one short line
    automatic: bool = False
    counts: bool = True  # false for what was taken back
    seen: bool = False  # an operator has read it
    hint: UUID | None = None  # the conversation it is in by now
    answers: UUID | None = None  # a message of the conversation it is meant for, if that is not just the current one


class State(msgspec.Struct, kw_only=True):
    """A conversation. `waiting_since` is kept while it is closed, for a close that is undone."""

    id: UUID
    status: str = "open"
    opened_at: datetime
    closed_at: datetime | None = None
    snoozed_until: datetime | None = None
    assignee_id: UUID | None = None
    last_seq: int = 0
    last_at: datetime
    last_text: str = ""
    last_channel: str = ""
    last_direction: str = "in"
    unread: int = 0
    waiting_since: datetime | None = None

    @property
    def live(self) -> bool:
        """Whether new messages simply go on here."""
        return self.status in LIVE

    def candidate(self) -> Candidate:
        """Return what the choice of a conversation needs to know."""
        return Candidate(self.id, self.status, self.last_at, self.closed_at)

    def take(self, said: Said) -> None:
        """Add a message."""
        if not said.counts:
            return
        self.last_seq = said.seq
        self.last_at = max(self.last_at, said.received_at)
        self.last_text, self.last_channel, self.last_direction = said.text, said.channel, said.direction
        if self.status == "spam":
            return
        if said.direction == "in":
            self._hear(said)
        elif said.direction == "out":
            self.status, self.closed_at, self.snoozed_until = "waiting", None, None
            self.unread, self.waiting_since = 0, None

    def _hear(self, said: Said) -> None:
        if said.automatic and not self.live:
            return
        self.unread += not said.seen
        if said.automatic:
            return
        if self.waiting_since is None or not self.live:
            self.waiting_since = said.received_at
        self.status, self.closed_at, self.snoozed_until = "open", None, None

    def become(self, status: str, at: datetime, snoozed_until: datetime | None = None) -> None:
        """Follow a decision of an operator, or of the platform."""
        self.closed_at = at if status in {"closed", "spam"} else None
        self.snoozed_until = snoozed_until if status == "snoozed" else None
        if status == "spam":
            self.unread = 0
        if status == "waiting":
            self.waiting_since = None
        self.status = status


_LOUDEST = ("open", "waiting", "snoozed")


def join(older: State, younger: State) -> None:
    """Let the older of two live conversations go on as both."""
    older.status = min((older.status, younger.status), key=_LOUDEST.index)
    until = [one.snoozed_until for one in (older, younger) if one.snoozed_until]
    older.snoozed_until = min(until) if until and older.status == "snoozed" else None
    since = [one.waiting_since for one in (older, younger) if one.waiting_since]
    older.waiting_since = min(since) if since else None
    older.unread += younger.unread
    older.assignee_id = older.assignee_id or younger.assignee_id
    if younger.last_seq > older.last_seq:
        older.last_seq, older.last_text = younger.last_seq, younger.last_text
        older.last_channel, older.last_direction = younger.last_channel, younger.last_direction
    older.last_at = max(older.last_at, younger.last_at)


def elder(one: State, other: State) -> tuple[State, State]:
    """Return both, the one that was opened first in front."""
    return (one, other) if (one.opened_at, one.id) <= (other.opened_at, other.id) else (other, one)
