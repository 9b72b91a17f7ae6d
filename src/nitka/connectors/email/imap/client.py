"""One connection to an IMAP server: commands in turn, answers within a time, nothing of them in logs."""

import asyncio
import base64
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Self

from nitka.channels.hosts import dial
from nitka.connectors.email.imap.wire import ProtocolError, Value, join, literal_size, pairs, parse, quote
from nitka.connectors.email.settings import Server

LINE_BYTES = 1024 * 1024  # a list of search results is one line
ANSWER = 60.0  # seconds without a word from the server, within a command
RESPONSES = 200_000  # untagged lines that one command may bring


class ImapRefused(Exception):
    """The server said NO or BAD. `code` is its response code, such as AUTHENTICATIONFAILED, or empty."""

    def __init__(self, command: str, code: str) -> None:
        super().__init__(f"{command} was refused {code}".strip())
        self.command = command
        self.code = code


class Disconnected(ConnectionError):
    """The connection ended."""


class ImapClient:
    """Use as `async with await ImapClient.connect(…)`."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, literal_bytes: int) -> None:
        self._reader = reader
        self._writer = writer
        self._literal_bytes = literal_bytes
        self._number = 0
        self.capabilities: frozenset[str] = frozenset()
        self.arrivals = 0  # how often the server told of new mail
        self._exists = 0  # mails in the selected mailbox, as the server last said

    @classmethod
    async def connect(cls, server: Server, context: ssl.SSLContext, *, literal_bytes: int) -> Self:
        """Connect and, if it is so set, turn to TLS. `literal_bytes`: the longest string that is taken.

        Raises `OSError` (also `ssl.SSLError`), `TimeoutError`, `ImapRefused`, `ProtocolError`.
        """
        tls = server.security == "tls"
        async with asyncio.timeout(ANSWER):
            reader, writer = await asyncio.open_connection(
                sock=await dial(server.host, server.port, ANSWER), limit=LINE_BYTES,
                ssl=context if tls else None, server_hostname=server.host if tls else None,
            )  # fmt: skip
        client = cls(reader, writer, literal_bytes)
        try:
            _keep_alive(writer.get_extra_info("socket"))
            line, _ = await client._response()
            if not line.upper().startswith((b"* OK", b"* PREAUTH")):
                raise ImapRefused("greeting", "")
            await client._learn()
            if server.security == "starttls":
                await client._start_tls(context, server.host)
        except BaseException:
            client.close()
            raise
        return client

    async def _start_tls(self, context: ssl.SSLContext, host: str) -> None:
        if "STARTTLS" not in self.capabilities:
            raise ImapRefused("STARTTLS", "UNAVAILABLE")
        await self.command(b"STARTTLS")
        if self._reader._buffer:  # type: ignore[attr-defined]
            raise ProtocolError("words before encryption")  # somebody on the way put them in
        await self._writer.start_tls(context, server_hostname=host)
        await self._learn()

    async def _learn(self) -> None:
        for line, _ in await self.command(b"CAPABILITY"):
            if line.upper().startswith(b"* CAPABILITY"):
                self.capabilities = frozenset(line.decode("ascii", "replace").upper().split()[2:])

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        with suppress(OSError, TimeoutError, Disconnected, ProtocolError, ImapRefused):
            async with asyncio.timeout(2):
                await self.command(b"LOGOUT")
        self.close()

    def close(self) -> None:
        """Drop the connection at once: a peer that is gone would not say good-bye for half a minute."""
        self._writer.transport.abort()

    async def _response(self, wait: float = ANSWER) -> tuple[bytes, list[bytes]]:
        """Read one response with its literals."""
        pieces: list[bytes] = []
        while True:
            async with asyncio.timeout(wait):
                try:
                    line = await self._reader.readuntil(b"\n")
                except asyncio.IncompleteReadError:
                    raise Disconnected("closed by the server") from None
                except asyncio.LimitOverrunError:
                    raise ProtocolError("a line without end") from None
            pieces.append(line.rstrip(b"\r\n"))
            size = literal_size(pieces[-1])
            if size is None:
                return join(pieces)
            if size > self._literal_bytes:
                raise ProtocolError("a longer string than was asked for")
            pieces.append(await self._literal(size))

    async def _literal(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            async with asyncio.timeout(ANSWER):  # of each piece: a slow line is no dead one
                piece = await self._reader.read(min(size - len(data), 262_144))
            if not piece:
                raise Disconnected("closed within a mail")
            data += piece
        return bytes(data)

    async def stream(self, command: bytes, *, name: str = "") -> AsyncIterator[tuple[bytes, list[bytes]]]:
        """Send a command and give its untagged responses as they come; raises `ImapRefused` at its end."""
        self._number += 1
        tag = b"n%d" % self._number
        self._writer.write(tag + b" " + command + b"\r\n")
        await self._writer.drain()
        for _ in range(RESPONSES):
            line, literals = await self._response()
            if line.startswith(b"* "):
                self._note(line)
                yield line, literals
            elif line.startswith(tag + b" "):
                self._check(line[len(tag) + 1 :], name or command.split(b" ")[0].decode())
                return
            elif line.startswith(b"+"):
                self._writer.write(b"\r\n")  # a failed sign-in wants an empty answer (RFC 7628, 3.2.3)
        raise ProtocolError("answers without end")

    async def command(self, command: bytes, *, name: str = "") -> list[tuple[bytes, list[bytes]]]:
        """Send a command and return its untagged responses."""
        return [response async for response in self.stream(command, name=name)]

    def _note(self, line: bytes) -> None:
        words = line.split(b" ", 3)
        if len(words) >= 3 and words[2] == b"EXISTS" and words[1].isdigit():
            self.arrivals += int(words[1]) > self._exists
            self._exists = int(words[1])
        elif len(words) >= 3 and words[2] == b"EXPUNGE":
            self._exists = max(0, self._exists - 1)

    @staticmethod
    def _check(status: bytes, name: str) -> None:
        if not status.upper().startswith(b"OK"):
            _, _, rest = status.partition(b"[")
            raise ImapRefused(name, rest.split(b"]")[0].split(b" ")[0].decode("ascii", "replace") if rest else "")

    async def login(self, user: str, password: str) -> None:
        """Sign in with a password."""
        if "AUTH=PLAIN" in self.capabilities and "SASL-IR" in self.capabilities:
            secret = base64.b64encode(f"\0{user}\0{password}".encode())
            await self.command(b"AUTHENTICATE PLAIN " + secret, name="login")
        else:
            await self.command(b"LOGIN " + quote(user) + b" " + quote(password), name="login")
        await self._learn()

    async def xoauth2(self, user: str, token: str) -> None:
        """Sign in with an access token."""
        secret = base64.b64encode(f"user={user}\x01auth=Bearer {token}\x01\x01".encode())
        await self.command(b"AUTHENTICATE XOAUTH2 " + secret, name="login")
        await self._learn()

    async def examine(self, mailbox: bytes) -> tuple[int, int]:
        """Open a mailbox, named by `mailbox_name`, for reading; return its UIDVALIDITY and next UID (0: not said)."""
        validity = next_uid = 0
        for line, _ in await self.command(b"EXAMINE " + mailbox, name="select"):
            upper = line.upper()
            if b"[UIDVALIDITY " in upper:
                validity = _number_after(upper, b"[UIDVALIDITY ")
            elif b"[UIDNEXT " in upper:
                next_uid = _number_after(upper, b"[UIDNEXT ")
        return validity, next_uid

    async def search(self, criteria: bytes) -> list[int]:
        """Return the UIDs of the mails that fit, in ascending order."""
        found: set[int] = set()
        for line, _ in await self.command(b"UID SEARCH " + criteria, name="search"):
            if line.upper().startswith(b"* SEARCH"):
                found |= {int(word) for word in line.split()[2:] if word.isdigit()}
        return sorted(found)

    async def fetch(self, uids: Sequence[int], items: bytes) -> AsyncIterator[dict[bytes, Value]]:
        """Give what is asked for of each mail that is there, as it arrives."""
        request = b"UID FETCH " + b",".join(b"%d" % uid for uid in uids) + b" (UID " + items + b")"
        async for line, literals in self.stream(request, name="fetch"):
            if line.split(b" ", 3)[2:3] == [b"FETCH"]:
                values = parse(line.split(b" ", 3)[3], literals)
                if values and isinstance(values[0], list):
                    yield pairs(values[0])

    async def sent_mailbox(self) -> bytes | None:
        """Return the name, ready for `examine`, of the mailbox marked for what was sent (RFC 6154)."""
        for line, literals in await self.command(b'LIST "" "*"', name="list"):
            if not line.upper().startswith(b"* LIST "):
                continue
            flags, _, name = (parse(line[7:], literals) + [None] * 3)[:3]
            if (
                isinstance(flags, list)
                and isinstance(name, bytes)
                and b"\\SENT" in {one.upper() for one in flags if one}
            ):
                return quote(name.decode("utf-8", "replace"))
        return None

    async def noop(self) -> None:
        """Ask for news, and whether the server is still there."""
        await self.command(b"NOOP")

    async def idle(self, seconds: float, wake: asyncio.Event) -> None:
        """Wait until the server tells of a new mail, `wake` is set, or the time is over (RFC 2177)."""
        before = self.arrivals
        self._number += 1
        tag = b"n%d" % self._number
        self._writer.write(tag + b" IDLE\r\n")
        line, _ = await self._response()
        while line.startswith(b"* "):
            self._note(line)
            line, _ = await self._response()
        if not line.startswith(b"+"):
            self._check(line[len(tag) + 1 :], "IDLE")
        await self._wait_for_news(before, seconds, wake)
        self._writer.write(b"DONE\r\n")
        while True:
            line, _ = await self._response()
            self._note(line)
            if line.startswith(tag + b" "):
                return self._check(line[len(tag) + 1 :], "IDLE")

    async def _wait_for_news(self, before: int, seconds: float, wake: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        woken = asyncio.ensure_future(wake.wait())
        try:
            while self.arrivals == before and not woken.done() and (left := end - loop.time()) > 0:
                reading = asyncio.ensure_future(self._reader.readuntil(b"\n"))
                await asyncio.wait({reading, woken}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                if not reading.done():
                    reading.cancel()  # readuntil takes nothing before its line is whole
                    await asyncio.gather(reading, return_exceptions=True)
                    continue
                try:
                    line = reading.result()
                except asyncio.IncompleteReadError:
                    raise Disconnected("closed while waiting") from None
                if line.startswith(b"* BYE"):
                    raise Disconnected("the server says good-bye")
                self._note(line.rstrip(b"\r\n"))
        finally:
            woken.cancel()


def _number_after(line: bytes, mark: bytes) -> int:
    digits = line.split(mark, 1)[1].split(b"]")[0].strip()
    return int(digits) if digits.isdigit() else 0


def _keep_alive(connection: socket.socket) -> None:
    """Let a connection that was cut without a word be noticed in minutes, not hours."""
    with suppress(OSError, AttributeError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 20)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3)
