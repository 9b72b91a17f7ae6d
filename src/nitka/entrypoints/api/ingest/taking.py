"""What both doors of the chat, HTTP and the socket, do with what a visitor sends."""

from uuid import UUID

from nitka.channels.touch import Attachment
from nitka.connectors.chat import parse
from nitka.connectors.chat.parse import Sender
from nitka.connectors.chat.tokens import verify
from nitka.connectors.chat.wire import Contact, MarkStatus, Words
from nitka.conversations.visitor import service as visitor
from nitka.entrypoints.api.ingest.client_codes import typed
from nitka.entrypoints.api.ingest.doors import Guest
from nitka.entrypoints.reading import reading
from nitka.entrypoints.services import Services
from nitka.kernel.clock import now


async def take_message(services: Services, guest: Guest, words: Words) -> UUID:
    """Take a message; return its id, the same for every repetition. Durable when it returns.

    Six digits are a one-time code where one waits to be typed: a right one is kept out of the talk, a wrong one is
    refused once. Raises `BadInput`, `NotSignedIn` for a wrong user token, `Unavailable`.
    """
    moment = now()
    user = verify(words.user_token, guest.website.server_key, moment) if words.user_token else None
    sender = Sender(guest.source, guest.id, moment)
    touch = parse.message(sender, words, user)
    if not words.attachments and await typed(services, guest, words.text, touch):
        return touch.id
    if words.attachments:  # only now: what is refused must not keep its files for ever
        touch = parse.message(sender, words, user, await _files(services, guest, words.attachments))
    await services.visitors.keep(guest.binding)
    await services.intake.receive([touch])
    return touch.id


async def take_contact(services: Services, guest: Guest, form: Contact) -> UUID:
    """Take a contact form as `take_message` does a message."""
    touch = parse.contact(Sender(guest.source, guest.id, now()), form)
    await services.visitors.keep(guest.binding)
    await services.intake.receive([touch])
    return touch.id


async def take_mark(services: Services, guest: Guest, message_id: UUID, status: MarkStatus) -> None:
    """Take the news that an answer arrived or was read."""
    await services.intake.receive([parse.mark(Sender(guest.source, guest.id, now()), message_id, status)])


async def _files(services: Services, guest: Guest, ids: list[UUID]) -> list[Attachment]:
    async with reading(services.database, guest.source.workspace_id) as tx:
        return await visitor.use_own_files(tx, guest.node, ids)


async def heard_in(services: Services, guest: Guest) -> UUID | None:
    """Return the conversation in which this visitor would be heard now."""
    async with reading(services.database, guest.source.workspace_id) as tx:
        return await visitor.conversation_now(tx, guest.strand)
