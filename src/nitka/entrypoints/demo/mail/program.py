"""A mail program: reads a box by IMAP and sends by SMTP, as anybody's would."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiosmtplib
from aioimaplib import IMAP4
from aioimaplib import Error as ImapError

from nitka.entrypoints.demo.mail.letters import Draft, Letter, newest_first, read_letter, write_letter
from nitka.entrypoints.demo.mail.office import Account
from nitka.kernel.errors import Unavailable

_UID = re.compile(rb"\bUID (\d+)")
_RECEIVED = re.compile(rb'INTERNALDATE "([^"]+)"')
TIMEOUT = 10.0  # seconds


class MailProgram:
    """One person's mail program. It remembers the letters it has read."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._letters: dict[int, Letter] = {}

    async def letters(self) -> list[Letter]:
        """Return all letters, newest first. Raises `Unavailable`."""
        async with self._inbox() as client:
            flags = {uid: b"\\Seen" in line for uid, line, _ in _fetched(await _uid(client, "fetch", "1:*", "(FLAGS)"))}
            fresh = sorted(set(flags) - set(self._letters))
            if fresh:
                what = "(UID INTERNALDATE BODY.PEEK[])"
                for uid, line, raw in _fetched(await _uid(client, "fetch", ",".join(map(str, fresh)), what)):
                    self._letters[uid] = read_letter(uid, False, raw, _received(line))
        for uid, seen in flags.items():
            if self._letters[uid].seen != seen:
                self._letters[uid] = _with_seen(self._letters[uid], seen)
        return newest_first(list(self._letters.values()))

    async def mark_seen(self, uid: int) -> None:
        """Mark a letter as read. Raises `Unavailable`."""
        async with self._inbox() as client:
            await _uid(client, "store", str(uid), "+FLAGS", "(\\Seen)")

    async def send(self, draft: Draft, *, keep: bool = True) -> None:
        """Send a letter and, with `keep`, a copy to the own box, where it is shown as sent. Raises `Unavailable`."""
        account = self.account
        try:
            await aiosmtplib.send(
                write_letter(draft),
                sender=draft.address,
                recipients=[draft.to, *([draft.address] if keep else [])],
                hostname=account.host,
                port=account.smtp_port,
                username=account.address,
                password=account.password,
                start_tls=False,
                timeout=TIMEOUT,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Unavailable("The demo's mail server did not take the letter") from error

    @asynccontextmanager
    async def _inbox(self) -> AsyncIterator[IMAP4]:
        client = IMAP4(self.account.host, self.account.imap_port, timeout=TIMEOUT)
        try:
            await client.wait_hello_from_server()
            await client.login(self.account.address, self.account.password)
            await client.select("INBOX")
            yield client
            await client.logout()
        except (ImapError, OSError, TimeoutError) as error:
            raise Unavailable("The demo's mail server does not answer") from error
        finally:
            if client.protocol.transport is not None:
                client.protocol.transport.close()


def _with_seen(letter: Letter, seen: bool) -> Letter:
    fields = {name: getattr(letter, name) for name in letter.__struct_fields__}
    return Letter(**fields | {"seen": seen})


async def _uid(client: IMAP4, *command: str) -> list[bytes | bytearray]:
    answer = await client.uid(*command)
    return list(answer.lines)


def _fetched(lines: Iterable[bytes | bytearray]) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the UID, the line and the literal, if there is one, of each FETCH answer."""
    pending: tuple[int, bytes] | None = None
    for line in lines:
        if isinstance(line, bytearray):
            if pending:
                yield *pending, bytes(line)
                pending = None
            continue
        match = _UID.search(line) if b" FETCH " in line else None
        if match is None:
            continue
        if line.rstrip().endswith(b"}"):
            pending = int(match[1]), line
        else:
            yield int(match[1]), line, b""


def _received(line: bytes) -> datetime:
    match = _RECEIVED.search(line)
    if match is None:
        return datetime.now(UTC)
    return datetime.strptime(match[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z")
