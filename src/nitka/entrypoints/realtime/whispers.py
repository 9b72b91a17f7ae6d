"""What edges tell each other without keeping it: who looks where, who types. Lost words do no harm."""

from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID

import msgspec
import structlog
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError

from nitka.entrypoints.realtime.presence import Here
from nitka.platform.broker import Broker

log = structlog.get_logger("realtime")


class Present(msgspec.Struct, frozen=True, tag="present"):
    """Everybody who is connected to this edge and looks at a conversation."""

    edge: str
    here: list[Here]


class Asked(msgspec.Struct, frozen=True, tag="asked"):
    """An edge has just begun to listen: tell it who is there."""

    edge: str


class CustomerTypes(msgspec.Struct, frozen=True, tag="customer_types"):
    """A visitor is typing."""

    conversation_id: UUID


class OperatorTypes(msgspec.Struct, frozen=True, tag="operator_types"):
    """An answer is being typed for these strands of the chat."""

    strands: list[UUID]
    name: str


Whisper = Present | Asked | CustomerTypes | OperatorTypes
_decode = msgspec.json.Decoder(Whisper).decode


class Whispers:
    """Listens to those workspaces that have sockets here."""

    def __init__(self, broker: Broker, on_whisper: Callable[[str, Whisper], Awaitable[None]]) -> None:
        self._broker = broker
        self._on_whisper = on_whisper
        self._sockets: Counter[str] = Counter()
        self._subscriptions: dict[str, Subscription] = {}

    async def join(self, workspace: str, edge: str) -> None:
        """One more socket of this workspace; the first one begins to listen."""
        self._sockets[workspace] += 1
        if self._sockets[workspace] > 1:
            return
        with suppress(NatsError, OSError):  # without it there is no presence, and everything else
            subscription = await self._broker.client.subscribe(f"live.{workspace}", cb=self._hear)
            self._subscriptions[workspace] = subscription
            await self.say(workspace, Asked(edge))

    async def leave(self, workspace: str) -> bool:
        """One socket less; the last one stops listening. Say whether it was the last."""
        self._sockets[workspace] -= 1
        if self._sockets[workspace] > 0:
            return False
        del self._sockets[workspace]
        if subscription := self._subscriptions.pop(workspace, None):
            with suppress(NatsError, OSError):
                await subscription.unsubscribe()
        return True

    async def say(self, workspace: str, whisper: Whisper) -> None:
        """Tell all edges, this one too."""
        with suppress(NatsError, OSError):
            await self._broker.client.publish(f"live.{workspace}", msgspec.json.encode(whisper))

    async def _hear(self, message: Msg) -> None:
        try:
            whisper = _decode(message.data)
        except msgspec.MsgspecError:
            log.warning("an edge of another version whispers")
            return
        await self._on_whisper(message.subject.removeprefix("live."), whisper)
