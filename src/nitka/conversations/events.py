"""What happens to conversations, said to whoever listens: desks, widgets, other roles."""

from uuid import UUID

from nitka.conversations.models import Conversation, Message
from nitka.kernel.events import Event


class MessageReceived(Event, frozen=True, kw_only=True):
    """A customer wrote."""

    conversation_id: UUID
    customer_id: UUID
    message: Message


class MessageSent(Event, frozen=True, kw_only=True):
    """An operator's message or note was written; its delivery is told by `message_status_changed`."""

    conversation_id: UUID
    customer_id: UUID
    message: Message


class MessageStatusChanged(Event, frozen=True, kw_only=True):
    """A message went on towards its reader, or failed."""

    conversation_id: UUID
    message_id: UUID
    strand_id: UUID
    status: str
    error: str | None


class MessageRetracted(Event, frozen=True, kw_only=True):
    """A message was taken back after it had been delivered, or a note was."""

    conversation_id: UUID
    message_id: UUID
    strand_id: UUID


class ConversationChanged(Event, frozen=True, kw_only=True):
    """The whole read model after a change."""

    conversation: Conversation


class ConversationOpened(Event, frozen=True, kw_only=True):
    """A new conversation began."""

    conversation_id: UUID
    customer_id: UUID


class ConversationReopened(Event, frozen=True, kw_only=True):
    """A closed conversation goes on: the customer wrote again in time, or an operator did."""

    conversation_id: UUID
    customer_id: UUID


class ChannelSwitched(Event, frozen=True, kw_only=True):
    """The customer goes on in another channel."""

    conversation_id: UUID
    message_id: UUID
    before: str
    after: str


class ConversationsJoined(Event, frozen=True, kw_only=True):
    """Two conversations go on as one; the old id answers with the new conversation."""

    old_id: UUID
    new_id: UUID


class ConversationsParted(Event, frozen=True, kw_only=True):
    """What was one conversation is several again."""

    id: UUID
    new_ids: list[UUID]


class CodeChanged(Event, frozen=True, kw_only=True):
    """A one-time code was asked for in this conversation, went on towards its address, or was typed."""

    conversation_id: UUID
