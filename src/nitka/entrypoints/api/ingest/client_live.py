"""`/client/v1/live`: the visitor's socket."""

import asyncio
from contextlib import suppress
from uuid import UUID

import msgspec
from litestar import websocket

from nitka.connectors.chat.wire import Delivered, Frame, Hello, MarkStatus, Ping, Read, Said, Typing
from nitka.conversations.visitor import service as visitor_chat
from nitka.entrypoints.api.crossing import charge
from nitka.entrypoints.api.ingest.doors import Guest, guest_of, services_of
from nitka.entrypoints.api.ingest.places import place
from nitka.entrypoints.api.ingest.taking import heard_in, take_mark, take_message
from nitka.entrypoints.reading import reading
from nitka.entrypoints.realtime import sockets
from nitka.entrypoints.realtime.desk import hub_of
from nitka.entrypoints.realtime.frames import frame
from nitka.entrypoints.realtime.outlet import Outlet
from nitka.entrypoints.realtime.running import (
    BAD_FRAME,
    GONE,
    TRY_AGAIN,
    Hangup,
    Socket,
    close,
    first_frame,
    run,
    understood,
)
from nitka.entrypoints.services import Services
from nitka.kernel.errors import BadInput, NitkaError, TooMany, Unavailable

FRAMES, BYTES = 200, 1 << 20  # a visitor who is slower than this comes back
DAY = 24 * 3600.0  # seconds
WINDOWS = 50  # of one visitor: more are no person's
MISSED = 200  # messages; who missed more lists them

_hello = msgspec.json.Decoder(Hello)
_frame: msgspec.json.Decoder[Frame] = msgspec.json.Decoder(Frame)


@websocket("/live", summary="The visitor's socket")
async def live(socket: Socket) -> None:
    """Push the visitor's messages and take theirs; the first frame proves who they are."""
    await socket.accept()
    with suppress(*GONE):
        try:
            await _serve(socket)
        except Hangup as hangup:
            await close(socket, hangup)


async def _serve(socket: Socket) -> None:
    services, hub = services_of(socket), hub_of(socket)
    try:
        hello = understood(await first_frame(socket), _hello)
        after = place(hello.after)
        guest = await guest_of(socket, hello.key, hello.secret, hello.visitor)
    except Unavailable as error:
        raise Hangup(TRY_AGAIN, error.detail) from None
    except NitkaError as error:
        raise Hangup(4000 + error.status, error.detail) from None
    outlet = Outlet(lambda text: socket.send_data(text, mode="text"), frames=FRAMES, size=BYTES)
    seat = sockets.Guest(guest.source.workspace_id, guest.strand, outlet)
    if len(hub.sockets.guests_of(seat.workspace, guest.strand)) >= WINDOWS:
        raise Hangup(TRY_AGAIN, "Too many windows of this visitor are open")
    await hub.add(seat)
    try:
        outlet.push(frame("ready"))
        if hello.after is not None:
            await _catch_up(services, guest, outlet, after)
        await run(outlet, _listen(socket, services, guest, outlet), _prove_anew())
    finally:
        await hub.remove(seat)


async def _prove_anew() -> None:
    """End a socket before the binding that opened it can have expired and be another's."""
    await asyncio.sleep(DAY)
    raise Hangup(TRY_AGAIN, "Please connect again")


async def _catch_up(services: Services, guest: Guest, outlet: Outlet, after: UUID | None) -> None:
    """Tell what came while the visitor was away. What is pushed meanwhile may be told twice; ids tell."""
    try:
        async with reading(services.database, guest.source.workspace_id) as tx:
            missed = await visitor_chat.messages(tx, guest.strand, after, MISSED)
    except Unavailable:
        missed = None
    if missed is None or len(missed) == MISSED:
        outlet.push(frame("refetch"))
        return
    for message in missed:
        outlet.push(frame("message", message=message, cursor=message.cursor))


async def _listen(socket: Socket, services: Services, guest: Guest, outlet: Outlet) -> None:
    typed = 0.0
    clock = asyncio.get_running_loop().time
    while True:
        text = await socket.receive_text()
        try:
            said = understood(text, _frame)
        except BadInput as error:
            raise Hangup(BAD_FRAME, error.detail[:100]) from None
        try:
            charge(socket.app.state.limits, socket.scope)  # a frame is as much work as a request
        except TooMany as error:
            raise Hangup(TRY_AGAIN, error.detail) from None
        match said:
            case Ping():
                outlet.push(frame("pong"))
            case Said():
                await _take(services, guest, outlet, said)
            case Read(message_id=message_id):
                await _mark(services, guest, message_id, "read")
            case Delivered(message_id=message_id):
                await _mark(services, guest, message_id, "delivered")
            case Typing() if clock() - typed > 1:
                typed = clock()
                await _typing(socket, services, guest)


async def _take(services: Services, guest: Guest, outlet: Outlet, said: Said) -> None:
    try:
        id_ = await take_message(services, guest, said)
    except Unavailable as error:
        # Not refused: nobody knows yet. The client keeps the message, comes back and sends it again.
        raise Hangup(TRY_AGAIN, error.detail) from None
    except NitkaError as error:
        outlet.push(frame("refused", message_id=said.message_id, detail=error.detail))
    else:
        outlet.push(frame("accepted", message_id=said.message_id, id=id_))


async def _mark(services: Services, guest: Guest, message_id: UUID, status: MarkStatus) -> None:
    with suppress(Unavailable):  # the next mark covers this one too
        await take_mark(services, guest, message_id, status)


async def _typing(socket: Socket, services: Services, guest: Guest) -> None:
    with suppress(Unavailable):  # nobody is told, which does no harm
        conversation_id = await heard_in(services, guest)
        if conversation_id is not None:
            await hub_of(socket).people.customer_types(guest.source.workspace_id.hex, conversation_id)
