"""No caller waits for ever: when an engine hangs, which is worse than being away, the answer is that it does."""

import asyncio
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from nitka.entrypoints.api.crossing import refuse
from nitka.kernel.errors import Unavailable

ANSWER_WITHIN = 30.0  # seconds from the last byte of a request to the first of its answer
STORED_WITHIN = 110.0  # the same for an upload: a bucket alone may take 90 for a file (platform/blobs/s3.py)
_BOUND = ("/api/v1/",)  # what asks PostgreSQL; intake has a limit of its own
_UPLOADS = ("/api/v1/files", "/api/v1/imports")
_log = structlog.get_logger("http")


class Deadline:
    """Answers 503 in place of an application that does not, and lets go of it.

    It does not wait for the end of what it gives up: a transaction on a server that hangs cannot be rolled back either.
    """

    def __init__(self, app: ASGIApp, within: float = ANSWER_WITHIN, stored_within: float = STORED_WITHIN) -> None:
        self._app = app
        self._within = within
        self._stored_within = stored_within

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != ScopeType.HTTP or not scope["path"].startswith(_BOUND):
            await self._app(scope, receive, send)
            return
        within = self._stored_within if _is_upload(scope) else self._within
        waiting = _Waiting(receive, send, within)
        task: asyncio.Task[None] = asyncio.create_task(self._run(scope, waiting))
        try:
            await waiting.begun_or(task)
            if not (waiting.begun or task.done()):
                waiting.over = True
                task.cancel()
                task.add_done_callback(_forget)
                _log.warning("a request was given up", seconds=within)
                await refuse(send, Unavailable())
                return
            await task
        except asyncio.CancelledError:
            task.cancel()
            raise

    async def _run(self, scope: Scope, waiting: "_Waiting") -> None:
        await self._app(scope, waiting.receive, waiting.send)


def _is_upload(scope: Any) -> bool:
    return bool(scope["method"] == "POST" and scope["path"] in _UPLOADS)


class _Waiting:
    """Tells how long the application has been silent since it last got something of the request."""

    def __init__(self, receive: Receive, send: Send, within: float) -> None:
        self._receive, self._send, self._within = receive, send, within
        self._progress = asyncio.Event()
        self._listens = False
        self.begun = False
        self.over = False

    async def receive(self) -> Any:
        self._listens = True
        try:
            return await self._receive()
        finally:
            self._listens = False
            self._progress.set()

    async def send(self, message: Message) -> None:
        if not self.over:
            self.begun = True
            self._progress.set()
            await self._send(message)

    async def begun_or(self, task: "asyncio.Task[None]") -> None:
        """Return when the answer has begun, the task is done, or neither happened in time."""
        task.add_done_callback(lambda _: self._progress.set())
        while not (self.begun or task.done()):
            self._progress.clear()
            try:
                async with asyncio.timeout(self._within):
                    await self._progress.wait()
            except TimeoutError:
                if not self._listens:  # else it is the caller who is slow
                    return


def _forget(task: "asyncio.Task[None]") -> None:
    if not task.cancelled():
        task.exception()  # looked at, so that nobody is told of it twice
