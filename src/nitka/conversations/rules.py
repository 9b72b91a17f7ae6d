"""Pure decisions: where a message goes, what it makes of a conversation, how a message's status may move."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from nitka.channels.administration.models import REOPEN_DAYS
from nitka.channels.touch import Assurance
from nitka.conversations.models import PathAssurance

LIVE = frozenset({"open", "waiting", "snoozed"})
UNDO_SECONDS = 10

# What an operator may make of a conversation. `joined` ones stand for another and are not changed at all.
TRANSITIONS: Mapping[str, frozenset[str]] = {
    "open": frozenset({"waiting", "snoozed", "closed", "spam"}),
    "waiting": frozenset({"open", "snoozed", "closed", "spam"}),
    "snoozed": frozenset({"open", "waiting", "snoozed", "closed", "spam"}),
    "closed": frozenset({"open", "spam"}),
    "spam": frozenset({"open", "closed"}),
}


class Candidate(msgspec.Struct, frozen=True):
    """A conversation that a message might go to."""

    id: UUID
    status: str
    last_at: datetime
    closed_at: datetime | None


class Arrival(msgspec.Struct, frozen=True):
    """What decides where a message goes. `hint` names the conversation it answers or was written in."""

    direction: str
    received_at: datetime
    automatic: bool = False
    hint: UUID | None = None


class Choice(msgspec.Struct, frozen=True):
    """The conversation a message goes to, null for a new one; whether a closed one goes on by it."""

    id: UUID | None
    reopens: bool = False


NEW = Choice(None)


def reopen_window(settings: Mapping[str, object]) -> timedelta:
    """Return how long after closing a conversation goes on instead of a new one (setting `reopen_days`)."""
    days = settings.get("reopen_days", REOPEN_DAYS)
    return timedelta(days=days if isinstance(days, int) and 0 <= days <= 3650 else REOPEN_DAYS)


def choose(candidates: Iterable[Candidate], arrival: Arrival, window: timedelta) -> Choice:
    """Return where a message of this customer and brand goes; at most one of the candidates is live."""
    known = list(candidates)
    hinted = next((one for one in known if one.id == arrival.hint), None)
    if hinted is not None and arrival.direction == "note":
        return Choice(hinted.id)
    live = next((one for one in known if one.status in LIVE), None)
    if live is not None:
        return Choice(live.id)
    target = hinted or max(known, key=lambda one: (one.last_at, one.id), default=None)
    if target is None:
        return NEW
    if target.status == "spam":
        return _spam(target, arrival, window, answered=hinted is not None)
    return _closed(target, arrival, window, answered=hinted is not None)


def _spam(target: Candidate, arrival: Arrival, window: timedelta, *, answered: bool) -> Choice:
    fresh = arrival.received_at - target.last_at <= window
    return Choice(target.id) if fresh or answered or arrival.direction != "in" else NEW


def _closed(target: Candidate, arrival: Arrival, window: timedelta, *, answered: bool) -> Choice:
    if arrival.direction == "note" or arrival.automatic:
        return Choice(target.id)  # kept where it belongs; a bounce or an out-of-office wakes nobody
    ended = target.closed_at or target.last_at
    in_time = arrival.received_at - ended <= window
    if arrival.direction == "out" or answered or in_time:
        return Choice(target.id, reopens=True)
    return NEW


def may_become(current: str, wanted: str) -> bool:
    """Whether an operator may move a conversation from one status to another."""
    return wanted in TRANSITIONS.get(current, frozenset())


# How far a message has come. A receipt only moves it on.
_PROGRESS = {"queued": 0, "sending": 1, "unknown": 2, "sent": 3, "delivered": 4, "read": 5}
_FAILS_FROM = frozenset({"queued", "sending", "unknown", "sent"})


def next_status(current: str, reported: str) -> str | None:
    """Return the status after this report, or None when it says nothing new (receipts come late and twice)."""
    if reported == "failed":
        return "failed" if current in _FAILS_FROM else None
    if reported not in _PROGRESS:
        return None
    # A provider that reports delivery after a failure knows better than the error we saw.
    before = _PROGRESS["unknown"] if current == "failed" else _PROGRESS.get(current)
    return reported if before is not None and _PROGRESS[reported] > before else None


def may_undo(status: str, written_at: datetime, now: datetime, *, retractable: bool, note: bool) -> str | None:
    """Return `cancelled` or `retracted` when a message can still be taken back, else None."""
    if now - written_at > timedelta(seconds=UNDO_SECONDS):
        return None
    if status == "queued":
        return "cancelled"
    if note or (retractable and status in {"sending", "sent", "delivered", "read"}):
        return "retracted"
    return None


def path_name(assurance: int) -> PathAssurance:
    """Return what may be disclosed over a path of this assurance, 0 where there is none.

    `verified` needs no warning; `asserted` means somebody only claimed that both ends are one person.
    """
    if assurance >= Assurance.VERIFIED:
        return "verified"
    return "asserted" if assurance == Assurance.ASSERTED else "observed"
