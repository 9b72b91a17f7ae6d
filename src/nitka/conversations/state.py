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
    hint: UUID | None = None  # the conversation it is in by now
    answers: UUID | None = None  # a message of the conversation it is meant for, if that is not just the current one


class Standing(msgspec.Struct, kw_only=True):
    """How things stand in a conversation. `waiting_since` is kept while it is closed, for a close that is undone."""

    status: str = "open"
    closed_at: datetime | None = None
    snoozed_until: datetime | None = None
    unread: int = 0
    waiting_since: datetime | None = None

    @property
    def live(self) -> bool:
        """Whether new messages simply go on here."""
        return self.status in LIVE

    def answered(self) -> None:
        """Follow an answer of ours."""
        self.status, self.closed_at, self.snoozed_until = "waiting", None, None
        self.unread, self.waiting_since = 0, None

    def heard(self, said: Said) -> None:
        """Follow a word of the customer's, which an automatic one is not."""
        self.unread += 1
        if said.automatic:
            return
        if self.waiting_since is None or not self.live:
            self.waiting_since = said.received_at
        self.status, self.closed_at, self.snoozed_until = "open", None, None

    def become(self, status: str, at: datetime, snoozed_until: datetime | None = None) -> None:
        """Follow a decision of an operator, or of the platform."""
        self.closed_at = at if status in {"closed", "spam"} else None
        self.snoozed_until = snoozed_until if status == "snoozed" else None
        if status in {"closed", "spam"}:
            self.unread = 0
        if status == "waiting":
            self.waiting_since = None
        self.status = status


class State(Standing, kw_only=True):
    """A conversation. While its customer is blocked it is spam, and `beneath` is what it would be without that.

    Who answers or opens it all the same has it open until the customer says more.
    """

    id: UUID
    opened_at: datetime
    beneath: str | None = None
    assignee_id: UUID | None = None
    last_seq: int = 0
    last_at: datetime
    last_text: str = ""
    last_channel: str = ""
    last_direction: str = "in"

    def candidate(self) -> Candidate:
        """Return what the choice of a conversation needs to know."""
        return Candidate(self.id, self.beneath or self.status, self.last_at, self.closed_at)

    def take(self, said: Said) -> None:
        """Add a message."""
        if not said.counts:
            return
        self.note(said)
        covered = self.uncover()
        if self.status != "spam" and said.direction == "out":
            self.answered()
        elif self.status != "spam" and said.direction == "in" and (self.live or not said.automatic):
            self.heard(said)
        if covered and said.direction != "out":
            self.cover()

    def note(self, said: Said) -> None:
        """Let this be the last message."""
        self.last_seq = said.seq
        self.last_at = max(self.last_at, said.received_at)
        self.last_text, self.last_channel, self.last_direction = said.text, said.channel, said.direction

    def cover(self) -> None:
        """Count as spam, for the customer is blocked."""
        if self.live:
            self.beneath, self.status = self.status, "spam"

    def uncover(self) -> bool:
        """Be again what it would be if the customer were not blocked; False where nothing changes."""
        if self.beneath is None:
            return False
        self.status, self.beneath = self.beneath, None
        return True
