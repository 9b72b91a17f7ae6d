"""The platform's own mail, by NITKA_SMTP_URL: links for those who forgot their password. Not a channel to customers."""

from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import structlog

from nitka.platform.auth.tickets import reset_link
from nitka.platform.database import Database
from nitka.platform.settings import Settings

_log = structlog.get_logger("mail")
_SUBJECT = "Новый пароль для Нитки · A new password for Nitka"
_TEXT = """Здравствуйте!

Кто-то, скорее всего вы, просит новый пароль для Нитки. Задайте его здесь в течение двух часов:

{link}

Если это были не вы, ничего делать не нужно: прежний пароль остаётся.

--

Somebody, most likely you, asked for a new password for Nitka. Set it within two hours at the address above.
If it was not you, there is nothing to do: the password stays as it is.
"""


async def send_reset_link(settings: Settings, database: Database, email: str) -> None:
    """Mail a reset link if this address has an account and mail is set up; says nothing to the caller either way."""
    if not settings.smtp_url:
        _log.warning("a password reset was asked for, but NITKA_SMTP_URL is not set: use nitka account reset-link")
        return
    link = await reset_link(database, email)
    if link is None:
        return
    message = EmailMessage()
    message["To"] = email.strip()
    message["Subject"] = _SUBJECT
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834
    message.set_content(_TEXT.format(link=f"{settings.base_url}/desk/reset/{link.token}"))
    await send(settings.smtp_url, message)


async def send(smtp_url: str, message: EmailMessage) -> None:
    """Send by smtp://, smtps:// or smtp+starttls://user:password@host:port?from=address. Failures go to the log."""
    import aiosmtplib

    parts = urlsplit(smtp_url)
    sender = parse_qs(parts.query).get("from", [unquote(parts.username or "")])[0]
    message["From"] = sender
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    options: dict[str, Any] = {"use_tls": parts.scheme == "smtps", "timeout": 30}
    if parts.scheme != "smtps":
        options["start_tls"] = True if parts.scheme == "smtp+starttls" else None  # None: when the server offers it
    if parts.username and parts.password:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password)}
    try:
        await aiosmtplib.send(message, hostname=parts.hostname or "localhost", port=parts.port, **options)
    except (aiosmtplib.SMTPException, OSError) as error:
        _log.error("mail was not sent", error=type(error).__name__)
