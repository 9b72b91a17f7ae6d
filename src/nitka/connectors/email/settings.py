"""What an administrator sets for a mailbox."""

from hashlib import blake2b
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from nitka.channels.connector import ConnectionInfo, Secret
from nitka.kernel.errors import BadInput

Security = Literal["tls", "starttls", "none"]
Provider = Literal["", "gmail", "microsoft365", "yandex", "mailru"]
Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Preset(msgspec.Struct, frozen=True):
    """The servers of a well-known provider. `tenant` in the address is Microsoft's."""

    imap_host: str
    smtp_host: str
    authserv_id: str
    smtp_port: int = 465
    smtp_security: Security = "tls"
    grant_url: str = ""  # where OAuth tokens are given
    scope: str = ""
    plus_addressing: bool = True
    files_sent: bool = True  # keeps a copy of what is sent through it


PRESETS: dict[str, Preset] = {
    "gmail": Preset(
        "imap.gmail.com", "smtp.gmail.com", "mx.google.com",
        grant_url="https://oauth2.googleapis.com/token", scope="https://mail.google.com/",
    ),
    "microsoft365": Preset(
        "outlook.office365.com", "smtp.office365.com", "", 587, "starttls",
        grant_url="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        scope="https://outlook.office365.com/.default offline_access",
    ),
    "yandex": Preset("imap.yandex.ru", "smtp.yandex.ru", ""),
    "mailru": Preset("imap.mail.ru", "smtp.mail.ru", ""),
}  # fmt: skip


class EmailSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """A mailbox: where mail is read, where it is sent through, and how to prove who we are."""

    address: str
    provider: Provider = ""
    username: str = ""  # empty: the address
    password: Secret = ""

    imap_host: str = ""
    imap_port: Port = 0  # 0: 993 for tls, 143 otherwise
    imap_security: Security = "tls"
    mailbox: str = "INBOX"
    backlog_days: Annotated[int, msgspec.Meta(ge=0, le=3650)] = 3  # of mail that was there before
    poll_seconds: Annotated[int, msgspec.Meta(ge=1, le=3600)] = 20  # where the server has no IDLE
    size_limit_mb: Annotated[int, msgspec.Meta(ge=1, le=150)] = 25
    keep_original: bool = True  # the whole mail as it came, as a file

    smtp_host: str = ""
    smtp_port: Port = 0  # 0: 465 for tls, 587 otherwise
    smtp_security: Security = "tls"
    smtp_username: str | None = None  # None: as for reading; empty: without login
    smtp_password: Secret = ""
    sent_mailbox: str = ""  # where the server keeps what was sent; empty: found by its mark (RFC 6154)

    allow_plain: bool = False  # passwords without encryption to other machines than this
    tls_ca: str = ""  # PEM of an own certificate authority

    oauth_client_id: str = ""
    oauth_client_secret: Secret = ""
    oauth_refresh_token: Secret = ""  # empty: the application signs in for itself (client credentials)
    oauth_token_url: str = ""
    oauth_scope: str = ""
    oauth_tenant: str = "common"

    from_name: str = ""
    signature: str = ""
    plus_addressing: bool = True  # support+t.…@ reaches support@
    thread_key: Secret = ""  # signs the tokens of threads; made up with the connection
    trusted_authserv_id: str = ""  # whose Authentication-Results are believed (RFC 8601), several by commas
    automatic_per_hour: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 20  # a sender's; more is a loop
    locale: Literal["ru", "en"] = "ru"

    @property
    def preset(self) -> Preset | None:
        """The provider's servers, if one is named."""
        return PRESETS.get(self.provider)

    @property
    def login(self) -> str:
        """The name that is signed in with."""
        return self.username or self.address

    @property
    def oauth(self) -> bool:
        """Whether a token is used in place of a password."""
        return bool(self.oauth_client_id)

    @property
    def domain(self) -> str:
        """The host of the mailbox's address."""
        return self.address.rpartition("@")[2].lower()

    @property
    def authserv_ids(self) -> frozenset[str]:
        """The servers whose Authentication-Results are believed."""
        named = self.trusted_authserv_id or (self.preset.authserv_id if self.preset else "")
        return frozenset(one.strip().lower() for one in named.split(",") if one.strip())


# Where passwords go, and in whose name: whoever changes one of these must know them.
DESTINATION = (
    "provider", "address", "username", "imap_host", "imap_port", "imap_security", "smtp_host", "smtp_port",
    "smtp_security", "smtp_username", "allow_plain", "tls_ca", "oauth_client_id", "oauth_token_url", "oauth_tenant",
)  # fmt: skip
CREDENTIALS = ("password", "smtp_password", "oauth_client_secret", "oauth_refresh_token")


class Server(msgspec.Struct, frozen=True):
    """One end of a connection."""

    host: str
    port: int
    security: Security


def imap_server(settings: EmailSettings) -> Server:
    """Return where mail is read; raises `BadInput` when it is not said or would leak the password."""
    host = settings.imap_host or (settings.preset.imap_host if settings.preset else "")
    port = settings.imap_port or (993 if settings.imap_security == "tls" else 143)
    return _checked(settings, Server(host, port, settings.imap_security), "imap_host")


def smtp_server(settings: EmailSettings) -> Server:
    """Return where mail is sent through; raises `BadInput` as above."""
    preset = settings.preset
    if preset and not settings.smtp_host:
        return Server(preset.smtp_host, settings.smtp_port or preset.smtp_port, preset.smtp_security)
    port = settings.smtp_port or (465 if settings.smtp_security == "tls" else 587)
    return _checked(settings, Server(settings.smtp_host, port, settings.smtp_security), "smtp_host")


def _checked(settings: EmailSettings, server: Server, field: str) -> Server:
    if not server.host:
        raise BadInput("Say the mail server's name", field=field)
    if server.security == "none" and server.host not in LOOPBACK and not settings.allow_plain:
        raise BadInput("Without encryption the password would be readable on its way: use TLS", field=field)
    return server


def thread_key(connection: ConnectionInfo) -> bytes:
    """Return the secret that signs this connection's tokens.

    Without a key of its own it is made from the credentials, so changing those makes old tokens worthless
    (answers are then told by their sender alone).
    """
    settings: EmailSettings = connection.settings
    material = settings.thread_key or settings.oauth_client_secret or settings.password or settings.oauth_refresh_token
    return _key(connection.id, material)


def _key(connection_id: UUID, material: str) -> bytes:
    return blake2b(connection_id.bytes, key=blake2b(material.encode()).digest(), person=b"nitka-thread").digest()
