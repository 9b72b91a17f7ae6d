"""SMTP for the demo: aiosmtpd, which delivers to the boxes of this very server and to nowhere else."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from email import message_from_bytes
from email.utils import parseaddr
from secrets import compare_digest

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from nitka.entrypoints.demo.mail.boxes import Box, owner_of

LIMIT = 30 * 1024 * 1024  # bytes of one letter
# It warns of its own old names at every letter.
logging.getLogger("mail.log").setLevel(logging.ERROR)


class _Delivery:
    """Answers to what a client asks; method names are aiosmtpd's."""

    def __init__(self, boxes: Mapping[str, Box], password: str, hostname: str) -> None:
        self._boxes = boxes
        self._password = password
        self._hostname = hostname

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        """Let the owners of boxes in."""
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        login = owner_of(data.login.decode("utf-8", "replace"))
        right = login in self._boxes and compare_digest(data.password, self._password.encode())
        return AuthResult(success=right, handled=False, auth_data=login)

    async def handle_MAIL(
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take letters only from those who signed in (RFC 4954, 6)."""
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Refuse whoever has no box here: nothing leaves the demo."""
        if owner_of(address) not in self._boxes:
            return "550 5.1.1 No such mailbox in the demo, and it sends nothing into the world"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer when the letter lies in every box. Nobody writes in another's name."""
        content = envelope.original_content or b""
        author = parseaddr(str(message_from_bytes(content)["From"] or ""))[1]
        if owner_of(author) != str(session.auth_data):
            return "553 5.7.1 The letter is from somebody else than who signed in"
        letter = self._stamp(author, envelope.mail_from or "") + content
        for owner in dict.fromkeys(owner_of(address) for address in envelope.rcpt_tos):
            await self._boxes[owner].put(letter)
        return "250 2.0.0 Delivered"

    def _stamp(self, author: str, sender: str) -> bytes:
        """What a receiving server writes above a letter: here it knows the author by their own password (RFC 8601)."""
        domain = author.rpartition("@")[2]
        proof = f"Authentication-Results: {self._hostname}; dmarc=pass header.from={domain}"
        return f"Return-Path: <{sender}>\r\n{proof}\r\n".encode()


def smtp_factory(boxes: Mapping[str, Box], password: str, hostname: str) -> Callable[[], SMTP]:
    """Return what `loop.create_server` calls for each connection."""
    delivery = _Delivery(boxes, password, hostname)

    def protocol() -> SMTP:
        return SMTP(
            delivery,
            hostname=hostname,
            ident="Nitka demo",
            data_size_limit=LIMIT,
            enable_SMTPUTF8=True,
            auth_require_tls=False,  # loopback
            authenticator=delivery.authenticate,
            loop=asyncio.get_running_loop(),
        )

    return protocol
