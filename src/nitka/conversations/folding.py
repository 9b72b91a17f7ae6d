"""Conversations told anew from what happened: messages, and what people decided of them.

Who was whose customer at which time has no say in it: those who are one now are told as if they had been so ever since,
and those who are two as if they had never been one. So undoing leaves no trace. What was meant is followed: which
message another one answers, and of which words somebody said that the conversation is over; where words simply went is
decided again, by the rules of the day.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

import msgspec

from nitka.conversations.parts import Decided, Talk
from nitka.conversations.rules import Arrival, choose
from nitka.conversations.state import Said, State
from nitka.kernel.ids import derived_id


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
    heirs: dict[UUID, UUID] = {}  # what a message would have opened, and its words were in → where it is


def conversation_id(first_message: UUID) -> UUID:
    """Return the id of the conversation that this message opens: the same whenever the story is told."""
    return derived_id("conversation", first_message.hex)


class _Customer:
    """One customer's conversations as far as they are told."""

    def __init__(self, window: timedelta) -> None:
        self.window = window
        self.talks: dict[UUID, Talk] = {}
        self.joined: dict[UUID, UUID] = {}
        self.placed: dict[UUID, tuple[UUID, Said]] = {}  # message → conversation, as it was begun

    def root(self, id_: UUID) -> UUID:
        """Return the conversation that stands for this one."""
        while id_ in self.joined:
            id_ = self.joined[id_]
        return id_

    def place(self, said: Said) -> UUID:
        """Let the message go where it belongs and return that conversation."""
        # Only what was meant is followed: in where words simply went, strangers may have had a part.
        answered = self.placed.get(said.answers) if said.answers else None
        hint = self.root(answered[0]) if answered else None
        arrival = Arrival(said.direction, said.received_at, said.automatic, hint)
        target = choose((talk.state.candidate() for talk in self.talks.values()), arrival, self.window).id
        if target is None:
            target = conversation_id(said.id)
            self.talks[target] = Talk(State(id=target, opened_at=said.received_at, last_at=said.received_at))
        self.talks[target].take(said)
        self.placed[said.id] = target, said
        return target

    def decide(self, decided: Decided) -> None:
        """Let each line's words that were meant follow; two live conversations go on as the older one."""
        meant: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
        for message in decided.about & self.placed.keys():
            begun, said = self.placed[message]
            lines = meant[self.root(begun)]
            lines[said.line] = max(said.seq, lines.get(said.line, 0))
        for id_, lines in meant.items():
            self.talks[id_].decide(decided, lines)
        live = sorted(
            (talk for talk in self.talks.values() if talk.state.live),
            key=lambda talk: (talk.state.opened_at, talk.state.id),
        )
        for talk in live[1:]:
            live[0].absorb(talk)
            del self.talks[talk.state.id]
            self.joined[talk.state.id] = live[0].state.id


def tell(
    messages: Iterable[Said],
    changes: Iterable[Decided],
    window: timedelta,
    strangers: Mapping[UUID, Sequence[int]] = MappingProxyType({}),
    blocked_at: datetime | None = None,
) -> Story:
    """Return the conversations that come of these messages and decisions of one customer and brand.

    `strangers` has, by strand and sorted, where words of other customers stand: a shared device serves several.
    """
    customer = _Customer(window)
    told: list[tuple[Said, UUID]] = []
    events: list[Said | Decided] = [*messages, *changes]
    for event in sorted(events, key=_order):
        if isinstance(event, Said):
            told.append((event, customer.place(event)))
        else:
            customer.decide(event)
    joined = {old: customer.root(old) for old in customer.joined}
    sources: defaultdict[UUID, set[UUID]] = defaultdict(set)
    heirs: dict[UUID, UUID] = {}
    for message, begun in told:
        root = joined.get(begun, begun)
        if message.hint:
            sources[root].add(message.hint)
        if message.hint and (own := conversation_id(message.id)) == message.hint:
            heirs[own] = root
    states = {id_: talk.finish(blocked_at) for id_, talk in customer.talks.items()}
    return Story(states, joined, stretches(told, joined, strangers), sources, heirs)


def _order(event: Said | Decided) -> tuple[int, bool]:
    # What comes with a message stands at its place, after it.
    return event.seq, isinstance(event, Decided)


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
