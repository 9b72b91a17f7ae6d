"""Conversations told anew from what happened: messages, decisions, and customers becoming one.

When customers part, each piece is told from its own words and from the decisions that concerned it, so it gets
what it would have had without the merge. What was meant is followed: which message another one answers, and
that an operator closed what was open; where words simply went is decided again, by the rules of the day.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

import msgspec

from nitka.conversations.rules import LIVE, Arrival, choose, may_become
from nitka.conversations.state import Said, State, elder, join
from nitka.kernel.ids import derived_id


class Joined(msgspec.Struct, frozen=True):
    """From here on these lines belonged to one customer."""

    seq: int
    lines: frozenset[UUID]


class Decided(msgspec.Struct, frozen=True):
    """Somebody gave a conversation with these lines another status."""

    seq: int
    lines: frozenset[UUID]
    conversation_id: UUID
    status: str
    at: datetime


class Stretch(msgspec.Struct, frozen=True):
    """A run of one strand's messages of one owner in one conversation, redirects not followed."""

    strand: UUID
    first: int
    last: int
    conversation_id: UUID
    line: UUID


class Story(msgspec.Struct):
    """The conversations of one customer and brand: by id, which id stands for which, and who said what where."""

    conversations: dict[UUID, State] = {}
    joined: dict[UUID, UUID] = {}  # old id → the conversation that goes on
    stretches: list[Stretch] = []
    sources: dict[UUID, set[UUID]] = {}  # conversation → where its words were until now


def conversation_id(first_message: UUID) -> UUID:
    """Return the id of the conversation that this message opens: the same whenever the story is told."""
    return derived_id("conversation", first_message.hex)


class _Piece:
    """Lines that are one customer by now in the story, and their conversations."""

    def __init__(self) -> None:
        self.states: dict[UUID, State] = {}
        self.joined: dict[UUID, UUID] = {}
        self.placed: dict[UUID, UUID] = {}  # message → conversation

    def root(self, id_: UUID | None) -> UUID | None:
        """Return the conversation that stands for this id here, None when it is not of this piece."""
        while id_ in self.joined:
            id_ = self.joined[id_]
        return id_ if id_ in self.states else None

    def place(self, said: Said, window: timedelta) -> UUID:
        """Let the message go where it belongs and return that conversation."""
        # Only what was meant is followed: in where words simply went, strangers may have had a part.
        hint = self.root(self.placed.get(said.answers)) if said.answers else None
        arrival = Arrival(said.direction, said.received_at, said.automatic, hint)
        target = choose((state.candidate() for state in self.states.values()), arrival, window).id
        if target is None:
            target = conversation_id(said.id)
            self.states[target] = State(id=target, opened_at=said.received_at, last_at=said.received_at)
        self.states[target].take(said)
        self.placed[said.id] = target
        return target

    def decide(self, decided: Decided) -> None:
        """Give the conversation that was meant, or this piece's share of it, its status."""
        meant = self.root(decided.conversation_id)
        latest = max(self.states.values(), key=lambda one: (one.live, one.last_seq), default=None)
        # Only the customer's one live conversation can be closed or put off, whichever id it had at the time.
        by_id = meant is not None and decided.status in {"open", "spam"}
        state = self.states[meant] if meant is not None and by_id else latest
        # What only a stranger's words had woken is asleep here: closing it again says nothing.
        if state is None or not may_become(state.status, decided.status):
            return
        others_live = any(one.live and one is not state for one in self.states.values())
        if not (others_live and decided.status in LIVE):
            state.become(decided.status, decided.at)

    def absorb(self, other: "_Piece") -> None:
        """Become one with another piece: two live conversations go on as the older one."""
        live = [state for piece in (self, other) for state in piece.states.values() if state.live]
        self.states |= other.states
        self.joined |= other.joined
        self.placed |= other.placed
        if len(live) == 2:
            older, younger = elder(live[0], live[1])
            join(older, younger)
            del self.states[younger.id]
            self.joined[younger.id] = older.id


def tell(
    messages: Iterable[Said],
    changes: Iterable[Joined | Decided],
    window: timedelta,
    strangers: Mapping[UUID, Sequence[int]] = MappingProxyType({}),
) -> Story:
    """Return the conversations that come of these messages and changes of one customer and brand.

    `strangers` has, by strand and sorted, where words of other customers stand: a shared device serves several.
    """
    pieces: dict[UUID, _Piece] = {}
    told: list[tuple[Said, UUID]] = []
    for event in sorted((*messages, *changes), key=_order):
        if isinstance(event, Said):
            piece = pieces.setdefault(event.line, _Piece())
            told.append((event, piece.place(event, window)))
        elif isinstance(event, Joined):
            _unite(pieces, event.lines)
        else:
            for piece in {id(pieces[line]): pieces[line] for line in event.lines if line in pieces}.values():
                piece.decide(event)
    _unite(pieces, frozenset(pieces))  # whatever history forgot to say: today they are one
    whole = next(iter(pieces.values()), _Piece())
    joined = {old: root for old in whole.joined if (root := whole.root(old)) is not None}
    sources: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for message, conversation in told:
        if message.hint:
            sources[joined.get(conversation, conversation)].add(message.hint)
    return Story(whole.states, joined, stretches(told, joined, strangers), sources)


def _order(event: Said | Joined | Decided) -> tuple[int, int]:
    # What comes with a message stands at its place: becoming one before it, a decision about it after it.
    return event.seq, 0 if isinstance(event, Joined) else 1 if isinstance(event, Said) else 2


def _unite(pieces: dict[UUID, _Piece], lines: frozenset[UUID]) -> None:
    # A line that has said nothing yet is united all the same: its first word goes on in the common conversation.
    ordered = sorted(lines)
    if not ordered:
        return
    first = pieces.setdefault(ordered[0], _Piece())
    for line in ordered[1:]:
        other = pieces.setdefault(line, _Piece())
        if other is not first:
            first.absorb(other)
            for moved in [key for key, piece in pieces.items() if piece is other]:
                pieces[moved] = first


def stretches(
    told: Sequence[tuple[Said, UUID]], joined: Mapping[UUID, UUID], strangers: Mapping[UUID, Sequence[int]]
) -> list[Stretch]:
    """Return each strand's runs of messages with one owner and conversation, in order.

    `joined` leads to the end at once; `strangers` are sorted.
    """
    current: dict[UUID, Stretch] = {}
    done: list[Stretch] = []
    for said, conversation in told:
        open_ = current.get(said.strand)
        if open_ and _goes_on(open_, said, conversation, joined, strangers.get(said.strand, ())):
            current[said.strand] = msgspec.structs.replace(open_, last=said.seq)
            continue
        if open_:
            done.append(open_)
        current[said.strand] = Stretch(said.strand, said.seq, said.seq, conversation, said.line)
    return done + list(current.values())


def _goes_on(
    open_: Stretch, said: Said, conversation: UUID, joined: Mapping[UUID, UUID], strangers: Sequence[int]
) -> bool:
    begun = open_.conversation_id
    if open_.line != said.line or joined.get(begun, begun) != joined.get(conversation, conversation):
        return False
    after = bisect_right(strangers, open_.last)
    return after == len(strangers) or strangers[after] > said.seq
