"""One socket's way out: a bounded queue, so that a slow reader costs itself and nobody else."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

FRAMES = 1_000
BYTES = 4 << 20

Send = Callable[[str], Awaitable[None]]


class Outlet:
    """Frames wait here until the socket takes them. Who falls too far behind is cut off, comes back and resumes."""

    def __init__(self, send: Send, *, frames: int = FRAMES, size: int = BYTES) -> None:
        self._send = send
        self._most = frames, size
        self._waiting: deque[str] = deque()
        self._size = 0
        self._wake = asyncio.Event()
        self.cut = asyncio.Event()

    def push(self, frame: str) -> None:
        """Queue a frame; never waits."""
        if self.cut.is_set():
            return
        self._waiting.append(frame)
        self._size += len(frame)
        if len(self._waiting) > self._most[0] or self._size > self._most[1]:
            self._waiting.clear()
            self.cut.set()
        self._wake.set()

    async def run(self) -> None:
        """Send what is queued until cancelled; raises what the socket raises when it is gone."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                frame = self._waiting.popleft()
                self._size -= len(frame)
                await self._send(frame)
