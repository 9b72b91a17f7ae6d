"""Sends one mail and says what is known of its fate: sent, refused, to be tried again, or unknown."""

import ssl
from contextlib import suppress

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from nitka.channels.connector import SendResult
from nitka.channels.hosts import dial
from nitka.connectors.email.compose import Letter
from nitka.connectors.email.imap.mailbox import tls_context
from nitka.connectors.email.oauth import TokenRefused, access_token
from nitka.connectors.email.sentences import refusal, sentence
from nitka.connectors.email.settings import EmailSettings, smtp_server
from nitka.kernel.errors import BadInput

TIMEOUT = 60.0  # seconds for each answer of the server
DATA_TIMEOUT = 600.0  # for the one after the mail (RFC 5321, 4.5.3.2.6)
_STATUS_PLACE = 12  # an enhanced code stands at the beginning of what the server says


class _NotSent(Exception):
    """Why the mail cannot have been sent."""

    def __init__(self, result: SendResult) -> None:
        super().__init__(result.status)
        self.result = result


async def send_letter(settings: EmailSettings, letter: Letter, to: str) -> SendResult:
    """Send; never raises what a server or the network can cause."""
    try:
        smtp = await _connected(settings)
    except _NotSent as why:
        return why.result
    try:
        return await _transact(smtp, settings, letter, to)
    finally:
        with suppress(SMTPException, OSError, TimeoutError):
            await smtp.quit(timeout=5)
        smtp.close()


async def _connected(settings: EmailSettings) -> SMTP:
    """Connect, encrypt and sign in; raises `_NotSent`."""
    say = settings.locale
    try:
        server = smtp_server(settings)
        smtp = SMTP(
            hostname=server.host, sock=await dial(server.host, server.port, TIMEOUT), timeout=TIMEOUT,
            use_tls=server.security == "tls", start_tls=server.security == "starttls",
            tls_context=tls_context(settings),
        )  # fmt: skip
        await smtp.connect()
        await _sign_in(smtp, settings)
        return smtp
    except BadInput as error:
        raise _NotSent(SendResult(status="failed", error=error.detail)) from error
    except TokenRefused as error:
        raise _NotSent(
            SendResult(status="retry" if error.temporary else "failed", error=sentence("token", say))
        ) from error
    except aiosmtplib.SMTPAuthenticationError as error:
        raise _NotSent(_by_code(error, settings, "login", "login_temporary")) from error
    except SMTPResponseException as error:
        if isinstance(error, aiosmtplib.SMTPConnectResponseError) or error.code < 0:  # speaks, but not SMTP:
            # not told from a port where nothing answers, or ports could be tried out
            raise _NotSent(SendResult(status="retry", error=sentence("unreachable", say))) from error
        raise _NotSent(_by_code(error, settings, "refused", "busy")) from error
    except (SMTPException, OSError, TimeoutError) as error:
        untrusted = isinstance(error.__cause__, ssl.SSLCertVerificationError) or "certificate" in str(error).lower()
        key = "certificate" if untrusted else "unreachable"
        if "starttls" in str(error).lower():
            key = "no_starttls"
        raise _NotSent(SendResult(status="retry", error=sentence(key, say))) from error


async def _sign_in(smtp: SMTP, settings: EmailSettings) -> None:
    user = settings.login if settings.smtp_username is None else settings.smtp_username
    if settings.oauth and not settings.smtp_password:
        try:
            await smtp.auth_xoauth2(user, await access_token(settings))
        except aiosmtplib.SMTPAuthenticationError as error:
            if error.code < 500:
                raise
            await smtp.auth_xoauth2(user, await access_token(settings, renew=True))
    elif user:
        await smtp.login(user, settings.smtp_password or settings.password)


async def _transact(smtp: SMTP, settings: EmailSettings, letter: Letter, to: str) -> SendResult:
    say = settings.locale
    try:
        await smtp.ehlo() if smtp.is_ehlo_or_helo_needed else None
        dsn = smtp.supports_extension("dsn")
        size = [f"SIZE={len(letter.data)}"] if smtp.supports_extension("size") else []
        await smtp.mail(settings.address, options=[*size, "RET=HDRS"] if dsn else size)
        # Only failures: a server that confirms deliveries would write to us about each one.
        await smtp.rcpt(to, options=["NOTIFY=FAILURE"] if dsn else [])
    except SMTPResponseException as error:
        sender = isinstance(error, aiosmtplib.SMTPSenderRefused) and error.code != 552
        return _by_code(error, settings, "sender" if sender else "", "busy")
    except (SMTPException, OSError, TimeoutError):
        return SendResult(status="retry", error=sentence("unreachable", say))
    try:
        await smtp.data(letter.data, timeout=DATA_TIMEOUT)
    except SMTPResponseException as error:
        return _by_code(error, settings, "", "busy")
    except (SMTPException, OSError, TimeoutError):
        return SendResult(status="unknown", error=sentence("interrupted", say), meta=letter.meta)
    return SendResult(status="sent", meta=letter.meta)


def _by_code(error: SMTPResponseException, settings: EmailSettings, failed: str, later: str) -> SendResult:
    """4xx: later, 5xx: never (RFC 5321, 4.2.1); anything else breaks the protocol, and nothing was taken."""
    if not 500 <= error.code <= 599:
        return SendResult(status="retry", error=f"{sentence(later, settings.locale)} ({error.code})")
    status = _enhanced(error.message)
    reason = sentence(failed, settings.locale) if failed else refusal(status, error.message, settings.locale)
    return SendResult(
        status="failed", error=reason if f"({status})" in reason else f"{reason} ({status or error.code})"
    )


def _enhanced(message: str) -> str:
    word = message[:_STATUS_PLACE].split(" ", maxsplit=1)[0].strip()
    return word if word.count(".") == 2 and word.replace(".", "").isdigit() else ""
