"""The e-mail channel: IMAP in, SMTP out."""

from datetime import datetime

from nitka.channels.capabilities import Capabilities, Title
from nitka.channels.connector import ConnectionInfo, FileStore, Manifest, Outgoing, SendResult, Session
from nitka.connectors.email.compose import Enclosure, compose, recipient
from nitka.connectors.email.form import FORM
from nitka.connectors.email.imap.mailbox import FAULTS, open_mailbox
from nitka.connectors.email.imap.wire import mailbox_name
from nitka.connectors.email.intake import Rate
from nitka.connectors.email.mime.headers import normal_address
from nitka.connectors.email.reading import read_mailbox
from nitka.connectors.email.sending import send_letter
from nitka.connectors.email.sentences import sentence
from nitka.connectors.email.settings import CREDENTIALS, DESTINATION, EmailSettings, thread_key
from nitka.connectors.email.threads import continue_address, message_header_id
from nitka.kernel.clock import now
from nitka.kernel.errors import NotFound, Unavailable

FILES_BYTES = 25 * 1024 * 1024  # of all files of one mail: more is refused by most servers


def entrance(settings: EmailSettings, token: str) -> str | None:
    """Return the mailbox's address with the token in it (RFC 6068); None where such addresses do not reach it."""
    preset = settings.preset
    if not settings.plus_addressing or (preset is not None and not preset.plus_addressing):
        return None
    address = continue_address(token, settings.address)
    return f"mailto:{address}" if address else None


class Email:
    """Translates between mailboxes and touches."""

    manifest = Manifest(
        kind="email",
        title=Title(ru="Электронная почта", en="E-mail"),
        settings=EmailSettings,
        capabilities=Capabilities(files=True, html=True, subject=True, file_limit=FILES_BYTES),
        addressable=("email",),
        destination=DESTINATION,
        credentials=CREDENTIALS,
        form=FORM,
        made=("thread_key",),  # so that tokens outlive a change of password
        entrance=entrance,
    )

    def __init__(self) -> None:
        self._automatic = Rate()

    async def run(self, session: Session) -> None:
        """See `SessionConnector.run`."""
        await read_mailbox(session)

    async def send(self, connection: ConnectionInfo, outgoing: Outgoing, files: FileStore) -> SendResult:
        """See `Connector.send`."""
        settings: EmailSettings = connection.settings
        to = recipient(outgoing)
        if normal_address(to) != to.lower() or not to.isascii():
            return SendResult(status="failed", error=sentence("bad_address", settings.locale))
        if sum(one.size for one in outgoing.attachments) > FILES_BYTES:
            return SendResult(status="failed", error=sentence("too_big", settings.locale))
        try:
            enclosures = [
                Enclosure(one.name, one.type, b"".join([piece async for piece in files.open(one)]))
                for one in outgoing.attachments
            ]
        except (Unavailable, OSError):  # nothing has been sent yet
            return SendResult(status="retry", error=sentence("no_files", settings.locale))
        except NotFound:
            return SendResult(status="failed", error=sentence("file_gone", settings.locale))
        if outgoing.automatic and self._loops(connection, to, now()):
            return SendResult(status="failed", error=sentence("loop", settings.locale))
        return await send_letter(settings, compose(connection, outgoing, enclosures, now()), to)

    def _loops(self, connection: ConnectionInfo, to: str, moment: datetime) -> bool:
        settings: EmailSettings = connection.settings
        return self._automatic.count(f"{connection.id} {to.lower()}", moment) > settings.automatic_per_hour

    async def reconcile(self, connection: ConnectionInfo, outgoing: Outgoing) -> SendResult:
        """Look for the mail among those that the server keeps of what was sent. Its absence proves nothing."""
        settings: EmailSettings = connection.settings
        header_id = message_header_id(thread_key(connection), outgoing.message_id, settings.domain)
        unknown = SendResult(status="unknown", error=sentence("interrupted", settings.locale))
        try:
            async with open_mailbox(settings) as client:
                named = mailbox_name(settings.sent_mailbox) if settings.sent_mailbox else await client.sent_mailbox()
                if named is None:
                    return unknown
                await client.examine(named)
                found = await client.search(f'HEADER Message-ID "<{header_id}>"'.encode())
        except FAULTS:
            return unknown
        return SendResult(status="sent", meta={"message_id": header_id}) if found else unknown
