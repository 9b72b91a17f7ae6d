"""Both servers, started and stopped together, on ports that stay the same from run to run where they can."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import msgspec

from nitka.entrypoints.demo.mail.boxes import Box
from nitka.entrypoints.demo.mail.imap import imap_callback
from nitka.entrypoints.demo.mail.smtp import smtp_factory

HOST = "127.0.0.1"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """All that a mail program needs to use one box."""

    address: str
    password: str
    host: str = HOST
    imap_port: int
    smtp_port: int


class PostOffice:
    """The mail of the demo. Every address has one box; all open with one password, made for this demo."""

    def __init__(self, folder: Path, addresses: Iterable[str], password: str, hostname: str) -> None:
        self._boxes = {address: Box(folder / address) for address in addresses}
        self._password = password
        self._hostname = hostname
        self._servers: list[asyncio.Server] = []
        self.imap_port = 0
        self.smtp_port = 0

    async def open(self, imap_port: int = 0, smtp_port: int = 0) -> None:
        """Load the letters and listen; a port that is taken is replaced by a free one."""
        for box in self._boxes.values():
            await box.load()
        loop = asyncio.get_running_loop()
        answer = imap_callback(self._boxes, self._password)
        protocol = smtp_factory(self._boxes, self._password, self._hostname)

        async def imap(port: int) -> asyncio.Server:
            return await asyncio.start_server(answer, HOST, port)

        async def smtp(port: int) -> asyncio.Server:
            return await loop.create_server(protocol, HOST, port)

        for start, wanted in ((imap, imap_port), (smtp, smtp_port)):
            try:
                server = await start(wanted)
            except OSError:
                server = await start(0)
            self._servers.append(server)
        self.imap_port, self.smtp_port = (server.sockets[0].getsockname()[1] for server in self._servers)

    async def close(self) -> None:
        """Stop listening. Connections that are open end with their clients."""
        for server in self._servers:
            server.close()
        self._servers.clear()

    def account(self, address: str) -> Account:
        """Return what opens this box."""
        return Account(address=address, password=self._password, imap_port=self.imap_port, smtp_port=self.smtp_port)
