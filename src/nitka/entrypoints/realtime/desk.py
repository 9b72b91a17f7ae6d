"""`/api/v1/live`: the desk's socket."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import msgspec
from litestar import Litestar, websocket

from nitka.conversations.visitor import service as visitor_chat
from nitka.entrypoints.reading import reading
from nitka.entrypoints.realtime.cursor import Cursor, parse_cursor
from nitka.entrypoints.realtime.frames import event_frame, frame, touches_frame
from nitka.entrypoints.realtime.hub import Hub
from nitka.entrypoints.realtime.outlet import Outlet
from nitka.entrypoints.realtime.running import (
    BAD_FRAME,
    FORBIDDEN,
    GONE,
    NOT_SIGNED_IN,
    Hangup,
    Socket,
    close,
    first_frame,
    run,
    understood,
)
from nitka.entrypoints.realtime.sockets import Desk
from nitka.entrypoints.realtime.stream import Lost, Published, check, replay
from nitka.kernel.errors import BadInput, Forbidden, NotSignedIn, Unavailable
from nitka.platform.auth import Principal, principal_anew, principal_of
from nitka.platform.faults import is_of_the_engines

REPLAYED = 2_000  # events; who missed more reads everything anew
CHECKED_EVERY = 15.0  # seconds between looks whether the session still stands
TYPING_EVERY = 2.0  # seconds


class Resume(msgspec.Struct, frozen=True, tag_field="type", tag="resume"):
    """The first frame: the last cursor that this desk knows."""

    cursor: str | None = None


class Watch(msgspec.Struct, frozen=True, tag_field="type", tag="watch"):
    """What this desk looks at now."""

    conversation_id: UUID | None = None
    customer_id: UUID | None = None


class Typing(msgspec.Struct, frozen=True, tag_field="type", tag="typing"):
    """The operator types an answer."""

    conversation_id: UUID


class Ping(msgspec.Struct, frozen=True, tag_field="type", tag="ping"):
    """Is somebody there?"""


_resume = msgspec.json.Decoder(Resume)
_frame: msgspec.json.Decoder[Watch | Typing | Ping | Resume] = msgspec.json.Decoder(Watch | Typing | Ping | Resume)


@websocket("/api/v1/live")
async def live(socket: Socket) -> None:
    """Push what happens in the workspace; see the frames above and `frames.py`."""
    try:
        principal = await principal_of(socket)
    except NotSignedIn as error:
        return await _refuse(socket, Hangup(NOT_SIGNED_IN, error.detail))
    except Forbidden as error:
        return await _refuse(socket, Hangup(FORBIDDEN, error.detail))
    if principal.role == "bot":  # what is pushed here is the whole workspace's
        return await _refuse(socket, Hangup(FORBIDDEN, "Only people of this workspace may do this"))
    await socket.accept()
    with suppress(*GONE):
        try:
            await _serve(socket, principal)
        except Hangup as hangup:
            await close(socket, hangup)


async def _refuse(socket: Socket, hangup: Hangup) -> None:
    # Accepted first: a browser is not told why a handshake failed, only why a socket was closed.
    await socket.accept()
    await close(socket, hangup)


async def _serve(socket: Socket, principal: Principal) -> None:
    hub: Hub = socket.app.state.hub
    outlet = Outlet(lambda text: socket.send_data(text, mode="text"))
    person = principal.actor_id or principal.workspace_id
    desk = Desk(principal.workspace_id, person, principal.name, outlet)
    try:
        resume = understood(await first_frame(socket), _resume)
    except BadInput:
        raise Hangup(BAD_FRAME, "The first frame must be resume") from None
    here = await hub.add(desk)
    try:
        # The outlet gathers from here on, and begins to send when the past is told.
        await _catch_up(socket, hub, desk, here, resume.cursor)
        await run(outlet, _listen(socket, hub, desk), _stay_allowed(socket, principal))
    finally:
        await hub.remove(desk)


async def _catch_up(socket: Socket, hub: Hub, desk: Desk, here: Cursor, told: str | None) -> None:
    missed: list[Published] = []
    try:
        if told:
            missed = await _missed(hub, desk, here, told)
    except (Lost, Unavailable):
        await socket.send_data(frame("refetch", cursor=str(here)), mode="text")
        return
    await socket.send_data(frame("ready", cursor=str(here) if not missed else told), mode="text")
    for event in missed:
        text = event_frame(here.identity, event)
        if event.kind == "touches_stored":
            text = touches_frame(here.identity, event, desk.customer_id) if desk.customer_id else ""
        if text:
            await socket.send_data(text, mode="text")


async def _missed(hub: Hub, desk: Desk, here: Cursor, told: str) -> list[Published]:
    """Return the events between the desk's cursor and here. Raises `Lost` when some may not be there any more."""
    cursor = parse_cursor(told)
    if cursor is None or cursor.seq > here.seq:
        raise Lost
    if cursor == here:
        return []
    await check(hub.broker, cursor)
    found: list[Published] = []
    async for event in replay(hub.broker, desk.workspace, cursor.seq, here.seq):
        if hub.seen.first(event.id, event.seq):
            found.append(event)
        if len(found) > REPLAYED:
            raise Lost
    return found


async def _listen(socket: Socket, hub: Hub, desk: Desk) -> None:
    while True:
        text = await socket.receive_text()
        try:
            said = understood(text, _frame)
        except BadInput:
            raise Hangup(BAD_FRAME, "This frame is not understood") from None
        match said:
            case Ping():
                desk.outlet.push(frame("pong"))
            case Watch(conversation_id=conversation_id, customer_id=customer_id):
                await hub.people.watch(desk, conversation_id, customer_id)
            case Typing(conversation_id=conversation_id):
                await _types(socket, hub, desk, conversation_id)


async def _types(socket: Socket, hub: Hub, desk: Desk, conversation_id: UUID) -> None:
    if time.monotonic() - desk.told_typing_at < TYPING_EVERY:
        return
    desk.told_typing_at = time.monotonic()
    strands: list[UUID] = []
    with suppress(Unavailable):  # without the database nobody is told, which does no harm
        async with reading(socket.app.state.services.database, desk.workspace_id) as tx:
            strands = await visitor_chat.chats_now(tx, conversation_id)
    await hub.people.operator_types(desk, conversation_id, strands)


async def _stay_allowed(socket: Socket, principal: Principal) -> None:
    """Look now and then whether the session has ended or is in another workspace."""
    while True:
        await asyncio.sleep(CHECKED_EVERY)
        try:
            current = await principal_anew(socket)
        except (NotSignedIn, Forbidden) as error:
            raise Hangup(NOT_SIGNED_IN, error.detail) from None
        except Exception as error:
            if not is_of_the_engines(error):
                raise
            continue  # the database is away: who was allowed stays so until it can be asked
        if (current.workspace_id, current.role) != (principal.workspace_id, principal.role):
            raise Hangup(NOT_SIGNED_IN, "You are in another workspace or role now")


@asynccontextmanager
async def realtime(app: Litestar) -> AsyncIterator[None]:
    """Lifespan of the application: the hub lives as long as it does, as `app.state.hub`."""
    hub = app.state.hub = Hub(app.state.services.broker)
    await hub.open()
    try:
        yield
    finally:
        await hub.close()


def hub_of(connection: Any) -> Hub:
    """Return the hub of this process."""
    hub: Hub = connection.app.state.hub
    return hub
