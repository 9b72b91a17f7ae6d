"""A request whose answer does not come is given up; one whose caller is slow is not."""

import asyncio
from typing import Any

import msgspec

from nitka.entrypoints.api.deadline import Deadline

SCOPE: Any = {"type": "http", "path": "/api/v1/conversations", "method": "GET", "headers": []}
START: Any = {"type": "http.response.start", "status": 200, "headers": []}
END: Any = {"type": "http.response.body", "body": b"late", "more_body": False}


class Caller:
    """What the server would do: hand over the body in pieces, and keep what is sent."""

    def __init__(self, *pauses: float) -> None:
        self._pauses = list(pauses)
        self.sent: list[Any] = []

    async def receive(self) -> Any:
        await asyncio.sleep(self._pauses.pop(0) if self._pauses else 0)
        return {"type": "http.request", "body": b"x", "more_body": bool(self._pauses)}

    async def send(self, message: Any) -> None:
        self.sent.append(message)


async def test_silence_is_answered_with_503_and_let_go() -> None:
    caller, ended = Caller(), asyncio.Event()

    async def hangs(scope: Any, receive: Any, send: Any) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
            await send(START)  # too late: the caller has an answer already

    await Deadline(hangs, within=0.05)(SCOPE, caller.receive, caller.send)
    start, body = caller.sent
    assert start["status"] == 503
    assert msgspec.json.decode(body["body"])["status"] == 503
    await asyncio.wait_for(ended.wait(), 1)
    await asyncio.sleep(0)
    assert len(caller.sent) == 2


async def test_one_that_cannot_even_be_cancelled_keeps_nobody_waiting() -> None:
    caller, free = Caller(), asyncio.Event()

    async def clings(scope: Any, receive: Any, send: Any) -> None:
        while not free.is_set():
            try:
                await free.wait()
            except asyncio.CancelledError:
                continue

    async with asyncio.timeout(2):
        await Deadline(clings, within=0.05)(SCOPE, caller.receive, caller.send)
    assert caller.sent[0]["status"] == 503
    free.set()


async def test_a_slow_caller_and_a_long_answer_are_left_alone() -> None:
    caller = Caller(0.08, 0.08, 0.08)

    async def reads_and_streams(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["more_body"]:
            pass
        await send(START)
        await asyncio.sleep(0.12)
        await send(END)

    await Deadline(reads_and_streams, within=0.05)(SCOPE, caller.receive, caller.send)
    assert caller.sent == [START, END]


async def test_an_upload_has_the_time_that_a_store_of_files_may_take() -> None:
    caller = Caller()

    async def stores(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.1)
        await send(START)
        await send(END)

    upload = SCOPE | {"path": "/api/v1/files", "method": "POST"}
    await Deadline(stores, within=0.05, stored_within=5)(upload, caller.receive, caller.send)
    assert caller.sent == [START, END]


async def test_other_ways_have_limits_of_their_own() -> None:
    caller = Caller()

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.1)
        await send(START)

    scope = SCOPE | {"path": "/client/v1/messages"}
    await Deadline(slow, within=0.01)(scope, caller.receive, caller.send)
    assert caller.sent == [START]
