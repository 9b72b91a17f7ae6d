"""HTTP/1.1 whose head has an end and whose body gets on: uvicorn would wait for both for ever, and keep the head."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 64 * 1024  # of the request line with all fields, or of trailers
HEAD_WITHIN = 30.0  # seconds from the connection, or from the first byte of a request, to the end of its head
BODY_WINDOW = 30.0  # seconds, of which each brings
BODY_LEAST = 30_000  # bytes of a body that is not whole yet: slower than any line that a person would wait for
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class BoundedHttp(HttpToolsProtocol):
    """Cuts connections whose head is too large (431, RFC 6585), or whose head or body stays away (408, RFC 9110)."""

    _besides = 0  # bytes since the last that was body
    _in_head = True
    _in_body = False
    _got = 0  # bytes of the body in this window
    _late: asyncio.TimerHandle | None = None
    _slow: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See asyncio.Protocol."""
        super().connection_made(transport)
        self._late = self.loop.call_later(HEAD_WITHIN, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._in_time()
        self._whole()
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
        elif self._in_body and self._slow is None:  # most bodies come with their head, and need no timer
            self._got, self._slow = 0, self.loop.call_later(BODY_WINDOW, self._look)

    def on_message_begin(self) -> None:
        """See httptools."""
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """See httptools."""
        self._in_head, self._in_body, self._besides = False, True, 0
        self._in_time()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """See httptools."""
        self._besides = 0
        self._got += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """See httptools."""
        self._besides = 0
        self._in_body = False
        self._whole()
        super().on_message_complete()

    def _look(self) -> None:
        self._slow = None
        if not self._in_body or self.transport.is_closing() or self.transport.get_protocol() is not self:
            return  # a socket has taken the connection over: it has limits of its own
        if self._got < BODY_LEAST and not self.flow.read_paused:  # paused: it is we who are slow
            if not self.cycle.response_started:
                self.transport.write(_TOO_SLOW)
            self.transport.close()
            return
        self._got, self._slow = 0, self.loop.call_later(BODY_WINDOW, self._look)

    def _whole(self) -> None:
        if self._slow is not None:
            self._slow.cancel()
            self._slow = None

    def _in_time(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
