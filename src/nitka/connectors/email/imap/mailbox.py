"""A signed-in connection to the mailbox of a connection's settings."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nitka.connectors.email.imap.client import Disconnected, ImapClient, ImapRefused
from nitka.connectors.email.imap.wire import ProtocolError
from nitka.connectors.email.oauth import TokenRefused, access_token
from nitka.connectors.email.sentences import sentence
from nitka.connectors.email.settings import EmailSettings, imap_server
from nitka.kernel.errors import BadInput

# What may go wrong between us and a mail server; anything else is a fault of ours.
FAULTS = (OSError, TimeoutError, Disconnected, ProtocolError, ImapRefused, TokenRefused, BadInput)


def tls_context(settings: EmailSettings) -> ssl.SSLContext:
    """Return what checks the server's certificate: by the system's authorities and the one set, if any."""
    context = ssl.create_default_context()
    if settings.tls_ca:
        context.load_verify_locations(cadata=settings.tls_ca)
    return context


@asynccontextmanager
async def open_mailbox(settings: EmailSettings) -> AsyncIterator[ImapClient]:
    """Connect and sign in; raises one of `FAULTS`."""
    limit = settings.size_limit_mb * 1024 * 1024 + 1024 * 1024
    client = await ImapClient.connect(imap_server(settings), tls_context(settings), literal_bytes=limit)
    async with client:
        await _sign_in(client, settings)
        yield client


async def _sign_in(client: ImapClient, settings: EmailSettings) -> None:
    if not settings.oauth:
        await client.login(settings.login, settings.password)
        return
    try:
        await client.xoauth2(settings.login, await access_token(settings))
    except ImapRefused:  # revoked before its time: a fresh one tells whether we may come in at all
        await client.xoauth2(settings.login, await access_token(settings, renew=True))


def fault_said(error: BaseException, locale: str) -> str:
    """Return a fault as a plain sentence."""
    if isinstance(error, BadInput):
        return error.detail
    if isinstance(error, TokenRefused):
        return sentence("token", locale)
    if isinstance(error, ssl.SSLCertVerificationError):
        return sentence("certificate", locale)
    if isinstance(error, ImapRefused):
        # A port where something else answers must not be told from one where nothing does.
        known = {"greeting": "unreachable", "login": "login", "STARTTLS": "no_starttls", "select": "no_mailbox"}
        key = known.get(error.command, "refused")
        temporary = key == "login" and error.code in {"UNAVAILABLE", "LIMIT", "INUSE", "SERVERBUG"}
        return sentence("login_temporary" if temporary else key, locale)
    return sentence("unreachable", locale)
