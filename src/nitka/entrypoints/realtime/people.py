"""Who else is here and who is typing, over all edge processes."""

import asyncio
import time
from collections import defaultdict
from uuid import UUID

from nitka.entrypoints.realtime import frames
from nitka.entrypoints.realtime.presence import TOLD_EVERY, TYPING_LASTS, Here, Room
from nitka.entrypoints.realtime.sockets import Desk, Guest, Sockets
from nitka.entrypoints.realtime.whispers import Asked, CustomerTypes, OperatorTypes, Present, Whisper, Whispers
from nitka.kernel.ids import new_id
from nitka.platform.broker import Broker

_TICK = 1.0  # seconds


class People:
    """Keeps the desks of this process informed of each other's, and widgets of who is typing an answer."""

    def __init__(self, broker: Broker, sockets: Sockets) -> None:
        self.edge = new_id().hex
        self._sockets = sockets
        self._whispers = Whispers(broker, self._hear)
        self._rooms: defaultdict[str, Room] = defaultdict(Room)

    async def join(self, socket: Desk | Guest) -> None:
        """Listen to this socket's workspace."""
        await self._whispers.join(socket.workspace, self.edge)

    async def leave(self, socket: Desk | Guest) -> None:
        """The socket is gone already from the sockets: tell those who stay."""
        await self._announce(socket.workspace)
        if await self._whispers.leave(socket.workspace):
            self._rooms.pop(socket.workspace, None)

    async def watch(self, desk: Desk, conversation_id: UUID | None, customer_id: UUID | None) -> None:
        """Tell this desk who else is at the conversation, and of the customer's touches."""
        if conversation_id != desk.conversation_id:
            desk.typing_until = 0.0
        desk.conversation_id, desk.customer_id = conversation_id, customer_id
        await self._announce(desk.workspace)
        if conversation_id is not None:
            self._push_people(desk, conversation_id)

    async def operator_types(self, desk: Desk, conversation_id: UUID, strands: list[UUID]) -> None:
        """The operator of this desk types an answer, which these strands of the chat would get."""
        if desk.conversation_id == conversation_id:
            desk.typing_until = time.monotonic() + TYPING_LASTS
        await self._announce(desk.workspace)
        if strands:
            await self._whispers.say(desk.workspace, OperatorTypes(strands, desk.name))

    async def customer_types(self, workspace: str, conversation_id: UUID) -> None:
        """A visitor types in this conversation."""
        await self._whispers.say(workspace, CustomerTypes(conversation_id))

    async def tick(self) -> None:
        """Let typing end and silent edges be forgotten, until cancelled."""
        told = time.monotonic()
        while True:
            await asyncio.sleep(_TICK)
            now = time.monotonic()
            again = now - told >= TOLD_EVERY
            told = now if again else told
            for workspace in list(self._sockets.desks):
                self._changed(workspace, self._rooms[workspace].expire(now))
                await self._announce(workspace)
                if again:
                    await self._tell(workspace)

    async def _hear(self, workspace: str, whisper: Whisper) -> None:
        match whisper:
            case Present(edge=edge, here=here) if edge != self.edge:
                told = self._rooms[workspace].tell(edge, frozenset(here), time.monotonic())
                self._changed(workspace, told)
            case Asked(edge=edge) if edge != self.edge:
                await self._tell(workspace)
            case CustomerTypes(conversation_id=conversation_id):
                frame = frames.frame("typing", conversation_id=conversation_id, who="customer")
                for desk in self._sockets.desks_of(workspace):
                    if desk.conversation_id == conversation_id:
                        desk.outlet.push(frame)
            case OperatorTypes(strands=strands, name=name):
                frame = frames.frame("typing", name=name)
                for strand_id in strands:
                    for guest in self._sockets.guests_of(workspace, strand_id):
                        guest.outlet.push(frame)

    def _here(self, workspace: str) -> frozenset[Here]:
        now = time.monotonic()
        return frozenset(
            Here(desk.conversation_id, desk.person_id, desk.name, desk.typing_until > now)
            for desk in self._sockets.desks_of(workspace)
            if desk.conversation_id is not None
        )

    async def _announce(self, workspace: str) -> None:
        """Tell everybody, if something is different here."""
        changed = self._rooms[workspace].tell(self.edge, self._here(workspace), time.monotonic())
        if changed:
            self._changed(workspace, changed)
            await self._tell(workspace)

    async def _tell(self, workspace: str) -> None:
        await self._whispers.say(workspace, Present(self.edge, list(self._here(workspace))))

    def _changed(self, workspace: str, conversations: set[UUID]) -> None:
        for desk in self._sockets.desks_of(workspace):
            if desk.conversation_id in conversations:
                self._push_people(desk, desk.conversation_id)

    def _push_people(self, desk: Desk, conversation_id: UUID) -> None:
        everybody = self._rooms[desk.workspace].people(conversation_id)
        others = [person for person in everybody if person.id != desk.person_id]
        desk.outlet.push(frames.frame("presence", conversation_id=conversation_id, people=others))
