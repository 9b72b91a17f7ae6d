"""Running one socket: reading and writing side by side, until either ends or it is cut off."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import msgspec
from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect, WebSocketException

from nitka.entrypoints.realtime.outlet import Outlet
from nitka.kernel.wire import decode

T = TypeVar("T")
Socket = WebSocket[Any, Any, Any]

# Close codes: 1013 is «try again later» (IANA registry); 4000 + HTTP status is ours.
TRY_AGAIN = 1013
BAD_FRAME = 4400
NOT_SIGNED_IN = 4401
FORBIDDEN = 4403
HELLO_WITHIN = 10.0  # seconds to say the first frame


class Hangup(Exception):
    """Close this socket with a code and a plain sentence."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


async def first_frame(socket: Socket) -> str:
    """Return the first text frame; raises `Hangup` when none comes."""
    try:
        async with asyncio.timeout(HELLO_WITHIN):
            return await socket.receive_text()
    except TimeoutError:
        raise Hangup(BAD_FRAME, "The first frame did not come") from None


def understood(text: str, decoder: "msgspec.json.Decoder[T]") -> T:
    """Return the frame that a text is; raises `BadInput`."""
    return decode(text.encode("utf-8", "surrogatepass"), decoder)


async def run(outlet: Outlet, *works: Coroutine[Any, Any, None]) -> None:
    """Work until one of these ends or the outlet is cut. Raises `Hangup` for the latter, and what they raise."""
    tasks = [asyncio.create_task(work) for work in (*works, outlet.run())]
    cut = asyncio.create_task(outlet.cut.wait())
    try:
        done, _ = await asyncio.wait([*tasks, cut], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (*tasks, cut):
            task.cancel()
        await asyncio.gather(*tasks, cut, return_exceptions=True)
    for task in done:
        if task is not cut:
            task.result()
    if outlet.cut.is_set():
        raise Hangup(TRY_AGAIN, "Too much was waiting for this socket: come back and resume")


async def close(socket: Socket, hangup: Hangup) -> None:
    """Close the socket if the other side still is there; does not wait for a peer that reads nothing."""
    with suppress(WebSocketException, RuntimeError, OSError, TimeoutError):
        async with asyncio.timeout(2):
            await socket.close(code=hangup.code, reason=hangup.reason)


GONE = (WebSocketDisconnect, RuntimeError, OSError)  # what a socket raises when the other side has left
