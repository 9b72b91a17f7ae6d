"""The contract of a connector: a pure translator between a wire and touches. It knows nothing of the domain."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Annotated, Any, Literal, Protocol
from uuid import UUID

import msgspec

from nitka.channels.capabilities import Capabilities, Title
from nitka.channels.form import Asked
from nitka.channels.touch import Attachment, Touch

# A settings field of this type is sealed in the database and never shown again.
Secret = Annotated[str, msgspec.Meta(extra_json_schema={"secret": True, "writeOnly": True})]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a connector's folder declares about itself."""

    kind: str  # also the channel's name: chat, email, site
    title: Title
    settings: type[msgspec.Struct]  # fields of type `Secret` are sealed
    capabilities: Capabilities
    addressable: tuple[str, ...] = ()  # identifier types that a first message may be sent to
    destination: tuple[str, ...] = ()  # settings that say where, and in whose name, `credentials` are sent
    credentials: tuple[str, ...] = ()  # secrets that must be given again when one of those changes
    made: tuple[str, ...] = ()  # secrets that are made up with the connection when none are given
    form: Mapping[str, Asked] = {}  # words for the settings, in the order in which they are asked for
    # Where a customer brings a token of «Continue in…», as a URL made of settings and token; None where it cannot be.
    # What they then send must come as a touch with `presented`.
    entrance: Callable[[Any, str], str | None] | None = None
    hosted: bool = False  # without an entrance of its own, a page of ours with the chat is one


class ConnectionInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One configured connection, its settings decoded and its secrets opened."""

    workspace_id: UUID
    id: UUID
    brand_id: UUID
    kind: str
    name: str
    settings: Any  # an instance of the manifest's settings struct


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A message to be sent. `message_id` is the idempotency key: the same id is the same message."""

    message_id: UUID
    to: str  # the strand's sender: the address as the connector wrote it
    text: str
    html: str | None = None
    subject: str | None = None
    attachments: list[Attachment] = []
    thread: dict[str, Any] = {}  # what earlier touches of the strand left in Message.meta
    author_name: str | None = None
    automatic: bool = False


class SendResult(msgspec.Struct, frozen=True, kw_only=True):
    """What is known after sending.

    `retry`: nothing was sent, try later. `unknown`: it may have been; never repeated blindly.
    """

    status: Literal["sent", "retry", "failed", "unknown"]
    error: str | None = None
    meta: dict[str, Any] = {}  # kept with the message: the provider's id
    retry_after: float | None = None  # seconds


class FileStore(Protocol):
    """Blob storage as a connector sees it."""

    async def put(self, connection: ConnectionInfo, name: str, type_: str, body: AsyncIterator[bytes]) -> Attachment:
        """Store a file and return it, ready to hang on a touch."""
        ...

    def open(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """Read a stored file in pieces."""
        ...


class Session(Protocol):
    """What a connector that holds a session (IMAP IDLE, polling) is given while it owns the lease."""

    connection: ConnectionInfo
    cursor: dict[str, Any]  # where it stopped last time
    stopping: asyncio.Event
    files: FileStore

    async def receive(self, touches: list[Touch]) -> None:
        """Hand over touches; returns when they are durable. Raises `Unavailable` when they are not: keep and retry."""
        ...

    async def save_cursor(self, cursor: dict[str, Any]) -> None:
        """Remember where reading stopped. Raises `LeaseLost` when another process reads now: stop at once."""
        ...

    async def report(self, status: Literal["ok", "connecting", "error"], error: str | None = None) -> None:
        """Show the connection's health on the desk; `error` is a plain sentence without personal data."""
        ...


class LeaseLost(Exception):
    """Another process owns this connection now."""


class Connector(Protocol):
    """A channel. Parsing and formatting are pure; what needs the network is in `send` and, if at all, `run`."""

    manifest: Manifest

    async def send(self, connection: ConnectionInfo, outgoing: Outgoing, files: FileStore) -> SendResult:
        """Send one message. Errors become a `SendResult`; an exception counts as unknown."""
        ...


class SessionConnector(Connector, Protocol):
    """A connector that reads by itself."""

    async def run(self, session: Session) -> None:
        """Read until `session.stopping`; raising means: try again later, with back-off."""
        ...


class Reconciler(Protocol):
    """A connector that can find out what became of a message whose outcome is unknown."""

    async def reconcile(self, connection: ConnectionInfo, outgoing: Outgoing) -> SendResult:
        """Return `sent`, `failed`, or `unknown` again."""
        ...
