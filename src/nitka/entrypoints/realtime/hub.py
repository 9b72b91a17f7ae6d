"""The hub of one edge process: one reader of the events, any number of sockets."""

import asyncio
from collections import defaultdict
from uuid import UUID

import msgspec
import structlog

from nitka.entrypoints.realtime import frames
from nitka.entrypoints.realtime.cursor import Cursor
from nitka.entrypoints.realtime.people import People
from nitka.entrypoints.realtime.sockets import Desk, Guest, Sockets
from nitka.entrypoints.realtime.stream import Feed, Published
from nitka.entrypoints.realtime.window import Window
from nitka.kernel.tasks import end
from nitka.platform.broker import Broker

log = structlog.get_logger("realtime")

_TO_GUESTS = frozenset({"message_received", "message_sent", "message_status_changed", "message_retracted"})


class Hub:
    """Pushes events to the sockets of this process. Needs only the broker."""

    def __init__(self, broker: Broker) -> None:
        self.broker = broker
        self.sockets = Sockets()
        self.people = People(broker, self.sockets)
        self.seen = Window()
        self._feed = Feed(broker, self._on_event, self._on_lost)
        self._identity = ""
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Begin to follow the events."""
        self._tasks = [
            asyncio.create_task(self._feed.run(), name="events to sockets"),
            asyncio.create_task(self.people.tick(), name="presence"),
        ]

    async def close(self) -> None:
        """Cut all sockets, which come back to another process, and stop."""
        for socket in self.sockets.everybody():
            socket.outlet.cut.set()
        await end(*self._tasks)

    async def add(self, socket: Desk | Guest) -> Cursor:
        """Push to this socket from now on; return the place after which it gets everything."""
        await self.people.join(socket)
        cursor = await self._feed.cursor()
        # Nothing is awaited between reading the place and joining, so nothing can fall in between.
        self.sockets.add(socket)
        self._identity = cursor.identity
        return cursor

    async def remove(self, socket: Desk | Guest) -> None:
        """Push nothing to it any more."""
        self.sockets.remove(socket)
        await self.people.leave(socket)

    def _on_event(self, event: Published) -> None:
        try:
            if self.seen.first(event.id, event.seq):
                self._to_desks(event)
                if event.kind in _TO_GUESTS and event.workspace in self.sockets.guests:
                    self._to_guests(event)
        except (msgspec.MsgspecError, ValueError) as error:
            log.error("an event cannot be pushed", kind=event.kind, event=event.id, error=type(error).__name__)

    def _to_desks(self, event: Published) -> None:
        desks = self.sockets.desks_of(event.workspace)
        if desks and event.kind == "touches_stored":
            self._to_watching(event, desks)
        elif desks:
            frame = frames.event_frame(self._identity, event)
            for desk in desks:
                desk.outlet.push(frame)

    def _to_watching(self, event: Published, desks: set[Desk]) -> None:
        watched: defaultdict[UUID, list[Desk]] = defaultdict(list)
        for desk in desks:
            if desk.customer_id is not None:
                watched[desk.customer_id].append(desk)
        for customer_id, watching in watched.items():
            frame = frames.touches_frame(self._identity, event, customer_id)
            for desk in watching if frame else ():
                desk.outlet.push(frame)

    def _to_guests(self, event: Published) -> None:
        about = frames.about(event.body)
        strand_id = about.message.strand_id if about.message else about.strand_id
        if guests := self.sockets.guests_of(event.workspace, strand_id):
            frame = frames.guest_frame(event.kind, about)
            for guest in guests if frame else ():
                guest.outlet.push(frame)

    async def _on_lost(self) -> None:
        log.warning("events may be missing: everybody reads anew")
        cursor = await self._feed.cursor()
        self._identity = cursor.identity
        for socket in self.sockets.everybody():
            more = {"cursor": str(cursor)} if isinstance(socket, Desk) else {}
            socket.outlet.push(frames.frame("refetch", **more))
