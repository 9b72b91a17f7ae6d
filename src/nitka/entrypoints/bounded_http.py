"""HTTP/1.1 whose head has an end: uvicorn's parser would keep whatever a connection sends before its body."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 64 * 1024  # of the request line with all fields, or of trailers
HEAD_WITHIN = 30.0  # seconds from the connection, or from the first byte of a request, to the end of its head
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class BoundedHttp(HttpToolsProtocol):
    """Cuts a connection whose head is too large (RFC 6585, 431) or does not come to its end."""

    _besides = 0  # bytes since the last that was body
    _in_head = True
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio.Protocol."""
        super().connection_made(transport)
        self._late = self.loop.call_later(HEAD_WITHIN, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._in_time()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        self._besides += len(data)
        super().data_received(data)
        if self._besides > HEAD_BYTES and not self.transport.is_closing():
            if self._in_head:
                self.transport.write(_TOO_LARGE)
            self.transport.close()
        elif self._in_head and self._late is None:
            self._late = self.loop.call_later(HEAD_WITHIN, self.transport.close)

    def on_message_begin(self) -> None:
        """See httptools."""
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """See httptools."""
        self._in_head, self._besides = False, 0
        self._in_time()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """See httptools."""
        self._besides = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """See httptools."""
        self._besides = 0
        super().on_message_complete()

    def _in_time(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
