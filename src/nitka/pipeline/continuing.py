"""What became of tokens of «Continue in…» is kept with the touches that brought them, for the desk to show."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from nitka.channels.touch import Touch
from nitka.customers.continuing.models import Settled


def tell(touches: Mapping[UUID, Touch], settled: Mapping[UUID, Settled]) -> dict[UUID, Touch]:
    """Return the touches that came with a token, each with what became of it."""
    return {id_: _told(touches[id_], what) for id_, what in settled.items()}


def _told(touch: Touch, what: Settled) -> Touch:
    said = {"continuation": msgspec.to_builtins(what)}
    return msgspec.structs.replace(touch, payload=touch.payload | said)
