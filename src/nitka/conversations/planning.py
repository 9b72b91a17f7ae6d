"""What a batch of messages makes of the conversations: all in memory, written afterwards in a few statements."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

import msgspec

from nitka.channels.touch import Message as Words
from nitka.channels.touch import Touch
from nitka.conversations.events import ChannelSwitched, ConversationOpened, ConversationReopened, MessageReceived
from nitka.conversations.folding import conversation_id
from nitka.conversations.models import Author, Message, MessageAddress
from nitka.conversations.rows import Kept, files
from nitka.conversations.rules import Arrival, Choice, choose
from nitka.conversations.state import Said
from nitka.kernel.events import Event
from nitka.kernel.text import shorten

LINE = 200  # characters of a message in the list


class Incoming(msgspec.Struct, kw_only=True):
    """A customer's message, resolved: whose it is and in which strand it came."""

    id: UUID
    seq: int = 0  # its place in the order of arrival, given under the customer's lock
    touch: Touch
    words: Words
    strand: UUID
    node: UUID  # the address
    owner: UUID
    customer_id: UUID


class Stretch(msgspec.Struct):
    """A run of one strand in one conversation; `last` is null while it goes on."""

    strand: UUID
    first: int
    last: int | None
    conversation_id: UUID
    owner: UUID
    root: UUID
    fresh: bool = True


class Customer(msgspec.Struct, frozen=True):
    """What must be known of a customer."""

    name: str | None
    blocked: bool


class Book(msgspec.Struct, kw_only=True):
    """What is known before a batch, and what it makes of it."""

    workspace_id: UUID
    window: timedelta
    customers: Mapping[UUID, Customer]
    addresses: Mapping[UUID, MessageAddress]
    answered: Mapping[UUID, UUID]  # a message of ours → its conversation
    known: dict[tuple[UUID, UUID], dict[UUID, Kept]]  # (customer, brand) → conversations a message may go to
    open: dict[UUID, Stretch]  # strand → where it goes on
    touched: dict[UUID, Kept] = {}
    begun: list[Stretch] = []
    ended: dict[UUID, int] = {}  # strands whose stored stretch ends → the seq that goes elsewhere
    events: list[Event] = []

    def take(self, incoming: Incoming) -> None:
        """Let one message go where it belongs."""
        known = self.known.setdefault((incoming.customer_id, incoming.touch.brand_id), {})
        state = self._target(incoming, known)
        before = state.last_channel if state.last_seq else incoming.touch.channel
        state.take(heard(incoming))
        self._block(incoming, state)
        self.go_on(incoming.strand, incoming.seq, state.id, incoming.owner)
        self.touched[state.id] = state
        if before != incoming.touch.channel and not incoming.words.automatic:
            self.events.append(
                ChannelSwitched(
                    workspace_id=self.workspace_id, conversation_id=state.id, message_id=incoming.id,
                    before=before, after=incoming.touch.channel,
                )
            )  # fmt: skip
        self.events.append(
            MessageReceived(
                workspace_id=self.workspace_id, conversation_id=state.id, customer_id=incoming.customer_id,
                message=self._view(incoming, state.id),
            )
        )  # fmt: skip

    def _target(self, incoming: Incoming, known: dict[UUID, Kept]) -> Kept:
        arrival = Arrival(
            "in",
            incoming.touch.received_at,
            incoming.words.automatic,
            self.answered.get(incoming.words.in_reply_to) if incoming.words.in_reply_to else None,
        )
        choice = choose((state.candidate() for state in known.values()), arrival, self.window)
        if choice.id is None:
            return self._open(incoming, known)
        state = known[choice.id]
        self._note_reopening(choice, state)
        return state

    def _open(self, incoming: Incoming, known: dict[UUID, Kept]) -> Kept:
        at = incoming.touch.received_at
        state = Kept(
            id=conversation_id(incoming.id), customer_id=incoming.customer_id, brand_id=incoming.touch.brand_id,
            customer_name=self.customers[incoming.customer_id].name, opened_at=at, last_at=at, fresh=True,
        )  # fmt: skip
        known[state.id] = state
        self.events.append(
            ConversationOpened(workspace_id=self.workspace_id, conversation_id=state.id, customer_id=state.customer_id)
        )
        return state

    def _note_reopening(self, choice: Choice, state: Kept) -> None:
        if choice.reopens and not self.customers[state.customer_id].blocked:
            self.events.append(
                ConversationReopened(
                    workspace_id=self.workspace_id, conversation_id=state.id, customer_id=state.customer_id
                )
            )

    def _block(self, incoming: Incoming, state: Kept) -> None:
        if self.customers[incoming.customer_id].blocked:
            state.cover()
        else:
            state.uncover()

    def go_on(self, strand: UUID, seq: int, conversation: UUID, owner: UUID) -> None:
        """Let a strand go on in this conversation from this message on."""
        open_ = self.open.get(strand)
        if open_ and open_.root == conversation and open_.owner == owner:
            return
        if open_ and open_.fresh:
            open_.last = seq - 1
        elif open_:
            self.ended[strand] = seq
        stretch = Stretch(strand, seq, None, conversation, owner, conversation)
        self.open[strand] = stretch
        self.begun.append(stretch)

    def _view(self, incoming: Incoming, conversation: UUID) -> Message:
        touch, words = incoming.touch, incoming.words
        name = self.customers[incoming.customer_id].name
        return Message(
            id=incoming.id, conversation_id=conversation, seq=incoming.seq, direction="in", channel=touch.channel,
            connection_id=touch.connection_id, strand_id=incoming.strand,
            author=Author("customer", incoming.customer_id, name), text=words.text, html=words.html,
            quoted=words.quoted, subject=words.subject,
            attachments=files(msgspec.to_builtins(one) for one in words.attachments),
            at=touch.at, status="received", error=None, address=self.addresses.get(incoming.node),
        )  # fmt: skip


def one_line(text: str, subject: str | None, names: Iterable[str]) -> str:
    """Return what stands for a message in the list: its words, else its subject or its files."""
    return shorten(text or subject or ", ".join(names), LINE)


def heard(incoming: Incoming) -> Said:
    """Return the message as the read model takes it."""
    words = incoming.words
    return Said(
        id=incoming.id, seq=incoming.seq, line=incoming.owner, strand=incoming.strand, direction="in",
        received_at=incoming.touch.received_at, channel=incoming.touch.channel,
        text=one_line(words.text, words.subject, (one.name for one in words.attachments)),
        automatic=words.automatic,
    )  # fmt: skip
